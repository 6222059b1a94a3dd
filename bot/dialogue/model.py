"""What the dialogue speaks in: what comes in, what is remembered, what goes out. All of it data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.dialogue.answers import Answer

# ---- what comes in -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """Free text of the owner."""

    text: str


@dataclass(frozen=True, slots=True)
class Tapped:
    """A button's `data`, as it was in `Button.data`."""

    data: str


class Command(StrEnum):
    START = "start"
    HELP = "help"
    BACK = "back"
    SKIP = "skip"
    ANSWERS = "answers"
    UPLOAD = "upload"
    RESULT = "result"
    LANGUAGE = "language"
    PRIVACY = "privacy"
    EXPORT = "export"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Commanded:
    command: Command
    argument: str = ""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file has arrived and is kept under the id `upload`; nobody has looked inside yet."""

    upload: str
    name: str
    size: int
    """Bytes."""


@dataclass(frozen=True, slots=True)
class FileRejected:
    """A messenger or the store could not take a file (too large, wrong kind): `errors.<code>`."""

    code: str
    details: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileChoice:
    """Something a file leaves open: the keys of its options, of which it was read with `chosen`."""

    kind: str
    options: tuple[str, ...]
    chosen: str
    is_sure: bool = False
    """Whether the file or the owner tells: then it is not asked, only offered for change."""


@dataclass(frozen=True, slots=True)
class FileUnderstood:
    """The reader has finished with an upload; `columns` pairs each column with its role key."""

    upload: str
    columns: tuple[tuple[str, str], ...]
    choices: tuple[FileChoice, ...] = ()
    findings: int = 0
    """Kinds of rows that are set aside or read differently."""
    remembered: bool = False
    """Whether a file with the same columns was confirmed before, and this one was read like it."""


@dataclass(frozen=True, slots=True)
class FileRefused:
    """The reader cannot use an upload: `errors.<code>` says why and what to send instead.

    `columns` (each with its role key) are given when the file would do if the owner said what one of
    them is.
    """

    upload: str
    code: str
    details: Mapping[str, str | int | float] = field(default_factory=dict)
    columns: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingGoesOn:
    """The reader is still at an upload, `seconds` after it began."""

    upload: str
    seconds: int


@dataclass(frozen=True, slots=True)
class Adjustable:
    """A number of a method that the owner can set."""

    method: str
    setting: str
    used: float
    is_own: bool = False
    """Whether the owner set it before."""
    numbers: tuple[float, ...] = ()
    """What it could be set to."""
    foreseen: bool = False
    """Whether it is known what each of them would do."""


@dataclass(frozen=True, slots=True)
class AnalysisFinished:
    """`personas` are the persona keys in order, `methods` the methods that gave segments."""

    analysis: str
    personas: tuple[str, ...]
    methods: tuple[str, ...]
    names: tuple[str, ...] = ()
    """The personas' names, one per key, for the labels of buttons; empty when not known."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By method, the segments with customers."""
    adjustable: tuple[Adjustable, ...] = ()
    ranked: bool = False
    """Whether it is known which of the groups to aim at."""
    spellings: tuple[Mapping[str, str], ...] = ()
    """Of each name, by the language of who reads, "" for all others; empty where it is written alike."""


@dataclass(frozen=True, slots=True)
class AnalysisFailed:
    analysis: str
    code: str
    details: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnalysisAdvanced:
    """An analysis under way has come to a new step, `number` of `total`."""

    analysis: str
    step: str
    number: int
    total: int


@dataclass(frozen=True, slots=True)
class Idled:
    """The owner has left an interview in the middle, so long ago that they may have forgotten it."""


@dataclass(frozen=True, slots=True)
class SpokenInGroup:
    """Somebody wrote where several people read; there, we are called `name`."""

    name: str


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Typed before the owner could see what is asked now: it was meant for something else."""


Inbound = (
    Said
    | Overtaken
    | Tapped
    | Commanded
    | SentFile
    | FileRejected
    | FileUnderstood
    | FileRefused
    | ReadingGoesOn
    | AnalysisAdvanced
    | AnalysisFinished
    | AnalysisFailed
    | Idled
    | SpokenInGroup
)

# ---- what goes out -------------------------------------------------------------------------


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


SayValue = str | int | float | Answer | TextKey | GroupName


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
    """Totals and main segments of an analysis."""
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
    SEGMENTS = "segments"
    """The segments of one method; `part` is the method key."""
    TARGETS = "targets"
    """Which groups to aim at, and why."""
    ADJUSTMENT = "adjustment"
    """What setting a number of a method would do; `part` is method, setting and option, between slashes."""
    PLAN = "plan"
    """The channel plan; `part` is a persona key, or empty for the whole plan in short."""
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


Utterance = Say | Show

# ---- what is to be done --------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReadUpload:
    """Look into an upload; ends in FileUnderstood or FileRefused.

    `roles` are the owner's own words on columns (column name -> role key) and `choices` those on what
    the file leaves open (kind -> key of the option); they win.
    """

    upload: str
    roles: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DiscardUpload:
    """Delete an upload that nobody has looked into."""

    upload: str


@dataclass(frozen=True, slots=True)
class RememberReading:
    """Read the next file that has the columns of this upload in the same way."""

    upload: str
    roles: Mapping[str, str]
    choices: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ForgetReading:
    """Forget how files with the columns of this upload were read."""

    upload: str


@dataclass(frozen=True, slots=True)
class RunAnalysis:
    """Analyse the confirmed uploads (none: from answers alone); ends in AnalysisFinished or -Failed."""

    analysis: str
    uploads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StopAnalysis:
    """It is not wanted any more; nothing is told of it."""

    analysis: str


@dataclass(frozen=True, slots=True)
class RunSample:
    """Analyse the sample shop of the owner's language."""

    analysis: str


@dataclass(frozen=True, slots=True)
class ForgetOwner:
    """Delete everything about this owner: interview, answers, files, results, messages."""


Effect = (
    ReadUpload
    | DiscardUpload
    | RememberReading
    | ForgetReading
    | RunAnalysis
    | StopAnalysis
    | RunSample
    | ForgetOwner
)
