"""What is remembered of an owner's passage through the questions. All of it can be written as JSON."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.dialogue.answers import Answer
from bot.dialogue.effects import Effect
from bot.dialogue.inbound import Adjustable, FileChoice
from bot.dialogue.utterances import Utterance


class Route(StrEnum):
    """Which questions are asked: none yet, the few that matter most, or all."""

    NONE = "none"
    EXPRESS = "express"
    FULL = "full"


class FileState(StrEnum):
    HELD = "held"
    """Nobody looks inside before its owner has agreed."""
    READING = "reading"
    UNDERSTOOD = "understood"
    UNCLEAR = "unclear"
    """Readable, but of no use before the owner says what a column is."""
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """The question before the owner, with what is ticked and typed but not yet done."""

    question: str
    ticks: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aside:
    """An earlier answer is being changed; `open` is the question to return to afterwards."""

    open: OpenQuestion | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """One step of the way, with all that is needed to undo it."""

    open: OpenQuestion
    answer_before: Answer | None = None
    skipped_before: bool = False
    aside: Aside | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file of the owner; its place in `Interview.files` never changes."""

    upload: str
    name: str
    state: FileState = FileState.READING
    columns: tuple[tuple[str, str], ...] = ()
    """Each column with its role key, as last understood."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """The owner's own words on columns: column name -> role key."""
    choices: tuple[FileChoice, ...] = ()
    """What it leaves open, as last understood."""
    wishes: Mapping[str, str] = field(default_factory=dict)
    """What the owner chose of it: kind -> key of the option."""
    findings: int = 0
    """Kinds of rows that are set aside or read differently."""
    remembered: bool = False
    """Whether it was read like a file with the same columns before it."""

    @property
    def unsettled(self) -> FileChoice | None:
        """What has to be asked before the file can be used."""
        asked = (each for each in self.choices if not each.is_sure and each.kind not in self.wishes)
        return next(asked, None)


@dataclass(frozen=True, slots=True)
class Pins:
    """Natural groups that stay as they are when groups are found anew."""

    analysis: str
    """The result whose groups they are."""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Keeping:
    """What an analysis is to leave as it is of the natural groups of an earlier one, `pins.analysis`."""

    pins: Pins
    merged: tuple[str, ...] = ()
    """Groups that it makes one of."""
    others_stay: bool = False
    """Whether the groups that are not pinned stay as well."""


@dataclass(frozen=True, slots=True)
class Run:
    """An analysis under way. `told` marks the answers it started from, see `mark`."""

    analysis: str
    started: datetime
    uploads: tuple[str, ...] = ()
    told: str = ""
    sample: bool = False
    language: str = ""
    groups_wanted: float | None = None
    """How many natural groups the owner wanted then."""
    keeping: Keeping | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """A finished analysis, as far as the chat needs to know it."""

    analysis: str
    personas: tuple[str, ...]
    methods: tuple[str, ...]
    names: tuple[str, ...] = ()
    uploads: tuple[str, ...] = ()
    told: str = ""
    sample: bool = False
    language: str = ""
    """Of the owner when it was asked for; the sample shop is one of that language."""
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By method, the segments with customers."""
    adjustable: tuple[Adjustable, ...] = ()
    """What the owner can set of its methods."""
    spellings: tuple[Mapping[str, str], ...] = ()
    """Of each name, by the language of who reads; "" for all others."""
    ranked: bool = False
    """Whether it is known which of the groups to aim at."""
    measured: tuple[tuple[str, ...], ...] = ()
    """Of each persona the fields that a file measures; empty where nobody noted that yet."""
    groups_wanted: float | None = None
    """How many natural groups the owner wanted when it was asked for."""

    @property
    def has_customers(self) -> bool:
        """Whether there are lists of them: a result from answers alone knows nobody."""
        return bool(self.methods)


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the owner agreed to: the version of the wording, when, and in which language they read it."""

    version: int
    at: datetime
    language: str


