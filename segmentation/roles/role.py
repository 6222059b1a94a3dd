"""What the table of roles says about each of them."""

from collections.abc import Callable
from dataclasses import dataclass

from segmentation.model.roles import ColumnRole, Evidence, TableKind
from segmentation.roles.content import Content
from segmentation.roles.header import Phrases
from segmentation.roles.vocabulary import vocabulary

_WEAKER, _WEAKER_SHARED = 0.75, 0.7
"""What weaker words are worth; a role that can be shared yields to one that cannot."""
_HEADING_ALONE = 0.3
"""What a perfect heading is worth when the content says nothing against it and nothing for it."""
_FAMILIES = (TableKind.ORDER_LINES, TableKind.CUSTOMERS, TableKind.PRODUCTS)
"""Purchases, people and goods, each standing for all kinds of table that list them."""


def _never(_: Content) -> float:
    return 0.0


@dataclass(frozen=True, slots=True)
class Role:
    """The words by which headings name a role, and how its cells look.

    `fits` is 0 to 1: 0 rules the role out whatever the heading says. `alone` is what the content is worth
    without any heading that names the role. The words stand in `words/<role>.toml`.
    """

    role: ColumnRole
    fits: Callable[[Content], float]
    alone: Callable[[Content], float] = _never
    kinds: frozenset[TableKind] = frozenset(_FAMILIES)
    shared: bool = False
    """Whether several columns of a table can play it."""
    words: str = ""
    """Where the words stand, if not under the role's own name."""

    def matcher(self, kind: TableKind) -> "Matcher":
        """Ready for a table of that family."""
        known = vocabulary(self.words or self.role.value)
        of_people = known.weaker_of_people if kind is TableKind.CUSTOMERS else ()
        return Matcher(
            self, Phrases(known.words), Phrases((*known.weaker, *of_people)), Phrases(known.unless)
        )


@dataclass(frozen=True, slots=True)
class Matcher:
    """A role with its words made ready."""

    role: Role
    words: Phrases
    weaker: Phrases
    unless: Phrases

    def score(self, heading: str, content: Content) -> tuple[float, Evidence]:
        """How well a column of that (normalised) heading would play the role, and on what that rests."""
        named = self._named(heading)
        alone = self.role.alone(content)
        fit = self.role.fits(content) if named > alone else 0.0
        by_heading = named * (_HEADING_ALONE + (1 - _HEADING_ALONE) * fit) if fit else 0.0
        if by_heading >= alone:
            return by_heading, Evidence.HEADER
        return alone, Evidence.CONTENT

    def _named(self, heading: str) -> float:
        """An exact heading is one, even if a word in it means something else elsewhere."""
        weaker = _WEAKER_SHARED if self.role.shared else _WEAKER
        named = max(self.words.likeness(heading), weaker * self.weaker.likeness(heading))
        return named if named in {1.0, weaker} or not self.unless.likeness(heading) else 0.0
