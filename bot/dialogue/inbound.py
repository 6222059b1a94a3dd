"""What comes in: the owner's acts, and news of work that was under way. All of it data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


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
    CHECK = "check"
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
    lowest: float | None = None
    highest: float | None = None
    """Between these the owner can type another; None where only trying tells what it does."""


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
    kept: tuple[str, ...] = ()
    """Natural groups that stand because the owner wants them to."""
    measured: tuple[tuple[str, ...], ...] = ()
    """Of each persona the fields that a file measures."""


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
    groups: int = 0
    """How many are tried just now, in the step that takes longest; 0 in all others."""


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
