"""Groups that are there in the customers themselves, by behaviour and attributes together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.adjusting import own_number
from segmentation.methods.columns import Columns, columns_of
from segmentation.methods.figures import segmentation
from segmentation.methods.keeping import NOWHERE, Former, Standing, standing
from segmentation.methods.requirements import Why, too_few
from segmentation.methods.thresholds import thresholds
from segmentation.methods.traits import ranked, traits
from segmentation.mixture.choice import Trying, Verdict
from segmentation.mixture.estimator import CustomerMixture
from segmentation.model.adjustments import Adjustment, Option, Setting
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import JOINT, Segmentation, SwitchedOff, Trait

KEY = "natural_groups"
TYPICAL = "typical"
_NAMING_WORDS = ("sex",)
"""Columns whose words are ours, so that a group can be called by them in any language."""
_FEWEST, _MOST = 2, 9
_NEAR = 2
"""So many groups more and fewer are offered."""
_SWITCHED_OFF = {
    Verdict.ONE_EXPLAINS: Why.ONE_KIND,
    Verdict.TOO_SMALL: Why.GROUPS_TOO_SMALL,
    Verdict.BLURRED: Why.GROUPS_TOO_ALIKE,
    Verdict.UNSTABLE: Why.GROUPS_UNSTABLE,
}


@dataclass(frozen=True, slots=True)
class _Table:
    customers_needed: int
    traits_told: int


_TABLE = thresholds("natural_groups", _Table)


@dataclass(frozen=True, slots=True, eq=False)
class NaturalGroups:
    """As many groups as the customers show, or as the owner asks for; called by what sets them apart.

    Where they show none, it says so, and why: rules still divide them. Groups that no trait tells apart
    are none to anybody. Groups that the owner wants to keep stand (`former` says who was in which), and
    only among the other customers groups are found.
    """

    former: Former | None = None
    trying: Trying | None = None
    """Is told each number of groups before it is tried, which takes longest of all methods."""
    key: ClassVar[str] = KEY
    needs_orders: ClassVar[bool] = False
    rests_on: ClassVar[frozenset[str]] = frozenset()

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:
        refused = too_few(self.key, customers.count, _TABLE.customers_needed)
        if refused:
            return refused
        table = columns_of(customers)
        if not table.columns:
            return SwitchedOff(self.key, Why.NOTHING_KNOWN)
        stands = standing(table, self.former, beliefs.keeping)
        found = _found(table, stands, _wanted(beliefs), self.trying)
        number = (_number(found.groups, beliefs),)
        if found.groups == 1:
            return SwitchedOff(self.key, _SWITCHED_OFF[found.verdict], adjustments=number)
        told = _traits(table, found.membership, found.groups)
        if not stands.groups and sum(not each for each in told.values()) > 1:
            return SwitchedOff(self.key, Why.GROUPS_TOO_ALIKE, adjustments=number)
        keys = _keys(told, found.keys)
        whole = segmentation(self.key, keys, customers, found.membership, found.settings, number)
        return replace(
            whole,
            segments=tuple(
                replace(each, traits=told[index][: _TABLE.traits_told])
                for index, each in enumerate(whole.segments)
            ),
            kept=tuple(key for key, is_wanted in zip(keys, found.wanted, strict=True) if is_wanted),
        )


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Groups by size, the largest first."""

    membership: NDArray[np.int32]
    keys: tuple[str | None, ...]
    """Of those that stand; the others have none yet."""
    wanted: tuple[bool, ...]
    settings: Mapping[str, float]
    verdict: Verdict

    @property
    def groups(self) -> int:
        return len(self.keys)


def _found(table: Columns, stands: Standing, wanted: int | None, trying: Trying | None) -> _Found:
    """The groups that stand, and those among all other customers."""
    membership, others = stands.places.copy(), np.flatnonzero(stands.places == NOWHERE)
    settings: dict[str, float] = {}
    verdict, new = Verdict.ONE_EXPLAINS, min(len(others), 1)
    if not stands.groups or len(others) >= _TABLE.customers_needed:
        more = None if wanted is None else max(wanted - stands.groups, 1)
        most = max(_MOST - stands.groups, 1)
        words = table.places_of_words
        model = CustomerMixture(more, categorical_features=words, max_clusters=most, trying=trying)
        model.fit(table.numbers[others])
        membership[others] = stands.groups + model.labels_
        verdict, new = model.verdict_, model.n_clusters_
        settings["stability"] = model.stability_
    else:
        membership[others] = stands.groups
    count = stands.groups + new
    order = np.argsort(-np.bincount(membership, minlength=count), kind="stable")
    keys, wants = (*stands.keys, *(None,) * new), (*stands.wanted, *(False,) * new)
    return _Found(
        np.argsort(order)[membership].astype(np.int32),
        tuple(keys[each] for each in order),
        tuple(wants[each] for each in order),
        {"groups": float(count), **settings},
        verdict,
    )


def _wanted(beliefs: Beliefs) -> int | None:
    number = own_number(beliefs, Setting.GROUPS_WANTED)
    return None if number is None else min(max(round(number), _FEWEST), _MOST)


def _number(found: int, beliefs: Beliefs) -> Adjustment:
    """A few more and fewer; what comes out only trying tells."""
    near = range(max(found - _NEAR, _FEWEST), min(found + _NEAR, _MOST) + 1)
    options = tuple(Option(float(number)) for number in near if number != found)
    is_own = own_number(beliefs, Setting.GROUPS_WANTED) is not None
    return Adjustment(Setting.GROUPS_WANTED, float(found), is_own, options)


def _traits(table: Columns, membership: NDArray[np.int32], groups: int) -> Mapping[int, tuple[Trait, ...]]:
    rows = table.sample()
    return traits([ranked(each) for each in table.measures(rows)], membership[rows], groups)


def _keys(told: Mapping[int, tuple[Trait, ...]], given: Sequence[str | None]) -> list[str]:
    """Every group by as few of its traits as tell it from the others; `typical` without any.

    Those that have a key keep it: what the owner said of them is kept by it.
    """
    keys: list[str] = []
    taken = {key for key in given if key is not None}
    for group in sorted(told):
        names = list(dict.fromkeys(filter(None, map(_name, told[group])))) or [TYPICAL]
        tried = (JOINT.join(names[:count]) for count in range(1, len(names) + 1))
        numbered = (f"{names[0]}{JOINT}{number}" for number in range(2, len(told) + 2))
        keys.append(given[group] or next(key for key in (*tried, *numbered) if key not in taken))
        taken.add(keys[-1])
    return keys


def _name(trait: Trait) -> str | None:
    if trait.value is None:
        return f"{trait.key}_{'more' if trait.effect > 0 else 'less'}"
    return trait.value if trait.key in _NAMING_WORDS and trait.effect > 0 else None
