"""Bubbles and standing as the page reads them: JSON."""

from collections.abc import Mapping, Sequence
from typing import assert_never
from urllib.parse import quote

from bot.messages import Attachment, DocumentReply, HistoryEntry, PicturesReply, Reply, Standing, TextReply
from bot.messengers.web.paging import HistoryPage

Json = str | int | bool | Sequence["Json"] | Mapping[str, "Json"] | None


def entry_json(entry: HistoryEntry) -> Mapping[str, Json]:
    """Every entry has number, at (ISO 8601) and from; what else it has depends on what it shows."""
    frame: dict[str, Json] = {"number": entry.number, "at": entry.at.isoformat()}
    if entry.reply is None:
        sent_as = (entry.event_id or "").rpartition(":")[2]  # the page's own name for it
        return frame | {"from": "owner", "id": sent_as, "text": entry.owner_text or ""}
    return frame | _reply(entry.reply)


def page_json(page: HistoryPage, greeting: Sequence[Reply]) -> Mapping[str, Json]:
    """`greeting` is what stands there as long as there are no entries."""
    return {
        "entries": [entry_json(entry) for entry in page.entries],
        "older": page.has_older,
        "greeting": [_reply(reply) for reply in greeting],
    }


def standing_json(standing: Standing) -> Mapping[str, Json]:
    return {"language": standing.language, "working": standing.is_working}


def _reply(reply: Reply) -> dict[str, Json]:
    return {"from": "bot", "keys": list(reply.keys)} | _content(reply)


def _content(reply: Reply) -> dict[str, Json]:
    match reply:
        case TextReply():
            return {
                "text": reply.text,
                "buttons": _buttons(reply),
                "edits_question": reply.edits_question,
                "progress_of": reply.progress_of,
            }
        case PicturesReply():
            return {"pictures": [_file(picture) for picture in reply.pictures]}
        case DocumentReply():
            return {"document": _file(reply.document)}
        case _:
            assert_never(reply)


def _buttons(reply: TextReply) -> list[Json]:
    return [
        [{"label": button.label, "data": button.data, "chosen": button.chosen} for button in row]
        for row in reply.buttons
    ]


def _file(attachment: Attachment) -> dict[str, Json]:
    return {
        "url": f"/files/{quote(attachment.blob)}",
        "name": attachment.name,
        "caption": attachment.caption,
        "size": attachment.size,
    }
