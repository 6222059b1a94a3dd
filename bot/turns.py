"""A turn in the database: what is known before it, and everything that follows from it in one go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from bot import readings
from bot.codec import (
    Offer,
    answers_to_json,
    inbound_from_json,
    inbound_to_json,
    interview_from_json,
    offers_from_json,
    offers_to_json,
    reply_to_json,
    state_to_json,
    words_to_json,
)
from bot.corrections import corrected
from bot.dialogue.effects import (
    DiscardUpload,
    Effect,
    ForgetOwner,
    ForgetReading,
    ReadUpload,
    RememberReading,
    RunAnalysis,
    RunSample,
    StopAnalysis,
)
from bot.dialogue.inbound import (
    Command,
    Commanded,
    FileRefused,
    Inbound,
    Overtaken,
    Said,
    Tapped,
)
from bot.dialogue.interview import Interview, Turn
from bot.dialogue.reminding import may_be_reminded
from bot.dialogue.utterances import Exhibit, Show
from bot.dispatch import Dispatch, Ready
from bot.documents import ShownAnalysis, ShownFindings, folder_of
from bot.everything import gather
from bot.memory import Memory, Remembered
from bot.messages import Conversation, Reply, TextReply
from bot.own_names import edition, named
from bot.presenter import OF_FILES, Exhibits
from segmentation.model.analysis import Analysis
from segmentation.model.codec import from_json
from segmentation.model.roles import Understanding
from storage import analyses, inbox, interviews, outbox, owners, uploads
from storage import readings as confirmed
from storage.interviews import NOTHING_YET, ConflictError, StoredInterview
from storage.outbox import OutboxRow
from storage.owners import Owner


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

    def interview(self, default_language: str) -> Interview:
        if self.remembered is not None:
            return self.remembered
        if not self.stored.state:
            return Interview(self.owner.language or default_language)
        return interview_from_json(self.stored.state, self.stored.answers)

    def inbound(self) -> Inbound:
        """The event; a button's label that was typed counts as a tap on it."""
        inbound = inbound_from_json(self.event.payload)
        if self._is_overtaken() and _needs_the_question(inbound):
            return Overtaken()
        if not isinstance(inbound, Said):
            return inbound
        typed = _bare(inbound.text)
        matching = (offer for offer in self._offers() if _bare(offer.label) == typed)
        return next((Tapped(offer.data) for offer in matching), inbound)

    def _is_overtaken(self) -> bool:
        """It was here before what is asked now could be seen."""
        return self.stored.asked_at is not None and self.event.received_at < self.stored.asked_at

    def _offers(self) -> tuple[Offer, ...]:
        return offers_from_json(self.stored.offers) if self.stored.offers else ()


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


@dataclass(frozen=True, slots=True)
class Answered:
    """An event with all that follows from it, ready to be kept."""

    pending: Pending
    turn: Turn
    after: StoredInterview
    replies: Sequence[Reply]
    new_replies: Sequence[outbox.NewReply]
    """The same for the outbox."""
    asks: bool
    """Another question is open now than before."""

    @property
    def forgets(self) -> bool:
        return ForgetOwner() in self.turn.effects

    def ready(self, first: int | None, now: datetime) -> Ready | None:
        """The first reply, when `first` in line is that; which message it changes is known of no report."""
        event = self.pending.event
        number = outbox.number(event.id)
        if first != number or self.new_replies[0].progress_of is not None:
            return None
        payload = self.new_replies[0].payload
        row = OutboxRow(number, payload, 0, now, now, parts_sent=0, message=event.message)
        return Ready(row, self.replies[0])


@dataclass(frozen=True, slots=True)
class Saved:
    """What is next, once a turn is kept."""

    has_more: bool
    """Another event is waiting."""
    ready: Ready | None
    """What delivery can begin with."""
    remembered: Remembered | None
    """The interview as it is now; None when it was forgotten."""


def answered(pending: Pending, before: Interview, turn: Turn, replies: Sequence[Reply]) -> Answered:
    after = _stored(pending.stored, before, turn.interview, replies)
    asks = _open_question(before) != _open_question(turn.interview)
    return Answered(pending, turn, after, replies, [_new(reply) for reply in replies], asks)


