"""Tables of an owner's analyses before this one, to see which customers have moved since."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sqlalchemy import Connection

from bot.results import customer_tables
from bot.results.shown import folder_of
from segmentation.model.analysis import Analysis
from segmentation.model.codec import from_json
from storage import analyses
from storage.analyses import StoredAnalysis
from storage.blobs import Blobs

_MOST = 3
"""Days that are looked at; one is enough, unless the files of this analysis are older than the last ones."""


def analyses_before(connection: Connection, stored: StoredAnalysis) -> tuple[str, ...]:
    """Ids of the owner's own, the newest first: the last of each day that figures refer to."""
    last_of_day: dict[date, str] = {}
    for each in reversed(analyses.of_owner(connection, stored.owner_id)):
        if each.id != stored.id and each.kind == "own" and each.result:
            last_of_day.setdefault(from_json(each.result, Analysis).as_of, each.id)
    return tuple(last_of_day.values())[:_MOST]


async def fetch_tables(blobs: Blobs, owner_id: int, ids: Sequence[str], room: Path) -> tuple[Path, ...]:
    """Those that were kept, as files in `room`; answers alone leave none."""
    tables = [(folder_of(owner_id, analysis), room / f"earlier-{analysis}") for analysis in ids]
    return tuple([path for folder, path in tables if await customer_tables.fetch(blobs, folder, path)])
