"""A segment told as a person, every field with its source."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from segmentation.model.segments import SegmentFigures
from segmentation.model.values import Value


class Source(StrEnum):
    MEASURED = "measured"
    TOLD = "told"
    ASSUMED = "assumed"


class FieldKey(StrEnum):
    """The fields of a persona, in the order of the card. Labels: `fields.<field>`."""

    AGE = "age"
    SEX = "sex"
    PLACE = "place"
    FAMILY = "family"
    OCCUPATION = "occupation"
    INCOME = "income"
    ONLINE_LEVEL = "online_level"
    INTERESTS = "interests"
    WHAT = "what"
    TOGETHER = "together"
    WHY = "why"
    WHEN = "when"
    WHERE = "where"
    NEEDS = "needs"
    OBJECTIONS = "objections"
    BRANDS = "brands"
    BASKET = "basket"
    FREQUENCY = "frequency"
    LAST_ORDER = "last_order"
    VALUE = "value"
    SAY = "say"
    AVOID = "avoid"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class PersonaField:
    key: FieldKey
    value: Value
    source: Source
    n: int | None = None
    """Customers the figure rests on; always set when measured, never otherwise."""
    rule: str | None = None
    """The rule that assumed it, a key of `rules.*`; always set when assumed, never otherwise."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What the owner told and what the file shows, where they do not fit."""

    key: FieldKey
    told: Value
    measured: Value
    n: int


@dataclass(frozen=True, slots=True)
class Persona:
    """`method` and `segment` say whom it stands for; both None for a hypothesis from answers alone."""

    key: str
    name: str
    name_rule: str
    """Where the name comes from, a key of `rules.*` (names are always assumed)."""
    portrait: str
    """Key of a portrait: `<sex>_<age band>`, e.g. female_35, male_60, neutral_35."""
    fields: tuple[PersonaField, ...]
    disagreements: tuple[Disagreement, ...] = ()
    method: str | None = None
    segment: str | None = None
    group_name: str | None = None
    """What the owner calls the segment; None where the catalogues name it."""
    figures: SegmentFigures | None = None

    spellings: Mapping[str, str] = field(default_factory=dict)
    """The name by the language of who reads, "" for all others; empty where it is always written alike."""

    def name_in(self, language: str) -> str:
        """The name in letters that readers of `language` know."""
        return self.spellings.get(language, self.spellings.get("", self.name))

    @property
    def is_hypothesis(self) -> bool:
        return self.segment is None
