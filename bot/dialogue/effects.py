"""What is to be done besides talking. All of it data."""

from collections.abc import Mapping
from dataclasses import dataclass, field


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
