"""The real product behind a real HTTP server, in a thread of its own."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from bot import running, wiring
from bot.codec import reply_to_json
from bot.dialogue.inbound import Inbound
from bot.messages import Attachment, DocumentReply, Reply
from bot.messengers.web.app import WebMessenger
from bot.operator.stores import open_blobs, open_database
from bot.settings import Settings
from storage import owners
from tests.events import events_of
from tests.ports import free_port


class Site:
    """Serves the web chat from `start` to `stop`; both may happen again and again, on the same data."""

    def __init__(self, folder: Path, max_upload_bytes: int, database_url: str = "") -> None:
        port = free_port()
        self.settings = Settings(
            data=folder,
            database_url=database_url,
            session_secret="a secret of the tests",
            web_port=port,
            max_upload_bytes=max_upload_bytes,
        )
        self.url = f"http://127.0.0.1:{port}"

    def start(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live()))
        self._thread.start()
        assert self._ready.wait(60)

    def stop(self) -> None:
        self._call(self._asked_to_stop.set)
        self._thread.join()

    def query(self, statement: str, *rows: Mapping[str, object], **values: object) -> list[dict[str, Any]]:
        """Read or change the database behind the assistant's back, for each of `rows` or once."""
        with closing(open_database(self.settings)) as database, database.transaction() as connection:
            for row in rows or (values,):
                done = connection.execute(text(statement), row)
            return [dict(found) for found in done.mappings()] if done.returns_rows else []

    def owner_id(self, address: str) -> int:
        with closing(open_database(self.settings)) as database, database.reading() as connection:
            owner = owners.find(connection, "web", address)
        assert owner is not None
        return owner.id

    def taken(self, address: str) -> list[Inbound]:
        """What a visitor did, in order, without the opening."""
        with closing(open_database(self.settings)) as database, database.reading() as connection:
            events = events_of(connection, self.owner_id(address))
        return [inbound for inbound, _ in events][1:]

    def say(self, address: str, *replies: Reply) -> None:
        """More replies to the visitor's last event, as another process would put them into the database."""
        owner_id = self.owner_id(address)
        (last,) = self.query("SELECT max(number) AS number FROM outbox WHERE owner_id = :id", id=owner_id)
        with closing(open_database(self.settings)) as database:
            key = database.key_of(str(owner_id))
        rows = [
            {
                "id": owner_id,
                "number": number,
                "payload": key.seal(f"outbox/{number}", reply_to_json(reply)),
                "progress_of": getattr(reply, "progress_of", None),
            }
            for number, reply in enumerate(replies, start=last["number"] + 1)
        ]
        self.query(
            """
            INSERT INTO outbox (number, inbox_id, position, owner_id, payload, progress_of, state, attempts,
                                next_attempt_at, created_at)
            SELECT :number, max(inbox_id), max(position) + 1, owner_id, :payload, :progress_of,
                   'sent', 0, max(next_attempt_at), max(outbox.created_at)
            FROM outbox WHERE owner_id = :id GROUP BY owner_id
            """,
            *rows,
        )

    def say_document(self, address: str, name: str, content: bytes) -> None:
        blob = f"{self.owner_id(address)}/cards/{name}"
        with closing(open_database(self.settings)) as database:
            keeping = open_blobs(self.settings, database).put(blob, content)
            asyncio.run_coroutine_threadsafe(keeping, self._loop).result()
        self.say(address, DocumentReply(Attachment(blob, name, "application/pdf", size=len(content))))

    def pretend_to_analyse(self, address: str) -> None:
        """An analysis that another process is at."""
        self.query(
            """
            INSERT INTO work (id, kind, owner_id, size, queued_at, turn_at, attempts, worker, lease_until)
            SELECT :analysis, 'analysis', id, 0, created_at, created_at, 1, 'another', '2999-01-01'
            FROM owners WHERE id = :id
            """,
            analysis=address,
            id=self.owner_id(address),
        )

    @asynccontextmanager
    async def visitor(self) -> AsyncIterator[httpx.AsyncClient]:
        """Somebody who has opened the page."""
        async with httpx.AsyncClient(base_url=self.url, headers={"Origin": self.url}, timeout=30) as client:
            await client.get("/")
            yield client

    async def _live(self) -> None:
        self._loop, self._asked_to_stop = asyncio.get_running_loop(), asyncio.Event()
        house = wiring.build(self.settings)
        web = WebMessenger(house.assistant, house.catalog, house.settings)
        serving = asyncio.create_task(running.serve(house, [web], self._asked_to_stop.wait))
        await _reachable(self.settings.web_port)
        self._ready.set()
        await serving

    def _call(self, function: Callable[[], object]) -> None:
        self._loop.call_soon_threadsafe(function)


async def _reachable(port: int) -> None:
    while True:
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.01)
        else:
            writer.close()
            return
