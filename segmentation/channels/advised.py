"""Which channels a persona's plan advises."""

from collections import Counter

from segmentation.channels.catalogue import catalogue
from segmentation.channels.score import judged
from segmentation.model.channels import ChannelAdvice
from segmentation.model.circumstances import Circumstances

_ADVISED = 6
"""Channels per persona; a small shop cannot keep up more."""
_OF_A_KIND = 2
_AT_LEAST = 3
_WORTH_IT = 1.5
"""Points below which a channel is advised only to fill up a list that would be too short."""


def advised(known: Circumstances) -> tuple[ChannelAdvice, ...]:
    """The best, not more than a few of one kind; equal scores in the order of the catalogue."""
    kinds = {entry.channel.key: entry.channel.kind for entry in catalogue()}
    usable = [advice for entry in catalogue() if (advice := judged(entry, known)) and advice.score > 0]
    taken: list[ChannelAdvice] = []
    seen: Counter[str] = Counter()
    for advice in sorted(usable, key=lambda each: -each.score):
        kind = kinds[advice.channel]
        wanted = _ADVISED if advice.score >= _WORTH_IT else _AT_LEAST
        if seen[kind] < _OF_A_KIND and len(taken) < wanted:
            taken.append(advice)
            seen[kind] += 1
    return tuple(taken)
