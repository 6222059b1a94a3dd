"""How much one conversation may say: a flood by one owner must not cost the others."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum, auto

from bot.dialogue.inbound import FileRejected
from bot.messages import Conversation, Incoming
from bot.metrics import UNHEARD

MOST_CONVERSATIONS = 10_000
"""Remembered, those that spoke last; whoever is forgotten begins with everything again."""
BURST_MINUTES = 2
"""What may come at once, as after a silence or an outage of the messenger."""


class Hearing(StrEnum):
    HEARD = auto()
    LAST = auto()
    """The first of too many: it is answered with a word on that."""
    UNHEARD = auto()


class Allowance:
    """Fills up by `per_minute` while a conversation is silent; what comes beyond it is not heard.

    Each process keeps its own, so as many times as much is heard as there are processes.
    """

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._most = float(BURST_MINUTES * per_minute)
        self._left: dict[Conversation, tuple[float, datetime]] = {}
        self._told: set[Conversation] = set()

    def heard(self, incoming: Incoming, now: datetime) -> Incoming | None:
        """The event; for the first of too many, one that has its sender told; for the others, None."""
        match self.hear(incoming.conversation, now):
            case Hearing.HEARD:
                return incoming
            case Hearing.LAST:
                return replace(incoming, inbound=FileRejected("too_fast", {"most": self._per_minute}))
            case Hearing.UNHEARD:
                UNHEARD.inc()
                return None

    def hear(self, conversation: Conversation, now: datetime) -> Hearing:
        left, before = self._left.pop(conversation, (self._most, now))
        left = min(self._most, left + self._per_minute / 60 * max((now - before).total_seconds(), 0))
        is_heard = left >= 1
        self._left[conversation] = (left - is_heard, now)
        if len(self._left) > MOST_CONVERSATIONS:
            oldest = next(iter(self._left))
            del self._left[oldest]
            self._told.discard(oldest)
        if is_heard:
            self._told.discard(conversation)
            return Hearing.HEARD
        if conversation in self._told:
            return Hearing.UNHEARD
        self._told.add(conversation)
        return Hearing.LAST
