"""What owners agree to is what they were asked, and what becomes of files when they do not."""

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from bot.desk.file_keeper import FileKeeper
from bot.dialogue.consent import VERSION
from bot.dialogue.inbound import Command, Commanded, Said, SentFile, Tapped
from bot.errors import OwnerFixableError
from bot.messages import DocumentReply
from bot.settings import Settings
from bot.work.retention import Retention
from prompts.catalog import LANGUAGES_FOLDER
from prompts.values import catalog
from storage import uploads
from storage.database import Database
from tests.bot.desk import ANNA, Desk, pieces

WORDINGS = {1: "3ee5ff68eacbc73f", 2: "da96f7fa987b1273"}
"""A mark of the wording in all languages, by version: a new wording needs a new version."""


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


async def send(desk: Desk) -> SentFile:
    """A file, without a word on whether one agrees."""
    sent = await desk.assistant.keep_file(ANNA, "orders.csv", pieces(b"a,b\n1,2\n"))
    await desk.send(sent)
    return sent


def state_of(desk: Desk, upload: str) -> str | None:
    with desk.database.reading() as connection:
        return next((each.state for each in uploads.get(connection, 1, [upload])), None)


def files_of(desk: Desk) -> list[str]:
    return [path.name for path in (desk.folder / "blobs").rglob("uploads/*")]


def test_a_change_of_the_wording_is_a_new_version() -> None:
    files = (LANGUAGES_FOLDER / code / "privacy.toml" for code in sorted(catalog().languages))
    wordings = [path.read_text(encoding="utf-8").partition("\nagreed")[0] for path in files]
    assert hashlib.sha256("".join(wordings).encode()).hexdigest()[:16] == WORDINGS[VERSION]


async def test_a_file_is_not_looked_into_before_its_owner_agrees(desk: Desk) -> None:
    sent = await send(desk)
    assert (await desk.keys())[-1] == "privacy.consent"
    assert state_of(desk, sent.upload) == "received"
    await desk.send(Tapped("agree:2"))
    assert state_of(desk, sent.upload) == "queued"
    assert (await send(desk)).upload != sent.upload
    assert (await desk.keys())[-1] == "chat.looking"


async def test_who_does_not_agree_has_the_file_deleted_at_once(desk: Desk) -> None:
    sent = await send(desk)
    await desk.blobs.put(uploads.table_of(f"1/uploads/{sent.upload}"), b"a clean copy")
    await desk.send(Tapped("agree:no"))
    assert state_of(desk, sent.upload) is None
    assert files_of(desk) == []


async def test_agreeing_to_an_earlier_wording_asks_again(desk: Desk) -> None:
    await send(desk)
    await desk.send(Tapped(f"agree:{VERSION - 1}"))
    assert (await desk.keys())[-1] == "privacy.consent"


async def test_what_was_agreed_outlives_starting_over_and_is_told(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send(Tapped("agree:2"))
    await desk.send(Tapped("over"))
    await desk.tap("Yes, start over")
    await desk.send(Commanded(Command.PRIVACY))
    assert "May 1, 2026" in await desk.last_text()
    assert "30 days" in await desk.last_text()


async def test_a_file_is_deleted_when_its_time_is_over_and_has_to_be_sent_again(desk: Desk) -> None:
    sent = await desk.send_file("orders.csv", b"a,b\n1,2\n")
    await desk.blobs.put(uploads.table_of(f"1/uploads/{sent.upload}"), b"a clean copy")
    retention = Retention(desk.database, desk.blobs, kept=timedelta(days=30), clock=desk.clock)
    desk.clock.forward(29 * 86_400)
    assert await retention.tidy() == 0
    desk.clock.forward(2 * 86_400)
    assert await retention.tidy() == 1
    assert await retention.tidy() == 0
    assert files_of(desk) == []
    assert state_of(desk, sent.upload) == uploads.EXPIRED


async def test_a_file_that_waits_for_a_word_is_deleted_after_a_day(
    desk: Desk,
) -> None:
    sent = await send(desk)
    retention = Retention(desk.database, desk.blobs, kept=timedelta(0), clock=desk.clock)
    desk.clock.forward(86_401)
    assert await retention.tidy() == 1
    await desk.send(Tapped("agree:2"))
    assert "errors.file_expired" in await desk.keys()
    assert state_of(desk, sent.upload) == uploads.EXPIRED


async def test_one_owner_cannot_send_more_than_a_days_share(desk: Desk) -> None:
    for _ in range(desk.settings.uploads_per_day):
        await desk.assistant.keep_file(ANNA, "a.csv", pieces(b"a,b\n"))
    with pytest.raises(OwnerFixableError, match="too_many_files_today"):
        await desk.assistant.keep_file(ANNA, "a.csv", pieces(b"a,b\n"))
    desk.clock.forward(86_401)
    await desk.assistant.keep_file(ANNA, "a.csv", pieces(b"a,b\n"))


async def test_one_owner_cannot_send_more_bytes_than_a_days_share(desk: Desk) -> None:
    settings = Settings(data=desk.folder, upload_bytes_per_day=3)
    keeper = FileKeeper(desk.database, desk.blobs, settings, desk.clock)
    await keeper.keep(ANNA, "en", "first", "a.csv", pieces(b"a,b\n"))
    with pytest.raises(OwnerFixableError, match="too_much_today"):
        await keeper.keep(ANNA, "en", "second", "a.csv", pieces(b"a,b\n"))


async def test_everything_is_given_with_answers_chat_and_files_and_nothing_of_others(desk: Desk) -> None:
    await desk.send(Commanded(Command.START))
    await desk.send(Tapped("express"))
    await desk.send(Said("Zanzibar soap"))
    await desk.send_file("..", b"customer,date\nAda,2024-01-01\n")
    await desk.send(Commanded(Command.EXPORT))
    reply = next(each.reply for each in await desk.history() if isinstance(each.reply, DocumentReply))
    content = await desk.assistant.attachment(ANNA, reply.document.blob)
    assert content is not None
    with ZipFile(BytesIO(content)) as pack:
        names = pack.namelist()
        told = json.loads(pack.read("everything.json"))
        files = [pack.read(name) for name in names if name.startswith("uploads/")]
    assert told["you"]["address"] == ANNA.address
    assert "Zanzibar soap" in json.dumps(told["answers"])
    assert "Zanzibar soap" in [each["you"] for each in told["conversation"]]
    assert files == [b"customer,date\nAda,2024-01-01\n"]
    assert all(".." not in name.split("/") for name in names)


async def test_an_export_takes_the_place_of_the_one_before(desk: Desk) -> None:
    await desk.send(Commanded(Command.EXPORT))
    await desk.send(Commanded(Command.EXPORT))
    assert len(list((desk.folder / "blobs").rglob("exports/*"))) == 1
