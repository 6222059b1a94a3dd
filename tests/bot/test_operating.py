"""Whoever does what OPERATING.md says comes to a scaled installation: its commands are run as they stand."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.keys import canary
from tests.keys.test_canary import Shop
from tests.ports import free_port, wait_until_up

ROOT = Path(__file__).parents[2]
SECTION = "### On one machine, step by step"
PORTS = ("8001", "8002", "8003", "8004")
STOP_SECONDS = 30


def blocks() -> list[str]:
    """The commands of the section, a text for each block."""
    section = (ROOT / "OPERATING.md").read_text().partition(SECTION)[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.DOTALL)


def exported(block: str) -> set[str]:
    return set(re.findall(r"([A-Z_]+)=", block))


@pytest.fixture
def services(postgres_url: str, object_store_settings: Mapping[str, str]) -> Mapping[str, str]:
    """What the first block says of an operator's own PostgreSQL and store, of those that are here."""
    url = postgres_url.replace("postgresql+psycopg", "postgresql")
    return {"DATABASE_URL": url, **object_store_settings}


@contextmanager
def shell(folder: Path, environment: Mapping[str, str]) -> Iterator["subprocess.Popen[str]"]:
    """One that lives on between the blocks, as an operator's does."""
    clean = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
    path = {"PATH": f"{ROOT / '.venv' / 'bin'}:{os.environ['PATH']}"}
    with (folder / "told").open("w") as told:
        process = subprocess.Popen(
            ["bash", "-e"],
            stdin=subprocess.PIPE,
            stdout=told,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env={**clean, **path, **environment},
            text=True,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def types(process: "subprocess.Popen[str]", command: str) -> None:
    assert process.stdin is not None
    process.stdin.write(command)
    process.stdin.flush()


def with_ports(command: str, ports: Mapping[str, str]) -> str:
    """With those that are free here."""
    return re.sub(r"\b1?(800[1-4])\b", lambda found: ports[found[0]], command)


@pytest.mark.slow
@pytest.mark.postgres
@pytest.mark.s3
def test_the_commands_for_operators_lead_to_a_scaled_installation(
    tmp_path: Path, services: Mapping[str, str]
) -> None:
    addresses, settings, start, stop = blocks()
    assert exported(addresses) == set(services)
    ports = {port: str(free_port()) for port in PORTS}
    # The operator's port is written as the other with a 1 before it, so these are free as pairs.
    start = start.replace("=1$port", "=$((port + 1))")
    ports |= {f"1{port}": str(int(free) + 1) for port, free in ports.items()}
    with shell(tmp_path, services) as operator:
        types(operator, settings)
        types(operator, with_ports(start, ports))
        for port in PORTS:
            wait_until_up(f"http://127.0.0.1:{ports[f'1{port}']}/readyz")
        fronts = [f"http://127.0.0.1:{ports[port]}" for port in PORTS[:2]]
        histories = [a_whole_chat(front, tmp_path) for front in fronts]
        for (cookies, entries), other in zip(histories, reversed(fronts), strict=True):
            answer = httpx.get(f"{other}/api/history", params={"after": 0}, cookies=cookies)
            assert answer.json()["entries"] == entries
        types(operator, f"{stop}exit\n")
        assert operator.wait(STOP_SECONDS) == 0, (tmp_path / "told").read_text()
    assert canary.traces_in(tmp_path) == []


def a_whole_chat(front: str, folder: Path) -> tuple[dict[str, str], list[dict[str, object]]]:
    """From the first word to the cards; the visitor's cookies, and all that was said."""
    with httpx.Client(base_url=front, headers={"Origin": front}, timeout=60) as visitor:
        visitor.get("/").raise_for_status()
        shop = Shop(visitor, folder, "")
        shop.does(text="hello")
        shop.hears("chat.welcome")
        shop.does(tap="express", label="Short")
        shop.hears("questions.offer.ask")
        shop.does(text="soap")
        shop.hears("questions.age.ask")
        shop.sends("orders.csv", canary.table())
        shop.hears("privacy.consent")
        shop.taps("agree:2")
        shop.hears("exhibit.understanding")
        shop.taps("file:0:ok")
        shop.hears("chat.file_confirmed")
        shop.does(tap="run", label="run")
        shop.hears("exhibit.cards")
        return dict(visitor.cookies), shop.entries()
