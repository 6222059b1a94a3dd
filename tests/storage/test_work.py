"""Whose turn it is: owners in turn, small before large, and nobody too much at once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from storage import owners, work
from storage.database import Database
from storage.work import Claimed, Lease, Limits, NewWork, WorkKind

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
MEGABYTE = 2**20
ANY = Limits(per_owner=100)


def owner(connection: Connection, name: str) -> int:
    return owners.find_or_add(connection, "web", name, "en", NOW).id


def put(connection: Connection, name: str, owner_id: int, *, size: int = 0, seconds: float = 0) -> None:
    new = NewWork(name, WorkKind.ANALYSIS, owner_id, size)
    work.put_in_line(connection, new, NOW + timedelta(seconds=seconds))


def take(
    connection: Connection, limits: Limits = ANY, *, worker: str = "w", seconds: float = 0
) -> Claimed | None:
    now = NOW + timedelta(seconds=seconds)
    return work.claim(connection, Lease(worker, now, now + timedelta(seconds=15)), limits)


def turns(connection: Connection, limits: Limits = ANY) -> list[str]:
    taken = []
    while claimed := take(connection, limits):
        taken.append(claimed.id)
    return taken


def test_owners_take_turns_however_much_each_has_in_line(database: Database) -> None:
    with database.transaction() as connection:
        busy, quiet = owner(connection, "busy"), owner(connection, "quiet")
        for number in range(5):
            put(connection, f"busy {number}", busy)
        put(connection, "quiet 0", quiet, seconds=1)
        put(connection, "quiet 1", quiet, seconds=1)
        assert turns(connection)[:4] == ["busy 0", "quiet 0", "busy 1", "quiet 1"]


def test_small_work_goes_before_large_and_large_waits_no_longer_than_it_takes(database: Database) -> None:
    with database.transaction() as connection:
        put(connection, "large", owner(connection, "large"), size=60 * MEGABYTE)
        for second in range(0, 120, 10):
            put(connection, f"small {second}", owner(connection, f"{second}"), seconds=second)
        order = turns(connection)
    assert order.index("small 50") < order.index("large") < order.index("small 70")


def test_the_place_for_small_work_takes_nothing_large(database: Database) -> None:
    with database.transaction() as connection:
        put(connection, "large", owner(connection, "large"), size=60 * MEGABYTE)
        small = Limits(per_owner=1, largest=MEGABYTE)
        assert take(connection, small) is None
        put(connection, "small", owner(connection, "small"), seconds=100)
        assert turns(connection, small) == ["small"]


def test_an_owner_has_no_more_at_once_than_allowed(database: Database) -> None:
    with database.transaction() as connection:
        busy, quiet = owner(connection, "busy"), owner(connection, "quiet")
        for number in range(3):
            put(connection, f"busy {number}", busy)
        put(connection, "quiet", quiet, seconds=60)
        assert turns(connection, Limits(per_owner=2)) == ["busy 0", "busy 1", "quiet"]
        work.remove(connection, busy, "busy 0")
        assert turns(connection, Limits(per_owner=2)) == ["busy 2"]


def test_what_nobody_renews_is_the_next_ones_and_lost_to_the_first(database: Database) -> None:
    with database.transaction() as connection:
        put(connection, "work", owner(connection, "anna"))
        first = take(connection, worker="first")
        assert first
        assert take(connection, worker="second", seconds=14) is None
        second = take(connection, worker="second", seconds=16)
        assert second
        assert (second.id, second.attempts) == ("work", 2)
        later = Lease("first", NOW, NOW + timedelta(seconds=99))
        assert not work.renew(connection, first, later)


def test_what_a_worker_leaves_is_free_at_once_and_does_not_count(database: Database) -> None:
    with database.transaction() as connection:
        put(connection, "work", owner(connection, "anna"))
        assert take(connection, worker="first")
        work.release(connection, "first")
        again = take(connection, worker="second")
        assert again
        assert again.attempts == 1


@pytest.fixture(scope="module")
def one_database(tmp_path_factory: pytest.TempPathFactory) -> Database:
    from tests.master_key import MASTERS  # noqa: PLC0415

    opened = Database(f"sqlite:///{tmp_path_factory.mktemp('work') / 'test.db'}", MASTERS)
    opened.migrate()
    return opened


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 300)), max_size=25))
def test_everything_has_its_turn_once_and_each_owners_in_the_order_it_came(
    one_database: Database, asked: list[tuple[int, int]]
) -> None:
    with one_database.transaction() as connection:
        ids = [owner(connection, str(number)) for number in range(4)]
        for number, (who, megabytes) in enumerate(asked):
            put(connection, str(number), ids[who], size=megabytes * MEGABYTE)
        order = [int(name) for name in turns(connection)]
        for name in order:
            for each in ids:
                work.remove(connection, each, str(name))
    assert sorted(order) == list(range(len(asked)))
    for who in range(4):
        of_one = [number for number in order if asked[number][0] == who]
        assert of_one == sorted(of_one)
