"""What the owner told us, ready for the method."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from segmentation.model.adjustments import Keeping
from segmentation.model.values import Money, Value


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

    def in_currency(self, currency: str | None) -> "Beliefs":
        """Amounts told bare are in `currency`; where that is not known, in the only one that was told."""
        told = {each.currency for each in self.answers.values() if isinstance(each, Money) and each.currency}
        meant = currency or (told.pop() if len(told) == 1 else None)
        return replace(self, answers={key: _in(meant, each) for key, each in self.answers.items()})


def _in(currency: str | None, answer: Value) -> Value:
    match answer:
        case Money(amount, None):
            return Money(amount, currency)
        case _:
            return answer
