"""An owner with the Telegram app, before the Bot API server of the tests."""

from collections.abc import Awaitable, Callable, Iterator
from fnmatch import fnmatchcase
from itertools import groupby
from pathlib import Path

from tests.messengers.driver import PATIENCE_SECONDS, Heard, HeardButton, ImpossibleHereError
from tests.telegram.bot_api import BotApi
from tests.telegram.cloud import Json
from tests.telegram.person import Person
from tests.telegram.pictures import png

TICK = "✅ "


class TelegramDriver:
    """`quiet` waits until the assistant has nothing left to do."""

    name = "telegram"
    greets = False

    def __init__(self, api: BotApi, quiet: Callable[[float], Awaitable[None]]) -> None:
        self._api = api
        self._quiet = quiet
        self._person: Person
        self._seen: dict[int, Json] = {}
        self._offered: list[tuple[Json, HeardButton]] = []

    @property
    def address(self) -> str:
        return str(self._person.id)

    async def start(self, language: str = "en") -> None:
        self._person = self._api.person(language_code=language)

    async def end(self) -> None:
        """The app stays open."""

    async def reconnect(self) -> None:
        """The app does not notice."""

    async def say(self, text: str) -> None:
        self._person.say(text)

    async def tap(self, button: str) -> None:
        """Also one that an edit has taken away since: a finger can be faster than an edit."""
        for message, offered in reversed(self._offered):
            if button == offered.label or fnmatchcase(offered.data or "", button):
                self._person.tap_data(offered.data or "", message)
                return
        raise LookupError(f"no button {button!r} in the chat")

    async def tap_unknown(self, data: str) -> None:
        self._person.tap_data(data)

    async def command(self, name: str, argument: str = "") -> None:
        self._person.say(f"/{name} {argument}".strip())

    async def send_file(self, path: Path) -> None:
        self._person.send_file(path)

    async def send_unacceptable(self, code: str) -> None:
        match code:
            case "file_is_picture":
                self._person.send_photo(png())
            case "file_too_large_for_telegram":
                self._person.send_file(b"x", "large.csv", claimed_size=21_000_000)
            case "not_understood_kind":
                self._person.send_sticker()
            case _:
                raise ImpossibleHereError(code)

    async def heard(self, seconds: float = PATIENCE_SECONDS) -> tuple[Heard, ...]:
        await self._api.cloud.until(lambda: self._api.cloud.updates == [], seconds)
        await self._quiet(seconds)
        new = [message for message in self._person.heard if self._seen.get(message["message_id"]) != message]
        # Nobody sees an edit that changes nothing, but it was an answer.
        new += self._person.chat.idle_edits
        self._person.chat.idle_edits = []
        heard = tuple(self._told(new))
        for message in new:
            self._offered += [(message, button) for row in _buttons(message) for button in row]
        self._seen |= {message["message_id"]: dict(message) for message in new}
        return heard

    def _told(self, messages: list[Json]) -> Iterator[Heard]:
        for _, group in groupby(messages, lambda one: one.get("media_group_id", one["message_id"])):
            yield self._one(list(group))

    def _one(self, album: list[Json]) -> Heard:
        first = album[0]
        return Heard(
            text="\n".join(message.get("text") or message.get("caption", "") for message in album),
            buttons=_buttons(first),
            pictures=sum("photo" in message for message in album),
            documents=sum("document" in message for message in album),
            edited=first["message_id"] in self._seen,
        )


def _buttons(message: Json) -> tuple[tuple[HeardButton, ...], ...]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return tuple(tuple(_button(button["text"], button["callback_data"]) for button in row) for row in rows)


def _button(label: str, data: str) -> HeardButton:
    return HeardButton(label.removeprefix(TICK), data, chosen=label.startswith(TICK))