def load(connection: Connection, people: Collection[Owner], memory: Memory) -> Mapping[int, Pending]:
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


def exhibits(connection: Connection, owner: Owner, turn: Turn, now: datetime) -> Exhibits:
    """What the utterances of a turn point at, as far as it is the owner's."""
    owner_id = owner.id
    shows = [utterance for utterance in turn.utterances if isinstance(utterance, Show)]
    of_files = [show for show in shows if show.exhibit in OF_FILES]
    files = [upload for show in of_files for upload in (show.subject, *show.subjects)]
    results = {show.subject for show in shows if show.exhibit not in OF_FILES}
    wants_everything = any(show.exhibit is Exhibit.EVERYTHING for show in shows)
    return Exhibits(
        everything=gather(connection, owner, now) if wants_everything else None,
        files={
            upload.id: from_json(upload.understanding, Understanding)
            for upload in uploads.get(connection, owner_id, files)
            if upload.understanding
        },
        findings={
            show.subject: ShownFindings(
                uploads.findings(connection, owner_id, show.subject), f"{owner_id}/findings/{show.subject}"
            )
            for show in of_files
            if show.exhibit is Exhibit.FINDINGS
        },
        analyses={
            stored.id: _shown(stored, stored.result, turn.interview)
            for stored in analyses.get(connection, owner_id, results)
            if stored.result
        },
    )


def save(
    connection: Connection, turns: Sequence[Answered], dispatch: Dispatch, now: datetime
) -> Sequence[Saved]:
    """Interviews, events, replies and effects together; at most one turn of an owner.

    Raises ConflictError when one of the events is done already.
    """
    _finish(connection, [each.pending for each in turns])
    for each in turns:
        if each.forgets:
            forget(connection, each.pending, now)
    steps = {each.pending.owner.id: _step(each, now) for each in turns if not each.forgets}
    interviews.save(connection, list(steps.values()), now)
    outbox.add(connection, [_replies(each.pending, each.new_replies) for each in turns], now)
    for each in turns:
        _change_language(connection, each)
        for effect in each.turn.effects:
            _carry_out(connection, effect, each, now)
    first = dispatch.claim(connection, [each.pending.owner for each in turns if each.replies], now)
    more = inbox.having_new(connection, [each.pending.owner.id for each in turns])
    return [
        Saved(
            has_more=each.pending.owner.id in more,
            ready=each.ready(first.get(each.pending.owner.id), now),
            remembered=_remembered(each, steps.get(each.pending.owner.id)),
        )
        for each in turns
    ]


def save_apology(connection: Connection, pending: Pending, reply: Reply, now: datetime) -> None:
    """Give an event up, so that it cannot stand in the way; the interview stays as it is."""
    _finish(connection, [pending], "failed")
    outbox.add(connection, [_replies(pending, [_new(reply)])], now)


def forget(connection: Connection, pending: Pending, now: datetime) -> None:
    """Delete what there is of an owner; the row itself and the farewell go a little later."""
    owner_id = pending.owner.id
    interviews.forget(connection, owner_id)
    uploads.forget(connection, owner_id)
    confirmed.forget(connection, owner_id)
    analyses.forget(connection, owner_id)
    inbox.forget(connection, owner_id, but=pending.event.id)
    owners.mark_forgotten(connection, owner_id, now)


def _shown(stored: analyses.StoredAnalysis, result: str, interview: Interview) -> ShownAnalysis:
    """An own result as its owner corrected it, with their names; the sample shop is everybody's."""
    analysis = from_json(result, Analysis)
    if stored.kind == "sample":
        shown = corrected(analysis, {}, interview.language)
        return ShownAnalysis(shown, folder_of(stored.owner_id, stored.id, result))
    shown = corrected(named(analysis, interview.names), interview.corrections, interview.language)
    folder = folder_of(stored.owner_id, stored.id)
    return ShownAnalysis(shown, folder, edition({**interview.names, **interview.corrections}))


