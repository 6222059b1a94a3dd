"""An owner with the web page open, over real HTTP."""

import asyncio
import itertools
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx

from tests.messengers.driver import PATIENCE_SECONDS, Heard, HeardButton, ImpossibleHereError

COOKIE = "personabot_session"
CHUNK_BYTES = 2**16

Entry = Mapping[str, Any]


class WebDriver:
    """The page greets by itself; with the first act that greeting becomes the first bubble.

    `quiet` waits until the assistant has nothing left to do.
    """

    name = "web"
    greets = True

    def __init__(self, url: str, quiet: Callable[[float], Awaitable[None]]) -> None:
        self._url = url
        self._quiet = quiet
        self._client = httpx.AsyncClient(base_url=url, headers={"Origin": url})
        self._event_ids = (f"event-{number:06}" for number in itertools.count(1))
        self._buttons: list[HeardButton] = []
        self._cursor = 0

    @property
    def address(self) -> str:
        return self._client.cookies[COOKIE].rpartition(".")[0]

    async def start(self, language: str = "en") -> None:
        self._client.headers["Accept-Language"] = language

    async def end(self) -> None:
        await self._client.aclose()

    async def reconnect(self) -> None:
        cookies, headers = self._client.cookies, self._client.headers
        await self._client.aclose()
        self._client = httpx.AsyncClient(base_url=self._url, headers=headers, cookies=cookies)

    async def say(self, text: str) -> None:
        await self._be_there()
        await self._post(text=text)

    async def tap(self, button: str) -> None:
        """Buttons of earlier messages stay on the page and can be tapped."""
        await self._be_there()
        offered = self._offered(button)
        await self._post(tap=offered.data, label=offered.label)

    async def tap_unknown(self, data: str) -> None:
        await self._be_there()
        await self._post(tap=data, label=data)

    async def command(self, name: str, argument: str = "") -> None:
        if argument:
            await self.say(f"/{name} {argument}")
        else:
            await self._be_there()
            await self._post(command=name, label=name)

    async def send_file(self, path: Path) -> None:
        await self._be_there()
        size = await asyncio.to_thread(lambda: path.stat().st_size)
        await self._upload(path.name, size, _chunks(path))

    async def send_unacceptable(self, code: str) -> None:
        await self._be_there()
        match code:
            case "file_too_large":
                await self._upload("large.csv", 10**12, b"")
            case "file_empty":
                await self._upload("empty.csv", 0, b"")
            case _:
                raise ImpossibleHereError(code)

    async def heard(self, seconds: float = PATIENCE_SECONDS) -> tuple[Heard, ...]:
        await self._quiet(seconds)
        response = await self._client.get("/api/history", params={"after": self._cursor})
        entries = response.raise_for_status().json()["entries"]
        if self._cursor == 0:
            entries = entries[1:]  # the greeting, which was there before
        self._cursor = max([self._cursor, *(entry["number"] for entry in entries)])
        heard = tuple(_heard(entry) for entry in entries if entry["from"] == "bot")
        self._buttons += [button for reply in heard for row in reply.buttons for button in row]
        return heard

    def _offered(self, button: str) -> HeardButton:
        for offered in reversed(self._buttons):
            if button == offered.label or fnmatchcase(offered.data or "", button):
                return offered
        raise LookupError(button)

    @property
    def _is_there(self) -> bool:
        return COOKIE in self._client.cookies

    async def _open(self) -> None:
        (await self._client.get("/")).raise_for_status()
        (greeting,) = (await self._client.get("/api/history")).raise_for_status().json()["greeting"]
        self._buttons += [button for row in greeting["buttons"] for button in _row(row)]

    async def _be_there(self) -> None:
        """Open the page if that has not been done."""
        if not self._is_there:
            await self._open()

    async def _post(self, **fields: str | None) -> None:
        response = await self._client.post("/api/messages", json={"id": next(self._event_ids)} | fields)
        response.raise_for_status()

    async def _upload(self, name: str, size: int, content: bytes | AsyncIterator[bytes]) -> None:
        about = {
            "X-Event-Id": next(self._event_ids),
            "X-File-Name": quote(name),
            "X-File-Size": str(size),
        }
        (await self._client.post("/api/files", content=content, headers=about)).raise_for_status()


async def _chunks(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _heard(entry: Entry) -> Heard:
    pictures = entry.get("pictures", ())
    document = entry.get("document")
    shown = [entry.get("text", ""), *(picture["caption"] for picture in pictures)]
    return Heard(
        text=re.sub(r"\*([^*\n]+)\*", r"\1", "\n".join(filter(None, shown))),
        keys=tuple(entry["keys"]),
        buttons=tuple(_row(row) for row in entry.get("buttons", ())),
        pictures=len(pictures),
        documents=int(document is not None),
        edited=entry.get("edits_question", False),
    )


def _row(row: list[Entry]) -> tuple[HeardButton, ...]:
    return tuple(HeardButton(button["label"], button["data"], button["chosen"]) for button in row)
