"""What messengers and the assistant hand each other, and the two ports between them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.dialogue.inbound import Inbound, SentFile

NO_END = 2**63 - 1
"""Above the numbers of all bubbles."""


@dataclass(frozen=True, slots=True)
class RenderedButton:
    label: str
    data: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to deliver; its bytes lie in the blob store under `blob`."""

    blob: str
    name: str
    media_type: str
    caption: str = ""
    size: int = 0
    """Bytes; 0 when that was not noted."""


@dataclass(frozen=True, slots=True)
class TextReply:
    """Plain text with light markup: *bold* is the only mark; messengers escape everything else.

    It may be of any length: a messenger that takes only so much at once cuts it, and the buttons stand
    under the last piece. `keys` name the catalogue texts it was made of.
    """

    text: str
    keys: tuple[str, ...] = ()
    buttons: tuple[tuple[RenderedButton, ...], ...] = ()
    edits_question: bool = False
    progress_of: str = ""
    """What it reports on. A later reply about the same takes the place of the earlier one."""


@dataclass(frozen=True, slots=True)
class PicturesReply:
    """One picture or an album, in order."""

    pictures: tuple[Attachment, ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentReply:
    document: Attachment
    keys: tuple[str, ...] = ()


Reply = TextReply | PicturesReply | DocumentReply


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where an owner talks to us: `messenger` is telegram, web or terminal; `address` is its own id."""

    messenger: str
    address: str


async def _unnoted() -> None:
    """Nobody wants to know."""


@dataclass(frozen=True, slots=True)
class OutgoingReply:
    """A reply on its way; `number` grows within a conversation and never repeats."""

    conversation: Conversation
    number: int
    reply: Reply
    message: str | None = None
    """The message that it changes, by the messenger's own name; None when that is not known."""
    parts_sent: int = 0
    """How many of the messages it takes have arrived already."""
    part_sent: Callable[[], Awaitable[None]] = _unnoted
    """To be awaited when one of its messages has arrived, before the next is sent to anybody."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """One event of a messenger. The same `event_id` of the same messenger is taken only once."""

    conversation: Conversation
    event_id: str
    inbound: Inbound
    shown: str | None = None
    """What the owner sees as their own bubble (the text, a button's label, a file's name)."""
    language_hint: str | None = None
    """A language code or tag (zh, zh-CN, en-US); counts at first contact only."""
    message: str | None = None
    """The message that was tapped, by the messenger's own name: what its ticks change is that one."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """A bubble of the conversation: `owner_text` is the owner's own, sent as `event_id`; `reply` is ours.

    `number` is inbox id * 1000 for an own bubble and counts on from there for its replies, so one
    rising cursor covers both.
    """

    number: int
    at: datetime
    event_id: str | None = None
    owner_text: str | None = None
    reply: Reply | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a messenger shows all the time, besides the bubbles."""

    language: str | None
    """The conversation's; None before its first event."""
    is_working: bool
    """Something has still to be answered, read or analysed."""


class Reception(Protocol):
    """The port messengers speak to; bot.desk.assistant.Assistant fills it."""

    async def accept(self, incoming: Incoming) -> bool:
        """Commit the event before returning, and wake the work; False when it was there already."""

    async def keep_file(
        self, conversation: Conversation, name: str, chunks: AsyncIterator[bytes]
    ) -> SentFile:
        """Stream a file into the store; the caller then accepts an Incoming with the SentFile.

        Raises OwnerFixableError("file_too_large", {"limit_mb": ...}) or "file_empty"; the caller then
        accepts a FileRejected with the same code and details.
        """

    async def is_awaited(self, conversation: Conversation, event_id: str, since: datetime) -> bool:
        """Whether an event announced at `since` can still come: it has not, and the owner is still there."""

    async def discard_file(self, conversation: Conversation, file: SentFile) -> None:
        """Remove a kept file again, for one whose event had been accepted before."""

    async def history(self, conversation: Conversation, after: int = 0) -> tuple[HistoryEntry, ...]:
        """Bubbles with a number above `after`, in order. Empty for an unknown conversation."""

    async def attachment(self, conversation: Conversation, blob: str) -> bytes | None:
        """The bytes of a reply's attachment; None when the blob is not this conversation's."""

    async def standing(self, conversation: Conversation) -> Standing:
        """How the conversation stands now. It changes with replies only."""


Mark = tuple[int, int]
"""How far a conversation has come: its last event and its last reply. It changes with every bubble."""


class ObservedReception(Reception, Protocol):
    """For messengers that show a conversation as a whole."""

    async def greeting(self, language_hint: str | None) -> tuple[Reply, ...]:
        """What a conversation begins with, told without beginning one."""

    async def latest(
        self, conversation: Conversation, most: int, before: int = NO_END
    ) -> tuple[HistoryEntry, ...]:
        """The last `most` bubbles with a number below `before`, in order."""

    async def marks(self, messenger: str, addresses: Collection[str]) -> Mapping[str, Mark]:
        """How far conversations have come, by address, whichever process brought them there."""


class Messenger(Protocol):
    """The port delivery speaks to.

    A messenger only translates: its events into `Reception.accept`, replies into its own calls.
    """

    name: str

    async def deliver(self, outgoing: OutgoingReply) -> str | None:
        """Hand one reply over; return when it has been taken, raise DeliveryError when not.

        Gives the message it became, by the messenger's own name, if a later reply may have to change it.
        """

    async def run(self) -> None:
        """Take events until cancelled."""