def _finish(connection: Connection, pending: Sequence[Pending], state: str = "done") -> None:
    owner_ids = {each.owner.id for each in pending}
    there = owners.lock(connection, owner_ids) == owner_ids
    if not there or not inbox.finish(connection, [each.event.id for each in pending], state):
        raise ConflictError


def _open_question(interview: Interview) -> str | None:
    return interview.open.question if interview.open else None


def _step(answered: Answered, now: datetime) -> interviews.Step:
    pending = answered.pending
    waits = may_be_reminded(answered.turn.interview)
    after = replace(
        answered.after, asked_at=now if answered.asks else pending.stored.asked_at, updated_at=now
    )
    return interviews.Step(pending.owner.id, pending.stored, after, waits)


def _remembered(answered: Answered, step: interviews.Step | None) -> Remembered | None:
    return Remembered(step.after, answered.turn.interview) if step else None


def _replies(pending: Pending, replies: Sequence[outbox.NewReply]) -> outbox.NewReplies:
    return outbox.NewReplies(pending.owner.id, pending.event.id, replies)


def _new(reply: Reply) -> outbox.NewReply:
    progress_of = reply.progress_of if isinstance(reply, TextReply) else ""
    return outbox.NewReply(reply_to_json(reply), progress_of or None)


def _change_language(connection: Connection, answered: Answered) -> None:
    owner, language = answered.pending.owner, answered.turn.interview.language
    if language != owner.language:
        owners.set_language(connection, owner.id, language)


def _stored(
    stored: StoredInterview, before: Interview, after: Interview, replies: Sequence[Reply]
) -> StoredInterview:
    """What was told before is not written anew."""
    new = {key: answer for key, answer in after.answers.items() if before.answers.get(key) is not answer}
    texts = answers_to_json(new)
    return StoredInterview(
        state=state_to_json(after),
        offers=_offered(replies) or stored.offers,
        answers={key: texts[key] if key in texts else stored.answers[key] for key in after.answers},
        version=stored.version + 1,
    )


def _offered(replies: Sequence[Reply]) -> str:
    """What can be chosen by typing its label; a report on progress offers nothing of its own."""
    offers = tuple(
        Offer(button.label, button.data)
        for reply in replies
        if isinstance(reply, TextReply) and not reply.progress_of
        for row in reply.buttons
        for button in row
    )
    return offers_to_json(offers) if offers else ""


def _carry_out(connection: Connection, effect: Effect, answered: Answered, now: datetime) -> None:
    owner_id, language = answered.pending.owner.id, answered.turn.interview.language
    match effect:
        case ReadUpload(upload, roles, choices):
            words = words_to_json(roles), words_to_json(choices)
            if not uploads.queue(connection, owner_id, upload, *words, now):
                _tell_of_the_expired(connection, answered, upload, now)
        case DiscardUpload(upload):
            uploads.remove(connection, owner_id, upload)
        case RememberReading():
            readings.remember(connection, owner_id, effect, now)
        case ForgetReading(upload):
            readings.forget(connection, owner_id, upload)
        case RunAnalysis(analysis, files):
            new = analyses.NewAnalysis(analysis, owner_id, "own", files, language)
            analyses.queue(connection, new, now)
        case StopAnalysis(analysis):
            analyses.cancel(connection, owner_id, analysis)
        case RunSample(analysis):
            new = analyses.NewAnalysis(analysis, owner_id, "sample", (), language)
            analyses.queue(connection, new, now)
        case ForgetOwner():
            pass  # done before the farewell was put in line
        case _:
            assert_never(effect)


def _tell_of_the_expired(connection: Connection, answered: Answered, upload: str, now: datetime) -> None:
    """The file is not there any more: its time was over."""
    files, owner = answered.turn.interview.files, answered.pending.owner
    name = next((file.name for file in files if file.upload == upload), "")
    news = inbound_to_json(FileRefused(upload, "file_expired", {"name": name}))
    event_id = f"expired:{upload}:{answered.pending.event.id}"
    inbox.add(connection, [inbox.NewEvent(owner.id, owner.messenger, event_id, news)], now)
