"""Blobs in a real object store: OpenStack Swift over S3."""

import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bot.__main__ import main
from bot.operator.check import check
from bot.operator.operations import Operations
from bot.settings import Settings
from segmentation.errors import OwnerFixableError
from storage.blobs import MEGABYTE, Blobs
from storage.database import Database
from storage.keys.data_key import DataKey
from storage.places import store_at
from tests.bot.desk import Clock
from tests.master_key import MASTERS
from tests.object_store import PAGE

pytestmark = pytest.mark.s3

KEY = DataKey("1", bytes(range(32)))
SENT_MEGABYTES = 200
FLAT_KILOBYTES = 120_000
"""Three parts of 5 MB are on their way at a time, and the store answers in pieces."""


@pytest.fixture
def blobs(bucket: str) -> Blobs:
    return Blobs(bucket, lambda _: KEY)


async def pieces(megabytes: int) -> AsyncIterator[bytes]:
    for number in range(megabytes):
        yield bytes([number % 256]) * MEGABYTE


async def test_what_is_put_is_found_read_and_removed(blobs: Blobs, tmp_path: Path) -> None:
    for name in ("1/uploads/a", "1/cards/ü 卡片", "11/uploads/b"):
        await blobs.put(name, name.encode())
    assert await blobs.names("1") == ("1/cards/ü 卡片", "1/uploads/a")
    assert await blobs.get("1/cards/ü 卡片") == "1/cards/ü 卡片".encode()
    await blobs.copy_to("1/uploads/a", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"1/uploads/a"
    await blobs.put("1/uploads/a", b"again")
    assert await blobs.get("1/uploads/a") == b"again"
    await blobs.remove("1/uploads/a")
    await blobs.remove("1/uploads/a")
    assert await blobs.get("1/uploads/a") is None
    await blobs.remove_all("1")
    assert (await blobs.names("1"), await blobs.names("11")) == ((), ("11/uploads/b",))


async def test_a_long_file_is_the_same_afterwards(blobs: Blobs, tmp_path: Path) -> None:
    """Longer than the parts it is sent in."""
    assert await blobs.put_stream("1/uploads/long", pieces(12), 20 * MEGABYTE) == 12 * MEGABYTE
    await blobs.copy_to("1/uploads/long", tmp_path / "copy")
    assert (tmp_path / "copy").read_bytes() == b"".join([piece async for piece in pieces(12)])


async def test_all_pages_are_listed_and_removed(blobs: Blobs) -> None:
    for number in range(2 * PAGE + 1):
        await blobs.put(f"1/steps/{number:04}", b"")
    assert len(await blobs.names("1")) == 2 * PAGE + 1
    await blobs.remove_all("1")
    assert await blobs.names("1") == ()


@pytest.mark.parametrize("megabytes", [0, 12])
async def test_a_refused_file_leaves_nothing_behind(
    blobs: Blobs, object_store_folder: Path, megabytes: int
) -> None:
    """No part of it either, which no listing shows."""
    before = large_files(object_store_folder)
    with pytest.raises(OwnerFixableError):
        await blobs.put_stream("1/uploads/refused", pieces(megabytes), 11 * MEGABYTE)
    assert await blobs.names("1") == ()
    assert large_files(object_store_folder) == before


def large_files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*.data") if path.stat().st_size > MEGABYTE}


def test_the_bucket_is_made_and_everything_is_well(
    bucket: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PERSONABOT_STORE", bucket.replace("test-", "fresh-"))
    monkeypatch.setenv("PERSONABOT_DATA", str(tmp_path))
    assert (main(["check"]), "personabot prepare" in capsys.readouterr().out) == (2, True)
    assert (main(["prepare"]), main(["prepare"]), main(["check"])) == (0, 0, 0)


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wrong", "store_denied"),
        ("AWS_ACCESS_KEY_ID", "nobody", "store_denied"),
        ("AWS_REGION", "mars-north-1", "store_away"),
        ("AWS_ENDPOINT", "store:8333", "bad_store_endpoint"),
        ("AWS_ENDPOINT", "http://[::1", "bad_store_endpoint"),
        ("AWS_ALLOW_HTTP", "false", "open_store_endpoint"),
    ],
)
def test_a_wrong_setting_is_named(
    bucket: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str, code: str
) -> None:
    monkeypatch.setenv(name, value)
    wrong = {each.key for each in check(Settings(data=tmp_path, store_url=bucket)) if not each.is_well}
    assert wrong == {f"errors.{code}"}


def test_a_bucket_that_is_not_there_is_named(bucket: str, tmp_path: Path) -> None:
    missing = bucket.replace("test-", "missing-")
    (wrong,) = (each for each in check(Settings(data=tmp_path, store_url=missing)) if not each.is_well)
    assert (wrong.key, wrong.values) == ("errors.no_bucket", {"place": missing})


@pytest.mark.parametrize(
    "place", ["bucket/files", "s3://", "s4://bucket", "memory://", "http://store/x", "s3://a b"]
)
def test_what_is_no_address_of_a_store_is_refused(place: str) -> None:
    with pytest.raises(OwnerFixableError, match="bad_store"):
        store_at(place)


async def test_a_process_whose_bucket_is_gone_is_not_ready(bucket: str, tmp_path: Path) -> None:
    with closing(Database(f"sqlite:///{tmp_path / 'a.db'}", MASTERS)) as database:
        database.migrate()
        for place, answer in ((bucket, "ok"), (bucket.replace("test-", "gone-"), "store")):
            app = Operations(database, Blobs(place, database.key_of), Clock()).app
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url="http://operator") as door:
                assert (await door.get("/readyz")).text == answer


@pytest.mark.slow
def test_two_hundred_megabytes_come_and_go_in_flat_memory(
    bucket: str, object_store_settings: Mapping[str, str], tmp_path: Path
) -> None:
    """In a process of its own, whose memory is measured at its highest."""
    command = [
        sys.executable,
        "-m",
        "tests.storage.long_way",
        bucket,
        str(SENT_MEGABYTES),
        str(tmp_path / "copy"),
    ]
    done = subprocess.run(
        command, env={**os.environ, **object_store_settings}, stdout=subprocess.PIPE, check=True
    )
    before, after = map(int, done.stdout.split())
    assert (tmp_path / "copy").stat().st_size == SENT_MEGABYTES * MEGABYTE
    assert after - before < FLAT_KILOBYTES, f"{before} kB grew to {after} kB"
