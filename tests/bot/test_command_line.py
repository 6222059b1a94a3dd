"""The commands that work on files."""

import csv
import json
from pathlib import Path

import pytest

from bot.__main__ import main


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    lines = [
        f"C{number % 40:02d};2026-0{1 + number % 6}-{1 + number % 28:02d};{10 + number % 7},50"
        for number in range(400)
    ]
    path.write_text("customer id;order date;amount\n" + "\n".join(lines) + "\n")
    return path


def printed(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main([str(argument) for argument in arguments]) == 0
    return capsys.readouterr().out


def test_analyse_prints_one_object_whose_segments_add_up(
    orders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(printed(capsys, "analyse", orders, "--json"))
    assert {"files", "totals", "segmentations", "value", "personas", "channels", "switched_off"} <= set(found)
    assert found["totals"]["customers"] == 40
    for segmentation in found["segmentations"]:
        assert sum(segment["customers"] for segment in segmentation["segments"]) == 40
        revenue = sum(segment["revenue"] for segment in segmentation["segments"])
        assert revenue == pytest.approx(found["totals"]["revenue"])
    sources = {field["source"] for persona in found["personas"] for field in persona["fields"].values()}
    assert "measured" in sources


def test_answers_become_what_was_told(
    orders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = tmp_path / "answers.toml"
    answers.write_text('offer = "green tea"\nregion = ["europe"]\n')
    told = printed(capsys, "analyse", orders, "--answers", answers, "--json")
    assert '"told"' in told


def test_the_figures_can_refer_to_another_day(orders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(printed(capsys, "analyse", orders, "--json", "--as-of", "2026-12-31"))
    assert found["as_of"] == "2026-12-31"


def test_cards_texts_and_json_go_into_a_folder(
    orders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    printed(capsys, "analyse", orders, "--out", tmp_path / "out", "--language", "zh")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"analysis.json", "summary.txt", "persona-1.png", "persona-1.txt"} <= names
    assert (tmp_path / "out" / "persona-1.png").read_bytes().startswith(b"\x89PNG")


def test_an_earlier_result_shows_who_has_moved(
    orders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heading, *lines = orders.read_text().splitlines()
    before = tmp_path / "before.csv"
    before.write_text("\n".join([heading, *(line for line in lines if line.split(";")[1] < "2026-04")]))
    printed(capsys, "analyse", before, "--out", tmp_path / "march")
    told = printed(capsys, "analyse", orders, "--earlier", tmp_path / "march", "--language", "en")
    assert "Who has moved since" in told
    assert "Who has moved since" not in printed(capsys, "analyse", orders, "--language", "en")


def test_lists_are_of_the_grouping_of_the_people_or_of_all(tmp_path: Path) -> None:
    orders = tmp_path / "orders.csv"
    rows = [
        f"C{number % 40:02d},2026-0{1 + number % 6}-{1 + number % 28:02d},{10 + number % 7},"
        f"{number % 40}@shop.example,{'no' if number % 40 < 10 else 'yes'}\n"
        for number in range(400)
    ]
    orders.write_text("customer id,order date,amount,email,accepts marketing\n" + "".join(rows))
    out, more = tmp_path / "out", tmp_path / "more"
    assert main(["analyse", str(orders), "--out", str(out)]) == 0
    assert main(["analyse", str(orders), "--out", str(more), "--all-lists"]) == 0
    (main_method,) = (path.name for path in out.joinpath("lists").iterdir())
    assert main_method in {path.name for path in more.joinpath("lists").iterdir()} != {main_method}
    people = [_rows(path) for path in out.joinpath("lists", main_method).glob("*-people.csv")]
    audiences = [_rows(path) for path in out.joinpath("lists", main_method).glob("*-meta.csv")]
    held_out = sum(row["Control group"] != "" for rows in people for row in rows)
    assert sum(map(len, people)) == 40
    assert sum(map(len, audiences)) == 40 - 10 - held_out
    assert "said no to advertising" in out.joinpath("lists.txt").read_text(encoding="utf-8")


def test_inspect_tells_columns_and_writes_the_table_as_read(
    orders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "table.csv"
    [file] = json.loads(printed(capsys, "inspect", orders, "--json", "--table", table))["files"]
    assert (file["delimiter"], file["rows"]) == (";", 400)
    assert file["roles"]["customer id"] == "customer_id"
    with table.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.reader(lines))
    assert rows[0] == ["customer id", "order date", "amount"]
    assert len(rows) == 401
    assert rows[1] == ["C00", "2026-01-01", "10,50"]


def test_what_stands_in_a_file_does_not_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "orders.csv"
    rows = [f"c{n % 9},2024-01-{n % 28 + 1:02},{n}" for n in range(50)]
    head = ["customer id,order date,amount", "c\x1b]0;owned\x07,2024-01-01,5"]
    path.write_text("\n".join([*head, *rows]), encoding="utf-8")
    told = printed(capsys, "inspect", path, "--language", "en")
    assert "c]0;owned" in told
    assert not {"\x1b", "\x07"} & set(told)


def test_a_table_that_cannot_be_analysed_can_still_be_inspected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "stock.csv"
    path.write_text("colour,weight\nred,1.5\nblue,2.5\ngreen,3.5\n")
    [file] = json.loads(printed(capsys, "inspect", path, "--json"))["files"]
    assert file["refusal"] == "no_customer_column"
    assert file["columns"] == ["colour", "weight"]


def test_the_sample_is_written_in_every_language_and_can_be_analysed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [Path(line) for line in printed(capsys, "sample", tmp_path / "shop").splitlines()]
    assert {path.parent.name for path in paths} == {"en", "zh"}
    chinese = [path for path in paths if path.parent.name == "zh" and path.suffix == ".csv"]
    found = json.loads(printed(capsys, "analyse", *chinese, "--json", "--language", "zh"))
    assert found["totals"]["customers"] >= 400


@pytest.mark.parametrize(
    "arguments",
    [
        ("inspect", "nowhere.csv"),
        ("analyse", "nowhere.csv", "--json"),
        ("analyse", "--answers", "no.toml"),
        ("analyse", "--earlier", "nowhere"),
    ],
)
def test_what_the_user_can_mend_is_told_without_a_traceback(
    arguments: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Traceback" not in shown.err
    assert arguments[-1] in shown.err or arguments[1] in shown.err


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8-sig") as lines:
        return list(csv.DictReader(lines))


def test_the_table_of_one_file_at_a_time_is_written(
    orders: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "table.csv"
    assert main(["inspect", str(orders), str(orders), "--table", str(target)]) == 2
    assert capsys.readouterr().err
    assert not target.exists()
