"""The rows of a file, made whole: everything that counts rows or adds them up starts from here.

Exports leave out what stands elsewhere: the customer on the further lines of an order, the account of a
guest who left the address of an earlier order, the e-mail address of who gave but a phone number; names
stand in two columns, totals on every line; answers without a name are a person each. What does not occur in
a file costs nothing: its rows are then simply the scan.
"""

from collections.abc import Iterator

from segmentation.model.roles import ColumnRole, OtherSide, Understanding
from segmentation.reading.scan import identifier, literal, scan_sql
from segmentation.roles.parse import (
    ADDRESSES,
    IDENTITY,
    customer_column,
    customer_key,
    customer_part_sql,
    customer_word_sql,
    further_keys,
    own_key_sql,
    trimmed_sql,
)
from segmentation.roles.standings import SET_ASIDE, standing_sql

STANDING = identifier("standing of ours \x1f")
"""The column with the row's Standing, NULL for a plain sale; a name that no column of a file has."""
NAMELESS = identifier("nameless of ours \x1f")
"""The column that says whether the row itself names no customer, where rows are completed."""

_OF_THE_ORDER = (
    ColumnRole.CUSTOMER_ID, ColumnRole.NAME, ColumnRole.FIRST_NAME, ColumnRole.LAST_NAME, ColumnRole.EMAIL,
    ColumnRole.PHONE, ColumnRole.DATE, ColumnRole.CANCELLED_AT, ColumnRole.STATUS, ColumnRole.SOURCE,
    ColumnRole.CITY, ColumnRole.REGION, ColumnRole.COUNTRY,
)  # fmt: skip
"""What holds for all rows of an order where only one of them says it."""
_PLACES = (ColumnRole.CITY, ColumnRole.REGION, ColumnRole.COUNTRY)
"""Where somebody lives, the nearest first: it tells people of the same name apart."""


def counted_rows_sql(understanding: Understanding) -> str:
    """An expression to put after FROM: the rows that count, what holds for the order on one of them."""
    rows = rows_sql(understanding)
    if has_standings(understanding):
        rows = f"(FROM {rows} WHERE {counts_sql(understanding)})"
    return _once(understanding, rows) if understanding.once_per_order else rows


def rows_sql(understanding: Understanding, scan: str | None = None) -> str:
    """All rows with the file's columns; where words tell how orders stand STANDING, where completed NAMELESS.

    `scan` may give the file's rows with more columns.
    """
    rows = scan or scan_sql(understanding.dataset)
    parts = understanding.name_parts
    if parts and not understanding.columns(ColumnRole.NAME):
        whole = f"nullif(trim(concat_ws(' ', {', '.join(map(identifier, parts))})), '')"
        rows = f"(SELECT * REPLACE ({whole} AS {identifier(parts[0])}) FROM {rows})"
    if understanding.other_side:
        rows = _of_customers(understanding, understanding.other_side, rows)
    if understanding.completed:
        rows = _identified(understanding, _filled_down(understanding, _nameless(understanding, rows)))
    if understanding.each_row:
        rows = _numbered(understanding, rows)
    if understanding.spellings_merged:
        rows = _merged(understanding, rows)
    if has_standings(understanding):
        rows = f"(SELECT *, {standing_sql(understanding)} AS {STANDING} FROM {rows})"
    return rows


def counts_sql(understanding: Understanding) -> str:
    """Whether a row of `rows_sql` is not set aside as a whole."""
    if not has_standings(understanding):
        return "true"
    aside = ", ".join(f"'{standing}'" for standing in SET_ASIDE)
    return f"coalesce({STANDING} NOT IN ({aside}), true)"


def has_standings(understanding: Understanding) -> bool:
    """Whether the rows have the column STANDING."""
    return bool(understanding.standings or understanding.columns(ColumnRole.CANCELLED_AT))


def folded_sql(text: str) -> str:
    """What is left of a spelling without case, accents, spaces and marks."""
    return rf"regexp_replace(lower(strip_accents({text})), '[^\p{{L}}\p{{N}}]+', '', 'g')"


def _of_customers(understanding: Understanding, other: OtherSide, rows: str) -> str:
    """With the customer's address in every row, none where the shop deals with nobody."""
    [email, theirs] = map(identifier, (understanding.columns(ColumnRole.EMAIL)[0], other.column))
    is_own = f"lower({trimmed_sql(email)}) = {literal(other.own)}"
    return f"(SELECT * REPLACE (CASE WHEN {is_own} THEN {theirs} ELSE {email} END AS {email}) FROM {rows})"


def _nameless(understanding: Understanding, rows: str) -> str:
    found = customer_key(understanding)
    is_nameless = f"{own_key_sql(understanding, found[1], found[0])} IS NULL" if found else "false"
    return f"(SELECT *, {is_nameless} AS {NAMELESS} FROM {rows})"


