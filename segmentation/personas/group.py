"""Some customers of a table, and how sure a share among them is."""

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation
from segmentation.model.values import Share

_CHARGES = Path(__file__).with_name("charges.toml")
_Z = 1.959964
"""Standard normal quantile of a 95 % interval."""


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The customers of `table` where `rows` (one flag per customer) is True."""

    table: CustomerTable
    rows: NDArray[np.bool_]

    def numbers(self, column: str) -> NDArray[np.float64]:
        """The known values of a numeric column, one per customer who has one."""
        if column not in self.table.numeric:
            return np.empty(0)
        values = self.table.numeric[column][self.rows]
        return values[~np.isnan(values)]

    def words(self, column: str) -> list[str]:
        """The known values of a categorical column, one per customer who has one."""
        if column not in self.table.categorical:
            return []
        return [str(word) for word in self.table.categorical[column][self.rows] if word is not None]

    def goods(self) -> list[str]:
        """What each customer buys most: categories where the file has them, else products."""
        return [word for word in self.words("category") or self.words("product") if not _is_charge(word)]

    @property
    def buyers(self) -> NDArray[np.bool_]:
        """Those of the group with an order."""
        return self.rows & (self.table.orders > 0)


def _is_charge(word: str) -> bool:
    """Whether a line of an order is postage or a fee and nothing anybody came for."""
    return word.strip().casefold() in _charges()


@cache
def _charges() -> frozenset[str]:
    return frozenset(tomllib.loads(_CHARGES.read_text(encoding="utf-8"))["charges"])


def everyone(table: CustomerTable) -> Group:
    return Group(table, np.ones(table.count, dtype=np.bool_))


def members(table: CustomerTable, segmentation: Segmentation, segment: str) -> Group:
    """The customers of one segment."""
    index = [each.key for each in segmentation.segments].index(segment)
    return Group(table, segmentation.membership == index)


def distinctive(group: Group, top: int) -> tuple[str, ...]:
    """The goods this group chooses more than everyone does, the surest first; else those it chooses most.

    Sure is measured by the z statistic of the group's share against the share of all customers.
    """
    here, everywhere = Counter(group.goods()), Counter(everyone(group.table).goods())
    total, count = sum(everywhere.values()), sum(here.values())

    def surely_more(word: str) -> float:
        part = everywhere[word] / total
        return (here[word] / count - part) / sqrt(part * (1 - part) / count) if part < 1 else 0.0

    ranked = sorted(here, key=lambda word: (-surely_more(word), -here[word], word))
    chosen = [word for word in ranked if surely_more(word) > _Z]
    often = [word for word, _ in sorted(here.items(), key=lambda item: (-item[1], item[0]))]
    return tuple(dict.fromkeys([*chosen, *often]))[:top]


def shares(words: list[str], topic: str | None, top: int) -> tuple[Share, ...]:
    """The `top` most frequent words with their 95 % intervals, ties in alphabetical order."""
    ranked = sorted(Counter(words).items(), key=lambda item: (-item[1], item[0]))
    return tuple(share(word, count, len(words), topic) for word, count in ranked[:top])


def share(name: str, count: int, total: int, topic: str | None = None) -> Share:
    """`count` of `total` customers (at least one), with the interval of `wilson`."""
    low, high = wilson(count, total)
    return Share(name, count / total, low, high, topic)


def wilson(count: int, total: int) -> tuple[float, float]:
    """95 % interval of a share of `count` in `total` (E. B. Wilson 1927); (0, 1) when total is 0."""
    if total == 0:
        return 0.0, 1.0
    observed = count / total
    scale = 1 + _Z**2 / total
    middle = (observed + _Z**2 / (2 * total)) / scale
    half = _Z * sqrt(observed * (1 - observed) / total + _Z**2 / (4 * total**2)) / scale
    return min(max(0.0, middle - half), observed), max(min(1.0, middle + half), observed)
