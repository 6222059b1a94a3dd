"""A stand-in for the assistant: answers a few things at once, from memory."""

import struct
import zlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from bot.dialogue.model import Command, Commanded, FileRejected, Inbound, Said, SentFile, Tapped
from bot.errors import OwnerFixableError
from bot.messages import (
    Attachment,
    Conversation,
    DocumentReply,
    HistoryEntry,
    Incoming,
    OutgoingReply,
    PicturesReply,
    RenderedButton,
    Reply,
    Standing,
    TextReply,
)

INTERESTS = ("home", "family", "beauty", "sport", "food", "travel")


class FrontDesk:
    """An ObservedReception: `accepted` holds each event once, `told` all bubbles by conversation."""

    def __init__(self, max_upload_bytes: int) -> None:
        self.accepted: list[Incoming] = []
        self.told: dict[Conversation, list[HistoryEntry]] = {}
        self.languages: dict[Conversation, str | None] = {}
        self.blobs: dict[tuple[Conversation, str], bytes] = {}
        self.silent = False
        """Take events, but go on working on them."""
        self.replied: Callable[[OutgoingReply], None] = lambda _outgoing: None
        self._max_upload_bytes = max_upload_bytes
        self._ticked: set[str] = set()

    async def accept(self, incoming: Incoming) -> bool:
        if incoming.event_id in {before.event_id for before in self.accepted}:
            return False
        self.accepted.append(incoming)
        self.languages.setdefault(incoming.conversation, incoming.language_hint)
        number = len(self.accepted) * 1000
        if incoming.shown is not None:
            self._tell(incoming.conversation, HistoryEntry(number, _now(), owner_text=incoming.shown))
        if not self.silent:
            replies = self._answer(incoming.conversation, incoming.inbound)
            for position, reply in enumerate(replies, start=number + 1):
                self.say(incoming.conversation, reply, position)
        return True

    async def keep_file(
        self, conversation: Conversation, name: str, chunks: AsyncIterator[bytes]
    ) -> SentFile:
        size = 0
        async for chunk in chunks:
            size += len(chunk)
            if size > self._max_upload_bytes:
                raise OwnerFixableError("file_too_large", {"limit_mb": self._max_upload_bytes // 2**20})
        return SentFile(f"upload{len(self.accepted)}", name, size)

    async def history(self, conversation: Conversation, after: int = 0) -> tuple[HistoryEntry, ...]:
        return tuple(entry for entry in self.told.get(conversation, ()) if entry.number > after)

    async def attachment(self, conversation: Conversation, blob: str) -> bytes | None:
        return self.blobs.get((conversation, blob))

    async def standing(self, conversation: Conversation) -> Standing:
        return Standing(self.languages.get(conversation), self.silent)

    def say(self, conversation: Conversation, reply: Reply, number: int) -> None:
        self._tell(conversation, HistoryEntry(number, _now(), reply=reply))
        self.replied(OutgoingReply(conversation, number, reply))

    def _tell(self, conversation: Conversation, entry: HistoryEntry) -> None:
        self.told.setdefault(conversation, []).append(entry)

    def _answer(self, conversation: Conversation, inbound: Inbound) -> list[Reply]:
        match inbound:
            case Tapped("example"):
                return self._example(conversation)
            case Commanded(Command.LANGUAGE, language):
                self.languages[conversation] = language
                return [TextReply(f"Language: {language}", keys=("language",))]
            case Tapped(data):
                return [self._tapped(data)]
            case _:
                return [_remark(inbound)]

    def _tapped(self, data: str) -> TextReply:
        sign, interest = data.removeprefix("a:interests:")[:1], data.removeprefix("a:interests:")[1:]
        if interest in INTERESTS:
            self._ticked = self._ticked | {interest} if sign == "+" else self._ticked - {interest}
        return self._interests(again=interest in INTERESTS)

    def _example(self, conversation: Conversation) -> list[Reply]:
        pictures = [self._keep(conversation, f"card{index}.png", picture(index)) for index in range(3)]
        table = self._keep(conversation, "customers.csv", b"id,name\r\n1,Ann\r\n")
        return [
            TextReply("*3 kinds of customers* in this shop.", keys=("summary",)),
            PicturesReply(tuple(pictures), keys=("cards",)),
            DocumentReply(table, keys=("table",)),
        ]

    def _keep(self, conversation: Conversation, name: str, content: bytes) -> Attachment:
        blob = f"{conversation.address}/{name}"
        self.blobs[conversation, blob] = content
        return Attachment(blob, name, "image/png", caption=name.partition(".")[0])

    def _interests(self, *, again: bool = False) -> TextReply:
        options = [_option(key, ticked=key in self._ticked) for key in INTERESTS]
        ways = tuple(RenderedButton(way.title(), f"{way}:interests") for way in ("back", "skip"))
        rows = (tuple(options[:3]), tuple(options[3:]), (RenderedButton("Done", "done:interests"),), ways)
        return TextReply("What interests them?", ("questions.interests.ask",), rows, edits_question=again)


def _option(key: str, *, ticked: bool) -> RenderedButton:
    return RenderedButton(key.title(), f"a:interests:{'-' if ticked else '+'}{key}", ticked)


def _welcome() -> TextReply:
    buttons = ((RenderedButton("Show me an example", "example"), RenderedButton("Begin", "begin")),)
    return TextReply("Hello! I build *personas*.\n\nShall we?", keys=("welcome",), buttons=buttons)


def _remark(inbound: Inbound) -> TextReply:
    match inbound:
        case Commanded(Command.START):
            return _welcome()
        case Said(text) | Commanded(text):
            return TextReply(f"You said: {text}", keys=("said",))
        case SentFile(name=name, size=size):
            return TextReply(f"{name} has {size} bytes.", keys=("file",))
        case FileRejected(code):
            return TextReply(f"Refused: {code}", keys=(f"errors.{code}",))
        case _:
            raise AssertionError(inbound)


def _now() -> datetime:
    return datetime.now(UTC)


def picture(shade: int, width: int = 80, height: int = 100) -> bytes:
    """A PNG of one colour."""
    row = b"\0" + bytes((60 + 50 * shade, 120, 160)) * width
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(row * height)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, content) for kind, content in chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
