"""Whether a table lists purchases, people or goods, and what its rows are."""

from collections.abc import Mapping, Sequence

from segmentation.model.roles import ColumnMapping, ColumnRole, TableKind
from segmentation.roles.choose import Column, choose
from segmentation.roles.parse import CUSTOMER_KEYS

Mappings = Sequence[ColumnMapping]

_OF_ORDERS = frozenset(
    {
        ColumnRole.ORDER_ID,
        ColumnRole.QUANTITY,
        ColumnRole.UNIT_PRICE,
        ColumnRole.AMOUNT,
        ColumnRole.ORDER_TOTAL,
        ColumnRole.PRODUCT,
        ColumnRole.DATE,
    }
)
_NEEDED = frozenset({ColumnRole.DATE, ColumnRole.UNIT_PRICE, ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL})
"""A list of purchases that knows neither when nor how much is but a list of those who bought."""
_OF_PEOPLE = frozenset({ColumnRole.ORDER_COUNT, ColumnRole.TOTAL_SPENT})
_OF_GOODS = frozenset({ColumnRole.PRODUCT, ColumnRole.SKU})
_WORTH = frozenset({ColumnRole.UNIT_COST, ColumnRole.CATEGORY, ColumnRole.BRAND})
_OF_LINES = frozenset({ColumnRole.PRODUCT, ColumnRole.SKU, ColumnRole.QUANTITY, ColumnRole.LINE_ID})
_ASKED = frozenset(
    {
        ColumnRole.INTERESTS, ColumnRole.SERVICE_SCORE, ColumnRole.JOB, ColumnRole.SOURCE, ColumnRole.NOTE,
        ColumnRole.MARITAL_STATUS, ColumnRole.INCOME, ColumnRole.AGE, ColumnRole.SEX,
    }
)  # fmt: skip
_OF_ONE_PERSON = frozenset(
    {
        ColumnRole.AGE, ColumnRole.BIRTH, ColumnRole.SEX, ColumnRole.MARITAL_STATUS, ColumnRole.JOB,
        ColumnRole.INCOME, ColumnRole.INTERESTS,
    }
)  # fmt: skip
_OF_GOODS_SOLD = _OF_ORDERS - {ColumnRole.DATE} | _OF_GOODS | {ColumnRole.LINE_ID}
"""An answer has a date, too."""
_PARTS = (ColumnRole.NAME, ColumnRole.FIRST_NAME, ColumnRole.LAST_NAME)
_DISTINCT_KEYS = (ColumnRole.CUSTOMER_ID, ColumnRole.EMAIL, ColumnRole.PHONE)
"""Different people may have the same name."""
_ENOUGH_OF_ORDERS = 2
_COMES_AGAIN = 0.9
"""Distinct customers per row below which people come more than once, as buyers do."""
_EACH_ONCE = 0.9
"""Distinct orders per row from which a row is an order."""
_WORDS_OF_A_QUESTION = 4
_ENOUGH_OF_A_PERSON = 2
"""Catalogues have a column for women and men as well; questions are put to people."""
_SPOKEN_TO = ("您", "你", "your ")


def table_kind(
    columns: Sequence[Column], owner_roles: Mapping[str, ColumnRole]
) -> tuple[TableKind, tuple[ColumnMapping, ...]]:
    """The kind under which the columns make more sense, and their roles under it."""
    lines = choose(columns, TableKind.ORDER_LINES, owner_roles)
    people = choose(columns, TableKind.CUSTOMERS, owner_roles)
    if _lists_orders(lines, people, columns):
        return _purchases(lines, columns), lines
    goods = choose(columns, TableKind.PRODUCTS, owner_roles)
    if _lists_goods(goods, people) and not _are_sold(lines, goods):
        return TableKind.PRODUCTS, goods
    return _people(people, columns), people


