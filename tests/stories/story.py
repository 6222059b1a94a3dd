"""Reads the stories; tests/stories/README.md says what may stand in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
FILES = FOLDER / "files"

HAPPENINGS = (
    "says", "taps", "taps_unknown", "commands", "sends", "rejected", "reader", "analysis", "restarts",
    "minutes_pass",
)  # fmt: skip
BACKGROUND = ("reader", "analysis")
_DETAILS = {
    "columns", "choices", "findings", "remembered", "code", "details", "personas", "methods", "groups",
    "adjustable", "ranked", "kept",
}  # fmt: skip
_EXPECTED = {"bot", "state", "asked", "reading_with", "choosing"}
_FACTS = {
    "open", "answers", "skipped", "language", "route", "confirmed", "results", "forgotten", "ticks", "typed",
    "wishes", "names", "pins",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    what: str
    """One of HAPPENINGS."""
    value: Any
    details: Mapping[str, Any] = field(default_factory=dict)
    bot: tuple[str, ...] | None = None
    state: Mapping[str, Any] = field(default_factory=dict)
    asked: tuple[str, ...] | None = None
    reading_with: Mapping[str, str] | None = None
    choosing: Mapping[str, str] | None = None

    @property
    def is_background(self) -> bool:
        return self.what in BACKGROUND


@dataclass(frozen=True)
class Story:
    name: str
    about: str
    steps: tuple[Step, ...]
    language: str = "en"
    pure: bool = False


def stories() -> tuple[Story, ...]:
    return tuple(read(path) for path in sorted(FOLDER.glob("*.yaml")))


def read(path: Path) -> Story:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    unknown = content.keys() - {"about", "language", "pure", "steps"}
    assert not unknown, f"{path.name}: {unknown}"
    steps = tuple(_step(path, step) for step in content["steps"])
    return Story(
        path.stem, content["about"], steps, content.get("language", "en"), content.get("pure", False)
    )


def _step(path: Path, step: Mapping[str, Any]) -> Step:
    happening = [what for what in HAPPENINGS if what in step]
    unknown = step.keys() - {*HAPPENINGS, *_DETAILS, *_EXPECTED}
    facts = step.get("state", {})
    assert len(happening) == 1, f"{path.name}: {step}"
    assert not unknown, f"{path.name}: {unknown}"
    assert facts.keys() <= _FACTS, f"{path.name}: {facts.keys() - _FACTS}"
    return Step(
        happening[0],
        step[happening[0]],
        {key: step[key] for key in _DETAILS & step.keys()},
        tuple(step["bot"]) if "bot" in step else None,
        facts,
        tuple(step["asked"]) if "asked" in step else None,
        step.get("reading_with"),
        step.get("choosing"),
    )
