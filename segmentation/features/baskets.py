"""Which goods were in which order, for as many goods as one number has bits.

An order's goods are one integer, so that they cost little however many lines there are: only the goods that
most customers bought are considered.
"""

import numpy as np
from duckdb import DuckDBPyConnection

from segmentation.features.charges import charges
from segmentation.features.registers import NAMES
from segmentation.model.customers import Baskets
from segmentation.reading.scan import literal

CONSIDERED = 64
"""Goods, over all files."""
_BUYERS_NEEDED = 5
"""What fewer have bought tells nothing of what goes with it."""
BASKET_GOODS = ("product", "category")
"""What is counted as one of the goods, the finer first."""


def open_considered(connection: DuckDBPyConnection) -> None:
    """Makes the table of the goods considered: `id` in their register, `bit` in an order's number."""
    connection.execute("CREATE TEMP TABLE considered (id INTEGER, bit INTEGER)")


def consider(connection: DuckDBPyConnection, register: str, number: int, most: int) -> None:
    """Considers what most customers of file `number` bought, until there are `most`.

    Makes `considered_cells` anew: which cell of the file stands for which bit.
    """
    no_goods = ", ".join(literal(each) for each in sorted(charges()))
    connection.execute(
        "INSERT INTO considered "
        "SELECT id, (SELECT count(*) FROM considered) + row_number() OVER (ORDER BY buyers DESC, word) - 1 "
        f"FROM (SELECT value AS id, count(*) AS buyers FROM {register}_{number} GROUP BY value) "
        f"JOIN {register} USING (id) ANTI JOIN considered USING (id) "
        f"WHERE buyers >= {_BUYERS_NEEDED} AND lower(trim(word)) NOT IN ({no_goods}) "
        f"ORDER BY buyers DESC, word LIMIT greatest({most} - (SELECT count(*) FROM considered), 0)"
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE considered_cells AS "
        "SELECT cell, CAST(CAST(1 AS HUGEINT) << bit AS UBIGINT) AS held "
        f"FROM {register}_cells JOIN considered USING (id)"
    )


def store_baskets(connection: DuckDBPyConnection) -> None:
    """Makes `baskets` from `orders`: how many orders of each customer held which of the goods."""
    connection.execute(
        "CREATE TEMP TABLE baskets AS SELECT customer, goods AS held, count(*) AS orders "
        "FROM orders WHERE bought AND goods IS NOT NULL GROUP BY ALL"
    )


def fetch_baskets(connection: DuckDBPyConnection, register: str) -> Baskets | None:
    """The baskets of the customers by their place among all; None where no order held two of the goods."""
    words = connection.execute(
        f"SELECT word FROM considered JOIN {register} USING (id) ORDER BY bit"
    ).fetchall()
    found = connection.execute(
        "SELECT place, held, orders FROM baskets JOIN ("
        f"SELECT customer, row_number() OVER (ORDER BY word) - 1 AS place FROM customers "
        f"JOIN {NAMES} AS names ON names.id = customers.customer"
        ") USING (customer) ORDER BY place, held"
    ).fetchnumpy()
    held = np.asarray(found["held"], dtype=np.uint64)
    if not (held & (held - np.minimum(held, 1))).any():  # without its lowest bit nothing is left of any
        return None
    whole = {name: np.asarray(found[name], dtype=np.int64) for name in ("place", "orders")}
    return Baskets(tuple(word for (word,) in words), whole["place"], held, whole["orders"])
