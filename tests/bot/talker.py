"""A process that talks to the assistant until it is killed: `python -m tests.bot.talker URL FOLDER`.

Every text is acknowledged on standard output right after the assistant has taken it.
"""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bot.delivery import Delivery
from bot.dialogue.model import Command, Commanded, Inbound, Said, Tapped
from bot.messages import Incoming, OutgoingReply
from storage.database import Database
from tests.bot.desk import ANNA, Clock, Desk, Postbox, until

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


class Noting(Postbox):
    """Writes down what it delivers, one number a line."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path

    async def deliver(self, outgoing: OutgoingReply) -> None:
        with self.path.open("a") as file:
            file.write(f"{outgoing.number}\n")


async def talk(url: str, folder: Path) -> None:
    database = Database(url)
    database.migrate()
    desk = Desk(database, folder, clock=RealClock())
    delivery = Delivery(
        database, [Noting(folder / "delivered")], clock=desk.clock, due=desk.replies_due, courier=uuid4().hex
    )
    tasks = [asyncio.create_task(delivery.run()), asyncio.create_task(desk.assistant.run())]
    for number, event in enumerate(EVENTS):
        # Every event comes again after each restart, as from a messenger that got no confirmation.
        await desk.assistant.accept(Incoming(ANNA, f"event {number}", event, None, "en"))
        say(str(number))
        await asyncio.sleep(0.01)
    await desk.assistant.finish()
    await desk.assistant.work(ANNA)
    last = (await desk.assistant.history(ANNA))[-1].number
    await until(lambda: last in delivered(folder), seconds=40)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    say("done")


def say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def delivered(folder: Path) -> list[int]:
    path = folder / "delivered"
    return [int(line) for line in path.read_text().split()] if path.exists() else []


if __name__ == "__main__":
    asyncio.run(talk(sys.argv[1], Path(sys.argv[2])))
