"""Ten million order lines, read and counted, and analysed whole, beside a bare DuckDB read-and-aggregate.

Online Retail is written out again and again with fresh ids of orders and customers;
a second file holds orders of one line each. PERSONABOT_BENCH_LINES says how many lines. The rival computes
orders, revenue and last order per customer: the least any tool has to do. Every measurement has a process of
its own; CPU time is that of all its threads.
"""

import multiprocessing
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from benchmarks import reference
from segmentation.features.customers import customer_table
from segmentation.model.beliefs import Beliefs
from segmentation.model.roles import Understanding
from segmentation.pipeline import analyse, understand

TODAY = date(2026, 1, 1)
LINES = int(os.environ.get("PERSONABOT_BENCH_LINES", "10000000"))
_ONLINE_RETAIL = """
COPY (
    SELECT if(starts_with(InvoiceNo, 'C'), 'C', '')
        || (CAST(ltrim(InvoiceNo, 'CA') AS BIGINT) + copy * 1_000_000) AS InvoiceNo,
        StockCode, Description, Quantity, InvoiceDate, UnitPrice,
        CAST(CAST(CustomerID AS DOUBLE) + copy * 10_000 AS VARCHAR) AS CustomerID, Country
    FROM (SELECT unnest(range(CAST(ceil({lines} / 541_909) AS BIGINT))) AS copy)
    CROSS JOIN (SELECT row_number() OVER () AS line, * FROM read_csv('{source}', all_varchar = true))
    ORDER BY copy, line LIMIT {lines}
) TO '{target}' (HEADER true)
"""
_ONE_LINE_ORDERS = """
COPY (
    SELECT order_no, 1 + CAST(floor(pow(random(), 2) * {lines} / 10) AS BIGINT) AS customer_no,
        strftime(TIMESTAMP '2023-01-01' + to_seconds(CAST(random() * 6e7 AS BIGINT)), '%Y-%m-%d %H:%M:%S')
            AS order_date,
        CAST(1 + random() * 99 AS DECIMAL(9, 2)) AS amount
    FROM (SELECT unnest(range(100_000, 100_000 + {lines})) AS order_no)
) TO '{target}' (HEADER true)
"""


@dataclass(frozen=True, slots=True)
class Cost:
    seconds: float
    cpu_seconds: float
    memory_mb: float


@dataclass(frozen=True, slots=True)
class Shop:
    name: str
    generator: str
    aggregate: str


SHOPS = (
    Shop(
        "Online Retail",
        _ONLINE_RETAIL,
        "CustomerID, count(DISTINCT InvoiceNo), sum(Quantity * UnitPrice), max(InvoiceDate)",
    ),
    Shop(
        "orders of one line",
        _ONE_LINE_ORDERS,
        "customer_no, count(DISTINCT order_no), sum(amount), max(order_date)",
    ),
)


def main() -> None:
    source = reference.DATA / "online_retail.csv.gz"
    if not source.is_file():
        print(f"skipped: {source} is missing")
        return
    for shop in SHOPS:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "orders.csv"
            # In a process of its own, too: a new one inherits the peak of memory of the one that starts it.
            _cost(_run, file, shop.generator.format(lines=LINES, source=source, target=file))
            _compare(shop, file)


def _compare(shop: Shop, file: Path) -> None:
    print(f"{shop.name}: {LINES:,} lines, {file.stat().st_size / 1e6:,.0f} MB")
    bare = _cost(_bare, file, shop.aggregate)
    counted, whole = _cost(_counted, file, ""), _cost(_whole, file, "")
    for name, cost in (("bare DuckDB", bare), ("reading and features", counted), ("whole analysis", whole)):
        print(
            f"  {name:22}{cost.seconds:7.1f} s  {cost.cpu_seconds:7.1f} s CPU {cost.memory_mb:7.0f} MB  "
            f"{cost.seconds / bare.seconds:5.1f} x time {cost.cpu_seconds / bare.cpu_seconds:5.1f} x CPU"
        )
    print(f"  3 x bare DuckDB and 10 s are {3 * bare.cpu_seconds + 10:.1f} s CPU")


def _run(_: Path, query: str) -> None:
    with duckdb.connect() as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute(query).fetchnumpy()


def _bare(file: Path, aggregate: str) -> None:
    _run(file, f"SELECT {aggregate} FROM read_csv('{file}') GROUP BY {aggregate.partition(',')[0]}")


def _counted(file: Path, _: str) -> None:
    with _understood(file) as understanding:
        customer_table([understanding], None, today=TODAY)


def _whole(file: Path, _: str) -> None:
    """Features, all methods with traits, the mixture with its choice of groups, value, people and plan."""
    with _understood(file) as understanding:
        analyse([understanding], Beliefs(), language="en", today=TODAY)


@contextmanager
def _understood(file: Path) -> Iterator[Understanding]:
    with tempfile.TemporaryDirectory() as folder:
        yield understand(file, file.name, workdir=Path(folder))


def _cost(step: Callable[[Path, str], None], file: Path, aggregate: str) -> Cost:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measured, (step, file, aggregate))


def _measured(step: Callable[[Path, str], None], file: Path, aggregate: str) -> Cost:
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_SELF)
    step(file, aggregate)
    after = resource.getrusage(resource.RUSAGE_SELF)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(
        time.perf_counter() - begun, cpu, after.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    )
