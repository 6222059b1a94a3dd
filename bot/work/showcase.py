"""The sample shop's result: computed once per language, kept on disk, so that an example comes at once."""

import asyncio
import hashlib
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import segmentation
from bot.work.child import Child
from bot.work.jobs import analyse_sample
from prompts.catalog import LANGUAGES_FOLDER
from prompts.values import catalog

RESULT, TABLE = "analysis.json", "customers.parquet"


class Showcase:
    """`folder` holds a folder per language, under a mark of the program that made it."""

    def __init__(
        self, folder: Path, child: Child, *, limit_seconds: float, clock: Callable[[], datetime]
    ) -> None:
        """`child` does nothing else, so that nobody's work waits for the sample."""
        self._folder = folder / _program_mark()
        self._child = child
        self._limit_seconds = limit_seconds
        self._clock = clock
        self._busy = asyncio.Lock()

    async def analysis(self, language: str) -> str:
        """The sample shop's Analysis as JSON."""
        async with self._busy:
            path = self._folder / language / RESULT
            if not path.exists():
                await self._compute(language)
            return await asyncio.to_thread(path.read_text, encoding="utf-8")

    def table(self, language: str) -> Path:
        """The sample shop's customers, there once `analysis` is."""
        return self._folder / language / TABLE

    async def prepare(self) -> None:
        """Compute what is missing, for every language."""
        for language in catalog().languages:
            await self.analysis(language)

    async def _compute(self, language: str) -> None:
        """Made aside and put into its place as a whole: another process may be at the same."""
        self._folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=self._folder) as aside:
            made = Path(aside, language)
            result = await self._computed(made, language)
            (made / RESULT).write_text(result, encoding="utf-8")
            _put(made, self._folder / language)

    async def _computed(self, made: Path, language: str) -> str:
        today, limit = self._clock().date(), self._limit_seconds
        try:
            return await self._child.run(
                analyse_sample, made, language, today, made / TABLE, limit_seconds=limit
            )
        finally:
            # It is not needed again for as long as the program stays the same.
            await asyncio.to_thread(self._child.stop)


def _put(made: Path, place: Path) -> None:
    with suppress(OSError):  # another process was faster
        made.rename(place)


@cache
def _program_mark() -> str:
    """A short mark of everything the sample's result depends on; another program computes it anew."""
    sources = [Path(__file__), *sorted(Path(__file__).parent.glob("sample.*"))]
    sources += sorted(LANGUAGES_FOLDER.glob("*/sample.toml"))
    for ending in ("py", "toml"):
        sources += sorted(Path(segmentation.__file__).parent.rglob(f"*.{ending}"))
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.read_bytes())
    return digest.hexdigest()[:16]
