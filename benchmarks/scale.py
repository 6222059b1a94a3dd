"""How an installation grows: analyses a minute and turns a second of 1, 2 and 4 processes on one PostgreSQL.

Workers are `personabot worker` as they come; those who talk are processes that hold the express interview
with owners of their own, their messages ending in a transport that does nothing. PostgreSQL runs on the
same machine, so on two cores more than two processes share what there is: the figures that carry over to
more machines are CPU seconds, commits and bytes of each turn and each analysis. Last, how long the
process that has the chats stands still at worst while a million lines are read and analysed beside it.
"""

import asyncio
import multiprocessing
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import date, timedelta
from multiprocessing.synchronize import Barrier
from pathlib import Path

from sqlalchemy import text

from benchmarks.turns import INTERVIEW, Nowhere, postgres, running, talk
from bot.dialogue.inbound import Command, Commanded, Inbound, Tapped
from bot.messages import Conversation, Incoming
from bot.settings import Settings
from bot.wiring import build
from storage.database import Database
from tests.bot.desk import Desk
from tests.bot.talker import RealClock
from tests.durability.test_workers import nothing_in_line, workers
from tests.master_key import MASTER, MASTERS

PROCESSES = (1, 2, 4)
ANALYSES = 24
LINES, CUSTOMERS = 2_000, 300
"""Of each owner's file."""
OWNERS = 400
"""Who talk at the same time, however many processes serve them."""
MANY_LINES = 1_000_000
BEAT_SECONDS = 0.002
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Used:
    """Of the server so far: CPU seconds, commits, bytes of the database."""

    cpu: float
    commits: int
    bytes: int

    def since(self, before: "Used") -> "Used":
        return Used(self.cpu - before.cpu, self.commits - before.commits, self.bytes - before.bytes)


@dataclass
class Heart:
    """Beats as long as nobody keeps the event loop."""

    worst: float = 0.0
    """Seconds that a beat came late."""

    @asynccontextmanager
    async def beating(self, what: str) -> AsyncIterator[None]:
        self.worst, task = 0.0, asyncio.create_task(self._beat())
        begun = time.monotonic()
        try:
            yield
        finally:
            task.cancel()
            seconds = time.monotonic() - begun
            print(f"stall       {what:30} {1000 * self.worst:6.0f} ms at worst in {seconds:5.1f} s")

    async def _beat(self) -> None:
        while True:
            due = time.monotonic() + BEAT_SECONDS
            await asyncio.sleep(BEAT_SECONDS)
            self.worst = max(self.worst, time.monotonic() - due)


def main() -> None:
    analyses = [asyncio.run(_analyses(count)) for count in PROCESSES]
    turns = [_turns(count) for count in PROCESSES]
    for name, paces in (("analyses", analyses), ("turns", turns)):
        ratios = (f"{pace / paces[0]:.2f} with {count}" for pace, count in zip(paces, PROCESSES, strict=True))
        print(f"{name:11} times as many as one process: {', '.join(ratios)}")
    asyncio.run(_stalls())


# ---- analyses ------------------------------------------------------------------------------


async def _analyses(count: int) -> float:
    """Analyses a second."""
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres() as url,
        closing(Database(url, MASTERS)) as database,
    ):
        database.migrate()
        desk = Desk(database, Path(folder), clock=RealClock(), max_upload_bytes=10_000_000)
        people = [Conversation("web", f"person {number}") for number in range(ANALYSES)]
        async with workers(Path(folder), url, count) as there:
            before = _used(database)
            for each in people:
                await desk.send_file("orders.csv", _orders(LINES, CUSTOMERS), each)
            await nothing_in_line(database, 600)  # by now all children are warm
            at_start, cpu, begun = _used(database), _cpu_of_all(there.alive), time.monotonic()
            for each in people:
                await desk.send(Tapped("file:0:ok"), each)
                await desk.send(Tapped("run"), each)
            await nothing_in_line(database, 600)
            seconds, cpu = time.monotonic() - begun, _cpu_of_all(there.alive) - cpu
            used, whole = _used(database).since(at_start), _used(database).since(before)
        kept = await asyncio.to_thread(_bytes_in, Path(folder, "blobs"))
    print(
        f"analyses    {count} workers {60 * ANALYSES / seconds:6.0f} a minute; each {cpu / ANALYSES:.2f} s "
        f"of CPU, {used.cpu / ANALYSES:.3f} s of the server's\n"
        f"{'':12}with its file {whole.bytes / ANALYSES / 1000:.0f} kB in the database and "
        f"{kept / ANALYSES / 1000:.0f} kB in the store"
    )
    return ANALYSES / seconds


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def _orders(lines: int, customers: int) -> bytes:
    chance, first = random.Random(lines), date(2024, 1, 1)
    rows = []
    for _ in range(lines):
        customer, day = chance.randrange(customers), first + timedelta(chance.randrange(700))
        rows.append(f"C{customer:06d},{day},{chance.lognormvariate(3, 1):.2f}")
    return ("customer,date,amount\n" + "\n".join(rows) + "\n").encode()


