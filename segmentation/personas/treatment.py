"""How to treat a customer, by where they stand with the shop, as treatment.toml lists it."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from segmentation.model.stages import Stage

_FILE = Path(__file__).with_name("treatment.toml")


@dataclass(frozen=True, slots=True)
class Suiting:
    """Channels that suit a stage, with the reason and its points."""

    keys: Sequence[str]
    reason: str
    points: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """Keys of the catalogues, most telling first; see treatment.toml."""

    say: Sequence[str]
    avoid: Sequence[str]
    quote: Sequence[str]
    plan_say: Sequence[str]
    plan_avoid: Sequence[str]
    plan_actions: Sequence[str]
    needs: Sequence[str] = ()
    why: Sequence[str] = ()
    channels: Sequence[Suiting] = ()


def treatment(stage: Stage) -> Treatment:
    return _treatments()[stage]


@cache
def _treatments() -> Mapping[Stage, Treatment]:
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {Stage(key): _treatment(**raw) for key, raw in content.items()}


def _treatment(channels: Sequence[Mapping[str, object]] = (), **keys: Sequence[str]) -> Treatment:
    suiting = tuple(Suiting(**each) for each in channels)  # type: ignore[arg-type]  # a table of ours
    return Treatment(channels=suiting, **keys)
