"""The Bot API methods a chat assistant uses, with their limits and their refusals word for word."""

import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tests.telegram.calls import (
    Call,
    captioned,
    check_language,
    check_message,
    keyboard_of,
    marked,
    upload_of,
)
from tests.telegram.cloud import BOT, CALLBACK_LIFETIME, Cloud, Json, RefusalError, copy_of
from tests.telegram.markup import utf16_length
from tests.telegram.pictures import size_of
from tests.telegram.webhooks import WebhookCaller

ALBUM_SIZES = range(2, 11)
MOST_COMMANDS = 100
PHOTO_LIMIT = 10_000_000
UPLOAD_LIMIT = 50_000_000
DOWNLOAD_LIMIT = 20_000_000
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup "
    "are exactly the same as a current content and reply markup of the message"
)


class Methods:
    def __init__(self, cloud: Cloud, webhook: WebhookCaller) -> None:
        self._cloud = cloud
        self._webhook = webhook
        self._known: dict[str, Callable[[Call], Any]] = {
            "getMe": lambda _: BOT | {"can_join_groups": True, "can_read_all_group_messages": False},
            "setWebhook": self._set_webhook,
            "deleteWebhook": lambda _: self._webhook.delete(),
            "getUpdates": self._get_updates,
            "setMyCommands": self._set_my_commands,
            "getMyCommands": lambda call: self._cloud.commands.get(call.text("language_code"), []),
            "setMyDescription": self._set_my_description,
            "getMyDescription": lambda call: {"description": _of(self._cloud.descriptions, call)},
            "setMyShortDescription": self._set_my_short_description,
            "getMyShortDescription": self._get_my_short_description,
            "getWebhookInfo": lambda _: self._webhook.info(),
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "sendMediaGroup": self._send_media_group,
            "sendChatAction": self._send_chat_action,
            "editMessageText": self._edit_message_text,
            "editMessageReplyMarkup": self._edit_message_reply_markup,
            "answerCallbackQuery": self._answer_callback_query,
            "getFile": self._get_file,
        }

    async def answer(self, call: Call) -> Any:
        if call.method not in self._known:
            raise RefusalError(404, "Not Found: method not found")
        result = self._known[call.method](call)
        return await result if isinstance(result, Awaitable) else result

    # ---- updates and the bot itself ----------------------------------------------------------

    def _set_webhook(self, call: Call) -> bool:
        return self._webhook.set(call.text("url"), call.text("secret_token"), call.json("allowed_updates"))

    async def _get_updates(self, call: Call) -> list[Json]:
        if self._webhook.url:
            raise RefusalError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        return await self._cloud.get_updates(
            call.number("offset"),
            call.number("limit", 100),
            call.number("timeout"),
            call.json("allowed_updates"),
        )

    def _set_my_description(self, call: Call) -> bool:
        return self._describe(self._cloud.descriptions, call, "description", 512)

    def _set_my_short_description(self, call: Call) -> bool:
        return self._describe(self._cloud.short_descriptions, call, "short_description", 120)

    def _describe(self, told: dict[str, str], call: Call, name: str, limit: int) -> bool:
        check_language(call)
        if utf16_length(call.text(name)) > limit:
            raise RefusalError(400, f"Bad Request: {name} is too long")
        told[call.text("language_code")] = call.text(name)
        self._cloud.changed()
        return True

    def _get_my_short_description(self, call: Call) -> Json:
        return {"short_description": _of(self._cloud.short_descriptions, call)}

    def _set_my_commands(self, call: Call) -> bool:
        commands: list[Json] = call.json("commands")
        check_language(call)
        if len(commands) > MOST_COMMANDS:
            raise RefusalError(400, "Bad Request: BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            name, description = command["command"], command["description"]
            if not (1 <= len(name) <= 32 and name == name.lower() and name.replace("_", "").isalnum()):
                raise RefusalError(400, "Bad Request: BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= 256:
                raise RefusalError(400, "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID")
        self._cloud.commands[call.text("language_code")] = commands
        return True

    def _answer_callback_query(self, call: Call) -> bool:
        query = call.text("callback_query_id")
        born = self._cloud.callbacks.get(query)
        if born is None or time.monotonic() - born > CALLBACK_LIFETIME:
            raise RefusalError(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self._cloud.answered.add(query)
        self._cloud.changed()
        return True

    # ---- messages ----------------------------------------------------------------------------

    def _send_message(self, call: Call) -> Json:
        chat_id = call.number("chat_id")
        self._cloud.chat(chat_id)
        text, entities = marked(call.text("text"), call.text("parse_mode"))
        check_message(text)
        markup = keyboard_of(call.json("reply_markup"))
        sent = self._cloud.add(chat_id, BOT, text=text, entities=entities or None, reply_markup=markup)
        return copy_of(sent)

    def _edit_message_text(self, call: Call) -> Json:
        message = self._cloud.message(call.number("chat_id"), call.number("message_id"))
        text, entities = marked(call.text("text"), call.text("parse_mode"))
        check_message(text)
        return self._edited(message, text=text, entities=entities, markup=call.json("reply_markup"))

    def _edit_message_reply_markup(self, call: Call) -> Json:
        message = self._cloud.message(call.number("chat_id"), call.number("message_id"))
        entities = message.get("entities", [])
        text = message.get("text", "")
        return self._edited(message, text=text, entities=entities, markup=call.json("reply_markup"))

    def _edited(self, message: Json, *, text: str, entities: list[Json], markup: Any) -> Json:
        new = {"text": text, "entities": entities, "reply_markup": keyboard_of(markup)}
        if all(message.get(name, [] if name == "entities" else None) == new[name] for name in new):
            self._cloud.chat(message["chat"]["id"]).idle_edits.append(copy_of(message))
            raise RefusalError(400, NOT_MODIFIED)
        for name, value in new.items():
            message.pop(name, None)
            if value:
                message[name] = value
        message["edit_date"] = int(time.time())
        self._cloud.changed()
        self._cloud.chat(message["chat"]["id"]).read(message)
        return copy_of(message)

    def _send_chat_action(self, call: Call) -> bool:
        self._cloud.chat(call.number("chat_id")).actions.append(call.text("action"))
        self._cloud.changed()
        return True

    # ---- files -------------------------------------------------------------------------------

    def _send_photo(self, call: Call) -> Json:
        chat_id = call.number("chat_id")
        self._cloud.chat(chat_id)
        photo = self._photo(call, call.parameters.get("photo", "attach://photo"))
        caption, entities = captioned(call.text("caption"), call.text("parse_mode"))
        return copy_of(self._add_captioned(chat_id, caption, entities, photo=photo))

    def _send_media_group(self, call: Call) -> list[Json]:
        chat_id = call.number("chat_id")
        self._cloud.chat(chat_id)
        media: list[Json] = call.json("media")
        if len(media) not in ALBUM_SIZES:
            raise RefusalError(400, "Bad Request: wrong number of messages in the album; must be 2-10")
        ready = [
            (self._photo(call, one["media"]), *captioned(one.get("caption", ""), one.get("parse_mode", "")))
            for one in media
        ]
        album = str(time.monotonic_ns())
        return [
            copy_of(self._add_captioned(chat_id, caption, entities, photo=photo, media_group_id=album))
            for photo, caption, entities in ready
        ]

    def _add_captioned(self, chat_id: int, caption: str, entities: list[Json], **content: Any) -> Json:
        marked = {"caption": caption or None, "caption_entities": entities or None}
        return self._cloud.add(chat_id, BOT, **content, **marked)

    def _photo(self, call: Call, source: str) -> list[Json]:
        upload = upload_of(call, source)
        if len(upload.content) > PHOTO_LIMIT:
            raise RefusalError(413, "Request Entity Too Large")
        size = size_of(upload.content)
        if size is None:
            raise RefusalError(400, "Bad Request: IMAGE_PROCESS_FAILED")
        width, height = size
        if width + height > 10_000 or max(size) > 20 * min(size):
            raise RefusalError(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        kept = self._cloud.keep(upload.content, upload.name)
        del kept["file_name"]
        return [kept | {"width": width, "height": height}]

    def _send_document(self, call: Call) -> Json:
        chat_id = call.number("chat_id")
        self._cloud.chat(chat_id)
        upload = upload_of(call, call.parameters.get("document", "attach://document"))
        if len(upload.content) > UPLOAD_LIMIT:
            raise RefusalError(413, "Request Entity Too Large")
        caption, entities = captioned(call.text("caption"), call.text("parse_mode"))
        document = self._cloud.keep(upload.content, upload.name)
        return copy_of(self._add_captioned(chat_id, caption, entities, document=document))

    def _get_file(self, call: Call) -> Json:
        file_id = call.text("file_id")
        file = self._cloud.files.get(file_id)
        if file is None:
            raise RefusalError(400, "Bad Request: invalid file_id")
        if file.claimed_size > DOWNLOAD_LIMIT:
            raise RefusalError(400, "Bad Request: file is too big")
        return {
            "file_id": file_id,
            "file_unique_id": f"u{file_id}",
            "file_size": file.claimed_size,
            "file_path": f"documents/{file_id}",
        }


def _of(told: Mapping[str, str], call: Call) -> str:
    """In the language asked for, else what everybody reads."""
    return told.get(call.text("language_code")) or told.get("", "")
