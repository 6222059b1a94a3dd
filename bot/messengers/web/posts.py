"""What a page may send, as what the assistant accepts; anything else is a MalformedPostError."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from bot.dialogue.inbound import Command, Commanded, Inbound, Tapped
from bot.intake import storable, typed

MAX_TEXT_LENGTH = 4000
MAX_BUTTON_DATA_BYTES = 64
MAX_LABEL_LENGTH = 200
MAX_DIGITS = 19
EVENT_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


class MalformedPostError(ValueError):
    """Our own page does not send this."""


@dataclass(frozen=True, slots=True)
class Post:
    """`event_id` was made by the page, so that it can send the same post again."""

    event_id: str
    inbound: Inbound
    shown: str | None
    """The owner's own bubble; None for what nobody said."""


def read_post(body: bytes) -> Post:
    """One of {id, text}, {id, tap, label} and {id, command, label}."""
    fields = _strings(body)
    event_id = checked_event_id(fields.get("id", ""))
    match fields:
        case {"text": text}:
            said = _limited(text, MAX_TEXT_LENGTH)
            return Post(event_id, typed(said), said)
        case {"tap": data, "label": label} if 0 < len(data.encode()) <= MAX_BUTTON_DATA_BYTES:
            return Post(event_id, Tapped(data), _limited(label, MAX_LABEL_LENGTH))
        case {"command": name, "label": label}:
            return Post(event_id, Commanded(_command(name)), _limited(label, MAX_LABEL_LENGTH))
        case _:
            raise MalformedPostError


def checked_event_id(text: str) -> str:
    if not EVENT_ID.fullmatch(text):
        raise MalformedPostError
    return text


def whole_number(text: str) -> int:
    """Cursors and sizes are 64-bit numbers at most; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < MAX_DIGITS else 0


def _strings(body: bytes) -> Mapping[str, str]:
    try:
        fields = json.loads(body)
    except (ValueError, RecursionError):
        raise MalformedPostError from None
    if not isinstance(fields, dict) or not all(isinstance(value, str) for value in fields.values()):
        raise MalformedPostError
    return {name: storable(value) for name, value in cast("dict[str, str]", fields).items()}


def _command(name: str) -> Command:
    try:
        return Command(name)
    except ValueError:
        raise MalformedPostError from None


def _limited(text: str, length: int) -> str:
    stripped = text.strip()
    if not 0 < len(stripped) <= length:
        raise MalformedPostError
    return stripped