@dataclass(frozen=True, slots=True)
class Interview:
    """The whole state. A new one is `Interview(language)`."""

    language: str
    greeted: bool = False
    route: Route = Route.NONE
    open: OpenQuestion | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    """By question key."""
    skipped: tuple[str, ...] = ()
    trail: tuple[Passed, ...] = ()
    """The way so far, for Back."""
    aside: Aside | None = None
    files: tuple[File, ...] = ()
    runs: tuple[Run, ...] = ()
    results: tuple[Result, ...] = ()
    """At most one of the owner's own and one of the sample shop."""
    wishes: Mapping[str, float] = field(default_factory=dict)
    """Numbers the owner set for the groups, by setting."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the owner calls groups, by `<method>/<segment>`."""
    pins: Pins | None = None
    """Natural groups that stay."""
    apart: Pins | None = None
    """What was pinned before the last analysis, if that merged two groups: the way back."""
    naming: str | None = None
    """The group that the next text is a name for."""
    bounding: str | None = None
    """The bound that the next text is a number for, as `<method>/<setting>`."""
    corrections: Mapping[str, str] = field(default_factory=dict)
    """What the owner knows better of a person, by `<persona>/<field>`."""
    correcting: str | None = None
    """The one of these that the next text is."""
    comparing: str | None = None
    """The analysis beside whose people the next text is held."""
    showing: str | None = None
    """The analysis shown last, None when something else was said since."""
    confirming: str | None = None
    """Data of the button that says yes to what was asked last; no other yes counts."""
    reminded: bool = False
    """Of this interview; once is enough."""
    no_reminders: bool = False
    """The owner does not want any."""
    agreed: Agreement | None = None
    """To their files being kept and evaluated."""

    @property
    def confirmed_uploads(self) -> tuple[str, ...]:
        return tuple(file.upload for file in self.files if file.state is FileState.CONFIRMED)

    @property
    def has_files(self) -> bool:
        """Whether there is a file that was neither refused nor left out."""
        return any(file.state not in {FileState.REFUSED, FileState.DROPPED} for file in self.files)

    @property
    def own_result(self) -> Result | None:
        return next((result for result in self.results if not result.sample), None)

    def called(self, result: Result, number: int) -> str:
        """The name of a person, as the owner or their language has it."""
        own = self.corrections.get(f"{result.personas[number]}/name")
        if own is not None and not result.sample:
            return own
        spellings = result.spellings[number] if result.spellings else {}
        return spellings.get(self.language, spellings.get("", result.names[number]))

    @property
    def has_begun(self) -> bool:
        """Whether the owner has told or sent anything of their own shop."""
        return bool(self.answers or self.skipped or self.files or self.open or self.own_result)

    @property
    def calm(self) -> "Interview":
        """The same with nothing asked in passing, and nothing on the screen."""
        asked = replace(self, confirming=None, naming=None, bounding=None, correcting=None, comparing=None)
        return replace(asked, showing=None)

    @property
    def is_untouched(self) -> bool:
        """Nothing would be lost by starting over."""
        bare = replace(self.calm, greeted=False, no_reminders=False, agreed=None)
        return bare == Interview(self.language)


@dataclass(frozen=True, slots=True)
class Moment:
    """The outside world in one turn: the clock, a fresh id, the languages there are texts for."""

    now: datetime
    new_id: str
    languages: tuple[str, ...] = ("en", "zh")
    words: Mapping[str, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    """For each question the options that a word in lower case may stand for."""
    files_kept_days: int = 30
    """After which files are deleted; 0 for never."""


@dataclass(frozen=True, slots=True)
class Turn:
    """What follows from one inbound event."""

    interview: Interview
    utterances: tuple[Utterance, ...] = ()
    effects: tuple[Effect, ...] = ()


def short(identifier: str) -> str:
    """The end of an id, to name a thing inside button data."""
    return identifier.replace(":", "")[-12:]


def mark(answers: Mapping[str, Answer], wishes: Mapping[str, float]) -> str:
    """A short mark that differs when any answer or wish differs; their order does not matter."""
    told = "\n".join(f"{key}={value!r}" for key, value in sorted({**answers, **wishes}.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:16]
