"""The pictures of the report: told against measured, who brings the sales, rhythms, the months to come.

Numbers for a drawing are parts of a whole, 0 to 1; whatever is read comes as text.
"""

from collections.abc import Iterator
from decimal import Decimal

from prompts.drawing import Drawing
from prompts.labels import group_name, main_segmentation
from prompts.told.movements import movements
from prompts.typography import round_span
from prompts.values import catalog, tell_short
from segmentation.model.analysis import Analysis
from segmentation.model.comparisons import Comparison
from segmentation.model.segments import Segmentation
from segmentation.model.spread import GapBand
from segmentation.model.value import GroupValue
from segmentation.model.values import Money, Range, Value

_MARKED = ("top_20", "next_40")
"""Tiers at whose ends the curve of sales is marked; with the last one it is complete anyway."""
_MARGIN = 0.08
"""Of an axis, free at both ends."""


def charts(analysis: Analysis, language: str) -> Drawing:
    """Each None where there is nothing to draw."""
    return {
        "heading": _text("heading", language),
        "told": _told(analysis, language),
        "sales": _sales(analysis, language),
        "gaps": _gaps(analysis, language),
        "outlook": _outlook(analysis, language),
        "movements": movements(analysis, language),
    }


def _text(key: str, language: str, **values: object) -> str:
    return catalog().text(f"charts.{key}", language, **values)


# ---- told against measured -----------------------------------------------------------------


def _told(analysis: Analysis, language: str) -> Drawing | None:
    if not analysis.comparisons:
        return None
    return {
        **{word: _text(f"told.{word}", language) for word in ("heading", "about", "told", "measured")},
        "rows": [_comparison(each, analysis, language) for each in analysis.comparisons],
    }


def _comparison(comparison: Comparison, analysis: Analysis, language: str) -> Drawing:
    """`bars` are the ends of both on one axis, where both are numbers of one kind."""
    surprised = [
        person.name
        for person in analysis.personas
        for each in person.disagreements
        if (each.key, each.told) == (comparison.key, comparison.told)
    ]
    return {
        "label": catalog().text(f"fields.{comparison.key}", language),
        "told": tell_short(comparison.told, language),
        "measured": tell_short(comparison.measured, language),
        "note": catalog().text("cards.n", language, n=comparison.n),
        "verdict": comparison.verdict,
        "verdict_text": _text(f"told.{comparison.verdict}", language),
        "whom": _text("told.whom", language, names=surprised) if surprised else "",
        "bars": _bars(comparison.told, comparison.measured),
    }


def _bars(told: Value, measured: Value) -> list[tuple[float, float]]:
    match told, measured:
        case (
            Range(low=int() | float() as low, high=int() | float() as high),
            Range(low=int() | float() as least, high=int() | float() as most),
        ):
            start, end = min(low, least), max(high, most)
            width = (end - start) * (1 + 2 * _MARGIN) or 1.0
            begin = start - (end - start) * _MARGIN
            return [((a - begin) / width, (b - begin) / width) for a, b in ((low, high), (least, most))]
        case Money(amount=amount), Money(amount=shown) if min(amount, shown) > 0:
            longest = max(amount, shown)
            return [(0.0, float(each / longest)) for each in (amount, shown)]
        case _:
            return []


# ---- who brings the sales ------------------------------------------------------------------


def _sales(analysis: Analysis, language: str) -> Drawing | None:
    if analysis.spread is None or not analysis.spread.sales:
        return None
    words = ("heading", "about", "across", "up", "everyone_alike")
    return {
        **{word: _text(f"sales.{word}", language) for word in words},
        "points": [(point.customers, point.sales) for point in analysis.spread.sales],
        "marks": list(_marks(analysis, language)),
    }


def _marks(analysis: Analysis, language: str) -> Iterator[Drawing]:
    """Points of the curve that the tiers of customers end at."""
    tiers = next((each for each in analysis.segmentations if each.method == "value_tiers"), None)
    customers = sales = 0.0
    for segment in tiers.segments if tiers else ():
        customers += segment.figures.share
        sales += segment.figures.revenue_share
        if segment.key in _MARKED and 0 < sales < 1:
            text = _text("sales.mark", language, customers=customers, sales=sales)
            yield {"customers": customers, "sales": sales, "text": text}


# ---- rhythms -------------------------------------------------------------------------------


def _gaps(analysis: Analysis, language: str) -> Drawing | None:
    if analysis.spread is None or not analysis.spread.gaps:
        return None
    bands = analysis.spread.gaps
    most = max(band.customers for band in bands)
    counted = sum(band.customers for band in bands)
    return {
        "heading": _text("gaps.heading", language),
        "about": _text("gaps.about", language, n=counted),
        "bands": [_band(band, most, language) for band in bands],
        "lines": list(_lines(analysis.segmentations, bands, language)),
    }


def _band(band: GapBand, most: int, language: str) -> Drawing:
    key = "gaps.open_band" if band.last is None else "gaps.band"
    return {
        "label": _text(key, language, first=band.first, last=band.last),
        "customers": _text("gaps.customers", language, customers=band.customers),
        "part": band.customers / most,
    }


def _lines(
    segmentations: tuple[Segmentation, ...], bands: tuple[GapBand, ...], language: str
) -> Iterator[Drawing]:
    """Where somebody counts as slowing down and as gone; `place` counts bands from the left."""
    settings = next((each.settings for each in segmentations if "lapsed_days" in each.settings), {})
    for key in ("at_risk", "lapsed"):
        days = settings.get(f"{key}_days")
        if days is not None:
            text = _text(f"gaps.{key}", language, days=round(days))
            yield {"place": _place(days, bands), "text": text}


def _place(days: float, bands: tuple[GapBand, ...]) -> float:
    number = max(place for place, band in enumerate(bands) if band.first <= max(days, bands[0].first))
    band = bands[number]
    if band.last is None:
        return number + 0.5
    return number + min((days - band.first + 1) / (band.last - band.first + 1), 1.0)


# ---- the months to come --------------------------------------------------------------------


def _outlook(analysis: Analysis, language: str) -> Drawing | None:
    value, main = analysis.value, main_segmentation(analysis)
    if value is None or main is None or value.method != main.method:
        return None
    alive = {key: group for key, group in value.segments.items() if group.customers}
    longest = max((float(group.value.high) for group in alive.values()), default=0.0)
    if longest <= 0:
        return None
    currency = analysis.totals.currency if analysis.totals else None
    words = ("about", "group", "returning", "value")
    return {
        "heading": _text("outlook.heading", language, months=value.months),
        **{word: _text(f"outlook.{word}", language) for word in words},
        "rows": [
            _expected(group_name(main, key, language), group, longest, currency, language)
            for key, group in alive.items()
        ],
        "total": _expected(_text("outlook.everyone", language), value.total, None, currency, language),
    }


def _expected(
    name: str, group: GroupValue, longest: float | None, currency: str | None, language: str
) -> Drawing:
    """`span` is the interval as parts of the `longest` one's end; the total has none to be drawn."""
    part = group.returning / group.customers if group.customers else 0.0
    low, high = round_span(max(group.value.low, Decimal(0)), group.value.high)
    ends = (group.value.low, group.value.expected, group.value.high)
    return {
        "name": name,
        "part": part,
        "returning": _text("outlook.probability", language, part=part),
        "value": _text("outlook.span", language, low=low, high=high, currency=currency),
        "span": [] if longest is None else [max(float(end), 0.0) / longest for end in ends],
    }
