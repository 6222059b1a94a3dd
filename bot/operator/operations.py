"""The operator's door, apart from the one owners come through: health, readiness, figures."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.errors import trace
from bot.http_server import serve
from bot.metrics import REGISTRY
from storage import backlog, work
from storage.blobs import Blobs
from storage.database import Database
from storage.errors import StorageUnavailableError

log = logging.getLogger(__name__)


class Operations:
    """`/healthz` says that the process lives, `/readyz` that it can work, `/metrics` how it does."""

    def __init__(self, database: Database, blobs: Blobs, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._blobs = blobs
        self._shared = SharedFigures(database, clock)
        self.app = Starlette(
            routes=[
                Route("/healthz", self._healthy),
                Route("/readyz", self._ready),
                Route("/metrics", self._metrics),
            ]
        )

    async def serve(self, host: str, port: int) -> None:
        """Until cancelled. Raises OwnerFixableError: port_taken, cannot_listen."""
        await serve(self.app, host, port)

    async def _healthy(self, _request: Request) -> Response:
        return PlainTextResponse("ok")

    async def _ready(self, _request: Request) -> Response:
        """503 with what is missing."""
        needs = {"database": asyncio.to_thread(self._shared.look), "store": self._blobs.look()}
        missing = [name for name, need in needs.items() if not await _is_met(name, need)]
        return PlainTextResponse(", ".join(missing) or "ok", status_code=503 if missing else 200)

    async def _metrics(self, _request: Request) -> Response:
        """Of this process, and of the installation as far as the database can be asked."""
        own = await asyncio.to_thread(generate_latest, REGISTRY)
        try:
            shared = await asyncio.to_thread(generate_latest, self._shared)
        except StorageUnavailableError:
            shared = b""
        return Response(own + shared, media_type=CONTENT_TYPE_LATEST)


class SharedFigures(Collector):
    """What all processes have before them; each tells the same, so the operator takes the maximum."""

    def __init__(self, database: Database, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._clock = clock

    def look(self) -> None:
        """Raises StorageUnavailableError."""
        list(self.collect())

    def collect(self) -> Iterator[GaugeMetricFamily]:
        now = self._clock()
        with self._database.reading() as connection:
            waiting, line = backlog.count(connection), work.in_line(connection, now)
            oldest = backlog.oldest_reply(connection)
        yield _gauge("personabot_inbox_events", "Events not answered yet", waiting.events)
        yield _gauge("personabot_outbox_replies", "Replies not delivered yet", waiting.replies)
        yield _gauge("personabot_outbox_dead_replies", "Replies given up", waiting.dead_replies)
        age = (now - oldest).total_seconds() if oldest else 0.0
        yield _gauge("personabot_outbox_oldest_seconds", "Age of the oldest reply not delivered yet", age)
        for name, about in _IN_LINE.items():
            family = GaugeMetricFamily(f"personabot_work_{name}", about, labels=["kind"])
            for kind, each in line.items():
                family.add_metric([kind], getattr(each, name))
            yield family


_IN_LINE = {
    "waiting": "Files to read and analyses to run that nobody is at",
    "under_way": "Files being read and analyses being run",
    "oldest_seconds": "How long the longest waiting has waited",
}


def _gauge(name: str, about: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, about, value=value)


async def _is_met(name: str, need: Awaitable[object]) -> bool:
    try:
        await need
    except Exception as error:  # noqa: BLE001  (whatever it is, the process cannot work)
        log.warning("not ready: %s\n%s", name, trace(error))
        return False
    return True
