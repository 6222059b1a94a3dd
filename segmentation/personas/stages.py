"""What a segment asks of the shop: the same few kinds of care, whatever method found it."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path

from segmentation.model.beliefs import Beliefs
from segmentation.model.values import Terms

_FILE = Path(__file__).with_name("stages.toml")
_MIXES = {"first_time": "first_time", "regular": "regular", "special_occasion": "occasion"}
"""Answers to "what kind of buyers are they" that say how to treat them."""


class Stage(StrEnum):
    """Where a customer stands with the shop."""

    BEST = "best"
    REGULAR = "regular"
    FIRST_TIME = "first_time"
    OCCASION = "occasion"
    BIG_RARE = "big_rare"
    """Comes rarely and spends much."""
    LIGHT = "light"
    """Comes rarely and spends little."""
    SLOWING = "slowing"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"
    """Groups by age and sex, and hypotheses: nothing is known of how they buy."""


def stage_of(method: str | None, segment: str | None) -> Stage:
    """The stage of a segment; UNKNOWN for segments that say nothing about buying."""
    return Stage(_table().get(method or "", {}).get(segment or "", Stage.UNKNOWN))


def stage_told(beliefs: Beliefs) -> Stage:
    """The stage the owner's answers suggest when there is no file."""
    match beliefs.get("buyer_mix"):
        case Terms(terms=(mix,)) if mix in _MIXES:
            return Stage(_MIXES[mix])
        case _:
            return Stage.UNKNOWN


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