def _filled_down(understanding: Understanding, rows: str) -> str:
    """Rows that lack it get what another row of their order says."""
    order = understanding.column(ColumnRole.ORDER_ID)
    if order is None:
        return rows
    columns = [identifier(column) for role in _OF_THE_ORDER for column in understanding.columns(role)]
    filled = ", ".join(f"coalesce(row.{column}, whole.{column}) AS {column}" for column in columns)
    known = ", ".join(f"max({column}) AS {column}" for column in columns)
    return (
        f"(SELECT row.* REPLACE ({filled}) FROM {rows} AS row LEFT JOIN "
        f"(SELECT {identifier(order)} AS of_order, {known} FROM {rows} GROUP BY ALL) AS whole "
        f"ON row.{identifier(order)} = whole.of_order)"
    )


def _identified(understanding: Understanding, rows: str) -> str:
    """With IDENTITY: the key, else that of another row with the same address, else what else is told.

    In a list of people two rows with one address are two, as of a mother and her child.
    """
    found = customer_key(understanding)
    if found is None:
        return rows
    role, column = found
    key, further = own_key_sql(understanding, column, role), further_keys(understanding)
    joins, known, told = [], [], []
    for each, its_column in further.items():
        if each not in ADDRESSES or not understanding.kind.lists_purchases:
            told.append(_further_key(understanding, its_column, each))
            continue
        cell = identifier(its_column)
        joins.append(
            f"LEFT JOIN ({_addresses(rows, its_column, each, key)}) AS by_{each} "
            f"ON by_{each}.{cell} = CASE WHEN {key} IS NULL THEN row.{cell} END"
        )
        known.append(f"by_{each}.known")
        told.append(f"by_{each}.address")
    whole = f"coalesce({', '.join([key, *known, *told])})"
    return f"(SELECT row.*, {whole} AS {identifier(IDENTITY)} FROM {rows} AS row {' '.join(joins)})"


def _addresses(rows: str, column: str, role: ColumnRole, key: str) -> str:
    """Of every cell that holds one: the address, and the key known with it. Each is worked out once."""
    cell = identifier(column)
    return (
        f"WITH meant AS MATERIALIZED (SELECT {cell}, own, {customer_part_sql(column, role)} AS address FROM "
        f"(SELECT {cell}, min({key}) AS own FROM {rows} GROUP BY {cell})) "
        f"SELECT {cell}, address, min(own) OVER (PARTITION BY address) AS known FROM meant "
        "WHERE address IS NOT NULL"
    )


def _further_key(understanding: Understanding, column: str, role: ColumnRole) -> str:
    """A name is no key of its own: with it goes the place, where the file tells one."""
    part = customer_part_sql(column, role)
    place = next(filter(None, map(understanding.column, _PLACES)), None)
    if role is not ColumnRole.NAME or place is None:
        return part
    return f"{part} || coalesce(', ' || nullif({trimmed_sql(identifier(place))}, ''), '')"


def _numbered(understanding: Understanding, rows: str) -> str:
    """With IDENTITY: file and row, as its owner's spreadsheet numbers them; an empty row is nobody."""
    dataset = understanding.dataset
    cells = ", ".join(map(identifier, dataset.columns))
    number = f"{literal(f'{dataset.name} #')} || ({dataset.first_row - 1} + row_number() OVER ())"
    filled = f"CASE WHEN coalesce({cells}) IS NOT NULL THEN {number} END"
    return f"(SELECT *, {filled} AS {identifier(IDENTITY)} FROM {rows})"


def _merged(understanding: Understanding, rows: str) -> str:
    """Each customer under the first of the spellings that differ in little."""
    column = customer_column(understanding)
    if column is None:
        return rows
    cell, key = identifier(column), customer_word_sql(understanding)
    spellings = (
        f"SELECT cell, min(word) OVER (PARTITION BY {folded_sql('word')}) AS word "
        f"FROM (SELECT DISTINCT {cell} AS cell, {key} AS word FROM {rows}) WHERE word IS NOT NULL"
    )
    return (
        f"(SELECT row.* REPLACE (coalesce(spelling.word, row.{cell}) AS {cell}) FROM {rows} AS row "
        f"LEFT JOIN ({spellings}) AS spelling ON spelling.cell = row.{cell})"
    )


def _once(understanding: Understanding, rows: str) -> str:
    """What repeats on each row of an order is left on one of them."""
    order = understanding.column(ColumnRole.ORDER_ID)
    columns = [identifier(told) for told in _repeated(understanding)]
    if order is None or not columns:
        return rows
    first = f"{identifier(order)} IS NULL OR row_number() OVER (PARTITION BY {identifier(order)}"
    kept = ", ".join(
        f"CASE WHEN {first}, {column} IS NULL) = 1 THEN {column} END AS {column}" for column in columns
    )
    return f"(SELECT * REPLACE ({kept}) FROM {rows})"


def _repeated(understanding: Understanding) -> Iterator[str]:
    for role in understanding.once_per_order:
        yield from understanding.columns(role)[:1]
