"""Builds every object and says who knows whom; the only place that does."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

from bot.desk.assistant import Assistant, World
from bot.desk.dispatch import Dispatch
from bot.desk.presenter import Presenter
from bot.desk.reminders import Reminders
from bot.dialogue.engine import advance
from bot.messages import Messenger
from bot.messengers.telegram.messenger import TelegramMessenger
from bot.messengers.terminal import TerminalMessenger
from bot.messengers.web.app import WebMessenger
from bot.operator.operations import Operations
from bot.operator.stores import open_blobs, open_database
from bot.settings import Settings
from bot.work.analysis import Workbench
from bot.work.background import BackgroundWork, places
from bot.work.child import Child
from bot.work.news import Progress
from bot.work.retention import Retention
from bot.work.showcase import Showcase
from prompts.catalog import Catalog
from prompts.values import catalog
from storage import backlog
from storage.blobs import Blobs
from storage.database import Database
from storage.keys.secret_files import make_once
from storage.presence import end_leases

CAN_REMIND = (TelegramMessenger.name,)
"""They reach somebody who is not there; the web chat shows the open question to whoever returns."""
SETTLED_LOOK_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class House:
    """Everything but the messengers, ready to run."""

    settings: Settings
    catalog: Catalog
    database: Database
    assistant: Assistant
    background: BackgroundWork
    reminders: Reminders
    operations: Operations
    retention: Retention
    dispatch: Dispatch

    async def settled(self) -> None:
        """Return when nothing waits to be answered, delivered, read or analysed."""
        while not (await asyncio.to_thread(self._backlog)).is_empty:  # noqa: ASYNC110  (the database knows)
            await asyncio.sleep(SETTLED_LOOK_SECONDS)

    def _backlog(self) -> backlog.Backlog:
        with self.database.reading() as connection:
            return backlog.count(connection)


def build(settings: Settings) -> House:
    """Open the stores under `settings` and wire what works on them. Needs a running event loop."""
    settings = replace(settings, session_secret=settings.session_secret or _secret(settings.data))
    database = _database(settings)
    blobs = open_blobs(settings, database)
    world = World(advance, now, new_id, Dispatch(courier=new_id()), asyncio.Event())
    assistant = Assistant(database, blobs, Presenter(catalog(), blobs), settings, world)
    after, kept = timedelta(hours=settings.remind_after_hours), timedelta(days=settings.files_kept_days)
    return House(
        settings,
        catalog(),
        database,
        assistant,
        _background(settings, database, blobs, assistant, world),
        Reminders(database, CAN_REMIND, after=after, clock=now, wake=assistant.wake),
        Operations(database, blobs, now),
        Retention(database, blobs, kept=kept, clock=now),
        world.dispatch,
    )


def _database(settings: Settings) -> Database:
    """Up to date; whoever enters alone ends the leases of those who are no more."""
    database = open_database(settings)
    database.migrate()
    if database.enter():
        with database.transaction() as connection:
            end_leases(connection)
    return database


def _background(
    settings: Settings, database: Database, blobs: Blobs, assistant: Assistant, world: World
) -> BackgroundWork:
    """One child more than analyses at once: one place takes only what is small."""
    children = [Child() for _ in range(settings.analyses_at_once + 1)] if settings.analyses_at_once else []
    showcase = Showcase(settings.samples, Child(), limit_seconds=settings.analysis_limit_seconds, clock=now)
    progress = Progress(database, clock=now, wake=assistant.wake)
    return BackgroundWork(
        database,
        Workbench(database, blobs, showcase, settings, progress, now),
        showcase,
        places(children, settings.analyses_per_owner) if children else (),
        worker=world.dispatch.courier,
        clock=now,
        due=world.work_due,
        wake=assistant.wake,
    )


@asynccontextmanager
async def messengers_of(house: House) -> AsyncIterator[tuple[Messenger, ...]]:
    """The web chat, and Telegram when there is a token; what they hold is given up in the end."""
    parts = (house.assistant, house.catalog, house.settings)
    if not house.settings.telegram_token:
        yield (WebMessenger(*parts),)
        return
    telegram = TelegramMessenger(*parts)
    try:
        yield WebMessenger(*parts, telegram.routes), telegram
    finally:
        await telegram.close()


def terminal_of(house: House, language: str) -> TerminalMessenger:
    return TerminalMessenger(
        house.assistant, house.catalog, house.settings, language=language, settled=house.settled
    )


def now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return uuid4().hex


def _secret(folder: Path) -> str:
    """Made up once and kept, so that visitors are known again after a restart."""
    file = folder / "session-secret"
    make_once(file, secrets.token_urlsafe(32))
    return file.read_text(encoding="ascii")
