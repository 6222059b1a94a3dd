"""Groups that are there in the customers themselves, by behaviour and attributes together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.adjusting import own_number
from segmentation.methods.figures import segmentation
from segmentation.methods.requirements import Why, too_few
from segmentation.methods.thresholds import thresholds
from segmentation.methods.traits import Measure, traits
from segmentation.mixture.choice import Verdict
from segmentation.mixture.estimator import CustomerMixture
from segmentation.mixture.sampling import content_order
from segmentation.model.adjustments import Adjustment, Option, Setting
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import JOINT, Segmentation, SwitchedOff, Trait

TYPICAL = "typical"
_NUMBERS = (
    "items_per_order", "lines_per_order", "discount_share", "refund_share", "order_hour", "weekend_share",
    "tenure_days", "median_gap_days", "gap_variation", "age", "income",
)  # fmt: skip
_WORDS = ("sex", "source", "country", "category")
_NAMING_WORDS = ("sex",)
"""Columns whose words are ours, so that a group can be called by them in any language."""
_FEWEST, _MOST = 2, 9
_NEAR = 2
"""So many groups more and fewer are offered."""
_COMPARED_ROWS = 20_000
"""Customers that traits are measured on."""
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
    noticeable: float
    known_share: float
    word_share: float
    other_share: float


_TABLE = thresholds("natural_groups", _Table)


class NaturalGroups:
    """As many groups as the customers show, or as the owner asks for; called by what sets them apart.

    Where they show none, it says so, and why: rules still divide them. Groups that no trait tells apart
    are none to anybody.
    """

    key = "natural_groups"
    needs_orders = False

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:
        refused = too_few(self.key, customers.count, _TABLE.customers_needed)
        if refused:
            return refused
        table = _table(customers)
        if not table.columns:
            return SwitchedOff(self.key, Why.NOTHING_KNOWN)
        model = table.model(_wanted(beliefs)).fit(table.numbers)
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


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """What is known of the customers: one column each; words as codes of `words`, NaN where unknown."""

    columns: Mapping[str, NDArray[np.float64]]
    words: Mapping[str, Sequence[str | None]]
    """The words of a column by code, None for all other words."""

    @property
    def numbers(self) -> NDArray[np.float64]:
        return np.column_stack(list(self.columns.values()))

    def model(self, groups: int | None) -> CustomerMixture:
        coded = [place for place, name in enumerate(self.columns) if name in self.words]
        return CustomerMixture(groups, categorical_features=coded, max_clusters=_MOST)

    def measures(self, rows: NDArray[np.intp]) -> Iterator[Measure]:
        for name, column in self.columns.items():
            if name not in self.words:
                yield Measure(name, None, column[rows])
                continue
            for code, word in enumerate(self.words[name]):
                if word is not None:
                    has = np.where(np.isnan(column[rows]), np.nan, column[rows] == code)
                    yield Measure(name, word, has)


def _table(customers: CustomerTable) -> _Columns:
    columns = {name: column for name, column in _numbers(customers) if _tells(column)}
    words: dict[str, Sequence[str | None]] = {}
    for name in _WORDS:
        if name in customers.categorical:
            codes, vocabulary = _coded(customers.categorical[name])
            others = np.mean(codes == vocabulary.index(None)) if None in vocabulary else 0.0
            if _tells(codes) and others <= _TABLE.other_share:
                columns[name], words[name] = codes, vocabulary
    return _Columns(columns, words)


def _numbers(customers: CustomerTable) -> Iterator[tuple[str, NDArray[np.float64]]]:
    if customers.has_orders:
        bought = customers.orders > 0
        yield "orders", np.where(bought, customers.orders, np.nan)
        yield "days_since_last_order", customers.days_since_last_order
        # What was given back can outweigh what was bought; as an order's size that says nothing.
        yield "average_order", np.where(customers.average_order > 0, customers.average_order, np.nan)
    for name in _NUMBERS:
        if name in customers.numeric:
            yield name, customers.numeric[name]


def _tells(column: NDArray[np.float64]) -> bool:
    known = column[~np.isnan(column)]
    return len(known) >= _TABLE.known_share * len(column) and len(np.unique(known)) > 1


def _coded(words: NDArray[np.object_]) -> tuple[NDArray[np.float64], list[str | None]]:
    """Codes of the frequent words, in alphabetical order, then of all others together."""
    told = np.array([word is not None for word in words])
    codes = np.full(len(words), np.nan)
    found, place, counts = np.unique(words[told].astype(str), return_inverse=True, return_counts=True)
    frequent = counts >= _TABLE.word_share * max(told.sum(), 1)
    vocabulary: list[str | None] = [str(word) for word in found[frequent]]
    code = np.where(frequent, np.cumsum(frequent) - 1, len(vocabulary))
    codes[told] = code[place]
    return codes, vocabulary if frequent.all() else [*vocabulary, None]


def _traits(table: _Columns, membership: NDArray[np.int32], groups: int) -> Mapping[int, tuple[Trait, ...]]:
    rows = content_order(table.numbers)[:_COMPARED_ROWS]
    return traits(list(table.measures(rows)), membership[rows], groups, _TABLE.noticeable)


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
