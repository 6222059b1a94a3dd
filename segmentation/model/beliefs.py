"""What the owner told us, ready for the method."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from segmentation.model.adjustments import Keeping
from segmentation.model.values import Value


@dataclass(frozen=True, slots=True)
class Beliefs:
    """Accepted answers by question key (see bot/dialogue/questions.py); skipped ones are absent."""

    answers: Mapping[str, Value] = field(default_factory=dict)
    wishes: Mapping[str, float] = field(default_factory=dict)
    """Numbers the owner set themselves, by `Setting`."""
    keeping: Keeping | None = None
    """Natural groups that are to stand."""

    def get(self, question: str) -> Value | None:
        return self.answers.get(question)
