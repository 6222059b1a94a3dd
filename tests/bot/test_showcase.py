"""The sample shop's result, made by whichever process is first, is there whole or not at all."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar, cast

import pytest

from bot.work.child import Child, Heard
from bot.work.showcase import Showcase

T = TypeVar("T")


class HalfDone(Child):
    """Writes half a table, goes on when it is told to, and begins to say so."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.is_half_done, self.may_end = asyncio.Event(), asyncio.Event()

    async def run(
        self, job: Callable[..., T], *arguments: object, limit_seconds: float, heard: Heard | None = None
    ) -> T:
        table = arguments[-1]
        assert isinstance(table, Path)
        table.parent.mkdir(parents=True)
        table.write_text("half a table")
        self.is_half_done.set()
        await self.may_end.wait()
        table.write_text(f"table of {self.name}")
        return cast("T", f"analysis of {self.name}")


def of_process(child: Child, folder: Path) -> Showcase:
    return Showcase(folder, child, limit_seconds=1, clock=lambda: datetime(2026, 1, 1, tzinfo=UTC))


async def test_a_second_process_neither_reads_nor_spoils_what_another_is_at(tmp_path: Path) -> None:
    slow, quick = HalfDone("slow"), HalfDone("quick")
    quick.may_end.set()
    first, second = of_process(slow, tmp_path), of_process(quick, tmp_path)
    making = asyncio.create_task(first.analysis("en"))
    await slow.is_half_done.wait()
    assert not second.table("en").exists()
    assert await second.analysis("en") == "analysis of quick"
    slow.may_end.set()
    assert await making == "analysis of quick"
    assert first.table("en").read_text() == "table of quick"


async def test_what_was_not_made_to_the_end_leaves_nothing_behind(tmp_path: Path) -> None:
    child = HalfDone("cancelled")
    showcase = of_process(child, tmp_path)
    making = asyncio.create_task(showcase.analysis("en"))
    await child.is_half_done.wait()
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    assert files_in(tmp_path) == []


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]
