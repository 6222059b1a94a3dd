"""The chat in a terminal, as a process of its own that reads from a pipe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest


def chat(folder: Path, *lines: str, language: str = "en") -> str:
    """What the terminal shows when `lines` are typed and the input ends."""
    environment = {**os.environ, "PERSONABOT_DATA": str(folder), "DATABASE_URL": "", "LANG": "C.UTF-8"}
    outcome = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--language", language],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment,
    )
    assert outcome.returncode == 0, outcome.stderr
    return outcome.stdout


@pytest.fixture
def folder(tmp_path: Path, pytestconfig: pytest.Config) -> Path:
    """For data; the sample shop need not be computed anew by every process."""
    assert pytestconfig.cache
    (tmp_path / "samples").symlink_to(pytestconfig.cache.mkdir("samples"))
    return tmp_path


def pictures(shown: str) -> list[Path]:
    return [Path(found) for found in re.findall(r"/\S+\.png", shown)]


@pytest.mark.parametrize(("language", "saved"), [("en", ": /"), ("zh", "：/")])
def test_from_welcome_to_the_cards_of_the_example(folder: Path, language: str, saved: str) -> None:
    shown = chat(folder, ".1", language=language)
    assert len(pictures(shown)) >= 3
    assert saved in shown
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in pictures(shown))


def test_after_a_restart_the_same_question_is_open(folder: Path) -> None:
    before = chat(folder, ".2", "handmade soap", "25-40")
    after = chat(folder, ".1")
    open_question = before.rstrip().rpartition("\n\n")[0].splitlines()[-1]
    assert open_question
    assert open_question in after


def test_a_number_without_a_dot_is_an_answer_and_old_options_can_still_be_chosen(folder: Path) -> None:
    shown = chat(folder, "2", "soap", "25-40", "Both alike", "Europe", "Done", "2", ".1")
    assert "Average order: 2" in shown
    assert len(pictures(shown)) >= 3


def test_a_file_is_sent_by_its_path_and_a_missing_one_is_named(folder: Path) -> None:
    orders = folder / "my orders.csv"
    orders.write_text("customer,date,amount\n" + "A,2026-01-02,3\nB,2026-01-03,4\n" * 20)
    shown = chat(folder, f"file {orders}", "Yes, I agree", f"'{orders}'", "file nowhere.csv")
    assert shown.count("my orders.csv: 40") == 2
    assert "nowhere.csv" in shown
