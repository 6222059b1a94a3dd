"""Which customers have moved between groups since an earlier analysis: in sentences, and to be drawn.

Numbers for the drawing are parts of its height, 0 to 1, from the top.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, pairwise

from prompts.catalog import Text
from prompts.drawing import Drawing
from prompts.labels import bold, group_name, item, segment_text
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.movement import Flow, Movement
from segmentation.model.segments import Segmentation

_NEW, _GONE = "new", "gone"
"""Places of those who were not there before, and of those who are not there now."""
_MOST_TOLD = 5
"""Moves that get a sentence; the picture shows them all."""
_LEAST_NAMED = 0.025
"""Of the height: where a name beside its place can be read."""

_Flows = Mapping[tuple[str, str], int]
"""Customers by place before and after."""
_Span = tuple[float, float]


def movements(analysis: Analysis, language: str) -> list[Drawing]:
    """For the report: a picture and sentences for each method."""
    return [_drawing(each, _method(analysis, each), language) for each in analysis.movements]


def moves(analysis: Analysis, language: str) -> Iterator[Text]:
    """For the chat: the sentences of the first method that tells, a line each, and what its groups are."""
    for movement in analysis.movements[:1]:
        method = _method(analysis, movement)
        yield bold(_heading(movement, language), language)
        for sentence in _sentences(movement, method, language):
            yield item(sentence, language)
        yield from _stages(movement, method, language)


def _method(analysis: Analysis, movement: Movement) -> Segmentation:
    return next(each for each in analysis.segmentations if each.method == movement.method)


def _heading(movement: Movement, language: str) -> Text:
    return _text("heading", language, since=movement.since)


def _text(key: str, language: str, **values: object) -> Text:
    return catalog().text(f"movements.{key}", language, **values)


# ---- in sentences --------------------------------------------------------------------------


def _sentences(movement: Movement, method: Segmentation, language: str) -> Iterator[Text]:
    """Who stayed, the largest moves, who is new, who is missing."""
    yield _text("stayed", language, stayed=movement.stayed, known=movement.known)
    told = _told_moves(movement)
    for each in told:
        yield _text("moved", language, customers=each.customers, **_ends(each, method, language))
    moved = sum(each.customers for each in movement.flows if each.before != each.after)
    others = moved - sum(each.customers for each in told)
    for key, count in (
        ("other_moves", others),
        ("new", sum(movement.newcomers.values())),
        ("gone", sum(movement.missing.values())),
    ):
        if count:
            yield _text(key, language, customers=count)


def _told_moves(movement: Movement) -> Sequence[Flow]:
    return [each for each in movement.flows if each.before != each.after][:_MOST_TOLD]


def _stages(movement: Movement, method: Segmentation, language: str) -> Iterator[Text]:
    """What is behind each name of a sentence, in the order of the method."""
    named = {key for flow in _told_moves(movement) for key in (flow.before, flow.after)}
    for key in (segment.key for segment in method.segments if segment.key in named):
        about = segment_text(method.method, key, "about", language)
        yield _text("stage", language, name=group_name(method, key, language), about=about)


def _ends(flow: Flow, method: Segmentation, language: str) -> Mapping[str, str]:
    return {side: group_name(method, getattr(flow, side), language) for side in ("before", "after")}


# ---- to be drawn ---------------------------------------------------------------------------


def _drawing(movement: Movement, method: Segmentation, language: str) -> Drawing:
    flows = _flows(movement)
    keys = [segment.key for segment in method.segments]
    before, after = _heights(flows, 0, (*keys, _NEW)), _heights(flows, 1, (*keys, _GONE))
    return {
        "heading": _heading(movement, language),
        "about": catalog().text(f"segments.{method.method}.name", language),
        "before": _text("before", language, since=movement.since),
        "after": _text("after", language),
        "left": [_place(place, before, flows, 0, method, language) for place in before],
        "right": [_place(place, after, flows, 1, method, language) for place in after],
        "bands": list(_bands(flows, before, after)),
        "sentences": list(_sentences(movement, method, language)),
    }


def _flows(movement: Movement) -> _Flows:
    flows = {(each.before, each.after): each.customers for each in movement.flows}
    new = {(_NEW, after): count for after, count in movement.newcomers.items()}
    return {**flows, **new, **{(before, _GONE): count for before, count in movement.missing.items()}}


def _heights(flows: _Flows, side: int, keys: Sequence[str]) -> dict[str, _Span]:
    """Where each place that has customers begins and ends, one below the other."""
    everybody = sum(flows.values())
    counts = [_count(flows, side, key) for key in keys]
    ends = pairwise([0, *accumulate(counts)])
    return {
        key: (begin / everybody, end / everybody)
        for key, (begin, end) in zip(keys, ends, strict=True)
        if end > begin
    }


def _count(flows: _Flows, side: int, key: str) -> int:
    return sum(count for places, count in flows.items() if places[side] == key)


def _place(
    place: str, heights: Mapping[str, _Span], flows: _Flows, side: int, method: Segmentation, language: str
) -> Drawing:
    known = place not in {_NEW, _GONE}
    begin, end = heights[place]
    name = group_name(method, place, language) if known else _text(f"place_{place}", language)
    customers = _text("customers", language, customers=_count(flows, side, place))
    return {
        "begin": begin,
        "end": end,
        "known": known,
        "name": name if end - begin >= _LEAST_NAMED else "",
        "customers": customers if end - begin >= _LEAST_NAMED else "",
    }


def _bands(flows: _Flows, before: Mapping[str, _Span], after: Mapping[str, _Span]) -> Iterator[Drawing]:
    """From place to place, in their order on both sides, so that as few as can be cross."""
    everybody = sum(flows.values())
    used_before = {place: span[0] for place, span in before.items()}
    used_after = {place: span[0] for place, span in after.items()}
    for come_from in before:
        for go_to in after:
            part = flows.get((come_from, go_to), 0) / everybody
            if part:
                yield {
                    "left": (used_before[come_from], used_before[come_from] + part),
                    "right": (used_after[go_to], used_after[go_to] + part),
                    "kind": _kind(come_from, go_to),
                }
                used_before[come_from] += part
                used_after[go_to] += part


def _kind(before: str, after: str) -> str:
    if before == _NEW or after == _GONE:
        return "passes"
    return "stays" if before == after else "moves"
