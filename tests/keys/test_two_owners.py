"""Two owners, one of whom knows every id, button, link and name of the other: nothing comes across."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount, Route

from bot.dialogue.inbound import (
    AnalysisFinished,
    Command,
    Commanded,
    FileUnderstood,
    Inbound,
    Said,
    SentFile,
    Tapped,
)
from bot.messages import Conversation, DocumentReply, PicturesReply, Reply
from bot.messengers.web.app import WebMessenger
from bot.settings import Settings
from bot.upload_links import UploadLinks
from prompts.values import catalog
from storage import analyses, uploads
from storage.database import Database
from tests.bot.desk import ANNA, Desk

BERT = Conversation("web", "bert")
SECRET = "Zanzibar"
LOOKED_AT = {
    "/": "tests/web: another's cookie (test_boundaries), a changed cookie (test_posts)",
    "/api/history": "tests/web/test_boundaries.py: by page, by cursor, before a number",
    "/api/stream": "tests/web/test_boundaries.py: what another says",
    "/api/messages": "here: every command and button",
    "/api/files": "tests/web/test_posts.py: the same event id of another",
    "/files/{blob:path}": "tests/web/test_boundaries.py: every way out of the own folder",
    "/healthz": "the same for everybody",
    "/static": "the same for everybody",
    "/upload/{token}": "tests/web/test_upload_link.py: another's, used, expired, forged links",
}
"""Where each route is tried with what belongs to somebody else: a new one has to be thought of."""


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    return Desk(database, tmp_path)


def test_every_route_has_been_looked_at(desk: Desk) -> None:
    messenger = WebMessenger(desk.assistant, catalog(), Settings(session_secret="a secret of the tests"))
    inner = messenger.app._app
    assert isinstance(inner, Starlette)
    routes = {route.path for route in inner.routes if isinstance(route, Route | Mount)}
    assert routes == LOOKED_AT.keys()


async def anna_tells_and_sends(desk: Desk) -> tuple[str, str]:
    """The ids of her file and of the analysis she waits for."""
    await desk.send(Commanded(Command.START))
    await desk.send(Tapped("express"))
    await desk.send(Said(f"{SECRET} soap"))
    sent = await desk.send_file(f"{SECRET}.csv", f"customer,date\n{SECRET},2024-01-01\n".encode())
    await desk.send(FileUnderstood(sent.upload, (("customer", "customer_id"),)))
    await desk.send(Tapped("run:anyway"))
    await desk.send(Commanded(Command.EXPORT))
    with desk.database.reading() as connection:
        return sent.upload, analyses.of_owner(connection, 1)[0].id


async def said_to_bert(desk: Desk) -> list[str]:
    """Everything he can read: texts, labels, names, and the bytes of what he is sent."""
    replies = [entry.reply for entry in await desk.history(BERT) if entry.reply]
    return [repr(reply) for reply in replies] + [
        (await desk.assistant.attachment(BERT, blob) or b"").decode("latin-1")
        for reply in replies
        for blob in blobs_of(reply)
    ]


def blobs_of(reply: Reply) -> list[str]:
    match reply:
        case DocumentReply(document):
            return [document.blob]
        case PicturesReply(pictures):
            return [picture.blob for picture in pictures]
        case _:
            return []


async def test_no_command_button_or_id_of_another_owner_brings_anything_of_theirs(desk: Desk) -> None:
    upload, analysis = await anna_tells_and_sends(desk)
    before = await desk.history(ANNA)
    crafted: list[Inbound] = [
        *(Commanded(command, argument) for command in Command for argument in ("", "1", upload, analysis)),
        *(Tapped(button.data) for button in await desk.buttons(ANNA)),
        *(Tapped(f"{verb}:{analysis[-12:]}:0") for verb in ("person", "plan", "list", "report", "workbook")),
        *(Tapped(f"file:{number}:{verb}") for number in (0, 1) for verb in ("show", "findings", "details")),
        SentFile(upload, "mine.csv", 10),
        Tapped("agree:2"),
        Tapped("file:0:show"),
        AnalysisFinished(analysis, ("p1",), ("lifecycle",), ("Susan",)),
        Commanded(Command.RESULT),
        Commanded(Command.EXPORT),
    ]
    for number, event in enumerate(crafted):
        await desk.send(event, BERT, f"crafted {number}")
    assert [text for text in await said_to_bert(desk) if SECRET in text] == []
    assert await desk.history(ANNA) == before
    with desk.database.reading() as connection:
        assert uploads.of_owner(connection, 2) == ()
        (hers,) = uploads.of_owner(connection, 1)
    assert hers.name == f"{SECRET}.csv"


async def test_deleting_leaves_everything_of_the_other_owner(desk: Desk) -> None:
    await anna_tells_and_sends(desk)
    before = await desk.history(ANNA)
    await desk.send(Commanded(Command.DELETE), BERT)
    await desk.tap("Yes, delete everything", BERT)
    desk.clock.forward(31)
    await desk.assistant._sweep(desk.clock())
    assert await desk.history(BERT) == ()
    assert await desk.history(ANNA) == before
    assert len(list((desk.folder / "blobs" / "1" / "uploads").iterdir())) == 1


async def test_a_blob_put_under_another_owners_name_does_not_open(desk: Desk) -> None:
    """As somebody could do who can write into the store but has no key."""
    upload, _ = await anna_tells_and_sends(desk)
    await desk.send(Commanded(Command.START), BERT)
    theirs = desk.folder / "blobs" / "2" / "uploads" / upload
    theirs.parent.mkdir(parents=True)
    theirs.write_bytes((desk.folder / "blobs" / "1" / "uploads" / upload).read_bytes())
    with pytest.raises(Exception, match=upload):
        await desk.assistant.attachment(BERT, f"2/uploads/{upload}")


async def test_an_upload_link_serves_the_conversation_it_was_made_for_alone(desk: Desk) -> None:
    settings = Settings(session_secret="a secret of the tests", public_url="https://shop.test")
    links = UploadLinks(settings)
    token = links.make(ANNA).rpartition("/")[2]
    assert links.read(token).conversation == ANNA
    body, _, signature = token.rpartition(".")
    other_body = links.make(BERT).rpartition("/")[2].rpartition(".")[0]
    assert body != other_body
    with pytest.raises(Exception, match="broken"):
        links.read(f"{other_body}.{signature}")
