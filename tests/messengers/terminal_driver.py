"""An owner at the terminal: lines go into a pipe, what is printed is read reply by reply."""

import asyncio
import io
import itertools
import os
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from bot import wiring
from bot.messages import OutgoingReply
from bot.messengers.terminal import TerminalMessenger
from tests.messengers.driver import PATIENCE_SECONDS, Heard, HeardButton, ImpossibleHereError

ANSWER_SECONDS = 60
_OPTION = re.compile(r"\s+\.(\d+)  (✓ )?(.+)")
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
        await asyncio.Event().wait()


class TerminalDriver:
    """The program greets by itself, so the owner's first /start is not typed."""

    name = "terminal"
    greets = True

    def __init__(
        self,
        room: TerminalRoom,
        program: Callable[[], wiring.House],
        quiet: Callable[[float], Awaitable[None]],
    ) -> None:
        self.address = f"owner{next(_accounts)}"
        self._room = room
        self._program = program
        self._quiet = quiet
        self._language = "en"
        self._heard: list[Heard] = []
        self._answered = asyncio.Condition()
        self._answers = 0
        self._messenger: TerminalMessenger | None = None

    async def start(self, language: str = "en") -> None:
        self._language = language

    async def end(self) -> None:
        if self._messenger is not None:
            self._pipe.close()
            await self._running
            self._source.close()
            self._messenger = None

    async def reconnect(self) -> None:
        """The program was ended with the house and is called again; its welcome is not counted."""
        await self.end()
        await self._sit_down()
        with suppress(ImpossibleHereError):
            await self.tap("continue")
        await self.heard()

    async def say(self, text: str) -> None:
        await self._be_seated()
        await self._type(" ".join(text.split("\n")))

    async def tap(self, button: str) -> None:
        """By number, as a person does; the newest of its name."""
        await self._be_seated()
        assert self._messenger
        offered = list(enumerate(self._messenger._options, start=1))
        for number, option in reversed(offered):
            if button == option.label or fnmatchcase(option.data, button):
                await self._type(f".{number}")
                return
        raise LookupError(f"{button} was never offered")

    async def tap_unknown(self, data: str) -> None:
        raise ImpossibleHereError(data)

    async def command(self, name: str, argument: str = "") -> None:
        if name == "start" and not argument and self._messenger is None:
            await self._sit_down()  # the program itself says /start
        else:
            await self._be_seated()
            await self._type(f"/{name} {argument}".strip())

    async def send_file(self, path: Path) -> None:
        await self._be_seated()
        await self._type(f"file {path}")

    async def send_unacceptable(self, code: str) -> None:
        if code != "no_such_file":
            raise ImpossibleHereError(code)
        await self._be_seated()
        await self._type("file /nowhere/orders.csv")

    async def heard(self, seconds: float = PATIENCE_SECONDS) -> tuple[Heard, ...]:
        await self._quiet(seconds)
        heard, self._heard = tuple(self._heard), []
        return heard

    async def receive(self, outgoing: OutgoingReply) -> None:
        """Let the messenger print a reply, and read it off the screen."""
        assert self._messenger
        before = self._target.tell()
        await self._messenger.deliver(outgoing)
        if printed := self._target.getvalue()[before:]:  # later reports of progress are not printed
            self._heard.append(_read(printed))

    async def _be_seated(self) -> None:
        """Call the program if that has not been done; its own greeting is not what was asked for."""
        if self._messenger is None:
            await self._sit_down()
            await self.heard()

    async def _sit_down(self) -> None:
        reading, writing = os.pipe()
        self._pipe = os.fdopen(writing, "w", encoding="utf-8")
        self._source = os.fdopen(reading, encoding="utf-8")
        self._target = io.StringIO()
        self._answers = 0
        house = self._program()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("LOGNAME", self.address)
            self._messenger = TerminalMessenger(
                house.assistant,
                house.catalog,
                house.settings,
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
        await self._quiet(ANSWER_SECONDS)
        async with self._answered:
            self._answers += 1
            self._answered.notify_all()

    async def _answer(self, number: int) -> None:
        async with asyncio.timeout(ANSWER_SECONDS), self._answered:
            await self._answered.wait_for(lambda: self._answers >= number)


def _read(printed: str) -> Heard:
    lines = printed.rstrip("\n").split("\n")
    options = list(itertools.takewhile(_OPTION.match, reversed(lines)))[::-1]
    buttons = [match for line in options if (match := _OPTION.match(line))]
    return Heard(
        text="\n".join(lines[: len(lines) - len(options)]),
        buttons=tuple((HeardButton(match[3], chosen=bool(match[2])),) for match in buttons),
        pictures=sum(line.endswith(".png") for line in lines),
        documents=sum(line.endswith((".pdf", ".html", ".ics", ".xlsx", ".csv", ".zip")) for line in lines),
    )
