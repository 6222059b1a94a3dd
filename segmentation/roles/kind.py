"""Whether a table lists purchases or people."""

from collections.abc import Mapping, Sequence

from segmentation.model.roles import ColumnMapping, ColumnRole, TableKind
from segmentation.roles.choose import Column, choose
from segmentation.roles.parse import CUSTOMER_KEYS

_OF_ORDERS = frozenset(
    {
        ColumnRole.ORDER_ID,
        ColumnRole.QUANTITY,
        ColumnRole.UNIT_PRICE,
        ColumnRole.AMOUNT,
        ColumnRole.PRODUCT,
        ColumnRole.DATE,
    }
)
_NEEDED = frozenset({ColumnRole.DATE, ColumnRole.UNIT_PRICE, ColumnRole.AMOUNT})
"""A list of purchases that knows neither when nor how much is but a list of those who bought."""
_OF_PEOPLE = frozenset({ColumnRole.ORDER_COUNT, ColumnRole.TOTAL_SPENT})
_DISTINCT_KEYS = tuple(role for role in CUSTOMER_KEYS if role is not ColumnRole.NAME)
"""Different people may have the same name."""
_ENOUGH_OF_ORDERS = 2
_COMES_AGAIN = 0.9
"""Distinct customers per row below which people come more than once, as buyers do."""


def table_kind(
    columns: Sequence[Column], owner_roles: Mapping[str, ColumnRole]
) -> tuple[TableKind, tuple[ColumnMapping, ...]]:
    """The kind under which the columns make more sense, and their roles under it."""
    lines = choose(columns, TableKind.ORDER_LINES, owner_roles)
    people = choose(columns, TableKind.CUSTOMERS, owner_roles)
    if _lists_orders(lines, people, columns):
        return TableKind.ORDER_LINES, lines
    return TableKind.CUSTOMERS, people


def _lists_orders(
    lines: Sequence[ColumnMapping], people: Sequence[ColumnMapping], columns: Sequence[Column]
) -> bool:
    of_orders = sum(mapping.role in _OF_ORDERS for mapping in lines)
    if _has_customers(people) and not _has_customers(lines):
        return False
    if not any(mapping.role in _NEEDED for mapping in lines):
        return False
    if _customers_come_again(lines, columns):
        return of_orders > 0
    of_people = _weight(people, _OF_PEOPLE)
    return of_orders >= _ENOUGH_OF_ORDERS and _weight(lines, _OF_ORDERS) > 2 * of_people


def _has_customers(mappings: Sequence[ColumnMapping]) -> bool:
    return any(mapping.role in CUSTOMER_KEYS for mapping in mappings)


def _weight(mappings: Sequence[ColumnMapping], roles: frozenset[ColumnRole]) -> float:
    return sum(mapping.confidence for mapping in mappings if mapping.role in roles)


def _customers_come_again(mappings: Sequence[ColumnMapping], columns: Sequence[Column]) -> bool:
    by_role = {mapping.role: column for mapping, column in zip(mappings, columns, strict=True)}
    key = next((by_role[role] for role in _DISTINCT_KEYS if role in by_role), None)
    return key is not None and key.content.distinct < _COMES_AGAIN
