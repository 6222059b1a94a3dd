"""From a confirmed upload of 541,909 order lines to persona cards, beside a bare DuckDB aggregate.

The rival reads the same file with DuckDB's own settings and computes orders, revenue and last order
per customer: the least any tool has to do. Needs the Online Retail file (see tests/conftest.py).
"""

import gzip
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb

from benchmarks.reference import DATA
from prompts.drawn.cards import card_png
from segmentation.model.beliefs import Beliefs
from segmentation.model.roles import Understanding
from segmentation.pipeline import analyse, understand

RUNS = 5


def main() -> None:
    source = DATA / "online_retail.csv.gz"
    if not source.is_file():
        print(f"skipped: {source} is missing")
        return
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "online_retail.csv"
        with gzip.open(source) as packed, file.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        _compare(file)


def _compare(file: Path) -> None:
    understanding = understand(file, file.name, workdir=file.parent)
    bare = _median_seconds(lambda: _bare_duckdb(file))
    print(f"bare DuckDB read and aggregate: {bare:.2f} s")
    for name, step in (
        ("understand", lambda: understand(file, file.name, workdir=file.parent)),
        ("confirmed to cards", lambda: _cards(understanding)),
    ):
        seconds = _median_seconds(step)
        print(f"{name}: {seconds:.2f} s, {seconds / bare:.1f} x bare DuckDB")


def _cards(understanding: Understanding) -> None:
    analysis = analyse([understanding], Beliefs(), language="en", today=date(2011, 12, 10))
    for persona in analysis.personas:
        card_png(persona, analysis, "en")


def _bare_duckdb(file: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(
            """SELECT CustomerID, count(DISTINCT InvoiceNo), sum(Quantity * UnitPrice), max(InvoiceDate)
            FROM read_csv(?) GROUP BY CustomerID""",
            [str(file)],
        ).fetchall()


def _median_seconds(step: Callable[[], object]) -> float:
    step()  # the first run warms the file cache and the imports
    seconds = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        step()
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)
