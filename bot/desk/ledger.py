"""Events kept, loaded and answered: the transactions of turns, shared by all who come at once."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.codec import inbound_to_json
from bot.desk import turns
from bot.desk.dispatch import Dispatch
from bot.desk.exhibits import Exhibits, collect
from bot.desk.memory import Memory
from bot.desk.pending import Pending, load_due
from bot.desk.turns import Answered, Saved
from bot.dialogue.interview import Turn
from bot.messages import Conversation, Incoming, Reply
from bot.together import Together
from storage import inbox, owners
from storage.database import Database
from storage.owners import Address, Owner


@dataclass(frozen=True, slots=True)
class Kept:
    """An event in the database."""

    is_new: bool
    pending: Pending | None
    """Itself, when it is the next to be answered."""


class Ledger:
    """What the assistant writes down; each transaction runs in a thread.

    Every method raises StorageUnavailableError when the database is away.
    """

    def __init__(
        self,
        database: Database,
        dispatch: Dispatch,
        clock: Callable[[], datetime],
        language_of: Callable[[str | None], str],
    ) -> None:
        """`language_of` makes a language of what a messenger hints at; it counts for who is new."""
        self._database = database
        self._dispatch = dispatch
        self._clock = clock
        self._language_of = language_of
        self._memory = Memory()
        self._begun = clock()
        self._keep = Together(self._keep_all)
        self._load = Together(self._load_all)
        self._save = Together(self._save_all)

    async def keep(self, incoming: Incoming) -> Kept:
        """Commit an event, once however often it comes."""
        return await self._keep(incoming)

    async def load(self, conversation: Conversation) -> Pending | None:
        """The event to answer next; that it was met counts when it is from before this process."""
        return await self._load(conversation)

    async def exhibits(self, pending: Pending, turn: Turn) -> Exhibits:
        """What a turn shows."""
        return await asyncio.to_thread(self._exhibits, pending, turn)

    async def save(self, answered: Answered) -> Saved:
        """Commit an answer. Raises ConflictError when another process was faster."""
        saved = await self._save(answered)
        self._memory.put(answered.pending.owner.id, saved.remembered)
        return saved

    async def apologise(self, pending: Pending, reply: Reply) -> None:
        """Answer an event with a word of regret. Raises ConflictError like `save`."""
        await asyncio.to_thread(self._save_apology, pending, reply)

    async def waiting(self, before: datetime) -> tuple[Conversation, ...]:
        """Conversations with an event unfinished since then."""
        return await asyncio.to_thread(self._waiting, before)

    # ---- transactions ----------------------------------------------------------------------

    def _keep_all(self, events: Sequence[Incoming]) -> Sequence[Kept]:
        now = self._clock()
        languages = {
            _address(each.conversation): self._language_of(each.language_hint) for each in reversed(events)
        }
        with self._database.transaction() as connection:
            known = owners.find_or_add_all(connection, languages, now)
            people = [known[_address(each.conversation)] for each in events]
            new = [_new(owner, each) for owner, each in zip(people, events, strict=True)]
            are_new = inbox.add(connection, new, now)
            pending = load_due(connection, people, self._memory)
        return [
            Kept(is_new, _if_of(pending.get(event.owner_id), event))
            for is_new, event in zip(are_new, new, strict=True)
        ]

    def _load_all(self, conversations: Sequence[Conversation]) -> Sequence[Pending | None]:
        addresses = [_address(conversation) for conversation in conversations]
        with self._database.reading() as connection:
            people = owners.find_all(connection, addresses)
            pending = load_due(connection, people, self._memory)
        left = [each.event.id for each in pending.values() if each.event.received_at < self._begun]
        if left:
            with self._database.transaction() as connection:
                inbox.count_attempt(connection, left)
        by_conversation = {each.conversation: each for each in pending.values()}
        return [by_conversation.get(conversation) for conversation in conversations]

    def _exhibits(self, pending: Pending, turn: Turn) -> Exhibits:
        with self._database.reading() as connection:
            return collect(connection, pending.owner, turn, self._clock())

    def _save_all(self, answered: Sequence[Answered]) -> Sequence[Saved]:
        with self._database.transaction() as connection:
            return turns.save(connection, answered, self._dispatch, self._clock())

    def _save_apology(self, pending: Pending, reply: Reply) -> None:
        with self._database.transaction() as connection:
            turns.save_apology(connection, pending, reply, self._clock())

    def _waiting(self, before: datetime) -> tuple[Conversation, ...]:
        with self._database.reading() as connection:
            return tuple(Conversation(*waiting) for waiting in inbox.waiting(connection, before))


def _address(conversation: Conversation) -> Address:
    return conversation.messenger, conversation.address


def _new(owner: Owner, incoming: Incoming) -> inbox.NewEvent:
    payload = inbound_to_json(incoming.inbound)
    return inbox.NewEvent(
        owner.id, owner.messenger, incoming.event_id, payload, incoming.shown, incoming.message
    )


def _if_of(pending: Pending | None, event: inbox.NewEvent) -> Pending | None:
    return pending if pending and pending.event.event_id == event.event_id else None
