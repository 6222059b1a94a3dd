"""An owner at the terminal: lines go into a pipe, what is printed is read reply by reply."""

import asyncio
import io
import itertools
import os
import re
from pathlib import Path

import pytest

from bot.messages import OutgoingReply
from bot.messengers.terminal import TerminalMessenger
from bot.wiring import House
from tests.messengers.driver import Heard, HeardButton

_OPTION = re.compile(r"^ +(\d+)  (✓ )?(.+)$")
_accounts = itertools.count(1)


class TerminalRoom:
    """The house's terminal messenger: hands each reply to the person who sits there now."""

    name = "terminal"

    def __init__(self) -> None:
        self.sitting: TerminalDriver | None = None

    async def deliver(self, outgoing: OutgoingReply) -> None:
        assert self.sitting
        await self.sitting.receive(outgoing)

    async def run(self) -> None:
        """Each driver runs a messenger of its own."""


class TerminalDriver:
    name = "terminal"

    def __init__(self, house: House, room: TerminalRoom) -> None:
        self._house = house
        self._room = room
        self._language = "en"
        self._target = io.StringIO()
        self._heard: list[Heard] = []
        self._answered = asyncio.Condition()
        self._answers = 0
        self._messenger: TerminalMessenger | None = None
        self._running: asyncio.Task[None] | None = None

    async def start(self, language: str = "en") -> None:
        self._language = language

    async def say(self, text: str) -> None:
        await self._sit_down()
        await self._type(" ".join(text.split("\n")))

    async def tap(self, button: str) -> None:
        """By number, as a person does; only the newest options have numbers."""
        await self._sit_down()
        assert self._messenger
        for number, offered in enumerate(self._messenger._buttons, start=1):
            if button in {offered.data, offered.label}:
                await self._type(str(number))
                return
        raise LookupError(f"no option {button!r} on the screen")

    async def command(self, name: str, argument: str = "") -> None:
        if name == "start" and not argument and self._messenger is None:
            await self._sit_down()  # the program itself says /start
        else:
            await self._sit_down()
            await self._type(f"/{name} {argument}".strip())

    async def send_file(self, path: Path) -> None:
        await self._sit_down()
        await self._type(f"file {path}")

    async def heard(self, seconds: float = 30) -> tuple[Heard, ...]:
        async with asyncio.timeout(seconds):
            await self._house.settled()
        heard, self._heard = tuple(self._heard), []
        return heard

    async def receive(self, outgoing: OutgoingReply) -> None:
        """Let the messenger print a reply, and read it off the screen."""
        assert self._messenger
        before = self._target.tell()
        await self._messenger.deliver(outgoing)
        self._heard.append(_read(self._target.getvalue()[before:]))

    async def stand_up(self) -> None:
        """End of input."""
        if self._running is not None:
            self._pipe.close()
            await self._running

    async def _sit_down(self) -> None:
        if self._messenger is not None:
            return
        reading, writing = os.pipe()
        self._pipe = os.fdopen(writing, "w", encoding="utf-8")
        self._source = os.fdopen(reading, encoding="utf-8")
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LOGNAME", f"owner{next(_accounts)}")
            self._messenger = TerminalMessenger(
                self._house.assistant,
                self._house.catalog,
                self._house.settings,
                language=self._language,
                settled=self._settled,
                source=self._source,
                target=self._target,
            )
        self._room.sitting = self
        self._running = asyncio.create_task(self._messenger.run())
        await self._answer(1)

    async def _type(self, line: str) -> None:
        awaited = self._answers + 1
        self._pipe.write(line + "\n")
        self._pipe.flush()
        await self._answer(awaited)

    async def _settled(self) -> None:
        """What the messenger waits for after each line it has handed over."""
        await self._house.settled()
        async with self._answered:
            self._answers += 1
            self._answered.notify_all()

    async def _answer(self, number: int) -> None:
        async with self._answered:
            await self._answered.wait_for(lambda: self._answers >= number)


def _read(printed: str) -> Heard:
    lines = printed.rstrip("\n").split("\n")
    options = list(itertools.takewhile(_OPTION.match, reversed(lines)))[::-1]
    buttons = [match for line in options if (match := _OPTION.match(line))]
    return Heard(
        text="\n".join(lines[: len(lines) - len(options)]),
        buttons=tuple((HeardButton(match[3], chosen=bool(match[2])),) for match in buttons),
        pictures=sum(line.endswith(".png") for line in lines),
    )
