"""The sample shop's result: computed once per language, kept on disk, so that an example comes at once."""

import asyncio
import hashlib
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path

import bot
import segmentation
from bot.child import Child
from bot.jobs import analyse_sample
from prompts.catalog import LANGUAGES_FOLDER
from prompts.values import catalog


class Showcase:
    """`folder` holds one file per language under a mark of the program that made it."""

    def __init__(
        self, folder: Path, child: Child, *, limit_seconds: float, clock: Callable[[], datetime]
    ) -> None:
        self._folder = folder / _program_mark()
        self._child = child
        self._limit_seconds = limit_seconds
        self._clock = clock
        self._busy = asyncio.Lock()

    async def analysis(self, language: str) -> str:
        """The sample shop's Analysis as JSON."""
        async with self._busy:
            path = self._folder / f"{language}.json"
            if not path.exists():
                await self._compute(path, language)
            return await asyncio.to_thread(path.read_text, encoding="utf-8")

    def table(self, language: str) -> Path:
        """The sample shop's customers, there once `analysis` is."""
        return self._folder / f"{language}.parquet"

    async def prepare(self) -> None:
        """Compute what is missing, for every language."""
        for language in catalog().languages:
            await self.analysis(language)

    async def _compute(self, path: Path, language: str) -> None:
        today = self._clock().date()
        result = await self._child.run(
            analyse_sample,
            self._folder / language,
            language,
            today,
            self.table(language),
            limit_seconds=self._limit_seconds,
        )
        part = path.with_suffix(".part")
        part.write_text(result, encoding="utf-8")
        part.replace(path)


@cache
def _program_mark() -> str:
    """A short mark of everything the sample's result depends on; another program computes it anew."""
    sources = [Path(bot.__file__).with_name("sample.py"), Path(bot.__file__).with_name("sample.toml")]
    sources += sorted(LANGUAGES_FOLDER.glob("*/sample.toml"))
    for ending in ("py", "toml"):
        sources += sorted(Path(segmentation.__file__).parent.rglob(f"*.{ending}"))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