# ---- turns ---------------------------------------------------------------------------------


def _turns(count: int) -> float:
    """Turns a second."""
    context = multiprocessing.get_context("spawn")
    barrier, told = context.Barrier(count + 1), context.SimpleQueue()
    with (
        tempfile.TemporaryDirectory() as folder,
        postgres() as url,
        closing(Database(url, MASTERS)) as database,
    ):
        database.migrate()
        owners = [range(first, OWNERS, count) for first in range(count)]
        processes = [
            context.Process(target=_talk, args=(url, Path(folder), mine, barrier, told)) for mine in owners
        ]
        for process in processes:
            process.start()
        barrier.wait()
        before, begun = _used(database), time.monotonic()
        barrier.wait()
        seconds, used = time.monotonic() - begun, _used(database).since(before)
        cpu = sum(told.get() for _ in processes)
        for process in processes:
            process.join()
    turns = OWNERS * len(INTERVIEW)
    print(
        f"turns       {count} processes {turns / seconds:6.0f} a second; each {1000 * cpu / turns:.2f} ms "
        f"of CPU, {1000 * used.cpu / turns:.2f} ms of the server's, {used.commits / turns:.2f} commits; "
        f"{used.bytes / OWNERS / 1000:.0f} kB in the database per owner"
    )
    return turns / seconds


def _talk(
    url: str,
    folder: Path,
    owners: Sequence[int],
    barrier: Barrier,
    told: "multiprocessing.SimpleQueue[float]",
) -> None:
    """A process: tells the CPU seconds it took."""
    asyncio.run(_all_talk(url, folder, owners, barrier, told))


async def _all_talk(
    url: str,
    folder: Path,
    owners: Sequence[int],
    barrier: Barrier,
    told: "multiprocessing.SimpleQueue[float]",
) -> None:
    nowhere = Nowhere()
    settings = Settings(data=folder, database_url=url, master_key=MASTER)
    async with running(settings, nowhere) as assistant:
        await asyncio.to_thread(barrier.wait)
        begun = time.process_time()
        everybody = (talk(assistant, nowhere, Conversation(nowhere.name, str(owner))) for owner in owners)
        await asyncio.gather(*everybody)
        told.put(time.process_time() - begun)
        await asyncio.to_thread(barrier.wait)


# ---- stalls --------------------------------------------------------------------------------


async def _stalls() -> None:
    with tempfile.TemporaryDirectory() as folder:
        house, heart = build(Settings(data=Path(folder))), Heart()
        rooms = [asyncio.create_task(house.background.run()), asyncio.create_task(house.assistant.run())]
        who, numbers = Conversation("web", "anna"), iter(range(1000))

        async def send(inbound: Inbound) -> None:
            await house.assistant.accept(Incoming(who, f"anna:{next(numbers)}", inbound, None, "en"))
            await house.assistant.finish()

        await send(Commanded(Command.START))
        content = _orders(MANY_LINES, 50_000)
        async with heart.beating("nothing else"):
            await asyncio.sleep(5)
        async with heart.beating(f"{len(content) / 1e6:.0f} MB come in"):
            file = await house.assistant.keep_file(who, "orders.csv", _pieces(content))
        await send(file)
        async with heart.beating(f"{MANY_LINES:,} lines are read"):
            await send(Tapped("agree:2"))
            await nothing_in_line(house.database, 600)
            await house.assistant.finish()
        await send(Tapped("file:0:ok"))
        async with heart.beating("they are analysed and shown"):
            await send(Tapped("run"))
            await nothing_in_line(house.database, 600)
            await house.assistant.finish()
        for room in rooms:
            room.cancel()
        await asyncio.gather(*rooms, return_exceptions=True)
        house.database.close()


async def _pieces(content: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


# ---- what is used --------------------------------------------------------------------------


def _used(database: Database) -> Used:
    figures = "SELECT xact_commit, pg_database_size(datname) FROM pg_stat_database"
    asked = text(f"{figures} WHERE datname = current_database()")
    with database.reading() as connection:
        commits, size = connection.execute(asked).one()
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    server = int(_stat(backend)[1])
    return Used(_cpu_of(server, with_dead=True), commits, size)


def _cpu_of_all(processes: Sequence[asyncio.subprocess.Process]) -> float:
    return sum(_cpu_of(process.pid) for process in processes)


def _cpu_of(pid: int, *, with_dead: bool = False) -> float:
    """Seconds of a process and all that came of it; 0 when it has just ended: its parent has them."""
    try:
        told = _stat(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    counts = told[11:15] if with_dead else told[11:13]
    lists = Path(f"/proc/{pid}/task").glob("*/children")  # of each thread those that it started
    children = [int(child) for each in lists for child in each.read_text(encoding="ascii").split()]
    return sum(map(int, counts)) / TICKS + sum(map(_cpu_of, children))


def _stat(pid: int) -> list[str]:
    """What the system knows of a process, from its state on."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
