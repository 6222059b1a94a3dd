"""Files as tables: all rows as they were read, and those that are set aside."""

import csv
from pathlib import Path

from prompts.sheets import csv_bytes
from prompts.told.previews import issue_text
from prompts.values import catalog
from segmentation.model.codec import from_json
from segmentation.model.dataset import Dataset, ImportIssue
from segmentation.reading.scan import connect, scan_sql

ROWS_AT_ONCE = 10_000
_FINDINGS = ("row", "finding", "column", "content")


def write_table(dataset: Dataset, target: Path) -> None:
    """The table as it was read: UTF-8, commas, RFC 4180, the header first."""
    with connect() as connection, target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(dataset.columns)
        rows = connection.execute(f"SELECT * FROM {scan_sql(dataset)}")
        while some := rows.fetchmany(ROWS_AT_ONCE):
            writer.writerows(some)


def findings_csv(listed: str, language: str) -> bytes:
    """The rows that are set aside, in their order, for a spreadsheet. `listed` is ImportIssues as JSON."""
    issues = from_json(listed, tuple[ImportIssue, ...]) if listed else ()
    rows = sorted(
        (each.row, issue_text(issue, language), issue.column or "", each.text)
        for issue in issues
        for each in issue.examples
    )
    headings = [catalog().text(f"files.findings.{name}", language) for name in _FINDINGS]
    return csv_bytes(headings, [(row or None, *texts) for row, *texts in rows])
