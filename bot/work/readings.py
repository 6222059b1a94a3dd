"""Files between the dialogue and the reader: what their owner said before, and what was made of them."""

from datetime import datetime

from sqlalchemy import Connection

from bot.codec import interview_from_json, words_from_json, words_to_json
from bot.dialogue.answers import Sum
from bot.dialogue.effects import RememberReading
from bot.dialogue.inbound import FileChoice, FileUnderstood
from bot.dialogue.interview import Interview
from segmentation.model.choices import ChoiceKind
from segmentation.model.codec import from_json
from segmentation.model.roles import ColumnRole, OwnerMemory, OwnerWord, Understanding
from storage import interviews, readings, uploads
from storage.readings import ConfirmedReading


def memory(connection: Connection, owner_id: int) -> OwnerMemory:
    """What helps to read the next file of an owner."""
    stored = interviews.load(connection, owner_id)
    interview = interview_from_json(stored.state, stored.answers)
    confirmed = readings.of_owner(connection, owner_id)
    return OwnerMemory(
        {header: owner_word(each.roles, each.choices) for header, each in confirmed.items()},
        currency=_currency(interview),
    )


def owner_word(roles: str, choices: str) -> OwnerWord:
    """What was said on one file, from its JSON."""
    return OwnerWord(
        {column: ColumnRole(role) for column, role in words_from_json(roles).items()},
        {ChoiceKind(kind): option for kind, option in words_from_json(choices).items()},
    )


def remember(connection: Connection, owner_id: int, confirmed: RememberReading, now: datetime) -> None:
    """Keep how the file was read; choices that did not come up this time stay."""
    header = _header(connection, owner_id, confirmed.upload)
    if header is None:
        return
    before = readings.of_owner(connection, owner_id).get(header)
    choices = {**(words_from_json(before.choices) if before else {}), **confirmed.choices}
    reading = ConfirmedReading(words_to_json(confirmed.roles), words_to_json(choices))
    readings.remember(connection, owner_id, header, reading, now)


def forget(connection: Connection, owner_id: int, upload: str) -> None:
    header = _header(connection, owner_id, upload)
    if header is not None:
        readings.forget_one(connection, owner_id, header)


def understood(upload: str, understanding: Understanding) -> FileUnderstood:
    """What the dialogue needs to know of it."""
    return FileUnderstood(
        upload,
        columns=tuple((each.column, each.role.value) for each in understanding.mappings),
        choices=tuple(
            FileChoice(
                choice.kind.value,
                tuple(option.key for option in choice.options),
                choice.chosen,
                is_sure=choice.is_sure,
            )
            for choice in understanding.choices
        ),
        findings=len(understanding.dataset.issues) + len(understanding.set_aside),
        remembered=understanding.remembered,
    )


def _header(connection: Connection, owner_id: int, upload: str) -> str | None:
    for found in uploads.get(connection, owner_id, [upload]):
        if found.understanding:
            return from_json(found.understanding, Understanding).dataset.header
    return None


def _currency(interview: Interview) -> str | None:
    """What the owner counts in: as they told, else as they chose for the last file."""
    sums = [answer for answer in interview.answers.values() if isinstance(answer, Sum)]
    told = [each.currency for each in sums if each.currency]
    chosen = [file.wishes.get(ChoiceKind.CURRENCY) for file in interview.files]
    named = [currency for currency in chosen if currency and currency != "none"]
    return next(iter([*told, *reversed(named)]), None)
