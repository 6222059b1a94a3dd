"""A messenger seen from the owner's side: what every driver can do, so that one suite serves all.

test_stories_on_messengers.py builds them: TelegramDriver(api, quiet), TerminalDriver(room, program,
quiet), WebDriver(url, quiet), where `await quiet(seconds)` returns when the assistant has nothing left
to answer, deliver, read or analyse.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

PATIENCE_SECONDS = 180
"""For everything to be answered, analyses included, on a machine that has other things to do."""


class ImpossibleHereError(Exception):
    """The messenger has no such thing (the terminal cannot tap an old button)."""


@dataclass(frozen=True, slots=True)
class HeardButton:
    """`data` is None where the messenger shows only labels; the label is without its tick."""

    label: str
    data: str | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """One reply as it arrived, in the plain text that the owner reads (no *bold* marks).

    `keys` is None where the messenger does not carry text keys. An album is one Heard; its text is
    that of its captions, one a line.
    """

    text: str = ""
    keys: tuple[str, ...] | None = None
    buttons: tuple[tuple[HeardButton, ...], ...] = ()
    pictures: int = 0
    documents: int = 0
    edited: bool = False
    """An earlier message has changed; `text` and `buttons` are those it has now."""


class Driver(Protocol):
    """One owner in one chat that nobody has used before.

    What the owner does returns when the messenger has it; `heard` waits until the assistant has
    nothing left to do (no unfinished event, reply, file or analysis) and gives what came since the
    last call, in order. It raises TimeoutError when that takes too long.
    """

    name: str
    """The messenger's own name: telegram, web, terminal."""
    greets: bool
    """Whether it says /start by itself, so that nobody can begin with anything else."""

    @property
    def address(self) -> str:
        """The chat's address in the database, once something has been said."""

    async def start(self, language: str = "en") -> None:
        """Open the chat as someone whose device speaks `language`; nothing is said yet."""

    async def end(self) -> None:
        """Close the chat for good."""

    async def reconnect(self) -> None:
        """Go on in the same chat after the house was restarted."""

    async def say(self, text: str) -> None: ...

    async def tap(self, button: str) -> None:
        """Tap a button by label or data, the newest that fits; `*` in data stands for anything.

        Raises LookupError when there is none.
        """

    async def tap_unknown(self, data: str) -> None:
        """Send a tap on a button that was never there."""

    async def command(self, name: str, argument: str = "") -> None: ...

    async def send_file(self, path: Path) -> None: ...

    async def send_unacceptable(self, code: str) -> None:
        """Send what this messenger rejects with `code` before the reader sees it."""

    async def heard(self, seconds: float = PATIENCE_SECONDS) -> tuple[Heard, ...]: ...
