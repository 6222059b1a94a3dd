"""The chat in a terminal: numbered options, `file PATH`, pictures saved beside."""

import asyncio
import itertools
import re
import shlex
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from getpass import getuser
from pathlib import Path
from threading import Thread
from typing import TextIO
from uuid import uuid4

from bot.dialogue.inbound import Command, Commanded, FileRejected, Inbound, SentFile, Tapped
from bot.errors import OwnerFixableError
from bot.intake import readable_name, storable, typed
from bot.messages import (
    Attachment,
    Conversation,
    DocumentReply,
    Incoming,
    OutgoingReply,
    PicturesReply,
    Reception,
    RenderedButton,
    TextReply,
)
from bot.settings import Settings
from prompts.catalog import Catalog
from prompts.typography import seen

PIECE_BYTES = 2**20
_OPTION, _OPTION_OR_NUMBER = re.compile(r"\.(\d+)"), re.compile(r"\.?(\d+)")
_QUESTIONS = ("questions.", "refusals.")
"""Texts whose answer may be a number."""
_BOLD = re.compile(r"\*([^*\n]+)\*")


class TerminalMessenger:
    """One owner, whoever runs the program. Options are chosen by their number, or by typing.

    A number has a dot before it, so that "40" can still answer a question (where none is asked, the dot can
    be left out), and it stays an option's own: whatever is on the screen can be chosen, however far up.
    """

    name = "terminal"

    def __init__(  # noqa: PLR0913  (where it reads and writes can be chosen)
        self,
        reception: Reception,
        catalog: Catalog,
        settings: Settings,
        *,
        language: str,
        settled: Callable[[], Awaitable[None]],
        source: TextIO = sys.stdin,
        target: TextIO = sys.stdout,
    ) -> None:
        """`settled` returns when all is answered: lines from a pipe wait for it, people need not."""
        self._reception = reception
        self._catalog = catalog
        self._language = language
        self._settled = settled
        self._source = source
        self._target = target
        self._pictures = settings.data / "pictures"
        self._conversation = Conversation(self.name, getuser())
        self._reported: set[str] = set()
        """What progress has been told of."""
        self._options: list[RenderedButton] = []
        """All that were offered since the program was called; the first is number 1."""
        self._is_asking = False
        """A number without a dot may be the answer to a question."""
        session, counter = uuid4().hex, itertools.count()
        self._event_ids = (f"{session}:{number}" for number in counter)
        self.ended = asyncio.Event()
        """Set when the input is at its end and everything has been answered."""

    # ---- in --------------------------------------------------------------------------------

    async def run(self) -> None:
        self._print(self._catalog.text("terminal.how", self._language) + "\n")
        await self._accept(Commanded(Command.START), shown=None)
        async for line in self._lines():
            await self._take(line.strip())
        await self._settled()
        self.ended.set()

    async def _take(self, line: str) -> None:
        if not line:
            return
        path = _path(line)
        if path is not None:
            await self._accept(await self._keep(path), shown=readable_name(path.name))
        else:
            said = storable(line)
            await self._accept(self._inbound(said), shown=said)

    def _inbound(self, line: str) -> Inbound:
        chosen = (_OPTION if self._is_asking else _OPTION_OR_NUMBER).fullmatch(line)
        if chosen and 1 <= int(chosen[1]) <= len(self._options):
            return Tapped(self._options[int(chosen[1]) - 1].data)
        return typed(line)

    async def _keep(self, path: Path) -> SentFile | FileRejected:
        if not await asyncio.to_thread(path.is_file):
            return FileRejected("no_such_file", {"name": readable_name(path.name)})
        try:
            return await self._reception.keep_file(self._conversation, path.name, _pieces(path))
        except OwnerFixableError as refusal:
            return FileRejected(refusal.code, refusal.details)

    async def _accept(self, inbound: Inbound, shown: str | None) -> None:
        event_id = next(self._event_ids)
        await self._reception.accept(Incoming(self._conversation, event_id, inbound, shown, self._language))
        if not self._source.isatty():
            await self._settled()

    async def _lines(self) -> AsyncIterator[str]:
        """Lines of the input; a thread reads them, because a terminal cannot be waited for otherwise."""
        loop, lines = asyncio.get_running_loop(), asyncio.Queue[str | None]()

        def read() -> None:
            for line in self._source:
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)

        Thread(target=read, daemon=True).start()
        while (line := await lines.get()) is not None:
            yield line

    # ---- out -------------------------------------------------------------------------------

    async def deliver(self, outgoing: OutgoingReply) -> None:
        match outgoing.reply:
            case TextReply() as reply if self._is_repeated(reply):
                return
            case TextReply() as reply:
                self._print(reply.text)
                self._offer(reply)
            case PicturesReply(pictures=pictures):
                for picture in pictures:
                    await self._save(picture)
            case DocumentReply(document=document):
                await self._save(document)
        self._print("")

    def _is_repeated(self, reply: TextReply) -> bool:
        """Of reports on the same thing one is enough: what is printed cannot be changed."""
        known = reply.progress_of in self._reported
        self._reported |= {reply.progress_of} - {""}
        return known

    def _offer(self, reply: TextReply) -> None:
        if reply.buttons:
            self._is_asking = any(key.startswith(_QUESTIONS) for key in reply.keys)
        buttons = [button for row in reply.buttons for button in row]
        for number, button in enumerate(buttons, start=len(self._options) + 1):
            self._print(f"{f'.{number}':>5}  {'✓ ' if button.chosen else ''}{button.label}")
        self._options += buttons

    async def _save(self, attachment: Attachment) -> None:
        content = await self._reception.attachment(self._conversation, attachment.blob)
        if content is None:
            return
        path = self._pictures.joinpath(*Path(attachment.blob).parts[1:])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._print(
            self._catalog.text(
                "terminal.saved", self._language, title=attachment.caption or attachment.name, path=str(path)
            )
        )

    def _print(self, text: str) -> None:
        """Whoever names a column must not steer the terminal."""
        shown = _BOLD.sub("\033[1m\\1\033[0m" if self._target.isatty() else "\\1", seen(text))
        print(shown, file=self._target, flush=True)


def _path(line: str) -> Path | None:
    """The file meant by `file PATH`, or by a path that was dragged into the window."""
    word, _, rest = line.partition(" ")
    told = rest if word == "file" and rest else line
    try:
        parts = shlex.split(told)
    except ValueError:
        return None
    if len(parts) != 1:
        return Path(told) if word == "file" and rest else None
    path = Path(parts[0]).expanduser()
    return path if (word == "file" and rest) or (path.is_absolute() and path.is_file()) else None


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    with path.open("rb") as file:
        while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
            yield piece
