"""Some customers of a table, and what they have in common."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from segmentation.certainty import UNSURE
from segmentation.features.charges import is_charge
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation
from segmentation.model.together import Pair
from segmentation.personas.proportions import ranked
from segmentation.value.baskets import pairs

_HANDFUL = 5
"""Customers."""
_NOTABLE = 0.03
"""Below this share a favourite among many goods is mostly a tie that was broken by chance."""


class Words:
    """The categorical columns of a table, each coded once as numbers: words are slow to count."""

    def __init__(self, table: CustomerTable) -> None:
        self._columns = table.categorical
        self._coded: dict[str, tuple[NDArray[np.int64], tuple[str, ...]]] = {}

    def counts(self, column: str, rows: NDArray[np.bool_]) -> Counter[str]:
        """How often each known value occurs in `rows`; empty where the table has no such column."""
        if column not in self._columns:
            return Counter()
        codes, vocabulary = self._codes(column)
        known = codes[rows & (codes >= 0)]
        found = np.bincount(known, minlength=len(vocabulary))
        return Counter({vocabulary[code]: int(found[code]) for code in np.flatnonzero(found)})

    def _codes(self, column: str) -> tuple[NDArray[np.int64], tuple[str, ...]]:
        if column not in self._coded:
            values = self._columns[column]
            vocabulary = [value for value in dict.fromkeys(values) if value is not None]
            code = {value: number for number, value in enumerate(vocabulary)} | {None: -1}
            codes = np.fromiter(map(code.__getitem__, values), np.int64, len(values))
            self._coded[column] = codes, tuple(map(str, vocabulary))
        return self._coded[column]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The customers of `table` where `rows` (one flag per customer) is True."""

    table: CustomerTable
    rows: NDArray[np.bool_]
    words: Words

    def numbers(self, column: str) -> NDArray[np.float64]:
        """The known values of a numeric column, one per customer who has one."""
        if column not in self.table.numeric:
            return np.empty(0)
        values = self.table.numeric[column][self.rows]
        return values[~np.isnan(values)]

    def counts(self, column: str) -> Counter[str]:
        """Customers of the group by their value of a categorical column."""
        return self.words.counts(column, self.rows)

    def goods(self) -> Counter[str]:
        """Customers by what they buy most: a category where the file has them, else a product."""
        found = self.counts("category") or self.counts("product")
        return Counter({word: count for word, count in found.items() if not is_charge(word)})

    def pairs(self) -> tuple[Pair, ...]:
        """Goods that the group surely buys together."""
        return () if self.table.baskets is None else pairs(self.table.baskets, self.rows)

    def among(self, rows: NDArray[np.bool_]) -> "Group":
        """Those of the group where `rows` is True as well."""
        return Group(self.table, self.rows & rows, self.words)

    def everyone(self) -> "Group":
        """All customers of the table the group is part of."""
        return Group(self.table, np.ones_like(self.rows), self.words)

    @property
    def buyers(self) -> NDArray[np.bool_]:
        """Those of the group with an order."""
        return self.rows & (self.table.orders > 0)


def everyone(table: CustomerTable) -> Group:
    return Group(table, np.ones(table.count, dtype=np.bool_), Words(table))


def members(table: CustomerTable, segmentation: Segmentation) -> Mapping[str, Group]:
    """The customers of each segment, by its key."""
    words = Words(table)
    return {
        segment.key: Group(table, segmentation.membership == index, words)
        for index, segment in enumerate(segmentation.segments)
    }


def preferred(group: Group) -> list[str]:
    """The goods this group surely chooses more than everyone does, the surest first.

    Sure is what chance would hardly do, were as many customers drawn from all (R. Fisher's exact test, 1922),
    for all goods at once that the group could show; what a handful chose proves nothing.
    """
    here, everywhere = group.goods(), group.everyone().goods()
    needed = max(_HANDFUL, _NOTABLE * here.total())
    bar = log(UNSURE / max(sum(often >= needed for often in everywhere.values()), 1))
    notable = [word for word, often in ranked(here) if often >= needed]
    chances = {
        word: hypergeom.logsf(here[word] - 1, everywhere.total(), everywhere[word], here.total())
        for word in notable
    }
    return sorted((word for word in notable if chances[word] <= bar), key=chances.__getitem__)
