"""Damaged rows, and tables among other things."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks import pollock
from segmentation.reading.lines import split_lines
from segmentation.reading.reader import read
from segmentation.reading.tables import Finding, Table, parse_table
from tests.reading.workbooks import Row, xlsx

HEADER = "id,name,day,price,site"
GOOD = tuple(
    f"{n},Thing no {n},2024-01-{n % 28 + 1:02},{n}.50,https://shop.example/{n}" for n in range(1, 40)
)
CELLS = ("7", "Thing no 7", "2024-01-08", "7.50", "https://shop.example/7")


def parsed(*lines: str) -> Table:
    return parse_table(split_lines("\n".join(lines)))


def codes(table: Table) -> set[str]:
    return {issue.code for issue in table.findings}


@pytest.mark.parametrize(
    "damaged",
    [
        "7Thing no 7,2024-01-08,7.50,https://shop.example/7",
        "7,Thing no 7,2024-01-087.50,https://shop.example/7",
        "7,Thing no 7,2024-01-08,7.50https://shop.example/7",
        "7,Thing no 7,,2024-01-08,7.50,https://shop.example/7",
        "7,Thing no 7,2024-01-08,7.50,https://shop.example/7,",
        ",7,Thing no 7,2024-01-08,7.50,https://shop.example/7",
        "7;Thing no 7;2024-01-08;7.50;https://shop.example/7",
    ],
)
def test_a_damaged_row_is_cut_where_its_cells_fit(damaged: str) -> None:
    table = parsed(HEADER, *GOOD[:6], damaged, *GOOD[7:])
    assert table.rows[6] == CELLS
    assert [row for row in table.rows if row != CELLS] == [
        tuple(line.split(",")) for line in GOOD if line != GOOD[6]
    ]


def test_a_quote_that_is_never_closed_swallows_nothing() -> None:
    table = parsed(HEADER, *GOOD[:6], '7,"Thing no 7,2024-01-08,7.50,https://shop.example/7', *GOOD[7:])
    assert table.rows[6] == ("7", '"Thing no 7', *CELLS[2:])
    assert len(table.rows) == len(GOOD)


def test_a_damaged_heading_is_cut_between_its_quotes() -> None:
    """Where a separator is missing between quotes."""
    heading = ",".join(f'"{name}"' for name in ("id", "name", "Day", "price", "site"))
    table = parsed(heading.replace('"name","Day"', '"name""Day"'), *GOOD)
    assert table.header == (("id", "name", "Day", "price", "site"),)


def test_a_table_that_is_ragged_by_nature_is_not_guessed_at() -> None:
    ragged = [",".join(str(n) for n in range(length % 5 + 1)) for length in range(40)]
    assert Finding.ROW_REPAIRED not in codes(parsed("a,b,c,d,e", *ragged))


def test_a_second_table_is_cut_off_and_told() -> None:
    table = parsed(
        HEADER, *GOOD, "", "Colour,Count,Share", "red,3,0.5", "blue,3,0.5", "green,1,0.1", "grey,1,0.1"
    )
    assert len(table.rows) == len(GOOD)
    assert Finding.SECOND_TABLE in codes(table)


def test_an_identical_heading_in_the_middle_is_skipped() -> None:
    table = parsed(HEADER, *GOOD[:20], HEADER, *GOOD[20:])
    assert len(table.rows) == len(GOOD)
    assert codes(table) == {Finding.REPEATED_HEADER}


def test_headings_over_several_rows_are_all_taken() -> None:
    table = parsed("Order,,Money,,", "id,name,day,price,site", *GOOD)
    assert table.header == (("Order", "", "Money", "", ""), ("id", "name", "day", "price", "site"))


def test_separators_at_the_end_of_every_line_make_no_column() -> None:
    table = parsed(*(line + ",," for line in (HEADER, *GOOD)))
    assert (table.width, table.unnamed) == (5, 2)


CELL = st.text("abcXYZ019 .-éü", max_size=8).map(str.strip)


@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=3, max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_clean_table_stays_as_it_is(rows: Sequence[tuple[str, str, str]]) -> None:
    numbered = [(str(number), *row) for number, row in enumerate(rows, 1)]
    table = parsed("no;alpha;beta;gamma", *(";".join(row) for row in numbered))
    assert [row for row in table.rows if any(row[1:])] == [row for row in numbered if any(row[1:])]


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    table = parse_table(split_lines(text))
    assert all(len(row) >= table.width for row in table.rows)


@pytest.mark.reference
def test_real_damaged_files_read_as_their_clean_tables(reference_data: Path) -> None:
    with pollock.samples(reference_data / "pollock") as pairs:
        found = {
            messy.name: pollock.score(pollock.ours(messy), pollock.standard(clean)) for messy, clean in pairs
        }
    inexact = {name for name, score in found.items() if not score.exact}
    # In both, two headings stand together: DATETIME, and PRODUCTIDPrice.
    assert inexact <= {"row_less_sep_row0_col1.csv", "row_less_sep_row0_col4.csv"}
    assert pollock.mean(score.rows for score in found.values()) > 0.999


def test_another_table_below_in_a_sheet_is_left_out(tmp_path: Path) -> None:
    orders: list[Row] = [
        ("Order", "Customer", "Date", "Amount"),
        *((n, f"c{n % 7}", f"2024-01-{n:02}", n) for n in range(1, 29)),
    ]
    visitors: list[Row] = [(), ("Month", "Visitors"), ("Jan", 300), ("Feb", 280), ("Mar", 299)]
    path = xlsx(tmp_path / "shop.xlsx", {"Orders": [*orders, *visitors]})
    data = read(path, path.name, workdir=tmp_path / "work")
    assert (data.rows, [(issue.code, issue.rows) for issue in data.issues]) == (28, [("second_table", 4)])


def test_lines_that_were_put_into_quotes_as_a_whole_are_taken_out(tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    rows = [f'{n},c{n % 7},2024-01-{n:02},""1,{n:03}.50""' for n in range(1, 29)]
    path.write_text("\n".join(f'"{row}"' for row in ("Order,Customer,Date,Amount", *rows)), "utf-8")
    data = read(path, path.name, workdir=tmp_path / "work")
    assert data.columns == ("Order", "Customer", "Date", "Amount")
    assert data.sample[0] == ("1", "c1", "2024-01-01", "1,001.50")
    assert [(issue.code, issue.rows) for issue in data.issues] == [("row_repaired", 28)]
