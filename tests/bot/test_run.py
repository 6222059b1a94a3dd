"""`personabot run` as a process: it serves, stops in time, and knows everybody again afterwards."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx

from bot.settings import Settings
from bot.wiring import build
from tests.ports import free_port, wait_until_up

LONGEST_STOP_SECONDS = 10


@contextmanager
def running(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    settings = {"PERSONABOT_DATA": str(folder), "PERSONABOT_PORT": str(port), "DATABASE_URL": ""}
    environment = {**os.environ, **settings, "TELEGRAM_TOKEN": ""}
    log = (folder.parent / "log").open("ab")
    with log, subprocess.Popen([sys.executable, "-m", "bot", "run"], env=environment, stderr=log) as process:
        wait_until_up(f"http://127.0.0.1:{port}/healthz")
        try:
            yield process
        finally:
            process.kill()


def stop(process: "subprocess.Popen[bytes]") -> tuple[int, float]:
    """Ask it to stop; its exit code and how long it took, in seconds."""
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    return process.wait(LONGEST_STOP_SECONDS), time.monotonic() - begun


def say(visitor: httpx.Client, text: str) -> None:
    posted = visitor.post("/api/messages", json={"id": uuid4().hex, "text": text})
    assert posted.status_code == 202, posted.text


def history(visitor: httpx.Client) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = visitor.get("/api/history?after=0").json()["entries"]
    return entries


def answered(visitor: httpx.Client) -> list[dict[str, object]]:
    """The history once the last word in it is ours."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        entries = history(visitor)
        if entries and entries[-1]["from"] == "bot":
            return entries
        time.sleep(0.05)
    raise TimeoutError


def test_it_stops_in_time_under_load_and_goes_on_where_it_was(tmp_path: Path) -> None:
    port, folder = free_port(), tmp_path / "data"
    address = f"http://127.0.0.1:{port}"
    with httpx.Client(base_url=address, headers={"Origin": address}, timeout=30) as visitor:
        with running(folder, port) as process:
            visitor.get("/")
            for number in range(20):
                say(visitor, f"word {number}")
            code, _ = stop(process)
            assert code == 0
        with running(folder, port) as process:
            entries = answered(visitor)
            said = [entry["text"] for entry in entries if entry["from"] == "owner"]
            assert said == [f"word {number}" for number in range(20)]
            assert len({str(entry["number"]) for entry in entries}) == len(entries)
            code, _ = stop(process)
            assert code == 0


def test_a_visitor_with_an_open_stream_does_not_hold_up_the_end(tmp_path: Path) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with (
        httpx.Client(base_url=address, headers={"Origin": address}, timeout=30) as visitor,
        running(tmp_path / "data", port) as process,
    ):
        visitor.get("/")
        with visitor.stream("GET", "/api/stream") as stream:
            next(stream.iter_lines())
            code, seconds = stop(process)
    assert code == 0
    assert seconds < LONGEST_STOP_SECONDS


async def test_a_process_that_leaves_the_work_to_others_makes_no_example(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, analyses_at_once=0)
    house = build(settings)
    working = asyncio.create_task(house.background.run())
    await asyncio.sleep(0)
    await house.background.prepare()
    working.cancel()
    await asyncio.gather(working, return_exceptions=True)
    house.database.close()
    assert not settings.samples.exists()
