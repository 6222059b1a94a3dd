"""What holds for the whole shop, as chat messages: what matters most first, the other figures on request."""

from collections.abc import Iterator, Sequence

from prompts.catalog import Text
from prompts.labels import (
    blocks,
    bold,
    group_name,
    item,
    lapse_points,
    main_segmentation,
    segment_text,
    share_text,
    switched_off_texts,
)
from prompts.told.movements import moves
from prompts.told.together import in_short
from prompts.typography import round_figure, round_span
from prompts.values import catalog, tell_short
from segmentation.model.analysis import Analysis, Totals
from segmentation.model.comparisons import Comparison, Verdict
from segmentation.model.segments import Segmentation, SwitchedOff
from segmentation.model.value import ShopValue

_MAIN_SEGMENTS = 6


def summary(analysis: Analysis, language: str) -> Text:
    """What fits on a screen: totals, what comes next, what the owner would not have thought, the groups."""
    totals, main = analysis.totals, main_segmentation(analysis)
    if totals is None:
        return blocks(_hypotheses(analysis, language))
    return blocks(
        _totals(totals, language),
        [*_insight(analysis, language), *_value(analysis.value, totals, language)],
        _surprises(analysis.comparisons, language),
        _main_segments(main, language) if main else (),
    )


def figures(analysis: Analysis, language: str) -> Text:
    """What else holds for the whole shop, up to what was not worked out and why."""
    return blocks(
        [catalog().text("result.figures_heading", language)],
        _money(analysis.totals, language) if analysis.totals else (),
        _returning(analysis.value, language),
        _comparisons(analysis.comparisons, language),
        moves(analysis, language),
        in_short(analysis.together, language),
        lapse_points(analysis.segmentations, language),
        _switched_off(analysis.switched_off, language),
    )


# ---- the pieces ------------------------------------------------------------------------------


def _totals(totals: Totals, language: str) -> Iterator[str]:
    key = "totals" if totals.orders else "totals_without_orders"
    yield catalog().text(f"result.{key}", language, **_values(totals))
    if totals.first_date and totals.last_date:
        yield catalog().text("result.period", language, first=totals.first_date, last=totals.last_date)


def _money(totals: Totals, language: str) -> Iterator[str]:
    if totals.orders:
        yield catalog().text("result.money", language, **_values(totals))
        if totals.currency is None:
            yield catalog().text("result.no_currency", language)


def _values(totals: Totals) -> dict[str, object]:
    return {name: getattr(totals, name) for name in Totals.__slots__}


def _hypotheses(analysis: Analysis, language: str) -> Iterator[str]:
    yield catalog().text("result.hypotheses", language, count=len(analysis.personas))
    for person in analysis.personas:
        yield item(person.name, language)


def _insight(analysis: Analysis, language: str) -> Iterator[str]:
    """What the best customers bring: the sentence to remember."""
    for each in analysis.segmentations:
        for segment in each.segments:
            if (each.method, segment.key) == ("value_tiers", "top_20") and segment.figures.customers:
                yield catalog().text("result.best_bring", language, share=segment.figures.revenue_share)


def _value(value: ShopValue | None, totals: Totals, language: str) -> Iterator[str]:
    """What the next months will bring, in figures as round as they are unsure."""
    if value is not None:
        low, high = round_span(value.total.value.low, value.total.value.high)
        money = {"low": low, "high": high, "currency": totals.currency}
        yield catalog().text("result.value", language, months=value.months, **money)


def _returning(value: ShopValue | None, language: str) -> Iterator[str]:
    """How many will come again, as round as that is unsure."""
    if value is not None:
        customers = value.total.customers
        returning = min(round_figure(value.total.returning), customers)
        yield catalog().text(
            "result.returning", language, months=value.months, returning=returning, customers=customers
        )


def _surprises(comparisons: Sequence[Comparison], language: str) -> Iterator[str]:
    """The answers that the file contradicts."""
    for each in comparisons:
        if each.verdict is Verdict.DISAGREES:
            yield _comparison(each, language)


def _comparisons(comparisons: Sequence[Comparison], language: str) -> Iterator[str]:
    """The owner's answers, borne out or not."""
    if not comparisons:
        return
    yield catalog().text("comparisons.heading", language)
    for each in comparisons:
        yield _comparison(each, language)


def _comparison(comparison: Comparison, language: str) -> Text:
    return catalog().text(
        f"comparisons.{comparison.verdict}",
        language,
        field=catalog().text(f"fields.{comparison.key}", language),
        told=tell_short(comparison.told, language),
        measured=tell_short(comparison.measured, language),
        n=comparison.n,
    )


def _main_segments(segmentation: Segmentation, language: str) -> Iterator[str]:
    yield bold(segment_text(segmentation.method, "", "name", language), language)
    alive = [segment for segment in segmentation.segments if segment.figures.customers]
    alive.sort(key=lambda segment: (-segment.figures.revenue_share, -segment.figures.share))
    for segment in alive[:_MAIN_SEGMENTS]:
        name = group_name(segmentation, segment.key, language)
        share = share_text("share", segment.figures, language)
        yield item(catalog().text("result.group", language, name=name, share=share), language)


def _switched_off(switched_off: Sequence[SwitchedOff], language: str) -> Iterator[str]:
    if not switched_off:
        return
    yield catalog().text("result.switched_off_heading", language)
    for what, why in switched_off_texts(switched_off, language):
        yield catalog().text("result.switched_off", language, what=what, why=why)
