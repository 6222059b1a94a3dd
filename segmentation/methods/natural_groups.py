"""Groups that are there in the customers themselves, by behaviour and attributes together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.adjusting import own_number
from segmentation.methods.columns import Columns, columns_of
from segmentation.methods.figures import segmentation
from segmentation.methods.requirements import Why, too_few
from segmentation.methods.thresholds import thresholds
from segmentation.methods.traits import ranked, traits
from segmentation.mixture.choice import Verdict
from segmentation.mixture.estimator import CustomerMixture
from segmentation.model.adjustments import Adjustment, Option, Setting
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import JOINT, Segmentation, SwitchedOff, Trait

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


class NaturalGroups:
    """As many groups as the customers show, or as the owner asks for; called by what sets them apart.

    Where they show none, it says so, and why: rules still divide them. Groups that no trait tells apart
    are none to anybody.
    """

    key = "natural_groups"
    needs_orders = False
    rests_on: frozenset[str] = frozenset()

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:
        refused = too_few(self.key, customers.count, _TABLE.customers_needed)
        if refused:
            return refused
        table = columns_of(customers)
        if not table.columns:
            return SwitchedOff(self.key, Why.NOTHING_KNOWN)
        words = table.places_of_words
        model = CustomerMixture(_wanted(beliefs), categorical_features=words, max_clusters=_MOST)
        model.fit(table.numbers)
        number = (_groups(model.n_clusters_, beliefs),)
        if model.n_clusters_ == 1:
            return SwitchedOff(self.key, _SWITCHED_OFF[model.verdict_], adjustments=number)
        membership = model.labels_.astype(np.int32)
        told = _traits(table, membership, model.n_clusters_)
        if sum(not each for each in told.values()) > 1:
            return SwitchedOff(self.key, Why.GROUPS_TOO_ALIKE, adjustments=number)
        settings = {"groups": float(model.n_clusters_), "stability": model.stability_}
        found = segmentation(self.key, _keys(told), customers, membership, settings, number)
        shown = {index: each[: _TABLE.traits_told] for index, each in told.items()}
        return replace(
            found,
            segments=tuple(replace(each, traits=shown[index]) for index, each in enumerate(found.segments)),
        )


def _wanted(beliefs: Beliefs) -> int | None:
    number = own_number(beliefs, Setting.GROUPS_WANTED)
    return None if number is None else min(max(round(number), _FEWEST), _MOST)


def _groups(found: int, beliefs: Beliefs) -> Adjustment:
    """A few more and fewer; what comes out only trying tells."""
    near = range(max(found - _NEAR, _FEWEST), min(found + _NEAR, _MOST) + 1)
    options = tuple(Option(float(number)) for number in near if number != found)
    is_own = own_number(beliefs, Setting.GROUPS_WANTED) is not None
    return Adjustment(Setting.GROUPS_WANTED, float(found), is_own, options)


def _traits(table: Columns, membership: NDArray[np.int32], groups: int) -> Mapping[int, tuple[Trait, ...]]:
    rows = table.sample()
    return traits([ranked(each) for each in table.measures(rows)], membership[rows], groups)


def _keys(told: Mapping[int, tuple[Trait, ...]]) -> list[str]:
    """Every group by as few of its traits as tell it from the groups before; `typical` without any."""
    keys: list[str] = []
    for group in sorted(told):
        names = list(dict.fromkeys(filter(None, map(_name, told[group])))) or [TYPICAL]
        tried = (JOINT.join(names[:count]) for count in range(1, len(names) + 1))
        numbered = (f"{names[0]}{JOINT}{number}" for number in range(2, len(told) + 1))
        keys.append(next(key for key in (*tried, *numbered) if key not in keys))
    return keys


def _name(trait: Trait) -> str | None:
    if trait.value is None:
        return f"{trait.key}_{'more' if trait.effect > 0 else 'less'}"
    return trait.value if trait.key in _NAMING_WORDS and trait.effect > 0 else None
