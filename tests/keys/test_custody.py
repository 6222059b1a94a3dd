"""What an operator does at the command line about keys and owners."""

from contextlib import closing
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.errors import OwnerFixableError
from bot.operator import custody
from bot.operator.stores import open_database
from bot.settings import Settings
from storage import owners
from storage.keys import keyring, rotation
from storage.keys.masters import new_master, put_first
from tests.storage.test_database import NOON


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name in ("DATABASE_URL", "PERSONABOT_MASTER_KEY", "PERSONABOT_MASTER_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PERSONABOT_DATA", str(tmp_path))
    return Settings(data=tmp_path)


def sealed_for_somebody(settings: Settings) -> str:
    with closing(open_database(settings)) as database:
        database.migrate()
        with database.transaction() as connection:
            owner = owners.find_or_add(connection, "web", "anna", "en", NOON)
            return keyring.of_owner(connection, owner.id).seal("a/b", "soap")


def opened(settings: Settings, sealed: str) -> str:
    with closing(open_database(settings)) as database, database.reading() as connection:
        owner = owners.find(connection, "web", "anna")
        assert owner is not None
        return keyring.of_owner(connection, owner.id).open("a/b", sealed)


def test_rotated_keys_open_what_was_sealed_before_also_without_the_old_one(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed = sealed_for_somebody(settings)
    assert main(["rotate-keys"]) == 0
    assert "2" in capsys.readouterr().out
    new, old = settings.key_file.read_text().split()
    assert new != old
    settings.key_file.write_text(new)
    assert opened(settings, sealed) == "soap"


def test_a_rotation_that_was_cut_short_is_finished_before_another_begins(settings: Settings) -> None:
    sealed = sealed_for_somebody(settings)
    put_first(settings.key_file, new_master())
    main(["rotate-keys"])
    assert len(settings.key_file.read_text().split()) == 2
    with closing(open_database(settings)) as database, database.reading() as connection:
        assert rotation.left(connection) == 0
    assert opened(settings, sealed) == "soap"


def test_an_owner_is_erased_with_all_files(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    sealed_for_somebody(settings)
    upload = settings.data / "blobs" / "1" / "uploads" / "a"
    upload.parent.mkdir(parents=True)
    upload.write_bytes(b"sealed")
    assert main(["erase", "web", "nobody"]) == 2
    assert upload.exists()
    assert main(["erase", "web", "anna"]) == 0
    assert not upload.exists()
    with closing(open_database(settings)) as database, database.reading() as connection:
        assert owners.find(connection, "web", "anna") is None


def test_an_owner_nobody_knows_is_named_and_nothing_is_erased(settings: Settings) -> None:
    sealed = sealed_for_somebody(settings)
    with pytest.raises(OwnerFixableError, match="nobody_there") as refusal:
        custody.erase(settings, "telegram", "anna")
    assert refusal.value.details == {"messenger": "telegram", "address": "anna"}
    assert opened(settings, sealed) == "soap"


def test_a_backup_is_put_back_only_where_nothing_is(
    settings: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sealed, copy = sealed_for_somebody(settings), tmp_path / "copy"
    assert main(["restore", str(copy)]) == 2
    assert str(copy) in capsys.readouterr().err
    assert main(["backup", str(copy)]) == 0
    assert main(["restore", str(copy)]) == 2
    assert "personabot.db" in capsys.readouterr().err
    (tmp_path / "personabot.db").unlink()
    assert main(["restore", str(copy)]) == 0
    assert opened(settings, sealed) == "soap"
