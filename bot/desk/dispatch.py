"""The short way of replies: from the turns that made them to delivery, past the outbox that keeps them."""

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.messages import Conversation, Reply
from storage import outbox
from storage.outbox import OutboxRow
from storage.owners import Owner

LEASE = timedelta(seconds=6)
"""A process that says nothing for so long does not deliver any more: another may."""


@dataclass(frozen=True, slots=True)
class Ready:
    """The first reply in line to an owner whose deliveries this process has claimed."""

    row: OutboxRow
    reply: Reply


@dataclass(frozen=True, slots=True)
class Call:
    """An owner has something to receive; where it is not told what, the outbox knows."""

    owner_id: int
    conversation: Conversation
    ready: Ready | None = None


class Dispatch:
    """Calls delivery to owners, and sees to it that each is served once at a time.

    A reply comes along only where nobody else can have delivered it: whoever keeps a turn says so
    beforehand (`expect`), and when its owner is served at any moment from then until the call, the reply
    is left out. It is found in the outbox then, if it is still there.
    """

    def __init__(self, courier: str) -> None:
        """`courier` names this process to the others that share the outbox."""
        self.courier = courier
        self._messengers: Collection[str] = ()
        self._calls: dict[int, Call] = {}
        self._called = asyncio.Event()
        self._look = asyncio.Event()
        self._served: set[int] = set()
        self._called_again: dict[int, Call] = {}
        self._expected: set[int] = set()
        """Owners a turn of whom is being kept, and who have not been served since that began."""

    # ---- for those who make replies --------------------------------------------------------

    def expect(self, owner_id: int) -> None:
        """A turn is about to be kept."""
        if owner_id not in self._served:
            self._expected.add(owner_id)

    def claim(
        self, connection: Connection, owners: Collection[Owner], now: datetime
    ) -> Mapping[int, int | None]:
        """Take over the deliveries to owners with locked rows; the first reply in line to each of them."""
        ours = [owner.id for owner in owners if owner.messenger in self._messengers]
        return outbox.claim(connection, ours, self.courier, now, now + LEASE) if ours else {}

    def call(self, call: Call) -> None:
        """Somebody has something to receive now; those whom this process does not deliver to wait."""
        if call.conversation.messenger not in self._messengers:
            return
        if call.owner_id in self._served:
            self._called_again[call.owner_id] = _empty(call)
            return
        is_certain = call.owner_id in self._expected
        self._expected.discard(call.owner_id)
        self._calls.setdefault(call.owner_id, call if is_certain else _empty(call))
        self._called.set()

    def look(self) -> None:
        """The whole outbox is to be looked through."""
        self._look.set()

    # ---- for delivery ----------------------------------------------------------------------

    def open(self, messengers: Collection[str]) -> None:
        """From now on this process delivers to these."""
        self._messengers = messengers

    def close(self) -> None:
        """It does not any more."""
        self._messengers = ()

    async def look_wanted(self) -> None:
        """Wait until the outbox is to be looked through."""
        await self._look.wait()
        self._look.clear()

    async def begin(self) -> Collection[Call]:
        """Wait for calls. Their owners are being served until `end`."""
        await self._called.wait()
        self._called.clear()
        calls, self._calls = self._calls, {}
        self._served.update(calls)
        self._expected.difference_update(calls)
        return calls.values()

    def end(self, owner_id: int) -> None:
        """An owner has nothing more to receive, as it seemed."""
        self._served.discard(owner_id)
        again = self._called_again.pop(owner_id, None)
        if again is not None:
            self.call(again)

    def is_serving(self, owner_id: int) -> bool:
        return owner_id in self._served


def _empty(call: Call) -> Call:
    return Call(call.owner_id, call.conversation)
