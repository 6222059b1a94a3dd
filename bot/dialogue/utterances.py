"""What goes out: texts by their keys, buttons, and what is shown of a file or a result. All of it data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.dialogue.answers import Answer


@dataclass(frozen=True, slots=True)
class TextKey:
    """Another text of the catalogue, to stand inside this one; `language` None is the owner's."""

    key: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class GroupName:
    """What the catalogue calls a segment, to stand inside a text."""

    method: str
    segment: str


SayValue = str | int | float | date | Answer | TextKey | GroupName


@dataclass(frozen=True, slots=True)
class Line:
    """A line that accompanies a message: a text key with its values."""

    key: str
    values: Mapping[str, SayValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """`label` is a text key (with `values`); `data` comes back in `Tapped`, at most 64 bytes."""

    label: str
    data: str
    values: Mapping[str, SayValue] = field(default_factory=dict)
    chosen: bool = False
    """Shown ticked, in a question that takes several."""


@dataclass(frozen=True, slots=True)
class Say:
    """One message: a text key with its values, and rows of buttons under it.

    An Answer or a TextKey among the values is told in the owner's language by the presenter. The lines
    `above` make one block, those `below` another: one line under the other, and an empty line between
    the blocks and the text.
    """

    key: str
    values: Mapping[str, SayValue] = field(default_factory=dict)
    buttons: tuple[tuple[Button, ...], ...] = ()
    edits_question: bool = False
    """The same question again with other ticks: a messenger that can, edits the last message."""
    progress_of: str = ""
    """What it reports on: a later report on the same takes its place, where a messenger can do that."""
    above: tuple[Line, ...] = ()
    heading: Line | None = None
    """Right above the text, without a gap."""
    below: tuple[Line, ...] = ()


class Exhibit(StrEnum):
    """Things too rich for one sentence; the presenter makes text, pictures or documents of them."""

    UNDERSTANDING = "understanding"
    """The preview of an upload in short: `subject` is the upload id."""
    DETAILS = "details"
    """The same in full: every column with the reasons, and what was set aside with examples."""
    CHOICE = "choice"
    """What each way of reading an upload would do; `part` is the kind of choice."""
    FINDINGS = "findings"
    """The rows of an upload that are set aside, as a document."""
    FILES = "files"
    """What each of the uploads `subjects` brings, and what is still missing."""
    SUMMARY = "summary"
    """What matters most of an analysis: totals, what surprises, the main segments."""
    FIGURES = "figures"
    """All else that holds for the whole shop."""
    PAGE = "page"
    """The report as a page for a browser."""
    CALENDAR = "calendar"
    """The plan's next twelve months; `part` is the day it begins (ISO 8601)."""
    WORKBOOK = "workbook"
    """All customers, a sheet per group."""
    PERSONAS = "personas"
    """All personas with every field and its source, for other programs."""
    LIST = "list"
    """The customers of a group; `part` is method, segment and form of the list, between slashes."""
    CARDS = "cards"
    """All persona cards as an album."""
    PERSONA = "persona"
    """One persona in full text; `part` is its key."""
    SOURCES = "sources"
    """Where each field of a persona comes from, and why what is assumed is; `part` is its key."""
    SEGMENTS = "segments"
    """The segments of one method; `part` is the method key."""
    TARGETS = "targets"
    """Which groups to aim at, and why."""
    ADJUSTMENT = "adjustment"
    """What setting a number of a method would do; `part` is method, setting and option, between slashes."""
    MERGER = "merger"
    """What two groups would be together; `part` is method and both segments, between slashes."""
    PLAN = "plan"
    """The channel plan; `part` is a persona key, or empty for the whole plan in short."""
    RELEVANCE = "relevance"
    """Which words of whom a text uses and which it misses; `part` is the text."""
    EVERYTHING = "everything"
    """All that is kept of the owner, as one file."""
    REPORT = "report"
    """Everything as one document to keep and to print."""


@dataclass(frozen=True, slots=True)
class Show:
    """Present `exhibit` of `subject` (an upload id or an analysis id)."""

    exhibit: Exhibit
    subject: str = ""
    part: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    subjects: tuple[str, ...] = ()
    """The uploads, where several are presented together."""
    above: tuple[Line, ...] = ()
    below: tuple[Line, ...] = ()


Utterance = Say | Show
