"""What the owner told of the customers as a whole, beside what the file shows of them."""

from dataclasses import dataclass
from enum import StrEnum

from segmentation.model.personas import FieldKey
from segmentation.model.values import Value


class Verdict(StrEnum):
    """What a file says of an answer. Words: `comparisons.<verdict>`."""

    AGREES = "agrees"
    """Surely so."""
    DISAGREES = "disagrees"
    """Surely not so."""
    OPEN = "open"
    """Too few customers to be sure, or neither clearly so nor clearly not."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One answer and what the file shows instead of it or with it; `n` customers show it."""

    key: FieldKey
    told: Value
    measured: Value
    n: int
    verdict: Verdict
