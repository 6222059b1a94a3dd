"""Someone with the Telegram app: types, taps, sends files, blocks, and reads the chat."""

import itertools
import time
from fnmatch import fnmatchcase
from pathlib import Path

from tests.telegram.cloud import BOT, Chat, Cloud, Json, copy_of

_user_ids = itertools.count(1001)


class Person:
    """One user in their private chat with the bot; the chat exists once they have written."""

    def __init__(self, cloud: Cloud, name: str = "Ada", language_code: str = "en") -> None:
        self.id = next(_user_ids)
        self._cloud = cloud
        self._user = {"id": self.id, "is_bot": False, "first_name": name, "language_code": language_code}
        info = {"id": self.id, "type": "private", "first_name": name}
        self.chat = cloud.chats.setdefault(self.id, Chat(info))

    # ---- doing -----------------------------------------------------------------------------

    def say(self, text: str) -> Json:
        """Type a text or a /command."""
        entities = None
        if text.startswith("/"):
            entities = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
        return self._message(text=text, entities=entities)

    def tap(self, label: str, message: Json | None = None) -> Json:
        """Tap the lowest button with this label or data, ticked or not; in `message` when given.

        `*` in data stands for anything.
        """
        places = [message] if message else reversed(self.heard)
        for place in places:
            for button in buttons_of(place):
                labels = {button["text"], button["text"].removeprefix("✅ ")}
                if label in labels or fnmatchcase(button["callback_data"], label):
                    return self._tap(place, button["callback_data"])
        raise LookupError(f"no button {label!r} in the chat")

    def tap_data(self, data: str, message: Json | None = None) -> Json:
        """A tap on a button that is no longer there, or never was."""
        return self._tap(message or self.heard[-1], data)

    def send_file(
        self,
        content: bytes | Path,
        name: str = "",
        claimed_size: int | None = None,
        caption: str | None = None,
    ) -> Json:
        """As a file; `claimed_size` lets a small one pass for a large one."""
        if isinstance(content, Path):
            name, content = name or content.name, content.read_bytes()
        return self._message(document=self._cloud.keep(content, name, claimed_size), caption=caption)

    def send_photo(self, picture: bytes, caption: str | None = None) -> Json:
        """As a picture, not as a file."""
        kept = self._cloud.keep(picture, "photo.jpg")
        return self._message(photo=[kept | {"width": 90, "height": 90}], caption=caption)

    def send_sticker(self) -> Json:
        kept = self._cloud.keep(b"webp", "sticker.webp")
        del kept["file_name"]
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._message(sticker=kept | shape)

    def write_in_group(self, text: str, group: int = -100, title: str = "Friends") -> Json:
        info = {"id": group, "type": "group", "title": title}
        self._cloud.chats.setdefault(group, Chat(info))
        sent = self._cloud.add(group, self._user, text=text)
        return self._cloud.push(message=copy_of(sent))

    def block(self) -> None:
        self.chat.blocked = True

    # ---- reading ---------------------------------------------------------------------------

    @property
    def heard(self) -> list[Json]:
        """The bot's messages, oldest first, as they look now."""
        return [message for message in self.chat.messages if message["from"]["id"] == BOT["id"]]

    @property
    def texts(self) -> list[str]:
        """Texts or captions of the bot's messages."""
        return [message.get("text") or message.get("caption", "") for message in self.heard]

    async def hears(self, count: int, seconds: float = 20) -> list[Json]:
        """Wait until the bot has sent `count` messages in all."""
        await self._cloud.until(lambda: len(self.heard) >= count, seconds)
        return self.heard

    # ---- how -------------------------------------------------------------------------------

    def _message(self, **content: object) -> Json:
        sent = self._cloud.add(self.id, self._user, **content)
        return self._cloud.push(message=copy_of(sent))

    def _tap(self, message: Json, data: str) -> Json:
        query = f"tap{len(self._cloud.callbacks) + 1}"
        self._cloud.callbacks[query] = time.monotonic()
        return self._cloud.push(
            callback_query={
                "id": query,
                "from": self._user,
                "message": copy_of(message),
                "chat_instance": str(self.id),
                "data": data,
            }
        )


def buttons_of(message: Json) -> list[Json]:
    """All buttons under a message, row after row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
