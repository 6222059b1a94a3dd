"""Exports of real shops, tills and payment services: their headings, our data, a person's roles."""

import csv
from pathlib import Path

import pytest

from segmentation.errors import OwnerFixableError
from tests.roles.exports import Labels, read_export, style_of, wrong

HERE = Path(__file__).parent
# By line of the list of headings: role=heading, where several would do with | between them, or the refusal;
# then how the platform writes.
EXPECTED = (HERE / "expected_roles.txt").read_text("utf-8").splitlines()
# Name, headings, roles and ways of writing of platforms that are not in that list, from memory.
OTHERS = [line.split("\t") for line in (HERE / "other_platforms.tsv").read_text("utf-8").splitlines()]


@pytest.mark.reference
@pytest.mark.parametrize("line", range(len(EXPECTED)))
def test_headings_of_real_exports_are_understood(reference_data: Path, tmp_path: Path, line: int) -> None:
    with (reference_data / "headers" / "headers.tsv").open(encoding="utf-8", newline="") as file:
        delimiter, text = list(csv.reader(file, delimiter="\t"))[line + 1][3:5]
    mark = "\t" if delimiter == "TAB" else delimiter
    headings = next(csv.reader([text.lstrip("\ufeff")], delimiter=mark))
    told, _, style = EXPECTED[line].partition(" ;; ")
    labels = _labels(told)
    if not labels:
        with pytest.raises(OwnerFixableError, match=told):
            read_export(tmp_path, headings, {"date": ()}, style_of(style), mark)
        return
    assert wrong(read_export(tmp_path, headings, labels, style_of(style), mark), labels) == {}


@pytest.mark.parametrize("platform", OTHERS, ids=[each[0] for each in OTHERS])
def test_headings_of_other_platforms_are_understood(tmp_path: Path, platform: list[str]) -> None:
    _, text, told, style = platform
    mark = ";" if text.count(";") > text.count(",") else ","
    headings = next(csv.reader([text], delimiter=mark))
    pairs = [pair.split("=", 1) for pair in told.split("|") if "=" in pair]
    labels = {role: tuple(names.split(",")) for roles, names in pairs for role in roles.split(",")}
    if not labels:
        with pytest.raises(OwnerFixableError, match=told):
            read_export(tmp_path, headings, {"date": ("Принят в обработку",)}, style_of(style), mark)
        return
    missed = wrong(read_export(tmp_path, headings, labels, style_of(style), mark), labels)
    assert [roles for roles, _ in pairs if set(roles.split(",")) <= missed.keys()] == []


def _labels(told: str) -> Labels:
    pairs = [pair.split("=", 1) for pair in told.split() if "=" in pair]
    return {role: tuple({*names.split("|"), *names.replace("_", " ").split("|")}) for role, names in pairs}
