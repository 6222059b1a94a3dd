"""All that is kept of one owner, as data and files: what `everything about me` holds."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy import Connection

from bot.messages import NO_END
from storage import analyses, conversations, interviews, readings, uploads
from storage.blobs import Blobs
from storage.owners import Owner

Json = str | int | float | bool | None | list["Json"] | Mapping[str, "Json"]

LARGEST_PACK = 40 * 2**20
"""Bytes of files in one pack; Telegram takes 50 MB."""


@dataclass(frozen=True, slots=True)
class Everything:
    owner_id: int
    rows: str
    """Everything but the files, as JSON."""
    names: Mapping[str, str]
    """What the owner calls their files, by the id of the upload."""

    @property
    def packs(self) -> str:
        """The folder in the blob store that packs of it are kept in."""
        return f"{self.owner_id}/exports/"


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


async def pack(kept: Everything, blobs: Blobs) -> bytes:
    """A ZIP file of the rows and all files; those it has no room for are named in it."""
    room, files, left_out = LARGEST_PACK, dict[str, bytes](), list[str]()
    for place, blob in (await _places(kept, blobs)).items():
        size = await blobs.size(blob) or 0
        if size > room:
            left_out.append(place)
            continue
        room -= size
        files[place] = await blobs.get(blob) or b""
    return await asyncio.to_thread(_packed, kept.rows, files, left_out)


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


async def _places(kept: Everything, blobs: Blobs) -> Mapping[str, str]:
    """All blobs of the owner by their place in the pack; earlier packs have none."""
    names = await blobs.names(f"{kept.owner_id}/")
    inside = [blob for blob in names if not blob.startswith(kept.packs)]
    return {_place(kept, number, blob): blob for number, blob in enumerate(inside, start=1)}


def _place(kept: Everything, number: int, blob: str) -> str:
    _, kind, *_, last = blob.split("/")
    return f"{kind}/{number}-{kept.names.get(last, last)}"


def _packed(rows: str, files: Mapping[str, bytes], left_out: Sequence[str]) -> bytes:
    pack = BytesIO()
    with ZipFile(pack, "w", ZIP_DEFLATED) as packed:
        packed.writestr("everything.json", rows)
        if left_out:
            packed.writestr("left-out.txt", "\n".join(left_out))
        for name, content in files.items():
            packed.writestr(name, content)
    return pack.getvalue()
