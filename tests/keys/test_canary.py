"""One customer in everything an owner sends: in no log, sealed wherever it is kept, gone after /delete.

The real product in a process of its own, with its own folder for temporary files.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select, text

from storage.database import Database
from storage.tables import metadata
from tests.keys import canary
from tests.master_key import MASTER, MASTERS
from tests.ports import free_port, wait_until_up

PATIENCE_SECONDS = 240
ERASED_SECONDS = 60
"""Promised."""


@dataclass
class Shop:
    """An owner at the web chat, and where what they send may lie."""

    visitor: httpx.Client
    folder: Path
    database_url: str

    def does(self, **post: str) -> None:
        self.visitor.post("/api/messages", json={"id": uuid4().hex, **post}).raise_for_status()

    def sends(self, name: str, content: bytes) -> None:
        headers = {"X-Event-Id": uuid4().hex, "X-File-Name": quote(name)}
        self.visitor.post("/api/files", content=content, headers=headers).raise_for_status()

    def hears(self, key: str, times: int = 1) -> None:
        self.waits(lambda: self.text_keys().count(key) >= times, PATIENCE_SECONDS)

    def text_keys(self) -> list[str]:
        return [key for entry in self.entries() for key in entry.get("keys", ())]

    def refusals(self) -> int:
        return sum(key.startswith("errors.") for key in self.text_keys())

    def entries(self) -> list[dict[str, Any]]:
        answer = self.visitor.get("/api/history", params={"after": 0})
        answer.raise_for_status()
        entries: list[dict[str, Any]] = answer.json()["entries"]
        return entries

    def taps(self, beginning: str, label: str = "a button") -> None:
        """The newest button whose data begin so; `*` stands for anything."""
        rows = [row for entry in self.entries() for row in entry.get("buttons", ())]
        fitting = [each["data"] for row in rows for each in row if fnmatchcase(each["data"], f"{beginning}*")]
        self.does(tap=fitting[-1], label=label)

    def waits(self, condition: Callable[[], bool], seconds: float) -> None:
        until = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < until
            time.sleep(0.25)

    def rows(self) -> dict[str, int]:
        """How many rows each table has that hold anything of an owner."""
        with closing(Database(self.database_url, MASTERS)) as database, database.reading() as connection:
            tables = [table for table in metadata.sorted_tables if table.name != "data_keys"]
            counts = {
                table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for table in tables
            }
        return {name: count for name, count in counts.items() if count}

    def places(self) -> list[Path]:
        """Data, temporary files, log, and where PostgreSQL keeps its tables and its log of changes."""
        if self.database_url.startswith("sqlite"):
            return [self.folder]
        with closing(Database(self.database_url, MASTERS)) as database, database.transaction() as connection:
            connection.execute(text("SELECT pg_switch_wal()"))
            name = connection.execute(text("SHOW data_directory")).scalar_one()
        return [self.folder, Path(name)]


@contextmanager
def open_shop(folder: Path, database_url: str) -> Iterator[Shop]:
    (folder / "tmp").mkdir(parents=True)
    port = free_port()
    settings = {
        "PERSONABOT_DATA": str(folder / "data"),
        "PERSONABOT_PORT": str(port),
        "PERSONABOT_MASTER_KEY": MASTER,
        "DATABASE_URL": database_url,
        "TELEGRAM_TOKEN": "",
        "TMPDIR": str(folder / "tmp"),
    }
    command, log = [sys.executable, "-m", "bot", "run"], (folder / "log").open("ab")
    address = f"http://127.0.0.1:{port}"
    with log, subprocess.Popen(command, env={**os.environ, **settings}, stderr=log, stdout=log) as process:
        try:
            wait_until_up(f"{address}/healthz")
            with httpx.Client(base_url=address, headers={"Origin": address}, timeout=60) as visitor:
                visitor.get("/")
                yield Shop(visitor, folder, database_url)
        finally:
            process.kill()


@pytest.mark.parametrize(
    "database_url",
    ["sqlite", pytest.param("postgres", marks=[pytest.mark.postgres, pytest.mark.slow])],
    indirect=True,
)
def test_a_customer_is_sealed_everywhere_and_gone_after_deletion(tmp_path: Path, database_url: str) -> None:
    url = database_url.replace(str(tmp_path), str(tmp_path / "shop"))
    with open_shop(tmp_path / "shop", url) as shop:
        tell_everything(shop)
        say_more_of_the_result(shop)
        assert canary.traces_in(*shop.places()) == []
        shop.does(command="delete", label=f"delete {canary.NAME}")
        shop.hears("chat.delete_sure")
        shop.taps("delete:yes", f"yes {canary.EMAIL}")
        shop.hears("chat.goodbye")
        shop.waits(lambda: set(shop.rows()) <= {"alembic_version"}, ERASED_SECONDS)
        assert canary.traces_in(*shop.places()) == []
        left = [path.parent.name for path in (shop.folder / "data" / "blobs").rglob("*") if path.is_file()]
        assert [name for name in left if name.isdecimal()] == []
        assert not (shop.folder / "data" / "blobs" / "1").exists() or not any(
            path.is_file() for path in (shop.folder / "data" / "blobs" / "1").rglob("*")
        )


def tell_everything(shop: Shop) -> None:
    """The customer in typed text, in a button's label, in the name and the cells of a file, in a new name."""
    shop.does(text=f"My best customer is {canary.NAME}, {canary.PHONE}")
    shop.hears("chat.welcome")
    shop.does(tap="express", label=f"express {canary.CHINESE_NAME}")
    shop.hears("questions.offer.ask")
    shop.does(text=f"soap for {canary.GREEK_NAME} ({canary.EMAIL})")
    shop.hears("questions.age.ask")
    shop.sends(f"orders of {canary.NAME} {canary.ID}.csv", canary.table())
    shop.hears("privacy.consent")
    assert canary.traces_in(*shop.places()) == []
    shop.taps("agree:2")
    shop.hears("exhibit.understanding")
    shop.taps("file:0:ok", f"right, {canary.ID}")
    shop.hears("chat.file_confirmed")
    shop.does(tap="run", label="run")
    shop.hears("exhibit.cards")
    shop.taps("workbook:") if "workbook:" in str(shop.entries()) else shop.does(command="result", label="x")


