"""A turn in the database: everything that follows from it, in one go."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import assert_never

from sqlalchemy import Connection

from bot.codec import (
    Offer,
    answers_to_json,
    inbound_to_json,
    offers_to_json,
    reply_to_json,
    state_to_json,
    words_to_json,
)
from bot.desk.dispatch import Dispatch, Ready
from bot.desk.memory import Remembered
from bot.desk.pending import Pending
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
from bot.dialogue.inbound import FileRefused
from bot.dialogue.interview import Interview, Turn
from bot.dialogue.reminding import may_be_reminded
from bot.messages import Reply, TextReply
from bot.work import readings
from storage import analyses, inbox, interviews, outbox, owners, uploads
from storage import readings as confirmed
from storage.interviews import ConflictError, StoredInterview
from storage.outbox import OutboxRow


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
