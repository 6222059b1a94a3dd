"""Promises with a number: a flood of 500 updates a second for a minute, and 1,000 interviews at once.

`personabot run` is a process of its own, on SQLite and on PostgreSQL, called by Telegram or asking it; the
Bot API server of the tests and all people share this process. Messages leave at the pace that Telegram
allows, so those interviewed may not answer more often than it lets a bot reply: some twenty times a second.
"""

import asyncio
import contextlib
import json
import os
import statistics
import tempfile
import time
from asyncio import TaskGroup
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx

from benchmarks.turns import postgres
from bot.settings import Settings
from storage import backlog
from storage.database import Database
from tests.durability.crowd import Crowd
from tests.durability.process import Installation, Process, installation
from tests.master_key import MASTERS
from tests.telegram.bot_api import bot_api
from tests.telegram.cloud import Json
from tests.telegram.person import Person
from tests.telegram.webhooks import HEADER

UPDATES_PER_SECOND, FLOOD_SECONDS, CHATS = 500, 60, 2000
PEOPLE, THINK_SECONDS = 1000, 70.0
ARRIVAL_SECONDS, STAY_SECONDS = 180.0, 60.0
"""In which the people interviewed come one after the other, and after which they leave."""
LOOK_SECONDS = 0.01
CONNECTIONS = 40
"""Telegram's default."""
LAST_UPDATE = 2**53
HEAD_END = b"\r\n\r\n"
TAKEN = b"HTTP/1.1 200 "


@dataclass
class Flood:
    """Updates, and the seconds each waited until Telegram could forget it."""

    house: Installation
    seconds: list[float] = field(default_factory=list)

    async def asked_for(self, updates: Iterable[Json]) -> None:
        """They wait at Telegram; whatever is below the offset of the newest request is forgotten."""
        cloud, sent = self.house.api.cloud, deque[tuple[int, float]]()
        async for update in _in_time(updates):
            sent.append((update["update_id"], time.monotonic()))
            cloud.push_again([update])
            self._forget(sent)
        while sent:
            await asyncio.sleep(LOOK_SECONDS)
            self._forget(sent)

    async def posted(self, updates: Iterable[Json]) -> None:
        """They are brought over as many connections as Telegram opens."""
        waiting = asyncio.Queue[tuple[Json, float] | None]()
        async with TaskGroup() as group:
            for _ in range(CONNECTIONS):
                group.create_task(self._post(waiting))
            async for update in _in_time(updates):
                waiting.put_nowait((update, time.monotonic()))
            for _ in range(CONNECTIONS):
                waiting.put_nowait(None)

    async def _post(self, waiting: "asyncio.Queue[tuple[Json, float] | None]") -> None:
        """One connection, until there is no more. Who is refused says it again."""
        address = httpx.URL(self.house.api.webhook.url)
        reader, writer = await asyncio.open_connection(address.host, address.port)
        while (next_one := await waiting.get()) is not None:
            update, since = next_one
            request = _request(address, self.house.api.webhook.secret, json.dumps(update).encode())
            taken = False
            while not taken:
                writer.write(request)
                answer = await reader.readuntil(HEAD_END)
                taken = answer.startswith(TAKEN)
            self.seconds.append(time.monotonic() - since)
        writer.close()

    def _forget(self, sent: deque[tuple[int, float]]) -> None:
        waiting = self.house.api.cloud.updates
        oldest = waiting[0]["update_id"] if waiting else LAST_UPDATE
        while sent and sent[0][0] < oldest:
            self.seconds.append(time.monotonic() - sent.popleft()[1])


def main() -> None:
    for by_webhook in (False, True):
        with _databases() as urls:
            for name, url in urls:
                kind = f"{name}, {'webhook' if by_webhook else 'polling'}"
                asyncio.run(_flood(kind, url, by_webhook=by_webhook))
        with _databases() as urls:
            for name, url in urls:
                kind = f"{name}, {'webhook' if by_webhook else 'polling'}"
                asyncio.run(_interviews(kind, url, by_webhook=by_webhook))


