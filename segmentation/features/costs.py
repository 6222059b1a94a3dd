"""What the goods of a line cost the shop: told by the file itself, else by a list of goods."""

from collections.abc import Iterator, Mapping, Sequence

from duckdb import DuckDBPyConnection

from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import identifier, literal, scan_sql
from segmentation.roles.parse import key_sql, number_sql

_TOLD = (ColumnRole.MARGIN, ColumnRole.COST, ColumnRole.UNIT_COST)
"""How a file of purchases may tell it, the best first."""
_KEYS = (ColumnRole.SKU, ColumnRole.PRODUCT)
"""By what an article is found in a list of goods, the surest first."""
_BY, _ARTICLE, _LISTED = (
    identifier(f"{name} of ours \x1f") for name in ("article known by", "article", "listed cost")
)
"""Columns that no file has."""

_EACH = "CAST(coalesce(quantity, sign(amount)) * {} AS DECIMAL(18,4))"
_COSTS = {
    "margin": "amount - margin",
    "cost": "sign(amount) * abs(cost)",
    "unit_cost": _EACH.format("unit_cost"),
    "listed_cost": _EACH.format("listed_cost"),
}
COST_COLUMNS = frozenset(_COSTS)


def store_unit_costs(connection: DuckDBPyConnection, goods: Sequence[Understanding]) -> frozenset[ColumnRole]:
    """Makes the table `unit_costs` of the articles in lists of goods; returns by which roles they are found.

    Of an article with several costs, as variants have them, the mean is taken.
    """
    articles = [article for understanding in goods for article in _articles(understanding)]
    if not articles:
        return frozenset()
    connection.execute(
        f"CREATE TEMP TABLE unit_costs AS SELECT role AS {_BY}, word AS {_ARTICLE}, "
        f"CAST(avg(cost) AS DECIMAL(18,4)) AS {_LISTED} FROM ({' UNION ALL '.join(articles)}) "
        "WHERE word IS NOT NULL AND cost IS NOT NULL GROUP BY role, word"
    )
    found = connection.execute(f"SELECT DISTINCT {_BY} FROM unit_costs").fetchall()
    return frozenset(ColumnRole(role) for (role,) in found)


def costed_rows_sql(understanding: Understanding, rows: str, listed: frozenset[ColumnRole]) -> str:
    """The rows with what lists of goods say of their article, if the file needs it."""
    found = _found_by(understanding, listed)
    if found is None:
        return rows
    role, column = found
    article = f"unit_costs.{_BY} = {literal(role)} AND unit_costs.{_ARTICLE} = {_article(column)}"
    return f"(FROM {rows} AS row LEFT JOIN unit_costs ON {article})"


def cost_columns(understanding: Understanding, listed: frozenset[ColumnRole]) -> Mapping[str, str]:
    """What tells the cost of a line, by one of COST_COLUMNS; empty if nothing does."""
    for role in _TOLD:
        column = understanding.column(role)
        if column is not None:
            return {role.value: number_sql(column, understanding.numbers)}
    return {"listed_cost": _LISTED} if _found_by(understanding, listed) else {}


def cost_sql(told: Mapping[str, str]) -> str | None:
    """The cost of a line's goods, less than nothing where they came back, given the columns told."""
    return next((sql for name, sql in _COSTS.items() if name in told), None)


def _found_by(understanding: Understanding, listed: frozenset[ColumnRole]) -> tuple[ColumnRole, str] | None:
    if any(understanding.column(role) for role in _TOLD):
        return None
    columns = ((role, understanding.column(role)) for role in _KEYS if role in listed)
    return next(((role, column) for role, column in columns if column), None)


def _articles(understanding: Understanding) -> Iterator[str]:
    cost = understanding.column(ColumnRole.UNIT_COST)
    if cost is None:
        return
    for role in _KEYS:
        for column in understanding.columns(role):
            yield (
                f"SELECT {literal(role)} AS role, {_article(column)} AS word, "
                f"{number_sql(cost, understanding.numbers)} AS cost FROM {scan_sql(understanding.dataset)}"
            )


def _article(column: str) -> str:
    """Numbers and names of articles, however they are spelled."""
    return f"lower({key_sql(column)})"
