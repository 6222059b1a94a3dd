"""How many orders come, foretold and real; how fast the forecast is fitted, beside the package lifetimes.

CDNOW: the model sees nine months and foretells the nine after, in all and by how often customers had come
again; the picture goes to `bench-out/cdnow.png`. Speed: 361,000 generated customers of a known kind.
"""

import importlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import typst

from benchmarks.reference import DATA
from segmentation.model.segments import SwitchedOff
from segmentation.value.histories import DAYS_IN_WEEK, Floats, Histories
from segmentation.value.purchasing import Dropout, Purchasing, fit_purchasing

SEEN_UNTIL, FORETOLD_WEEKS = date(1997, 9, 30), 39
MOST = 7
"""Who came again so often or more is one class."""
PICTURE = Path("bench-out") / "cdnow.png"
DRAWING = Path(__file__).with_name("forecast.typ")

CUSTOMERS = 361_000
R, ALPHA, A, B = 0.243, 4.414, 0.793, 2.426
DAYS = 546


@dataclass(frozen=True)
class FrequencyClass:
    """Customers who came again equally often in the months the model sees; orders in the months after."""

    name: str
    customers: int
    foretold: float
    real: float


def main() -> None:
    file = DATA / "cdnow" / "CDNOW_sample.txt"
    if file.is_file():
        _hold_out(file)
    else:
        print(f"hold-out skipped: {file} is missing")
    _speed(_generated())


# ---- foretold and real ---------------------------------------------------------------------


def _hold_out(file: Path) -> None:
    seen, later = _cdnow(file)
    expected = _fitted(seen).expected_orders(seen, FORETOLD_WEEKS)
    often = np.minimum(seen.repeats, MOST)
    classes = [_class(often == number, number, expected, later) for number in range(MOST + 1)]
    print("came again   customers   foretold   real")
    for each in (*classes, FrequencyClass("in all", seen.count, expected.sum(), later.sum())):
        print(f"{each.name:>10} {each.customers:>11} {each.foretold:>10.0f} {each.real:>6.0f}")
    PICTURE.parent.mkdir(exist_ok=True)
    told = json.dumps([asdict(each) for each in classes])
    typst.compile(str(DRAWING), output=str(PICTURE), ppi=144, sys_inputs={"classes": told})
    print(f"drawn to {PICTURE}")


def _cdnow(file: Path) -> tuple[Histories, Floats]:
    """What the model sees, and how many orders each customer placed afterwards."""
    found = duckdb.execute(
        f"""
        WITH cells AS (SELECT regexp_split_to_array(trim(line), '\\s+') AS cell
            FROM read_csv('{file}', header = false, delim = '|', columns = {{'line': 'VARCHAR'}})),
        days AS (SELECT DISTINCT cell[2] AS customer, CAST(strptime(cell[3], '%Y%m%d') AS DATE) AS day
            FROM cells),
        firsts AS (SELECT customer, min(day) AS first FROM days GROUP BY customer)
        SELECT count(*) FILTER (day <= DATE '{SEEN_UNTIL}') - 1 AS repeats,
            max(day) FILTER (day <= DATE '{SEEN_UNTIL}') - first AS last,
            DATE '{SEEN_UNTIL}' - first AS watched,
            count(*) FILTER (day > DATE '{SEEN_UNTIL}') AS later
        FROM days JOIN firsts USING (customer) GROUP BY customer, first ORDER BY customer
        """
    ).fetchnumpy()
    seen = {name: np.asarray(column, dtype=np.float64) for name, column in found.items()}
    weeks = Histories(seen["repeats"], seen["last"] / DAYS_IN_WEEK, seen["watched"] / DAYS_IN_WEEK)
    return weeks, seen["later"]


def _class(rows: np.ndarray, number: int, expected: Floats, later: Floats) -> FrequencyClass:
    name = f"{number} or more" if number == MOST else str(number)
    return FrequencyClass(name, int(rows.sum()), float(expected[rows].sum()), float(later[rows].sum()))


# ---- speed ---------------------------------------------------------------------------------


def _generated() -> Histories:
    """Customers who buy and drop out as the model says, in whole days."""
    chance = np.random.default_rng(1)
    rate, leaves = chance.gamma(R, 1 / ALPHA, CUSTOMERS), chance.beta(A, B, CUSTOMERS)
    watched = chance.integers(DAYS // 3, DAYS, CUSTOMERS) / DAYS_IN_WEEK
    repeats, last, at = np.zeros(CUSTOMERS), np.zeros(CUSTOMERS), np.zeros(CUSTOMERS)
    alive = np.ones(CUSTOMERS, dtype=np.bool_)
    while alive.any():
        at[alive] += np.maximum(chance.exponential(1 / np.maximum(rate[alive], 1e-12)), 1 / DAYS_IN_WEEK)
        alive &= at <= watched
        repeats[alive] += 1
        last[alive] = np.floor(at[alive] * DAYS_IN_WEEK) / DAYS_IN_WEEK
        alive &= chance.random(CUSTOMERS) > leaves
    return Histories(repeats, last, watched)


def _speed(customers: Histories) -> None:
    own = _cpu_seconds(lambda: _fitted(customers))
    print(f"{customers.count:,} customers fitted in {own:.2f} s of processor time")
    try:
        lifetimes = importlib.import_module("lifetimes")
    except ImportError:
        print("beside lifetimes: skipped, the package is not installed")
        return
    rival = _cpu_seconds(
        lambda: lifetimes.BetaGeoFitter().fit(customers.repeats, customers.last, customers.watched)
    )
    print(f"lifetimes: {rival:.2f} s, {rival / own:.1f} x as long")


def _cpu_seconds(act: Callable[[], object]) -> float:
    begun = time.process_time()
    act()
    return time.process_time() - begun


def _fitted(customers: Histories) -> Purchasing:
    model = fit_purchasing(customers, Dropout.AFTER_A_REPEAT)
    if isinstance(model, SwitchedOff):
        raise TypeError(model.why)
    return model
