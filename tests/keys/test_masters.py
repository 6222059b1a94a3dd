"""Master keys: made once, kept to oneself, exchanged without losing anything."""

from contextlib import closing, suppress
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from segmentation.errors import OwnerFixableError
from storage import owners
from storage.database import Database
from storage.keys import keyring, rotation
from storage.keys.masters import Masters, masters_in, new_master, put_first
from storage.tables import owners as owners_table
from tests.master_key import MASTER
from tests.storage.test_database import NOON

A_KEY = bytes(range(32))


def test_the_first_run_makes_a_key_that_nobody_else_may_read(tmp_path: Path) -> None:
    file = tmp_path / "data" / "master-key"
    first = masters_in(file).wrap(A_KEY, "1")
    assert file.stat().st_mode & 0o777 == 0o600
    assert masters_in(file).unwrap(first, "1") == A_KEY


@pytest.mark.parametrize("text", ["", "short", "é" * 44, MASTER[:-4], MASTER + "AAAA"])
def test_a_master_key_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(OwnerFixableError, match="bad_master_key"):
        Masters(lambda: text)


def test_a_file_of_keys_that_cannot_be_read_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(OwnerFixableError, match="bad_master_key_file") as refusal:
        masters_in(tmp_path)  # a folder
    assert refusal.value.details == {"file": str(tmp_path)}


def test_a_wrapped_key_opens_for_its_holder_alone() -> None:
    masters = Masters(lambda: MASTER)
    with pytest.raises(OwnerFixableError, match="wrong_master_key"):
        masters.unwrap(masters.wrap(A_KEY, "1"), "2")


def test_a_new_master_key_is_known_without_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "master-key"
    running, before = masters_in(file), masters_in(file).current
    put_first(file, new_master())
    wrapped = masters_in(file).wrap(A_KEY, "1")
    assert wrapped.master != before
    assert running.unwrap(wrapped, "1") == A_KEY
    assert running.wrap(A_KEY, "1").master == wrapped.master
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_database_does_not_open_with_another_master_key(database_url: str) -> None:
    with closing(Database(database_url, Masters(lambda: MASTER))) as database:
        database.migrate()
    other = new_master()
    with (
        closing(Database(database_url, Masters(lambda: other))) as stranger,
        pytest.raises(OwnerFixableError, match="wrong_master_key"),
    ):
        stranger.migrate()


def test_a_key_made_in_a_transaction_that_failed_is_not_used_afterwards(database: Database) -> None:
    with suppress(ZeroDivisionError), database.transaction() as connection:
        owner = owners.find_or_add(connection, "web", "a", "en", NOON)
        lost = keyring.of_owner(connection, owner.id).seal("a/b", "lost")
        raise ZeroDivisionError
    with database.transaction() as connection:
        connection.execute(
            insert(owners_table).values(id=owner.id, messenger="web", address="b", created_at=NOON)
        )
        key = keyring.of_owner(connection, owner.id)
    with pytest.raises(Exception, match="a/b"):
        key.open("a/b", lost)
    with database.transaction() as connection:
        keyring.keyring_of(connection).forget_opened()
        assert keyring.of_owner(connection, owner.id).open("a/b", key.seal("a/b", "kept")) == "kept"


def test_an_owner_who_goes_takes_the_key_along(database: Database) -> None:
    with database.transaction() as connection:
        owner = owners.find_or_add(connection, "web", "a", "en", NOON)
        keyring.of_owner(connection, owner.id)
    assert count(database) == 2
    with database.transaction() as connection:
        connection.execute(owners_table.delete())
    assert count(database) == 1


def count(database: Database) -> int:
    with database.reading() as connection:
        return int(connection.execute(text("SELECT count(*) FROM data_keys")).scalar_one())


def test_keys_are_wrapped_anew_in_pieces_and_all_stay_readable(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A rotation that stops after every piece, as if killed there, and one piece that is rolled back."""
    monkeypatch.setattr(rotation, "MOST_AT_ONCE", 7)
    file = tmp_path / "master-key"
    with closing(Database(database_url, masters_in(file))) as database:
        database.migrate()
        sealed = sealed_for(database, 30)
    put_first(file, new_master())
    with (
        closing(Database(database_url, masters_in(file))) as database,
        suppress(ZeroDivisionError),
        database.transaction() as connection,
    ):
        rotation.wrap_some_anew(connection)
        raise ZeroDivisionError
    pieces = [1]
    while pieces[-1]:
        with closing(Database(database_url, masters_in(file))) as database:
            with database.transaction() as connection:
                pieces.append(rotation.wrap_some_anew(connection))
            assert_readable(database, sealed)
    assert pieces[1:] == [7, 7, 7, 7, 3, 0]
    new = file.read_text().split()[0]
    with closing(Database(database_url, Masters(lambda: new))) as database:  # the old one is gone
        assert_readable(database, sealed)


def sealed_for(database: Database, number: int) -> dict[int, str]:
    languages = {("web", f"visitor {each}"): "en" for each in range(number)}
    with database.transaction() as connection:
        ids = [owner.id for owner in owners.find_or_add_all(connection, languages, NOON).values()]
        keys = keyring.of_owners(connection, ids)
    return {owner_id: keys[owner_id].seal("a/b", f"text {owner_id}") for owner_id in ids}


def assert_readable(database: Database, sealed: dict[int, str]) -> None:
    with database.reading() as connection:
        keys = keyring.of_owners(connection, sealed.keys())
    assert {owner_id: keys[owner_id].open("a/b", text) for owner_id, text in sealed.items()} == {
        owner_id: f"text {owner_id}" for owner_id in sealed
    }


@pytest.mark.slow
def test_a_hundred_thousand_keys_survive_a_rotation_with_a_kill_in_the_middle(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path / 'a.db'}", tmp_path / "master-key"
    with closing(Database(url, masters_in(file))) as database:
        database.migrate()
        sealed = sealed_for(database, 100_000)
    put_first(file, new_master())
    for most in (40, 1_000):
        with closing(Database(url, masters_in(file))) as database:
            for _ in range(most):
                with database.transaction() as connection:
                    rotation.wrap_some_anew(connection)
            assert_readable(database, sealed)
    with closing(Database(url, masters_in(file))) as database, database.reading() as connection:
        assert rotation.left(connection) == 0
