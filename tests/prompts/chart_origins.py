"""Where the numbers of the report's pictures come from."""

from collections.abc import Sequence

from segmentation.model.analysis import Analysis
from segmentation.model.comparisons import Comparison
from segmentation.model.movement import Movement
from segmentation.model.segments import Segment
from segmentation.model.spread import GapBand, Spread
from segmentation.model.value import GroupValue, ShopValue
from segmentation.model.values import Money, Range
from tests.prompts.origins import Path, Rough, Words


def of_chart(chart: str, path: Path, analysis: Analysis) -> object:
    match chart:
        case "told":
            return _of_comparison(path, analysis)
        case "sales" if analysis.spread:
            return _of_sales(path, analysis.spread, analysis)
        case "gaps" if analysis.spread:
            return _of_gaps(path, analysis.spread.gaps, analysis)
        case "movements":
            return _of_movement(path, analysis)
        case "outlook" if analysis.value:
            return _of_outlook(path, analysis.value)
        case _:
            return None


def _of_comparison(path: Path, analysis: Analysis) -> object:
    match path:
        case ("rows", int() as number, "bars", *_):
            return _along_an_axis(analysis.comparisons[number])
        case ("rows", int() as number, *_):
            return analysis.comparisons[number]
        case _:
            return None


def _of_sales(path: Path, spread: Spread, analysis: Analysis) -> object:
    match path:
        case ("points", int() as number, *_):
            return spread.sales[number]
        case ("marks", int() as number, *_):
            tiers = next(each for each in analysis.segmentations if each.method == "value_tiers")
            return _added_up(tiers.segments[: number + 1])
        case _:
            return None


def _of_gaps(path: Path, bands: Sequence[GapBand], analysis: Analysis) -> object:
    match path:
        case ("bands", int() as number, *_):
            return (bands[number], bands[number].customers / max(band.customers for band in bands))
        case ("about",):
            return sum(band.customers for band in bands)
        case ("lines", int() as number, *_):
            return _lapse_points(bands, analysis)[number]
        case _:
            return None


def _along_an_axis(comparison: Comparison) -> object:
    """Parts of an axis that reaches a little beyond both ranges, or from nothing to the larger amount."""
    match comparison.told, comparison.measured:
        case Money(amount=told), Money(amount=shown):
            return (0, 1, min(told, shown) / max(told, shown))
        case Range() as told, Range() as shown:
            ends = [end for end in (told.low, told.high, shown.low, shown.high) if end is not None]
            begin, length = min(ends), max(ends) - min(ends)
            return [((end - begin) / length + 0.08) / 1.16 for end in ends]
        case _:
            return None


def _added_up(segments: Sequence[Segment]) -> object:
    figures = [segment.figures for segment in segments]
    return (sum(each.share for each in figures), sum(each.revenue_share for each in figures))


def _lapse_points(bands: Sequence[GapBand], analysis: Analysis) -> Sequence[object]:
    """With the places they have among the bands."""
    settings = next(each.settings for each in analysis.segmentations if "lapsed_days" in each.settings)
    return [(days, _among(days, bands)) for days in (settings["at_risk_days"], settings["lapsed_days"])]


def _among(days: float, bands: Sequence[GapBand]) -> float:
    """Whole bands before it, and how far it reaches into its own."""
    behind = [band for band in bands if band.last is not None and band.last < days]
    if len(behind) == len(bands) - 1:
        return len(behind) + 0.5
    within = bands[len(behind)]
    return len(behind) + (days - within.first + 1) / ((within.last or 0) - within.first + 1)


def _of_movement(path: Path, analysis: Analysis) -> object:
    """Counts are those of a place; a height is what lies above it, in parts of all customers told of."""
    movement = analysis.movements[int(path[0])]
    flows = [
        *((each.before, each.after, each.customers) for each in movement.flows),
        *(("new", after, count) for after, count in movement.newcomers.items()),
        *((before, "gone", count) for before, count in movement.missing.items()),
    ]
    everybody = sum(count for *_, count in flows)
    match path[1:]:
        case ("heading" | "before",):
            return movement.since
        case ("sentences", int()):
            moved = [each.customers for each in movement.flows if each.before != each.after]
            totals = (sum(movement.newcomers.values()), sum(movement.missing.values()), sum(moved[5:]))
            method = next(each for each in analysis.segmentations if each.method == movement.method)
            names = [Words(f"segments.{method.method}.{each.key}.name") for each in method.segments]
            return (moved, totals, movement.known, movement.stayed, names)
        case ("left" | "right" as side, int(), *_):
            counts = _by_place(flows, 0 if side == "left" else 1, analysis, movement)
            return (counts, _sums_from_the_top(counts, everybody), _names(analysis, movement))
        case ("bands", int(), "left" | "right" as side, int()):
            ordered = _in_order_of_places(flows, 0 if side == "left" else 1, analysis, movement)
            return _sums_from_the_top([count for *_, count in ordered], everybody)
        case _:
            return _names(analysis, movement)


def _places(analysis: Analysis, movement: Movement) -> list[str]:
    method = next(each for each in analysis.segmentations if each.method == movement.method)
    return [*(segment.key for segment in method.segments), "new", "gone"]


def _names(analysis: Analysis, movement: Movement) -> object:
    return [Words(f"segments.{movement.method}.{place}.name") for place in _places(analysis, movement)]


def _by_place(
    flows: Sequence[tuple[str, str, int]], side: int, analysis: Analysis, movement: Movement
) -> list[int]:
    return [sum(flow[2] for flow in flows if flow[side] == place) for place in _places(analysis, movement)]


def _in_order_of_places(
    flows: Sequence[tuple[str, str, int]], side: int, analysis: Analysis, movement: Movement
) -> list[tuple[str, str, int]]:
    places = _places(analysis, movement)
    return sorted(flows, key=lambda flow: (places.index(str(flow[side])), places.index(str(flow[1 - side]))))


def _sums_from_the_top(counts: Sequence[int], everybody: int) -> list[float]:
    return [sum(counts[:number]) / everybody for number in range(len(counts) + 1)]


def _of_outlook(path: Path, value: ShopValue) -> object:
    groups = [group for group in value.segments.values() if group.customers]
    longest = float(max(group.value.high for group in groups))
    match path:
        case ("heading",):
            return value.months
        case ("rows", int() as number, key):
            return _of_expected(str(key), groups[number], longest)
        case ("rows", int() as number, "span", int() as end):
            expected = groups[number].value
            return float((expected.low, expected.expected, expected.high)[end]) / longest
        case ("total", key):
            return _of_expected(str(key), value.total, longest)
        case _:
            return None


def _of_expected(key: str, group: GroupValue, longest: float) -> object:
    low, high = group.value.low, group.value.high
    return {
        "part": group.returning / group.customers,
        "returning": group.returning / group.customers,
        "value": Rough((low, high), within=(high - low) / 20),
    }.get(key)
