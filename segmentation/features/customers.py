"""Files, as the owner confirmed them, become one row per customer."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import duckdb
from duckdb import DuckDBPyConnection

from segmentation.errors import OwnerFixableError
from segmentation.features.baskets import (
    BASKET_GOODS,
    CONSIDERED,
    consider,
    fetch_baskets,
    open_considered,
    store_baskets,
)
from segmentation.features.costs import store_unit_costs
from segmentation.features.favourites import store_favourites
from segmentation.features.identities import join_addresses
from segmentation.features.lines import store_lines
from segmentation.features.orders import store_customers, store_orders, timing
from segmentation.features.overlaps import join_exports
from segmentation.features.people import holds_purchases, store_people, store_people_as_customers
from segmentation.features.receipts import GOODS, store_buyers, store_goods, store_receipts
from segmentation.features.registers import NAMES, open_register
from segmentation.features.rhythm import store_rhythm
from segmentation.features.table import Known, fetch
from segmentation.features.times import favourite_times
from segmentation.model.analysis import Totals
from segmentation.model.customers import MONEY_UNITS, Baskets, CustomerTable
from segmentation.model.roles import ColumnRole, TableKind, Understanding
from segmentation.reading.scan import connect, keep_second_choices_last


def customer_table(
    understandings: Sequence[Understanding], as_of: date | None, *, today: date
) -> tuple[CustomerTable, Totals]:
    """The customers of all files together, and the totals over them; purchases after `as_of` do not count.

    Each file of purchases is read once; who has an account in one of them and only the same address in
    another is one customer. A list of customers adds attributes and contact data to the buyers it knows, by
    customer id, else by e-mail address or phone number; only without any file of purchases do its people
    become the table, with the orders and the money it sums up, if it does. A list of goods tells what they
    cost, unless it counts in another currency.

    `as_of` is the day after the last order unless it is given (`today`, when no date is known at all); a
    day more than two years after `today` is then no order's.
    Refuses with `no_customers`, `only_returns`, `several_currencies` and `amounts_too_large`.
    """
    currency = _currency(understandings)
    with _workbench() as connection:
        try:
            known = _build(connection, understandings, as_of, today)
            totals = _totals(connection, currency)
            # Without any date, the only thing that hangs on it is the age of people whose birth is known.
            day = as_of or (totals.last_date + timedelta(days=1) if totals.last_date else today)
            customers = fetch(connection, known, day, currency)
            return replace(customers, baskets=_baskets(connection, understandings, known)), totals
        except (duckdb.OutOfRangeException, duckdb.ConversionException) as error:
            raise OwnerFixableError("amounts_too_large") from error


def _baskets(
    connection: DuckDBPyConnection, understandings: Sequence[Understanding], known: Known
) -> Baskets | None:
    goods = _basket_goods([each for each in understandings if each.kind.lists_purchases])
    return fetch_baskets(connection, goods) if goods and known.gaps else None


def _basket_goods(purchases: Sequence[Understanding]) -> str | None:
    """What is counted as one of the goods, the same in all files."""
    return next((name for name in BASKET_GOODS if any(each.column(GOODS[name]) for each in purchases)), None)


def _currency(understandings: Sequence[Understanding]) -> str | None:
    sold = [each for each in understandings if each.kind is not TableKind.PRODUCTS]
    currencies = sorted({each.currency for each in sold if each.currency})
    if len(currencies) > 1:
        raise OwnerFixableError("several_currencies", {"currencies": ", ".join(currencies)})
    return currencies[0] if currencies else None


def _articles(understandings: Sequence[Understanding]) -> list[Understanding]:
    """The lists of goods that count in the currency of the sales."""
    fitting = {None, _currency(understandings)}
    return [each for each in understandings if each.kind is TableKind.PRODUCTS and each.currency in fitting]


@contextmanager
def _workbench() -> Iterator[DuckDBPyConnection]:
    with connect() as connection:
        connection.execute("SET preserve_insertion_order = false")
        keep_second_choices_last(connection)
        yield connection


def _build(
    connection: DuckDBPyConnection, understandings: Sequence[Understanding], as_of: date | None, today: date
) -> Known:
    """Makes the table `customers` and the tables around it."""
    purchases = [each for each in understandings if each.kind.lists_purchases]
    lists = [each for each in understandings if each.kind.lists_people]
    if not purchases and not lists:
        raise OwnerFixableError("no_customers")
    if not purchases:
        people = store_people(connection, lists, buyers_told=None)
        store_people_as_customers(connection, people, today)
        return Known(frozenset(), people, (), {}, gaps=None, has_orders=holds_purchases(people))
    listed = store_unit_costs(connection, _articles(understandings))
    told, goods = _store_receipts(connection, purchases, as_of, today, listed)
    store_orders(connection, len(purchases), told)
    told |= timing(connection)
    columns = store_customers(connection, told)
    people = store_people(connection, lists, columns) if lists else frozenset()
    favourites, times = store_favourites(connection, told, goods), favourite_times(connection, told)
    gaps = store_rhythm(connection)
    if "goods" in told:
        store_baskets(connection)
    connection.execute("DROP TABLE orders")
    return Known(columns, people, favourites, times, gaps, has_orders=True)


def _store_receipts(
    connection: DuckDBPyConnection,
    purchases: Sequence[Understanding],
    as_of: date | None,
    today: date,
    listed: frozenset[ColumnRole],
) -> tuple[frozenset[str], Mapping[str, Sequence[int]]]:
    """Reads the files one after the other; what their receipts tell, and which files tell which goods."""
    for register in (NAMES, *GOODS):
        open_register(connection, register)
    open_considered(connection)
    told: list[frozenset[str]] = []
    goods: dict[str, list[int]] = {}
    basket_goods = _basket_goods(purchases)
    for number, understanding in enumerate(purchases):
        lines = store_lines(connection, understanding, as_of, today, listed)
        store_buyers(connection, understanding)
        names = store_goods(connection, understanding, number)
        for name in names:
            goods.setdefault(name, []).append(number)
        considered = basket_goods if basket_goods in names else None
        if considered:
            # Each file has its part of the goods that are considered.
            consider(connection, considered, number, CONSIDERED * (number + 1) // len(purchases))
        told.append(store_receipts(connection, understanding, lines, number, considered))
    # Tables are dropped as soon as the next is made of them: they are what takes memory.
    connection.execute("DROP TABLE lines")
    join_addresses(connection, purchases, told, goods)
    join_exports(connection, purchases, told)
    return frozenset[str]().union(*told), goods


_TOTALS = f"""
SELECT count(*), sum(orders), sum(gross), sum(cancelled), min(first_day), max(last_day),
    sum(gross - cancelled) * {MONEY_UNITS} <= {2**63 - 1}
FROM customers
"""


def _totals(connection: DuckDBPyConnection, currency: str | None) -> Totals:
    found = connection.execute(_TOTALS).fetchone()
    if found is None or not found[0]:
        raise OwnerFixableError("no_customers")
    customers, orders, gross, cancellations, first, last, fits = found
    if cancellations and not orders:
        raise OwnerFixableError("only_returns")
    # Below this, no sum of some customers' money can leave int64.
    if not fits:
        raise OwnerFixableError("amounts_too_large")
    return Totals(customers, int(orders), gross + cancellations, gross, cancellations, first, last, currency)
