"""Files of a few kilobytes that ask for gigabytes, and pages that name an encoding no page is in."""

import multiprocessing
import resource
import tracemalloc
import zipfile
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from segmentation.errors import OwnerFixableError
from segmentation.reading import markup, spreadsheet_child
from segmentation.reading.kinds import FileKind, file_kind
from segmentation.reading.limits import MAX_FILE_MB, bounded, limited
from segmentation.reading.markup import table_rows
from tests.reading.workbooks import xlsx


def test_of_what_a_container_says_it_is_no_more_is_read_than_counts(tmp_path: Path) -> None:
    book = tmp_path / "orders.ods"
    with zipfile.ZipFile(book, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", b"application/vnd.oasis.opendocument.spreadsheet".ljust(50 << 20))
    tracemalloc.start()
    try:
        assert file_kind(book) is FileKind.SPREADSHEET
        assert tracemalloc.get_traced_memory()[1] < 5 << 20
    finally:
        tracemalloc.stop()


def test_a_long_cell_of_a_page_does_not_hold_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "orders.xls"
    held, others = f"<td rowspan=900>{'x' * 2000}</td>", "<tr><td>1</td></tr>" * 900
    page.write_text(f"<table><tr><td>customer</td><td>amount</td></tr><tr>{held}</tr>{others}</table>")
    assert len(table_rows(page)[1]) == 902
    monkeypatch.setattr(markup, "MAX_REPEATED_MB", 1)
    with pytest.raises(OwnerFixableError, match="file_too_large"):
        table_rows(page)


def _written_under_a_limit(pipe: Connection, book: Path, target: Path) -> None:
    spreadsheet_child.MAX_WRITTEN = 100_000
    spreadsheet_child._limit()
    pipe.send(spreadsheet_child._converted(book, target, None))


def test_a_long_cell_of_a_workbook_does_not_hold_for_ever(tmp_path: Path) -> None:
    rows = [("customer", "amount"), ("x" * 30_000, 1), *[(None, number) for number in range(30)]]
    book, target = xlsx(tmp_path / "orders.xlsx", {"S": rows}, {"S": ["A2:A32"]}), tmp_path / "orders.csv"
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(
        target=_written_under_a_limit, args=(there, book, target)
    )
    child.start()
    there.close()  # a child that dies is not waited for
    assert here.recv() == {"refusal": "spreadsheet_too_big"}
    child.join()
    assert target.stat().st_size <= 100_000


def _outcome_of_a_long_file(pipe: Connection, path: Path) -> None:
    with bounded(1_024, 60):
        pipe.send(resource.getrlimit(resource.RLIMIT_FSIZE)[0])
    try:
        with limited(), path.open("wb") as file:
            file.seek(MAX_FILE_MB << 20)
            file.write(b"x")
    except OwnerFixableError as refusal:
        pipe.send(refusal.code)


def test_who_reads_a_file_writes_none_without_an_end(tmp_path: Path) -> None:
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(
        target=_outcome_of_a_long_file, args=(there, tmp_path / "long")
    )
    child.start()
    there.close()  # a child that dies is not waited for
    assert (here.recv(), here.recv()) == (MAX_FILE_MB << 20, "file_too_large")
    child.join()


@pytest.mark.parametrize("encoding", ["bz2", "idna", "punycode", "rot13", "undefined", "utf-16", "cp037"])
def test_a_page_that_names_an_encoding_no_page_is_in_is_read_by_its_letters(
    tmp_path: Path, encoding: str
) -> None:
    page = tmp_path / "orders.xls"
    page.write_bytes(f"<html><meta charset={encoding}><table><tr><td>Café</td></tr></table>".encode("cp1252"))
    assert table_rows(page)[1] == [["Café"]]
