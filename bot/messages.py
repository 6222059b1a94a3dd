"""What goes out, rendered, and the port every messenger fills."""

from dataclasses import dataclass
from typing import Protocol


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


@dataclass(frozen=True, slots=True)
class TextReply:
    """Plain text with light markup: *bold* is the only mark; messengers escape everything else.

    `keys` name the catalogue texts it was made of.
    """

    text: str
    keys: tuple[str, ...] = ()
    buttons: tuple[tuple[RenderedButton, ...], ...] = ()
    edits_question: bool = False


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


@dataclass(frozen=True, slots=True)
class OutgoingReply:
    """A reply on its way; `number` grows within a conversation and never repeats."""

    conversation: Conversation
    number: int
    reply: Reply


class Messenger(Protocol):
    """The port. A messenger only translates: events into `Assistant.accept`, replies into its own calls."""

    name: str

    async def deliver(self, outgoing: OutgoingReply) -> None:
        """Hand one reply over; return when it has been taken, raise DeliveryError when not."""

    async def run(self) -> None:
        """Take events until cancelled."""