def rows_are_people(
    kind: TableKind,
    mappings: Mappings,
    columns: Sequence[Column],
    owner_roles: Mapping[str, ColumnRole],
) -> bool:
    """Whether a table that names nobody tells of one person in each row, as a survey does.

    It says several things of them, and there is nothing in it of an order but what a question asks.
    """
    if not kind.lists_people or has_customers(mappings):
        return False
    told = {mapping.role for mapping in mappings} & _OF_ONE_PERSON
    lines = choose(columns, TableKind.ORDER_LINES, owner_roles)
    sold = any(each.role in _OF_GOODS_SOLD and not _is_asked(each.column) for each in lines)
    return len(told) >= (1 if kind is TableKind.SURVEY else _ENOUGH_OF_A_PERSON) and not sold


def has_customers(mappings: Mappings) -> bool:
    """Whether something tells one customer from another."""
    return any(mapping.role in {*CUSTOMER_KEYS, *_PARTS} for mapping in mappings)


def _lists_orders(lines: Mappings, people: Mappings, columns: Sequence[Column]) -> bool:
    of_orders = sum(mapping.role in _OF_ORDERS for mapping in lines)
    if not has_customers(lines) or not any(mapping.role in _NEEDED for mapping in lines):
        return False
    if _customers_come_again(lines, columns):
        return of_orders > 0
    of_people = _weight(people, _OF_PEOPLE)
    return of_orders >= _ENOUGH_OF_ORDERS and _weight(lines, _OF_ORDERS) > 2 * of_people


def _lists_goods(goods: Mappings, people: Mappings) -> bool:
    roles = {mapping.role for mapping in goods}
    return bool(roles & _OF_GOODS and roles & _WORTH) and not has_customers(people)


def _are_sold(lines: Mappings, goods: Mappings) -> bool:
    """Whether goods without a cost have a day and pieces: then they are purchases of nobody knows whom."""
    sold = {ColumnRole.DATE, ColumnRole.QUANTITY} <= {mapping.role for mapping in lines}
    return sold and all(mapping.role is not ColumnRole.UNIT_COST for mapping in goods)


def _purchases(lines: Mappings, columns: Sequence[Column]) -> TableKind:
    roles = {mapping.role for mapping in lines}
    order = _column(lines, columns, ColumnRole.ORDER_ID)
    if ColumnRole.ENTRY_TYPE in roles and not roles & {ColumnRole.QUANTITY, ColumnRole.SKU}:
        return TableKind.PAYMENTS
    if roles & _OF_LINES and (order is None or order.content.distinct < _EACH_ONCE):
        return TableKind.ORDER_LINES
    return TableKind.ORDERS if order is not None else TableKind.ORDER_LINES


def _people(people: Mappings, columns: Sequence[Column]) -> TableKind:
    """Answers are headed by questions, and tell of people what no shop system knows."""
    roles = [mapping.role for mapping in people]
    questions = sum(_is_question(column.name) for column in columns)
    told = sum(role in _ASKED for role in roles)
    counted = any(role in _OF_PEOPLE for role in roles)
    return TableKind.SURVEY if questions and told and not counted else TableKind.CUSTOMERS


def _is_question(heading: str) -> bool:
    return (
        heading.rstrip().endswith(("?", "？", "؟", ":", "：")) or len(heading.split()) > _WORDS_OF_A_QUESTION
    )


def _is_asked(heading: str) -> bool:
    return _is_question(heading) or any(word in heading.lower() for word in _SPOKEN_TO)


def _weight(mappings: Mappings, roles: frozenset[ColumnRole]) -> float:
    return sum(mapping.confidence for mapping in mappings if mapping.role in roles)


def _customers_come_again(mappings: Mappings, columns: Sequence[Column]) -> bool:
    key = next((found for role in _DISTINCT_KEYS if (found := _column(mappings, columns, role))), None)
    return key is not None and key.content.distinct < _COMES_AGAIN


def _column(mappings: Mappings, columns: Sequence[Column], role: ColumnRole) -> Column | None:
    pairs = zip(mappings, columns, strict=True)
    return next((column for mapping, column in pairs if mapping.role is role), None)
