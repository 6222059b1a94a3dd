"""What a role file says about its role."""

from collections.abc import Callable
from dataclasses import dataclass, field

from segmentation.model.roles import ColumnRole, Evidence, TableKind
from segmentation.roles.content import Content
from segmentation.roles.header import Words, likeness, normalised, phrases

_WEAKER = 0.75
_BOTH = frozenset(TableKind)
_FROM_CONTENT = 0.3
"""What a perfect heading is worth when the content says nothing against it and nothing for it."""


def _never(_: Content) -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Role:
    """The words by which headings name a role, and how its cells look.

    `fits` is 0 to 1: 0 rules the role out whatever the heading says. `alone` is what the content is worth
    without any heading that names the role.
    """

    role: ColumnRole
    words: Words
    fits: Callable[[Content], float]
    weaker: Words = field(default_factory=dict)
    """Headings that name it when no other does."""
    weaker_of_people: Words = field(default_factory=dict)
    """The same in a list of customers."""
    unless: Words = field(default_factory=dict)
    """Words that mean something else when they stand in a heading."""
    alone: Callable[[Content], float] = _never
    kinds: frozenset[TableKind] = _BOTH

    def matcher(self, kind: TableKind) -> "Matcher":
        """Ready for a table of that kind."""
        of_people = phrases(self.weaker_of_people) if kind is TableKind.CUSTOMERS else ()
        weaker = phrases(self.weaker) + of_people
        return Matcher(self, phrases(self.words), weaker, phrases(self.unless))


@dataclass(frozen=True, slots=True)
class Matcher:
    """A role with its words made ready."""

    role: Role
    words: tuple[str, ...]
    weaker: tuple[str, ...]
    unless: tuple[str, ...]

    def score(self, heading: str, content: Content) -> tuple[float, Evidence]:
        """How well the column would play the role, 0 to 1, and on what that rests."""
        named = self._named(normalised(heading))
        alone = self.role.alone(content)
        by_heading = (
            named * (_FROM_CONTENT + (1 - _FROM_CONTENT) * fit) if (fit := self.role.fits(content)) else 0.0
        )
        if by_heading >= alone:
            return by_heading, Evidence.HEADER
        return alone, Evidence.CONTENT

    def _named(self, heading: str) -> float:
        """An exact heading is one, even if a word in it means something else elsewhere."""
        named = max(likeness(heading, self.words), _WEAKER * likeness(heading, self.weaker))
        return named if named in {1.0, _WEAKER} or not likeness(heading, self.unless) else 0.0
