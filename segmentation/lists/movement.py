"""Two tables of customers, of an earlier analysis and of this one, side by side."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from segmentation.lists.columns import segment_column
from segmentation.model.movement import Flow, Movement
from segmentation.reading.scan import connect, literal

METHODS = ("lifecycle", "value_tiers")
"""Groups that a customer passes through; the others tell what kind of customer it is."""

Row = tuple[str | None, str | None, int]
"""Segment before and after, None for nobody's, and how many customers."""


def movements(now: Path, earlier: Sequence[Path], methods: Sequence[str]) -> tuple[Movement, ...]:
    """Against the first of `earlier` whose figures are older; none where nobody is in both.

    All are tables written by `store`; `methods` are those that gave segments now.
    """
    today = _as_of(now)
    for table in earlier:
        since = _as_of(table)
        if since < today:
            wanted = [each for each in METHODS if each in methods and segment_column(each) in _columns(table)]
            found = (_movement(method, since, table, now) for method in wanted)
            return tuple(each for each in found if each.known)
    return ()


def _movement(method: str, since: date, earlier: Path, now: Path) -> Movement:
    column = segment_column(method)
    with connect() as connection:
        rows: list[Row] = connection.execute(
            f"SELECT before.{column}, after.{column}, count(*) FROM {_rows(earlier)} before "
            f"FULL JOIN {_rows(now)} after USING (id) GROUP BY ALL ORDER BY 3 DESC, 1, 2"
        ).fetchall()
    flows = tuple(Flow(before, after, count) for before, after, count in rows if before and after)
    newcomers = {after: count for before, after, count in rows if after and not before}
    missing = {before: count for before, after, count in rows if before and not after}
    return Movement(method, since, flows, newcomers, missing)


def _rows(table: Path) -> str:
    return f"read_parquet({literal(str(table))})"


def _columns(table: Path) -> frozenset[str]:
    with connect() as connection:
        described = connection.execute(f"DESCRIBE FROM {_rows(table)}").fetchall()
    return frozenset(row[0] for row in described)


def _as_of(table: Path) -> date:
    """The day its figures refer to; the first of all days where nobody is in it."""
    with connect() as connection:
        found = connection.execute(f"SELECT max(as_of_day) FROM {_rows(table)}").fetchone()
    return date(1970, 1, 1) + timedelta(days=(found and found[0]) or 0)
