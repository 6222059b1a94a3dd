"""Natural groups that stay: what an analysis is to leave as it is of them, and what became of that."""

from dataclasses import replace

from bot.dialogue import asking
from bot.dialogue.inbound import AnalysisFinished
from bot.dialogue.interview import Interview, Keeping, Pins, Result, Run, short
from bot.dialogue.utterances import Button, Line, Say

NATURAL = "natural_groups"
WANTED = "groups_wanted"
"""The wish that says how many of them there are to be."""


def pinned(interview: Interview, result: Result) -> tuple[str, ...]:
    """The groups of a result that stay."""
    groups = interview.pins.groups if interview.pins and not result.sample else ()
    return tuple(each for each in result.groups.get(NATURAL, ()) if each in groups)


def lines(interview: Interview, result: Result) -> tuple[Line, ...]:
    """Which groups stay, one line each."""
    return tuple(
        Line("groups.pins.stays", {"name": asking.group(interview, NATURAL, each)})
        for each in pinned(interview, result)
    )


def wanted(interview: Interview) -> Keeping | None:
    """What an analysis that is begun now leaves as it is."""
    if interview.pins is None or not interview.pins.groups:
        return None
    return Keeping(interview.pins, others_stay=nothing_new(interview, interview.pins))


def nothing_new(interview: Interview, pins: Pins) -> bool:
    """Whether files and number of groups are those of the result the pins are in."""
    result = interview.own_result
    return (
        result is not None
        and result.analysis == pins.analysis
        and result.uploads == interview.confirmed_uploads
        and result.groups_wanted == interview.wishes.get(WANTED)
    )


def settled(interview: Interview, run: Run, inbound: AnalysisFinished) -> tuple[Interview, tuple[Say, ...]]:
    """What stays from now on, and what is to be said: what was merged, and what could not be kept."""
    if run.sample or not inbound.methods:
        return interview, ()
    asked = run.keeping or Keeping(Pins(""))
    pins = interview.pins.groups if interview.pins else ()
    # What was pinned while it ran was no wish of it; it is there as far as there is a group of that key.
    there = {*inbound.kept, *(each for each in _groups(inbound) if each not in asked.pins.groups)}
    stay = tuple(each for each in pins if each in there and each not in asked.merged)
    gone = tuple(each for each in pins if each not in there and each not in asked.merged)
    merged = tuple(each for each in inbound.kept if asked.merged and each not in asked.pins.groups)
    after = replace(
        interview,
        pins=Pins(run.analysis, (*stay, *merged)) if stay or merged else None,
        apart=asked.pins if merged else None,
    )
    lost = (Say("groups.pins.lost", {"name": asking.group(interview, NATURAL, each)}) for each in gone)
    return after, (*_of_merger(after, run, inbound, merged), *lost)


def _of_merger(
    interview: Interview, run: Run, inbound: AnalysisFinished, merged: tuple[str, ...]
) -> tuple[Say, ...]:
    if run.keeping is None or not run.keeping.merged:
        return ()
    if not merged:
        return (Say("groups.merge.lost"),)
    tag, place = short(run.analysis), inbound.methods.index(NATURAL)
    name = Button("groups.buttons.name_it", f"name:{tag}:{place}:{_groups(inbound).index(merged[0])}")
    apart = Button("groups.buttons.apart", f"apart:{tag}")
    groups = Button("groups.buttons.groups", f"segments:{tag}:{place}")
    said = Say(
        "groups.merge.done",
        {"name": asking.group(interview, NATURAL, merged[0])},
        ((name, apart), (groups,)),
    )
    return (said,)


def _groups(inbound: AnalysisFinished) -> tuple[str, ...]:
    return inbound.groups.get(NATURAL, ())
