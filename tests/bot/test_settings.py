"""What can be set from outside: read from the environment or a file, and refused when it cannot be meant."""

import re
from pathlib import Path

import pytest

from bot import settings
from bot.__main__ import main
from bot.errors import OwnerFixableError
from bot.settings import LogForm, Settings, from_environment, read
from bot.variables import read_file

ROOT = Path(__file__).parents[2]
TEXTS = (
    "DATABASE_URL",
    "PERSONABOT_DATA",
    "PERSONABOT_HOST",
    "PERSONABOT_MASTER_KEY",
    "PERSONABOT_MASTER_KEY_FILE",
    "PERSONABOT_OPERATIONS_HOST",
    "PERSONABOT_PUBLIC_URL",
    "PERSONABOT_SECRET",
    "PERSONABOT_STORE",
    "TELEGRAM_WEBHOOK_URL",
)
HOSTILE = ("\u202e{{ 7*7 }}\n#", "postgresql://[::1", "http://" + "x" * 300 + ":99999999/", "/dev/full/x")


def test_secrets_do_not_show_where_settings_are_printed() -> None:
    settings = from_environment(
        {
            "TELEGRAM_TOKEN": "123:open-sesame",
            "PERSONABOT_SECRET": "cookie-key",
            "DATABASE_URL": "postgresql://shop:pass-word@db/shop",
        }
    )
    assert settings.telegram_token == "123:open-sesame"
    assert "open-sesame" not in repr(settings)
    assert "pass-word" not in repr(settings)
    assert "cookie-key" not in repr(settings)


def test_nothing_said_is_the_default() -> None:
    assert from_environment({}) == Settings()
    assert from_environment({"PERSONABOT_PORT": "", "PERSONABOT_LOG": ""}) == Settings()


@pytest.mark.parametrize("value", ["-1", "0", "65536", "8e3", "8000.0", " 8000", "٨٠٠٠", "9" * 5000, "eight"])
def test_a_number_that_cannot_be_meant_is_refused(value: str) -> None:
    with pytest.raises(OwnerFixableError, match="bad_setting") as refusal:
        from_environment({"PERSONABOT_PORT": value})
    assert refusal.value.details["name"] == "PERSONABOT_PORT"


def test_everything_that_is_wrong_is_told_at_once() -> None:
    settings, wrong = read(
        {"PERSONABOT_PORT": "x", "PERSONABOT_FILES_KEPT_DAYS": "999999", "PERSONABOT_LOG": "xml", "HOME": "/"}
    )
    assert settings == Settings()
    assert [each.details["name"] for each in wrong] == [
        "PERSONABOT_PORT",
        "PERSONABOT_FILES_KEPT_DAYS",
        "PERSONABOT_LOG",
    ]
    assert [each.code for each in wrong] == ["bad_setting", "bad_setting", "bad_choice"]
    assert wrong[-1].details["options"] == "text, json"


def test_a_misspelt_setting_is_noticed() -> None:
    told = {"PERSONABOT_ANALYSIS_AT_ONCE": "0", "TELEGRAM_TOKEN": "1:a", "PERSONABOT_LOG": "json"}
    settings = from_environment(told)
    assert settings.unknown == ("PERSONABOT_ANALYSIS_AT_ONCE",)
    assert settings.log_form is LogForm.JSON


def test_a_file_says_the_same_and_the_environment_has_the_last_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "personabot.env"
    file.write_text(f'# mine\n\nPERSONABOT_DATA="{tmp_path / "data"}"\nPERSONABOT_PORT = x\nHOME_=a=b\n')
    assert read_file(file)["HOME_"] == "a=b"
    monkeypatch.setenv("PERSONABOT_SETTINGS", str(file))
    monkeypatch.delenv("PERSONABOT_DATA", raising=False)
    monkeypatch.setenv("PERSONABOT_PORT", "8001")
    monkeypatch.setattr("os.environ", dict(__import__("os").environ))
    assert main(["check"]) == 0
    assert str(tmp_path / "data") in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"PERSONABOT_PORT 8001", "bad_settings_file"),
        (b"export PERSONABOT_PORT=8001", "bad_settings_file"),
        (b"\xff\xfe", "no_settings_file"),
        (None, "no_settings_file"),
    ],
)
def test_a_file_that_is_none_of_settings_is_refused(tmp_path: Path, content: bytes | None, code: str) -> None:
    file = tmp_path / "personabot.env"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(OwnerFixableError, match=code):
        read_file(file)


def test_every_setting_is_told_to_operators_and_none_else() -> None:
    named = set(
        re.findall(
            r"`((?:PERSONABOT|TELEGRAM)_[A-Z_]+|DATABASE_URL)[`=]", (ROOT / "OPERATING.md").read_text()
        )
    )
    source = Path(settings.__file__).read_text()
    known = set(re.findall(r'"((?:PERSONABOT|TELEGRAM)_[A-Z_]+|DATABASE_URL)"', source)) - set(settings.OURS)
    assert named == known


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("value", HOSTILE)
def test_whatever_is_set_check_answers_in_sentences(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    value: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PERSONABOT_DATA", str(tmp_path / "data"))
    monkeypatch.setenv(name, value)
    assert main(["check"]) in {0, 2}
    told = capsys.readouterr()
    assert told.err == ""
    assert all(line.startswith(("✓", "✗")) for line in told.out.splitlines() if "\u202e" not in value)
