"""Lists of customers for people: a workbook with a sheet per segment, or one segment as CSV."""

from collections.abc import Iterator, Sequence

from prompts.sheets import Cell, csv_bytes, xlsx_bytes
from prompts.values import catalog
from segmentation.model.lists import CustomerList, ListedCustomer

_COLUMNS = (
    *("id", "name", "email", "phone", "country", "orders", "revenue", "last_order"),
    *("agreed", "held_out"),
)


def list_xlsx(lists: Sequence[tuple[str, CustomerList]], language: str) -> bytes:
    """A workbook with one sheet for each list, which comes with its title."""
    return xlsx_bytes([(title, _heading(each, language), _rows(each, language)) for title, each in lists])


def list_csv(customers: CustomerList, language: str) -> bytes:
    return csv_bytes(_heading(customers, language), _rows(customers, language))


def _heading(customers: CustomerList, language: str) -> list[str]:
    """The words of the columns; money says in which currency."""
    values = {"currency": customers.currency}
    return [catalog().text(f"lists.columns.{name}", language, **values) for name in _COLUMNS]


def _rows(customers: CustomerList, language: str) -> Iterator[tuple[Cell, ...]]:
    agreed = {
        True: catalog().text("lists.agreed", language),
        False: catalog().text("lists.refused", language),
    }
    held_out = catalog().text("lists.held_out", language)
    for each in customers.customers:
        said = None if each.agreed is None else agreed[each.agreed]
        yield _row(each, said, held_out if each.held_out else None)


def _row(customer: ListedCustomer, agreed: str | None, held_out: str | None) -> tuple[Cell, ...]:
    return (
        customer.id,
        customer.name,
        customer.email,
        customer.phone,
        customer.country,
        customer.orders,
        customer.revenue,
        customer.last_order,
        agreed,
        held_out,
    )
