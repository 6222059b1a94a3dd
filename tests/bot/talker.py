"""What somebody says in a whole interview, and the clock on the wall."""

from datetime import UTC, datetime

from bot.dialogue.inbound import Command, Commanded, Inbound, Said, Tapped
from tests.bot.desk import Clock

EVENTS: tuple[Inbound, ...] = (
    Commanded(Command.START),
    Tapped("express"),
    Said("handmade soap"),
    Said("25-40"),
    Commanded(Command.SKIP),
    Said("Europe"),
    Tapped("done:region"),
    Said("30 EUR"),
    Said("dry skin"),
    Commanded(Command.SKIP),
    Tapped("a:own_channels:+email"),
    Tapped("done:own_channels"),
)


class RealClock(Clock):
    def __call__(self) -> datetime:
        return datetime.now(UTC)
