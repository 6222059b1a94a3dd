"""A dataset as DuckDB sees it."""

from pathlib import Path

import bot
import prompts
import segmentation
import storage
from segmentation.model.dataset import Dataset, Dialect, FileFormat
from segmentation.reading.scan import connect, identifier, scan_sql


def dataset(path: Path, text: str, columns: tuple[str, ...], dialect: Dialect) -> Dataset:
    path.write_bytes(text.encode())
    return Dataset(
        name=path.name,
        format=FileFormat.CSV,
        encoding="utf-8",
        path=path,
        dialect=dialect,
        columns=columns,
        rows=2,
        sample=(),
    )


def rows(data: Dataset) -> list[tuple[str | None, ...]]:
    with connect() as connection:
        return connection.sql(f"SELECT * FROM {scan_sql(data)}").fetchall()


def test_nothing_is_drawn_while_a_query_runs() -> None:
    with connect() as connection:
        found = connection.sql("SELECT current_setting('enable_progress_bar')").fetchall()
    assert found == [(False,)]


def test_there_is_no_other_way_into_duckdb() -> None:
    rooms = [Path(package.__path__[0]) for package in (bot, prompts, segmentation, storage)]
    sources = [source for room in rooms for source in room.rglob("*.py")]
    assert [source.name for source in sources if "duckdb.connect(" in source.read_text("utf-8")] == [
        "scan.py"
    ]


def test_every_cell_is_text_and_an_empty_one_is_null(tmp_path: Path) -> None:
    data = dataset(tmp_path / "a.csv", "id;sum\n007;1,5\n;\n", ("id", "sum"), Dialect(";", skip_lines=1))
    assert rows(data) == [("007", "1,5"), (None, None)]


def test_a_mark_at_the_start_is_no_part_of_the_first_cell(tmp_path: Path) -> None:
    data = dataset(tmp_path / "a.csv", "\ufeff1,2\n3,4\n", ("a", "b"), Dialect(","))
    assert rows(data) == [("1", "2"), ("3", "4")]


def test_names_with_quotes_stay_names(tmp_path: Path) -> None:
    columns = ("it's", 'say "x"')
    data = dataset(tmp_path / "it's.csv", "1,2\n3,4\n", columns, Dialect(","))
    chosen = f"SELECT {identifier(columns[1])}, {identifier(columns[0])} FROM {scan_sql(data)}"
    with connect() as connection:
        assert connection.sql(chosen).fetchall() == [("2", "1"), ("4", "3")]
