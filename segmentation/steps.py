"""The steps of an analysis: what one of them found can be kept in a folder, and is not computed twice."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from segmentation.model.codec import from_json, to_json

T = TypeVar("T")


class Stage(StrEnum):
    """In the order they are taken."""

    CUSTOMERS = "customers"
    SEGMENTS = "segments"
    VALUE = "value"
    PERSONAS = "personas"
    PLAN = "plan"


class Form(Protocol[T]):
    """How what was found is written to a file and read again."""

    def write(self, found: T, path: Path) -> None: ...

    def read(self, path: Path) -> T: ...


@dataclass(frozen=True, slots=True)
class Json(Generic[T]):
    """For values of the model."""

    kind: type[T]

    def write(self, found: T, path: Path) -> None:
        path.write_text(to_json(found), encoding="utf-8")

    def read(self, path: Path) -> T:
        return from_json(path.read_text(encoding="utf-8"), self.kind)


class Steps:
    """Takes the steps one after the other; without a folder nothing is kept."""

    def __init__(
        self,
        folder: Path | None = None,
        begins: Callable[[Stage], None] = lambda _: None,
        trying: Callable[[int], None] = lambda _: None,
    ) -> None:
        """`begins` is called with each step that is really taken.

        `trying`, in the longest of them, with each number of natural groups before it is tried.
        """
        self._folder = folder
        self._begins = begins
        self.trying = trying

    def take(self, stage: Stage, form: Form[T], find: Callable[[], T]) -> T:
        """What was found at this step before, or else by `find` now."""
        if self._folder is None:
            self._begins(stage)
            return find()
        kept = self._folder / stage
        if kept.exists():
            return form.read(kept)
        self._begins(stage)
        found = find()
        part = kept.with_suffix(".part")
        form.write(found, part)
        part.replace(kept)  # whoever sees a file sees all of it
        return found