def say_more_of_the_result(shop: Shop) -> None:
    """The customer in a group's new name, in a person's, and in a text that is held against them."""
    shop.taps("segments:", f"groups of {canary.NAME}")
    shop.hears("exhibit.segments")
    shop.taps("names:")
    shop.hears("groups.which_name")
    shop.taps("name:")
    shop.hears("groups.name_it")
    shop.does(text=f"Friends of {canary.CHINESE_NAME} {canary.ID}")
    shop.hears("exhibit.segments", 2)
    shop.taps("person:*:0")
    shop.hears("exhibit.persona")
    shop.taps("correct:*:0")
    shop.hears("corrections.which")
    shop.taps("correct:*:0:name")
    shop.hears("corrections.name_them")
    shop.does(text=canary.GREEK_NAME)
    shop.hears("exhibit.persona", 2)
    shop.does(command="check", label=f"check {canary.PHONE}")
    shop.hears("relevance.ask")
    shop.does(text=f"Tea for {canary.NAME}: write to {canary.EMAIL}")
    shop.hears("exhibit.relevance")
    shop.does(command="export", label="all of it")
    shop.hears("exhibit.everything")


def test_files_that_cannot_be_read_leave_their_customer_in_no_log(tmp_path: Path) -> None:
    folder, broken = tmp_path / "shop", (f"a,b\n{canary.NAME}", f"PK\3\4{canary.NAME}", canary.EMAIL * 50)
    with open_shop(folder, f"sqlite:///{folder / 'data' / 'a.db'}") as shop:
        shop.does(tap="upload", label="a file")
        shop.does(tap="upload", label="a file")
        shop.hears("privacy.consent")
        shop.taps("agree:2")
        for number, content in enumerate(broken, start=1):
            shop.sends(f"{number} {canary.NAME}.xlsx", content.encode())
        shop.waits(lambda: shop.refusals() == len(broken), PATIENCE_SECONDS)
        assert canary.traces_in(*shop.places()) == []
