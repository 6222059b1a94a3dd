"""What was made of a file, shown to its owner before it is used."""

import re
from collections.abc import Iterator

from prompts.catalog import Text
from prompts.labels import blocks, item
from prompts.values import catalog, joined
from segmentation.model.dataset import Example, ImportIssue
from segmentation.model.roles import ColumnRole, Understanding

_ROWS_SHOWN = 3
_CELL_LENGTH = 20
_EXAMPLES_SHOWN = 3
_NUMBERS = (ColumnRole.CUSTOMER_ID, ColumnRole.ORDER_ID, ColumnRole.PHONE)
_WHOLE = re.compile(r"(?<=\d)\.0+$")


def understanding(understanding: Understanding, language: str) -> Text:
    """Rows, period, customers and currency; each column's role; three rows; what was set aside."""
    return blocks(
        _figures(understanding, language),
        _columns(understanding, language),
        _rows(understanding, language),
        _set_aside(understanding, language),
    )


def _figures(understanding: Understanding, language: str) -> Iterator[str]:
    dataset = understanding.dataset
    yield catalog().text("result.file", language, name=dataset.name, rows=dataset.rows)
    yield catalog().text("result.file_customers", language, customers=understanding.customers)
    first, last = understanding.first_date, understanding.last_date
    if first and last:
        yield catalog().text("result.period", language, first=first, last=last)
    if understanding.currency:
        yield catalog().text("result.currency", language, currency=understanding.currency)
    elif _has_money(understanding):
        yield catalog().text("result.no_currency", language)


def _has_money(understanding: Understanding) -> bool:
    money = (ColumnRole.AMOUNT, ColumnRole.UNIT_PRICE, ColumnRole.TOTAL_SPENT)
    return any(understanding.column(role) for role in money)


def _columns(understanding: Understanding, language: str) -> Iterator[str]:
    yield catalog().text("result.columns_heading", language)
    for mapping in understanding.mappings:
        role = catalog().text(f"roles.{mapping.role}", language)
        yield catalog().text("result.column", language, column=mapping.column, role=role)


def _rows(understanding: Understanding, language: str) -> Iterator[str]:
    """The cells of the columns that are used, each on one line and cut to a phone's width."""
    mappings = understanding.mappings
    used = [index for index, each in enumerate(mappings) if each.role is not ColumnRole.OTHER]
    rows = understanding.dataset.sample[:_ROWS_SHOWN]
    if rows and used:
        yield catalog().text("result.rows_heading", language)
    for row in rows:
        cells = (
            _number_of_somebody(row[index]) if mappings[index].role in _NUMBERS else row[index]
            for index in used
            if row[index].strip()
        )
        yield item(" · ".join(map(_cell, cells)), language)


def _number_of_somebody(cell: str) -> str:
    """Spreadsheets make 17850.0 of the customer 17850 when some rows have none."""
    return _WHOLE.sub("", cell)


def _cell(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _CELL_LENGTH else f"{line[: _CELL_LENGTH - 1]}…"


def _set_aside(understanding: Understanding, language: str) -> Iterator[str]:
    issues = understanding.dataset.issues + understanding.set_aside
    if not issues:
        yield catalog().text("result.nothing_set_aside", language)
        return
    yield catalog().text("result.set_aside_heading", language)
    for issue in issues:
        yield item(issue_text(issue, language), language)
        if issue.examples:
            examples = joined(
                (_example(each, language) for each in issue.examples[:_EXAMPLES_SHOWN]), language
            )
            yield catalog().text("result.examples", language, examples=examples)


def issue_text(issue: ImportIssue, language: str) -> Text:
    return catalog().text(f"issues.{issue.code}", language, rows=issue.rows, column=issue.column or "")


def _examples(issue: ImportIssue, language: str) -> Text:
    return joined((_example(each, language) for each in issue.examples[:_EXAMPLES_SHOWN]), language)


def _example(example: Example, language: str) -> Text:
    """Row 0 is no row: the example is a name, such as a sheet's."""
    if example.row == 0:
        return catalog().text("result.example_name", language, text=_cell(example.text))
    if not example.text.strip():
        return catalog().text("result.example_row", language, row=example.row)
    return catalog().text("result.example", language, row=example.row, text=_cell(example.text))
