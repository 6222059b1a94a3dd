"""An analysis that takes more memory than it may: it is refused in words, and its process goes on."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.errors import OwnerFixableError
from bot.work.child import Child
from bot.work.jobs import AnalysisToRun, FileToRead, analyse_files
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.model.codec import from_json, to_json

TODAY = date(2026, 7, 1)
CUSTOMERS = 30


def asked(folder: Path, memory_mb: int) -> AnalysisToRun:
    file = folder / "orders.csv"
    days = [TODAY - timedelta(days=number) for number in range(4 * CUSTOMERS)]
    lines = [f"{number},C{number % CUSTOMERS},{day},20.50" for number, day in enumerate(days)]
    file.write_text("\n".join(["order id,customer id,order date,amount", *lines]))
    read = FileToRead(file, file.name, folder / "read", "en")
    return AnalysisToRun((read,), to_json(Beliefs()), "en", TODAY, folder, memory_mb)


async def test_a_limit_of_memory_that_is_reached_is_told_and_the_next_analysis_is_run(tmp_path: Path) -> None:
    child, steps = Child(), list[str]()
    try:
        with pytest.raises(OwnerFixableError, match="analysis_out_of_memory") as refusal:
            await child.run(analyse_files, asked(tmp_path, 64), limit_seconds=300, heard=steps.append)
        assert refusal.value.details == {"limit_mb": 64}
        text = await child.run(analyse_files, asked(tmp_path, 4096), limit_seconds=300, heard=steps.append)
    finally:
        child.stop()
    totals = from_json(text, Analysis).totals
    assert totals is not None
    assert totals.customers == CUSTOMERS
