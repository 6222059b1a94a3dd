"""What the operator reads in the terminal: numbers of owners and of work, nobody's data."""

from collections.abc import Sequence

from bot.operator.check import Finding
from bot.operator.stores import open_database
from bot.settings import Settings
from prompts.values import catalog
from storage import overview
from storage.overview import WorkInBrief

WELL, NOT_WELL = "✓", "✗"


def finding_text(finding: Finding, language: str) -> str:
    sign = WELL if finding.is_well else NOT_WELL
    return f"{sign} {catalog().text(finding.key, language, **finding.values)}"


def owners_text(settings: Settings) -> str:
    """A line each, fields separated by tabs, a heading first."""
    with open_database(settings).reading() as connection:
        rows = [
            (each.id, each.messenger, f"{each.created_at:%Y-%m-%d}", each.files, each.analyses)
            for each in overview.owners(connection)
        ]
    return _table(("owner", "messenger", "since", "files", "analyses"), rows)


def work_text(settings: Settings) -> str:
    """The same of files and analyses in line, in the order of their turns."""
    with open_database(settings).reading() as connection:
        rows = [_line(each) for each in overview.work_in_line(connection)]
    return _table(("work", "kind", "owner", "bytes", "queued", "attempts", "worker"), rows)


def _line(each: WorkInBrief) -> tuple[object, ...]:
    queued = f"{each.queued_at:%Y-%m-%dT%H:%M:%SZ}"
    return each.id, each.kind, each.owner_id, each.size, queued, each.attempts, each.worker or "-"


def _table(heading: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    return "\n".join("\t".join(map(str, row)) for row in [heading, *rows])
