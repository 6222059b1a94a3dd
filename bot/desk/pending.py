"""The next event of a conversation with the interview it meets, from the database or from memory."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.codec import Offer, inbound_from_json, interview_from_json, offers_from_json
from bot.desk.memory import Memory
from bot.dialogue.inbound import Command, Commanded, Inbound, Overtaken, Said, Tapped
from bot.dialogue.interview import Interview
from bot.messages import Conversation
from bot.settings import DEFAULT_LANGUAGE
from storage import inbox, interviews
from storage.interviews import NOTHING_YET, StoredInterview
from storage.owners import Owner

_ADDED = re.compile(r"\s*[(（][^()（）]*[)）]\s*$")


@dataclass(frozen=True, slots=True)
class Pending:
    """The oldest unfinished event of a conversation, and where the interview stands."""

    owner: Owner
    event: inbox.InboxRow
    stored: StoredInterview
    remembered: Interview | None = None
    """The interview, where it need not be read from what is stored."""

    @property
    def conversation(self) -> Conversation:
        return Conversation(self.owner.messenger, self.owner.address)

    @property
    def language(self) -> str:
        """The owner's, as it was before the event."""
        return self.owner.language or DEFAULT_LANGUAGE

    def interview(self) -> Interview:
        if self.remembered is not None:
            return self.remembered
        return interview_from_json(self.stored.state, self.stored.answers, self.language)

    def inbound(self) -> Inbound:
        """The event; a button's label that was typed counts as a tap on it."""
        inbound = inbound_from_json(self.event.payload)
        if self._is_overtaken() and _needs_the_question(inbound):
            return Overtaken()
        if not isinstance(inbound, Said):
            return inbound
        data = self._meant(_bare(inbound.text))
        return inbound if data is None else Tapped(data)

    def _meant(self, typed: str) -> str | None:
        """What the button carries that is called so; what a label adds in brackets need not be typed."""
        offers = self._offers()
        whole = [offer.data for offer in offers if _bare(offer.label) == typed]
        short = [offer.data for offer in offers if _bare(_ADDED.sub("", offer.label)) == typed]
        return whole[0] if whole else short[0] if len(short) == 1 else None

    def _is_overtaken(self) -> bool:
        """It was here before what is asked now could be seen."""
        return self.stored.asked_at is not None and self.event.received_at < self.stored.asked_at

    def _offers(self) -> tuple[Offer, ...]:
        return offers_from_json(self.stored.offers) if self.stored.offers else ()


def load_due(connection: Connection, people: Collection[Owner], memory: Memory) -> Mapping[int, Pending]:
    """What is to be done next, by owner, for those that something is to be done for."""
    known = {owner.id: owner for owner in people}
    events = inbox.next_new(connection, known)
    there = interviews.editions(connection, [event.owner_id for event in events])
    found = {owner_id: memory.get(owner_id, edition) for owner_id, edition in there.items()}
    missing = [owner_id for owner_id, remembered in found.items() if remembered is None]
    stored = interviews.load_all(connection, missing) if missing else {}
    pending = dict[int, Pending]()
    for event in events:
        owner, remembered = known[event.owner_id], found.get(event.owner_id)
        if remembered is None:
            pending[owner.id] = Pending(owner, event, stored.get(owner.id, NOTHING_YET))
        else:
            pending[owner.id] = Pending(owner, event, remembered.stored, remembered.interview)
    return pending


def _needs_the_question(inbound: Inbound) -> bool:
    """Whether it means the open question without naming it, as taps do."""
    match inbound:
        case Said() | Commanded(Command.SKIP | Command.BACK):
            return True
        case _:
            return False


def _bare(label: str) -> str:
    """What of a label people type: without its signs at both ends, in any case."""
    words = [place for place, mark in enumerate(label) if mark.isalnum()]
    return label[words[0] : words[-1] + 1].casefold() if words else label.strip()
