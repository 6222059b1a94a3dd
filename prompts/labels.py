"""What segments, channels and advice are called, and the pieces every telling is put together from."""

from collections.abc import Iterable, Iterator, Sequence

from prompts.catalog import Text
from prompts.typography import plain
from prompts.values import catalog, tell
from segmentation.model.analysis import Analysis
from segmentation.model.channels import Advice, Reason
from segmentation.model.personas import Disagreement, Persona
from segmentation.model.segments import JOINT, Segmentation, SegmentFigures, SwitchedOff, Trait
from segmentation.model.value import GroupValue


def main_segmentation(analysis: Analysis) -> Segmentation | None:
    """The segmentation whose segments became the personas."""
    return next((each for each in analysis.segmentations if each.method == analysis.main_method), None)


def segment_text(method: str, segment: str, part: str, language: str) -> Text:
    """`part` is name or about; an empty `segment` stands for the method itself."""
    if JOINT in segment:
        first, _, rest = segment.partition(JOINT)
        told = [segment_text(method, each, part, language) for each in (first, rest)]
        return catalog().text(f"segments.joint.{part}", language, first=told[0], second=told[1])
    return catalog().text(
        f"segments.{method}.{segment}.{part}" if segment else f"segments.{method}.{part}", language
    )


def group_name(segmentation: Segmentation, segment: str, language: str) -> str:
    """What the owner calls a segment, else what the catalogue does."""
    own = segmentation.names.get(segment)
    return segment_text(segmentation.method, segment, "name", language) if own is None else plain(own)


_WITHOUT_NOUGHT = frozenset({"order_hour"})
"""Traits of which a hundredth means nothing: twice ten o'clock is no later hour."""


def trait_text(trait: Trait, language: str) -> Text:
    """What the segment has more or less of, and its index with the interval."""
    ends = {"low": round(trait.low), "high": round(trait.high)}
    name = trait_name(trait, language)
    return catalog().text("traits.index", language, name=name, index=round(trait.index), **ends)


def trait_compared(trait: Trait, language: str) -> Text:
    """The same for a chat: its index beside that of all customers, where an owner can picture it."""
    name = trait_name(trait, language)
    if trait.key in _WITHOUT_NOUGHT:
        return name
    return catalog().text("traits.compared", language, name=name, index=round(trait.index))


def trait_name(trait: Trait, language: str) -> Text:
    """The same in words alone."""
    side = "more" if trait.effect > 0 else "less"
    own = f"traits.{side}.{trait.key}_{trait.value}"
    if trait.value is not None and catalog().has(own, language):
        return catalog().text(own, language)
    words = {} if trait.value is None else {"word": trait.value}
    return catalog().text(f"traits.{side}.{trait.key}", language, **words)


def segment_name(persona: Persona, language: str) -> str | None:
    """The name of the segment the persona stands for; None for a hypothesis."""
    if persona.method is None or persona.segment is None:
        return None
    if persona.group_name is not None:
        return plain(persona.group_name)
    return segment_text(persona.method, persona.segment, "name", language)


def group_value(persona: Persona, analysis: Analysis) -> GroupValue | None:
    """What the persona's customers will bring, where that was worked out for the groups of its method."""
    value = analysis.value
    if value is None or persona.segment is None or value.method != persona.method:
        return None
    return value.segments.get(persona.segment)


def advice_text(advice: Advice, language: str) -> Text:
    return catalog().text(f"advice.{advice.key}", language, **advice.values)


def reason_text(reason: Reason, language: str) -> Text:
    return catalog().text(f"reasons.{reason.key}", language, **reason.values)


def channel_name(channel: str, language: str) -> Text:
    return catalog().text(f"channels.{channel}.name", language)


def surprise(disagreement: Disagreement, language: str) -> Text:
    """What the owner told and what the file shows, in one sentence."""
    return catalog().text(
        "result.surprise",
        language,
        field=catalog().text(f"fields.{disagreement.key}", language),
        told=tell(disagreement.told, language),
        measured=tell(disagreement.measured, language),
        n=disagreement.n,
    )


def lapse_text(segmentations: Sequence[Segmentation], language: str) -> Text | None:
    """The lapse points and where they come from: once, although several methods use them."""
    settings = next((each.settings for each in segmentations if "lapsed_days" in each.settings), None)
    if settings is None:
        return None
    source = "own" if settings["from_own_gaps"] else "fallback"
    source = "told" if settings.get("set_by_owner") else source
    at_risk, lapsed = round(settings["at_risk_days"]), round(settings["lapsed_days"])
    return catalog().text(f"result.lapse_{source}", language, at_risk=at_risk, lapsed=lapsed)


def lapse_points(segmentations: Sequence[Segmentation], language: str) -> Iterator[Text]:
    """The same under a heading, as lines of a message."""
    lapse = lapse_text(segmentations, language)
    if lapse:
        yield catalog().text("result.lapse_heading", language)
        yield lapse


def share_text(key: str, figures: SegmentFigures, language: str) -> Text:
    """The group's part of the customers, and of the sales where it has any; `result.<key>` says whose."""
    told = f"result.{key}_and_sales" if figures.orders else f"result.{key}"
    return catalog().text(told, language, share=figures.share, revenue_share=figures.revenue_share)


def switched_off_texts(switched_off: Sequence[SwitchedOff], language: str) -> Iterator[tuple[Text, Text]]:
    """What was not computed and why; things with the same reason together."""
    by_reason: dict[Text, list[Text]] = {}
    for each in switched_off:
        why = catalog().text(f"switched_off.{each.why}", language, **each.details)
        by_reason.setdefault(why, []).append(_switched_off_what(each.what, language))
    for why, names in by_reason.items():
        yield catalog().text("result.things", language, names=names), why


def _switched_off_what(what: str, language: str) -> Text:
    """The name of what was not computed: a method, or something else."""
    method = f"segments.{what}.name"
    return catalog().text(
        method if catalog().has(method, language) else f"switched_off.what.{what}", language
    )


def bold(words: str, language: str) -> Text:
    return catalog().text("result.bold", language, words=words)


def item(words: str, language: str) -> Text:
    return catalog().text("result.item", language, words=words)


def blocks(*blocks: Iterable[str]) -> Text:
    """Blocks of lines with a blank line between them; empty blocks leave none."""
    told = ("\n".join(block) for block in blocks)
    return Text("\n\n".join(block for block in told if block))