async def _flood(kind: str, url: str, *, by_webhook: bool) -> None:
    async with _serving(url, by_webhook=by_webhook) as (house, process):
        people = [house.api.person(f"Person {number}") for number in range(CHATS)]
        flood, begun = Flood(house), time.monotonic()
        await (flood.posted if by_webhook else flood.asked_for)(_updates(people))
        seconds, count = time.monotonic() - begun, len(flood.seconds)
        _tell("flood", kind, flood.seconds)
        answered = 1 - _unanswered(house.database_url) / count
        print(
            f"{'':38}{count / seconds:6.0f} a second, {answered:.0%} of them answered by then; "
            f"{1000 * _cpu_seconds(process) / count:.1f} ms of CPU each, {_megabytes(process):.0f} MB at most"
        )


def _request(address: httpx.URL, secret: str, body: bytes) -> bytes:
    """By hand: with a client of a library, telling costs this machine as much as being told."""
    lines = (
        f"POST {address.path} HTTP/1.1",
        f"Host: {address.host}",
        f"{HEADER}: {secret}",
        f"Content-Length: {len(body)}",
    )
    return "\r\n".join(lines).encode() + HEAD_END + body


def _updates(people: Sequence[Person]) -> Iterator[Json]:
    """Words of many people, more than any of them is answered."""
    for number in range(UPDATES_PER_SECOND * FLOOD_SECONDS):
        chat = people[number % len(people)].chat.info
        message = {"message_id": number, "date": 1, "chat": chat, "from": chat | {"is_bot": False}}
        yield {"update_id": 1 + number, "message": message | {"text": f"word {number}"}}


async def _in_time(updates: Iterable[Json]) -> AsyncIterator[Json]:
    begun = time.monotonic()
    for number, update in enumerate(updates):
        await asyncio.sleep(max(0.0, begun + number / UPDATES_PER_SECOND - time.monotonic()))
        yield update


async def _interviews(kind: str, url: str, *, by_webhook: bool) -> None:
    async with _serving(url, by_webhook=by_webhook) as (house, process):
        crowd = Crowd(house.api, PEOPLE, think_seconds=THINK_SECONDS)
        begun = time.monotonic()
        await crowd.come(ARRIVAL_SECONDS)
        await asyncio.sleep(STAY_SECONDS)
        await crowd.leave()
        seconds = time.monotonic() - begun
        _tell("interviews", kind, crowd.waits)
        print(
            f"{'':38}{len(crowd.waits) / seconds:6.1f} answers a second; "
            f"{_cpu_seconds(process) / seconds:.0%} of a processor, {_megabytes(process):.0f} MB at most"
        )


def _tell(what: str, kind: str, seconds: Sequence[float]) -> None:
    quantiles = statistics.quantiles(seconds, n=100)
    p50, p95, p99 = (quantiles[place - 1] for place in (50, 95, 99))
    print(f"{what:11} {kind:25} p50 {p50:.3f} s  p95 {p95:.3f} s  p99 {p99:.3f} s  max {max(seconds):.3f} s")


def _unanswered(database_url: str) -> int:
    with closing(Database(database_url, MASTERS)) as database, database.reading() as connection:
        return backlog.count(connection).events


def _cpu_seconds(process: Process) -> float:
    """What the process has used so far."""
    told = Path(f"/proc/{process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK")


def _megabytes(process: Process) -> float:
    """The most memory the process has had."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))


@asynccontextmanager
async def _serving(url: str, *, by_webhook: bool) -> AsyncIterator[tuple[Installation, Process]]:
    with tempfile.TemporaryDirectory() as folder:
        url = url or f"sqlite:///{folder}/bot.db"
        async with bot_api() as api:
            house, usual = installation(api, Path(folder), url, by_webhook=by_webhook), Settings()
            house = replace(
                house,
                messages_per_second=usual.telegram_messages_per_second,
                patience_ms=usual.telegram_patience_ms,
            )
            async with house.running() as process:
                if by_webhook:
                    await api.cloud.until(lambda: api.webhook.url != "", 60)
                yield house, process


@contextlib.contextmanager
def _databases() -> Iterator[tuple[tuple[str, str], ...]]:
    with postgres() as url:
        yield ("SQLite", ""), ("PostgreSQL", url)
