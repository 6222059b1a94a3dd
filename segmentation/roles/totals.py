"""Whether the total of an order stands on each of its lines, which would count it several times."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from segmentation.model.choices import ChoiceKind, OpenChoice, OwnerChoices, TotalsCounted, options_of
from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import connect, identifier
from segmentation.roles.parse import number_sql
from segmentation.roles.rows import rows_sql

PER_ORDER, PER_LINE = "per_order", "per_line"

_REPEATABLE = (
    ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL, ColumnRole.REFUND, ColumnRole.DISCOUNT,
)  # fmt: skip
_REPEATS = 0.95
"""Share of the orders of several lines that say the same on each from which it is said of the order."""
_SURE = 20
"""Orders of several lines from which that share is no chance."""


@dataclass(frozen=True, slots=True)
class _Repetition:
    """Of the orders with several lines on which the column says something, and not zero on all."""

    orders: int
    alike: int
    """Say the same on each line."""
    explained: int
    """Of those, the ones in which each line is its own unit price times its quantity."""

    @property
    def repeats(self) -> bool:
        """Whether it is said of the order, unless it is just what its lines cost."""
        return self.alike > _REPEATS * self.orders and self.explained < self.alike / 2

    @property
    def is_sure(self) -> bool:
        return self.orders >= _SURE or not self.repeats


def counted_once(draft: Understanding, owner_choices: OwnerChoices) -> Understanding:
    """The draft with the roles that count once per order, and with the choice if there is one to make."""
    order = draft.column(ColumnRole.ORDER_ID)
    columns = _repeatable(draft, order) if order and draft.kind.lists_purchases else {}
    if order is None or not columns:
        return draft
    found = dict(zip(columns, _repetitions(draft, order, tuple(columns.values())), strict=True))
    once = frozenset(role for role, each in found.items() if each.orders and each.repeats)
    money = next((role for role in (ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL) if role in columns), None)
    if money is None or not found[money].alike:
        return _counting(draft, once)
    wanted = owner_choices.get(ChoiceKind.TOTALS)
    if wanted in {PER_ORDER, PER_LINE}:
        once = once | {money} if wanted == PER_ORDER else once - {money}
    settled = _counting(draft, once)
    if not found[money].repeats and wanted is None:
        return settled
    choice = _choice(settled, order, columns[money], PER_ORDER if money in once else PER_LINE)
    choice = replace(choice, is_sure=found[money].is_sure or wanted is not None)
    return replace(settled, choices=(*draft.choices, choice))


def _repeatable(draft: Understanding, order: str) -> Mapping[ColumnRole, str]:
    """The columns to look at in the whole file."""
    told = {role: column for role in _REPEATABLE if (column := draft.column(role))}
    return {role: column for role, column in told.items() if _may_repeat(draft, order, column)}


def _may_repeat(draft: Understanding, order: str, column: str) -> bool:
    """Whether the sample has orders of several lines, and does not show that the column varies in them."""
    said: dict[str, set[str]] = {}
    lines: Counter[str] = Counter()
    for key, cell in zip(draft.dataset.cells(order), draft.dataset.cells(column), strict=True):
        said.setdefault(key, set()).add(cell)
        lines[key] += bool(key)
    several = [said[key] for key, count in lines.items() if count > 1]
    return bool(several) and 2 * sum(len(cells) > 1 and "" not in cells for cells in several) < len(several)


def _counting(draft: Understanding, once: frozenset[ColumnRole]) -> Understanding:
    """The draft with roles that count once per order; an amount among them is a total, and is called so."""
    amount, total = ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL
    mappings = draft.mappings
    if amount in once and not draft.column(total):
        once = once - {amount} | {total}
        mappings = tuple(replace(each, role=total) if each.role is amount else each for each in mappings)
    return replace(draft, once_per_order=tuple(sorted(once)), mappings=mappings)


def _repetitions(draft: Understanding, order: str, columns: tuple[str, ...]) -> list[_Repetition]:
    numbers = [number_sql(column, draft.numbers) for column in columns]
    inner = ", ".join(f"{number} AS n{at}" for at, number in enumerate(numbers))
    alike = ", ".join(
        f"count(n{at}) = count(*) AND min(n{at}) = max(n{at}) AS alike{at}, "
        f"coalesce(bool_and(abs(n{at} - product) < 0.02), false) AS explained{at}, "
        f"count(n{at}) > 1 AND max(abs(n{at})) > 0 AS told{at}"
        for at in range(len(columns))
    )
    counts = ", ".join(
        f"count(*) FILTER (told{at}), count(*) FILTER (told{at} AND alike{at}), "
        f"count(*) FILTER (told{at} AND alike{at} AND explained{at})"
        for at in range(len(columns))
    )
    grouped = (
        f"SELECT {alike} FROM (SELECT {identifier(order)} AS of_order, {_product(draft)} AS product, {inner} "
        f"FROM {rows_sql(draft)}) WHERE of_order IS NOT NULL GROUP BY of_order HAVING count(*) > 1"
    )
    with connect() as connection:
        [found] = connection.execute(f"SELECT {counts} FROM ({grouped})").fetchall()
    return [_Repetition(*found[at * 3 : at * 3 + 3]) for at in range(len(columns))]


def _product(draft: Understanding) -> str:
    price, quantity = draft.column(ColumnRole.UNIT_PRICE), draft.column(ColumnRole.QUANTITY)
    if price is None or quantity is None:
        return "NULL"
    return f"{number_sql(price, draft.numbers)} * {number_sql(quantity, draft.numbers)}"


def _choice(draft: Understanding, order: str, column: str, chosen: str) -> OpenChoice:
    """Both readings, with what they come to for the order of most lines and for the file."""
    number = number_sql(column, draft.numbers)
    sums = (
        f"SELECT {identifier(order)} AS name, count(*) AS lines, max_by({number}, abs({number})) AS once, "
        f"sum({number}) AS each FROM {rows_sql(draft)} WHERE {identifier(order)} IS NOT NULL GROUP BY ALL"
    )
    query = (
        "SELECT max_by(name, lines), max(lines), max_by(once, lines), max_by(each, lines), "
        f"sum(once), sum(each) FROM ({sums})"
    )
    with connect() as connection:
        [(name, lines, once, each, all_once, all_each)] = connection.execute(query).fetchall()
    effects = {
        PER_ORDER: TotalsCounted(str(name), lines, Decimal(once or 0), Decimal(all_once or 0)),
        PER_LINE: TotalsCounted(str(name), lines, Decimal(each or 0), Decimal(all_each or 0)),
    }
    return OpenChoice(ChoiceKind.TOTALS, options_of(effects, chosen), chosen, column=column)
