"""Which stage a segment, or what the owner tells of everybody, stands for."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from segmentation.model.beliefs import Beliefs
from segmentation.model.stages import Stage
from segmentation.model.values import Terms

_FILE = Path(__file__).with_name("stages.toml")
_MIXES = {"first_time": "first_time", "regular": "regular", "special_occasion": "occasion"}
"""Answers to "what kind of buyers are they" that say how to treat them."""


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
