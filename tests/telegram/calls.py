"""Calls of the Bot API: what they hold, and what of that Telegram refuses, word for word."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.telegram.cloud import Json, RefusalError
from tests.telegram.markup import MarkupError, parse_html, utf16_length

MESSAGE_LIMIT = 4096
CAPTION_LIMIT = 1024
BUTTON_DATA_LIMIT = 64
LANGUAGE = re.compile(r"([a-z]{2})?")


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes


@dataclass(frozen=True)
class Call:
    """A request: parameters as texts (or JSON values), files by the name they came under."""

    method: str
    parameters: Mapping[str, Any]
    uploads: Mapping[str, Upload]
    at: float = 0.0

    def text(self, name: str) -> str:
        return str(self.parameters.get(name, ""))

    def number(self, name: str, otherwise: int = 0) -> int:
        return int(self.parameters.get(name) or otherwise)

    def json(self, name: str) -> Any:
        value = self.parameters.get(name)
        try:
            return json.loads(value) if isinstance(value, str) and value else value
        except ValueError:
            raise RefusalError(400, f"Bad Request: can't parse {name} JSON object") from None


def check_language(call: Call) -> None:
    if not LANGUAGE.fullmatch(call.text("language_code")):
        raise RefusalError(400, "Bad Request: invalid language code specified")


def marked(source: str, parse_mode: str) -> tuple[str, list[Json]]:
    if parse_mode.upper() != "HTML":
        return source.strip(), []
    try:
        text, entities = parse_html(source)
    except MarkupError as error:
        raise RefusalError(400, f"Bad Request: can't parse entities: {error}") from None
    return text, entities


def check_message(text: str) -> None:
    if not text.strip():
        raise RefusalError(400, "Bad Request: message text is empty")
    if utf16_length(text) > MESSAGE_LIMIT:
        raise RefusalError(400, "Bad Request: message is too long")


def captioned(source: str, parse_mode: str) -> tuple[str, list[Json]]:
    caption, entities = marked(source, parse_mode)
    if utf16_length(caption) > CAPTION_LIMIT:
        raise RefusalError(400, "Bad Request: message caption is too long")
    return caption, entities


def keyboard_of(markup: Any) -> Json | None:
    for row in (markup or {}).get("inline_keyboard", []):
        for button in row:
            if not 1 <= len(button.get("callback_data", "").encode()) <= BUTTON_DATA_LIMIT:
                raise RefusalError(400, "Bad Request: BUTTON_DATA_INVALID")
            if not button["text"].strip():
                raise RefusalError(400, "Bad Request: text buttons must be non-empty")
    return markup or None


def upload_of(call: Call, source: str) -> Upload:
    upload = call.uploads.get(source.removeprefix("attach://"))
    if upload is None:
        raise RefusalError(400, "Bad Request: wrong remote file identifier specified")
    if not upload.content:
        raise RefusalError(400, "Bad Request: file must be non-empty")
    return upload
