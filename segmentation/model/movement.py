"""Who went from one group to another between two analyses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Flow:
    """Customers of both analyses who were in one segment and are in another, or still in the same."""

    before: str
    after: str
    customers: int


@dataclass(frozen=True, slots=True)
class Movement:
    """Of the segments of one method; both analyses used the bounds of their own day."""

    method: str
    since: date
    """The day the figures of the earlier analysis refer to."""
    flows: tuple[Flow, ...]
    """The largest first."""
    newcomers: Mapping[str, int]
    """By segment, customers whom the earlier analysis did not know."""
    missing: Mapping[str, int]
    """By segment of then, customers who are in no file any more."""

    @property
    def known(self) -> int:
        """How many were there then and are there now."""
        return sum(each.customers for each in self.flows)

    @property
    def stayed(self) -> int:
        return sum(each.customers for each in self.flows if each.before == each.after)
