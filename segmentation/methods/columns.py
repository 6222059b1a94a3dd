"""What is known of the customers, as columns of numbers: what groups are found in and compared by."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.thresholds import thresholds
from segmentation.methods.traits import Measure
from segmentation.mixture.sampling import content_order
from segmentation.model.customers import CustomerTable

_NUMBERS = (
    "items_per_order", "lines_per_order", "discount_share", "refund_share", "order_hour", "weekend_share",
    "tenure_days", "median_gap_days", "gap_variation", "age", "income",
)  # fmt: skip
_WORDS = ("sex", "source", "country", "category")


@dataclass(frozen=True, slots=True)
class _Table:
    known_share: float
    word_share: float
    other_share: float
    compared_customers: int


_TABLE = thresholds("columns", _Table)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """One column each; words as codes of `words`, NaN where unknown."""

    columns: Mapping[str, NDArray[np.float64]]
    words: Mapping[str, Sequence[str | None]]
    """The words of a column by code, None for all other words."""

    @property
    def numbers(self) -> NDArray[np.float64]:
        return np.column_stack(list(self.columns.values()))

    @property
    def places_of_words(self) -> list[int]:
        return [place for place, name in enumerate(self.columns) if name in self.words]

    def sample(self) -> NDArray[np.intp]:
        """The customers that groups are compared on: enough to be sure, the same in whatever order."""
        return content_order(self.numbers, _TABLE.compared_customers)

    def measures(self, rows: NDArray[np.intp]) -> Iterator[Measure]:
        """Each number, and each word as a yes or no, of the customers in `rows`."""
        for name, column in self.columns.items():
            if name not in self.words:
                yield Measure(name, None, column[rows])
                continue
            for code, word in enumerate(self.words[name]):
                if word is not None:
                    has = np.where(np.isnan(column[rows]), np.nan, column[rows] == code)
                    yield Measure(name, word, has)


def columns_of(customers: CustomerTable) -> Columns:
    """The columns of which enough customers are known and that are not all the same."""
    columns = {name: column for name, column in _numbers(customers) if _tells(column)}
    words: dict[str, Sequence[str | None]] = {}
    for name in _WORDS:
        if name in customers.categorical:
            codes, vocabulary = _coded(customers.categorical[name])
            others = np.mean(codes == vocabulary.index(None)) if None in vocabulary else 0.0
            if _tells(codes) and others <= _TABLE.other_share:
                columns[name], words[name] = codes, vocabulary
    return Columns(columns, words)


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
