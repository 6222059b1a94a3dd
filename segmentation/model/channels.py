"""Marketing channels and the plan that uses them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from segmentation.model.circumstances import Circumstances


class ChannelKind(StrEnum):
    MESSENGER = "messenger"
    SOCIAL = "social"
    VIDEO = "video"
    SEARCH = "search"
    MARKETPLACE = "marketplace"
    REVIEWS = "reviews"
    OWNED = "owned"
    DIRECT = "direct"
    OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Channel:
    """One entry of the catalogue; its name per language is `channels.<key>`."""

    key: str
    kind: ChannelKind
    regions: tuple[str, ...]
    """Region keys of the `region` question; ("worldwide",) for everywhere."""
    blocked: tuple[str, ...]
    """Region keys where it cannot be used."""
    one_to_one: bool
    cost: str
    """free, low, paid, commission or time: `terms.cost.*`."""
    ages: tuple[int, int] | None
    """Where its audience is strongest, years; None when nothing is known."""
    needs_contact: str | None
    """Contact data without which it cannot be used: email, phone, address, messenger."""
    audience: tuple[str, ...]
    """Audience kinds it fits: consumers, business, trade, professionals, public."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a channel scored: `reasons.<key>` with its values."""

    key: str
    points: float
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChannelAdvice:
    channel: str
    score: float
    """Sum of the points of its reasons."""
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do, `advice.<key>` with its values."""

    key: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A piece of advice on a day of its own; `persona` is whom it is for, None for everybody."""

    day: date
    advice: Advice
    persona: str | None = None


@dataclass(frozen=True, slots=True)
class PersonaPlan:
    """What to do for one persona. Advice keys are `advice.*`."""

    persona: str
    channels: tuple[ChannelAdvice, ...]
    """Best first."""
    timing: tuple[Advice, ...]
    say: tuple[Advice, ...]
    avoid: tuple[Advice, ...]
    actions: tuple[Advice, ...]
    """Offer, cadence and care for this segment."""
    circumstances: Circumstances | None = None
    """What the channels were chosen by; None in plans of before it was kept."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The plan over all personas."""

    personas: tuple[PersonaPlan, ...]
    general: tuple[Advice, ...]
    """Budget, retention tasks, groups not to spend on."""
