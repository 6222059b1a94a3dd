"""The steps of one analysis in the blob store, from where any worker can go on with it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.errors import trace
from segmentation.model.beliefs import Beliefs
from segmentation.model.codec import from_json, to_json
from segmentation.steps import Stage
from storage.blobs import Blobs

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """What an analysis rests on beside the files, as it was when it began for the first time."""

    beliefs: Beliefs
    today: date


class Shelf:
    """Between `folder`, where the steps are taken, and the blobs under `place`, where they are kept."""

    def __init__(self, blobs: Blobs, place: str, folder: Path) -> None:
        self._blobs = blobs
        self._place = f"{place}/steps/"
        self._folder = folder
        self._kept: set[Stage] = set()

    async def told(self, ask: Callable[[], Awaitable[Told]]) -> Told:
        """As it was kept before; else as it is now, which is kept."""
        before = await self._blobs.get(f"{self._place}told")
        if before is not None:
            return from_json(before.decode(), Told)
        told = await ask()
        await self._blobs.put(f"{self._place}told", to_json(told).encode())
        return told

    async def fetch(self) -> None:
        """Lay the steps that are finished into the folder."""
        for stage in Stage:
            part = self._folder / f"{stage}.fetched"
            try:
                await self._blobs.copy_to(f"{self._place}{stage}", part)
            except FileNotFoundError:
                return
            part.replace(self._folder / stage)
            self._kept.add(stage)

    @asynccontextmanager
    async def keeping(self) -> AsyncIterator[Callable[[], None]]:
        """Gives whom to tell that a step may have been finished."""
        news = asyncio.Event()
        task = asyncio.create_task(self._keep_on(news))
        try:
            yield news.set
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def clear(self) -> None:
        """Nobody is going on with it any more."""
        await self._blobs.remove_all(self._place)

    async def _keep_on(self, news: asyncio.Event) -> None:
        while True:
            await news.wait()
            news.clear()
            for stage in Stage:
                if stage not in self._kept and (self._folder / stage).exists():
                    await self._keep(stage)

    async def _keep(self, stage: Stage) -> None:
        try:
            found = await asyncio.to_thread((self._folder / stage).read_bytes)
            await self._blobs.put(f"{self._place}{stage}", found)
        except Exception as error:  # noqa: BLE001  (it is a help for later; the analysis itself goes on)
            log.warning("a step cannot be kept\n%s", trace(error))
        self._kept.add(stage)
