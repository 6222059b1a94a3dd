"""Updates of the Bot API, read from JSON with distrust: what has another shape is nothing to us."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.intake import storable

_LARGEST = 2**53
"""Ids have at most 52 significant bits."""


class MalformedUpdateError(ValueError):
    """This is no update at all."""


@dataclass(frozen=True, slots=True)
class Text:
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    file_id: str
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Tap:
    """`buttons` of the tapped message, as (label, data); none when Telegram no longer shows it."""

    query_id: str
    data: str
    message_id: int
    buttons: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    pass


@dataclass(frozen=True, slots=True)
class Other:
    """A message of a kind we cannot read."""


Content = Text | Document | Tap | Picture | Other


@dataclass(frozen=True, slots=True)
class Talk:
    """Something a person has done in a chat."""

    chat: int
    is_private: bool
    language_code: str | None
    content: Content


@dataclass(frozen=True, slots=True)
class Update:
    update_id: int
    talk: Talk | None
    """None for all that is not for us."""

    @property
    def chat(self) -> int:
        return self.talk.chat if self.talk else 0


def read_update(raw: object) -> Update:
    """Raises MalformedUpdateError when not even the id can be read."""
    match raw:
        case {"update_id": int(update_id)} if 0 <= update_id < _LARGEST:
            return Update(update_id, _talk(raw))
        case _:
            raise MalformedUpdateError


def _talk(raw: object) -> Talk | None:
    match raw:
        case {"message": {"chat": chat, "from": user} as message}:
            return _in_chat(chat, user, _content(message))
        case {
            "callback_query": {
                "id": str(query_id),
                "from": user,
                "data": str(data),
                "message": {"chat": chat, "message_id": int(message_id)} as message,
            }
        }:
            buttons = tuple(_buttons(message))
            return _in_chat(chat, user, Tap(storable(query_id), storable(data), message_id, buttons))
        case _:
            return None


def _in_chat(chat: object, user: object, content: Content) -> Talk | None:
    match chat, user:
        case {"id": int(chat_id), "type": str(kind)}, dict() if abs(chat_id) < _LARGEST:
            code = user.get("language_code")
            language_code = storable(code) if isinstance(code, str) else None
            return Talk(chat_id, kind == "private", language_code, content)
        case _:
            return None


def _content(message: object) -> Content:
    match message:
        case {"text": str(text)}:
            return Text(storable(text))
        case {"document": {"file_id": str(file_id)} as document}:
            name, size = document.get("file_name"), document.get("file_size")
            return Document(
                storable(file_id),
                storable(name) if isinstance(name, str) else "",
                size if isinstance(size, int) else 0,
            )
        case {"photo": [_, *_]}:
            return Picture()
        case _:
            return Other()


def _buttons(message: object) -> Iterator[tuple[str, str]]:
    match message:
        case {"reply_markup": {"inline_keyboard": list(rows)}}:
            for button in (button for row in rows if isinstance(row, list) for button in row):
                match button:
                    case {"text": str(label), "callback_data": str(data)}:
                        yield storable(label), storable(data)
