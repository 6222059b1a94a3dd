"""Natural groups that stand because their owner wants them to: who is in them, and who joins."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from segmentation.methods.columns import Columns
from segmentation.methods.thresholds import thresholds
from segmentation.mixture.sampling import content_order
from segmentation.model.adjustments import Keeping

Former = NDArray[np.object_]
"""For each customer the key of their group in an earlier analysis, None where it did not know them."""
NOWHERE = -1
"""The place of a customer who is in none of the groups that stand."""


@dataclass(frozen=True, slots=True)
class _Table:
    customers_needed: int
    learnt_from: int


_TABLE = thresholds("keeping", _Table)


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """The groups that stand; `places` has for each customer the number of theirs, or NOWHERE."""

    keys: tuple[str | None, ...]
    """None for a new one, made of several."""
    wanted: tuple[bool, ...]
    """Whether the owner asked for it, rather than for nothing new."""
    places: NDArray[np.int32]

    @property
    def groups(self) -> int:
        return len(self.keys)


def nothing_stands(customers: int) -> Standing:
    return Standing((), (), np.full(customers, NOWHERE, np.int32))


def standing(table: Columns, former: Former | None, keeping: Keeping | None) -> Standing:
    """The groups of `keeping`, with the customers who were in them and the new ones most like those.

    A group that hardly any customer is left of cannot stand.
    """
    nobody = nothing_stands(len(table.numbers))
    if former is None or keeping is None:
        return nobody
    keys: list[str | None] = []
    wanted: list[bool] = []
    places = nobody.places
    for key, parts, is_wanted in _asked_for(keeping, former):
        members = np.isin(former, parts)
        if members.sum() >= (_TABLE.customers_needed if is_wanted else 1):
            places[members] = len(keys)
            keys.append(key)
            wanted.append(is_wanted)
    if keys:
        _let_join(table, places, np.array([group is None for group in former]))
    return Standing(tuple(keys), tuple(wanted), places)


def _asked_for(keeping: Keeping, former: Former) -> Iterator[tuple[str | None, list[str], bool]]:
    """Each group that is to stand: its key, the groups it is made of, whether it is pinned."""
    for key in keeping.pinned:
        if key not in keeping.merged:
            yield key, [key], True
    if keeping.merged:
        yield None, list(keeping.merged), True
    if keeping.others_stay:
        known = sorted({group for group in former if group is not None})
        for key in known:
            if key not in (*keeping.pinned, *keeping.merged):
                yield key, [key], False


def _let_join(table: Columns, places: NDArray[np.int32], is_new: NDArray[np.bool_]) -> None:
    """Puts each new customer where those most like them are; groups are told apart by boosted trees."""
    known = np.flatnonzero(~is_new)
    learnt = known[content_order(table.numbers[known], _TABLE.learnt_from)]
    if not is_new.any() or len(np.unique(places[learnt])) == 1:
        return
    trees = HistGradientBoostingClassifier(
        categorical_features=table.places_of_words, early_stopping=False, random_state=0
    )
    with threadpool_limits(limits=1):  # the same sums in the same order
        trees.fit(table.numbers[learnt], places[learnt])
        places[is_new] = trees.predict(table.numbers[is_new])
