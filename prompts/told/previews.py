"""What was made of a file, shown to its owner before it is used: in short, and in full."""

import re
from collections.abc import Iterator, Sequence

from prompts.catalog import Text
from prompts.labels import blocks, item
from prompts.values import catalog, joined
from segmentation.model.dataset import Example, ImportIssue
from segmentation.model.roles import ColumnMapping, ColumnRole, Evidence, Understanding

_ROWS_SHOWN = 3
_CELL_LENGTH = 20
_EXAMPLES_SHOWN = 3
_COLUMNS_IN_SHORT = 10
_FINDINGS_IN_SHORT = 3
_NUMBERS = (ColumnRole.CUSTOMER_ID, ColumnRole.ORDER_ID, ColumnRole.PHONE)
_WHOLE = re.compile(r"(?<=\d)\.0+$")


def preview(understanding: Understanding, language: str) -> Text:
    """What can be checked at a glance: the figures, the columns that are used, the findings counted."""
    return blocks(
        _figures(understanding, language),
        _used(understanding, language),
        _findings_in_short(understanding, language),
    )


def understanding(understanding: Understanding, language: str) -> Text:
    """The figures, each column's role with the reasons, three rows, every finding with examples."""
    return blocks(
        _figures(understanding, language),
        _columns(understanding, language),
        _rows(understanding, language),
        _set_aside(understanding, language),
    )


def cut(text: str) -> str:
    """A cell on one line of a phone."""
    line = " ".join(text.split())
    return line if len(line) <= _CELL_LENGTH else f"{line[: _CELL_LENGTH - 1]}…"


def issue_text(issue: ImportIssue, language: str) -> Text:
    return catalog().text(f"issues.{issue.code}", language, rows=issue.rows, column=issue.column or "")


# ---- the figures ---------------------------------------------------------------------------


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
    money = (ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL, ColumnRole.UNIT_PRICE, ColumnRole.TOTAL_SPENT)
    return any(understanding.column(role) for role in money)


# ---- the columns ---------------------------------------------------------------------------


def _used(understanding: Understanding, language: str) -> Iterator[str]:
    used = [mapping for mapping in understanding.mappings if mapping.role is not ColumnRole.OTHER]
    yield catalog().text("files.preview.used_heading", language)
    for mapping in used[:_COLUMNS_IN_SHORT]:
        yield item(_column(mapping, language), language)
    if (more := len(used) - _COLUMNS_IN_SHORT) > 0:
        yield catalog().text("files.preview.more_columns", language, count=more)
    yield from _unused(understanding, language)


def _unused(understanding: Understanding, language: str) -> Iterator[str]:
    names = [each.column for each in understanding.mappings if each.role is ColumnRole.OTHER]
    if names:
        shown = [*map(cut, names[:_COLUMNS_IN_SHORT]), *(["…"] if len(names) > _COLUMNS_IN_SHORT else [])]
        yield catalog().text("files.preview.unused", language, columns=joined(shown, language))


def _columns(understanding: Understanding, language: str) -> Iterator[str]:
    """Each column that is used with the reasons; the others by name."""
    yield catalog().text("result.columns_heading", language)
    for position, mapping in enumerate(understanding.mappings):
        if mapping.role is not ColumnRole.OTHER:
            cells = [row[position].strip() for row in understanding.dataset.sample]
            yield item(_column(mapping, language), language)
            yield _evidence(understanding, mapping, cells, language)
    yield from _unused(understanding, language)


def _column(mapping: ColumnMapping, language: str) -> Text:
    role = catalog().text(f"roles.{mapping.role}", language)
    return catalog().text("result.column", language, column=mapping.column, role=role)


def _evidence(
    understanding: Understanding, mapping: ColumnMapping, cells: Sequence[str], language: str
) -> Text:
    """Why, what else it could be, how much of it is empty, and some of its cells."""
    examples = list(dict.fromkeys(_shown_as(mapping.role, cell) for cell in cells if cell))
    return catalog().text(
        "files.details.evidence",
        language,
        why=joined(_reasons(understanding, mapping, cells, language), language),
        examples=joined(map(cut, examples[:_EXAMPLES_SHOWN]), language),
    )


def _reasons(
    understanding: Understanding, mapping: ColumnMapping, cells: Sequence[str], language: str
) -> Iterator[str]:
    is_known = understanding.remembered and mapping.evidence is Evidence.OWNER
    yield catalog().text(f"files.why.{'remembered' if is_known else mapping.evidence}", language)
    if mapping.rivals:
        names = [catalog().text(f"roles.{role}", language) for role in mapping.rivals]
        yield catalog().text("files.details.rivals", language, roles=joined(names, language))
    if empty := sum(not cell for cell in cells):
        yield catalog().text("files.details.empty", language, empty=empty, rows=len(cells))


def _shown_as(role: ColumnRole, cell: str) -> str:
    """Spreadsheets make 17850.0 of the customer 17850 when some rows have none."""
    return _WHOLE.sub("", cell) if role in _NUMBERS else cell


def _rows(understanding: Understanding, language: str) -> Iterator[str]:
    """The cells of the columns that are used, each on one line and cut to a phone's width."""
    mappings = understanding.mappings
    used = [index for index, each in enumerate(mappings) if each.role is not ColumnRole.OTHER]
    rows = understanding.dataset.sample[:_ROWS_SHOWN]
    if rows and used:
        yield catalog().text("result.rows_heading", language)
    for row in rows:
        cells = (_shown_as(mappings[index].role, row[index]) for index in used if row[index].strip())
        yield item(" · ".join(map(cut, cells)), language)


# ---- what is set aside ---------------------------------------------------------------------


def _findings_in_short(understanding: Understanding, language: str) -> Iterator[str]:
    issues = understanding.dataset.issues + understanding.set_aside
    if not issues:
        yield catalog().text("files.preview.nothing_set_aside", language)
        return
    yield catalog().text("files.preview.set_aside_heading", language)
    for issue in issues[:_FINDINGS_IN_SHORT]:
        yield item(issue_text(issue, language), language)
    if (more := len(issues) - _FINDINGS_IN_SHORT) > 0:
        yield catalog().text("files.preview.more_findings", language, count=more)


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


def _example(example: Example, language: str) -> Text:
    """Row 0 is no row: the example is a name, such as a sheet's."""
    if example.row == 0:
        return catalog().text("result.example_name", language, text=cut(example.text))
    if not example.text.strip():
        return catalog().text("result.example_row", language, row=example.row)
    return catalog().text("result.example", language, row=example.row, text=cut(example.text))
