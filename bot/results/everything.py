"""All that is kept of one owner, as data: what `everything about me` holds."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from bot.messages import NO_END
from storage import analyses, conversations, interviews, readings, uploads
from storage.owners import Owner

Json = str | int | float | bool | None | list["Json"] | Mapping[str, "Json"]


@dataclass(frozen=True, slots=True)
class Everything:
    owner_id: int
    rows: str
    """Everything but the files, as JSON."""
    names: Mapping[str, str]
    """What the owner calls their files, by the id of the upload."""


def gather(connection: Connection, owner: Owner, now: datetime) -> Everything:
    """What there is in one moment."""
    stored = interviews.load(connection, owner.id)
    files = uploads.of_owner(connection, owner.id)
    told: Mapping[str, Json] = {
        "written_at": now.isoformat(),
        "you": {"messenger": owner.messenger, "address": owner.address, "language": owner.language},
        "answers": {question: json.loads(answer) for question, answer in stored.answers.items()},
        "interview": json.loads(stored.state) if stored.state else None,
        "files": [_file(upload) for upload in files],
        "readings": [
            {"columns": header, "roles": json.loads(each.roles), "choices": json.loads(each.choices)}
            for header, each in readings.of_owner(connection, owner.id).items()
        ],
        "results": [
            {"id": each.id, "kind": each.kind, "state": each.state, "result": _parsed(each.result)}
            for each in analyses.of_owner(connection, owner.id)
        ],
        "conversation": [
            {"at": bubble.at.isoformat(), "you": bubble.text, "assistant": _parsed(bubble.reply)}
            for bubble in conversations.following(connection, owner.id, 0, NO_END)
        ],
    }
    rows = json.dumps(told, ensure_ascii=False, indent=1)
    return Everything(owner.id, rows, {upload.id: upload.name for upload in files})


def _file(upload: uploads.Upload) -> Json:
    return {
        "id": upload.id,
        "name": upload.name,
        "bytes": upload.size,
        "state": upload.state,
        "roles": _parsed(upload.roles),
        "choices": _parsed(upload.choices),
        "understanding": _parsed(upload.understanding),
    }


def _parsed(text: str | None) -> Json:
    parsed: Json = json.loads(text) if text else None
    return parsed
