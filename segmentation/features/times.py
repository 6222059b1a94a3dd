"""When each customer orders most: the weekday, the part of the day, the month."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_PARTS = ("morning", "day", "evening", "night")
MONTHS = tuple(str(month) for month in range(1, 13))

_DAY_PART_OF_HOUR = np.array([3] * 5 + [0] * 6 + [1] * 6 + [2] * 5 + [3] * 2)
"""Morning from 5, day from 11, evening from 17, night from 22."""
_EPOCH_WEEKDAY = 3
"""1970-01-01 was a Thursday."""

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FavouriteTime:
    """For each customer id, the index of a word; `len(words)` where nothing is known."""

    words: tuple[str, ...]
    codes: Codes


def favourite_times(connection: DuckDBPyConnection, told: frozenset[str]) -> Mapping[str, FavouriteTime]:
    """From `orders`, as far as they are dated and know the clock.

    Among equally frequent times that of the latest order wins; if it is none of them, the first of the
    week, day or year. Counting is left to numpy, which does it in a twentieth of DuckDB's time: there are
    only a few values, and the customers are numbers already.
    """
    if "dated" not in told:
        return {}
    found = connection.execute(
        "SELECT customer, ordered_at FROM orders WHERE bought AND ordered_at IS NOT NULL"
    ).fetchnumpy()
    customers = np.asarray(found["customer"], dtype=np.int64)
    hours = np.asarray(found["ordered_at"]).astype("datetime64[h]").astype(np.int64)
    latest = _latest(customers, np.asarray(found["ordered_at"]).astype(np.int64))
    months = np.asarray(found["ordered_at"]).astype("datetime64[M]").astype(np.int64) % len(MONTHS)
    times = {
        "weekday": _favourite(customers, (hours // 24 + _EPOCH_WEEKDAY) % len(WEEKDAYS), latest, WEEKDAYS),
        "month": _favourite(customers, months, latest, MONTHS),
    }
    if "clock" in told:
        times["day_part"] = _favourite(customers, _DAY_PART_OF_HOUR[hours % 24], latest, DAY_PARTS)
    return times


def _latest(customers: Codes, moments: Codes) -> NDArray[np.bool_]:
    """Which orders are their customer's latest."""
    last = np.full(customers.max(initial=0) + 1, np.iinfo(np.int64).min)
    np.maximum.at(last, customers, moments)
    return np.asarray(moments == last[customers])


def _favourite(
    customers: Codes, values: Codes, latest: NDArray[np.bool_], words: tuple[str, ...]
) -> FavouriteTime:
    size = int(customers.max(initial=0)) + 1
    counts = np.bincount(customers * len(words) + values, minlength=size * len(words)).reshape(size, -1)
    often, codes = counts.max(axis=1), counts.argmax(axis=1)
    last = np.zeros(size, dtype=np.int64)
    last[customers[latest]] = values[latest]
    codes = np.where(counts[np.arange(size), last] == often, last, codes)
    return FavouriteTime(words, np.where(often > 0, codes, len(words)))
