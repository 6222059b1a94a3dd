"""People who are interviewed on Telegram, each at their own pace, and what each has told."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from bot.codec import answers_from_json
from bot.dialogue.answers import Answer, Choice, Choices, NumberRange, Quantity, Sum, WordList, Words
from bot.dialogue.questions import Kind, Question, find
from storage import interviews, owners
from storage.database import Database
from tests.master_key import MASTERS
from tests.telegram.bot_api import BotApi
from tests.telegram.cloud import Json
from tests.telegram.person import Person, buttons_of

MOST_TICKS = 3


@dataclass
class Interviewee:
    """Does the next thing as soon as the bot has written, and each thing once.

    Whatever arrives a second time is left alone, so a repeated message shows in `repeats` only.
    """

    person: Person
    chance: Random
    route: str = "express"
    think_seconds: float = 0.0
    """On average."""
    told: dict[str, Answer] = field(default_factory=dict)
    waits: list[float] = field(default_factory=list)
    """Seconds from each thing done to the bot's next word."""
    is_done: bool = False
    has_left: bool = False
    """Does nothing more."""
    _done: set[str] = field(default_factory=set)
    _wishes: dict[str, Choices] = field(default_factory=dict)
    _asked_at: float | None = None
    _finished: Callable[[], None] = lambda: None

    def begin(self, finished: Callable[[], None]) -> None:
        self._finished = finished
        self.person.chat.reader = self._read
        self._do(lambda: self.person.say("/start"))

    @property
    def repeats(self) -> int:
        """Messages that say what another has said."""
        times = Counter(str(message.get("text")) for message in self.person.heard)
        return sum(times.values()) - len(times)

    def _read(self, message: Json) -> None:
        """The bot has written or changed a message."""
        if self._asked_at is not None:
            self.waits.append(time.monotonic() - self._asked_at)
            self._asked_at = None
        data = [button["callback_data"] for button in buttons_of(message)]
        act = self._act(message, data)
        if act:
            pause = self.chance.expovariate(1 / self.think_seconds) if self.think_seconds else 0
            asyncio.get_running_loop().call_later(pause, self._do, act)
        elif "run" in data and not self.is_done:
            self.is_done = True
            self._finished()

    @property
    def is_waiting(self) -> bool:
        """For the bot's next word."""
        return self._asked_at is not None

    def _do(self, act: Callable[[], object]) -> None:
        if not self.has_left:
            self._asked_at = time.monotonic()
            act()

    def _act(self, message: Json, data: list[str]) -> Callable[[], object] | None:
        """What to do with a message; None when there is nothing left to do with it."""
        asked = next((find(each[5:]) for each in data if each.startswith("skip:")), None)
        if asked is None:
            return self._once(self.route, message) if self.route in data else None
        if asked.kind is Kind.CHOICES:
            return self._tick(asked, message, data)
        if asked.key in self.told:
            return None
        answer, how = self._answer(asked)
        self.told[asked.key] = answer
        if isinstance(how, str):
            return lambda: self.person.say(how)
        return lambda: self.person.tap_data(how.data, message)

    def _tick(self, asked: Question, message: Json, data: list[str]) -> Callable[[], object] | None:
        """Tick one after the other, then be done."""
        if asked.key in self.told:
            return None
        wish = self._wishes.setdefault(asked.key, self._choices(asked))
        for option in wish.options:
            if f"a:{asked.key}:+{option}" in data:
                return self._once(f"a:{asked.key}:+{option}", message)
        self.told[asked.key] = wish
        return self._once(f"done:{asked.key}", message)

    def _once(self, data: str, message: Json) -> Callable[[], object] | None:
        if data in self._done:
            return None
        self._done.add(data)
        return lambda: self.person.tap_data(data, message)

    def _choices(self, asked: Question) -> Choices:
        options = [option for option in asked.options if option != "none"]
        wanted = self.chance.sample(options, self.chance.randint(1, min(MOST_TICKS, len(options))))
        return Choices(asked.key, tuple(option for option in asked.options if option in wanted))

    def _answer(self, asked: Question) -> "tuple[Answer, str | Tap]":
        """What to answer, and how: typed or tapped."""
        number = self.chance.randint(2, 90)
        match asked.kind:
            case Kind.TEXT:
                text = f"{asked.key} number {number} of {self.person.id}"
                return Words(text), text
            case Kind.LIST:
                texts = (f"thing {number}", f"thing of {self.person.id}")
                return WordList(texts), ", ".join(texts)
            case Kind.MONEY:
                return Sum(Decimal(number), "EUR"), f"{number} EUR"
            case Kind.RANGE:
                return NumberRange(number, number + 9, asked.unit), f"{number}-{number + 9}"
            case Kind.NUMBER:
                return Quantity(number, asked.unit), f"{number}%"
        option = self.chance.choice(asked.options)
        return Choice(asked.key, option), Tap(f"a:{asked.key}:{option}")


@dataclass(frozen=True)
class Tap:
    data: str


class Crowd:
    """Many of them at once."""

    def __init__(
        self, api: BotApi, count: int, *, seed: int = 1, route: str = "express", think_seconds: float = 0.0
    ) -> None:
        self.people = [
            Interviewee(api.person(f"Person {number}"), Random(seed * 10_000 + number), route, think_seconds)
            for number in range(count)
        ]
        self._api = api
        self._unfinished = count
        self._all_done = asyncio.Event()

    def begin(self) -> None:
        for each in self.people:
            each.begin(self._one_done)

    async def come(self, seconds: float) -> None:
        """Begin one after the other, evenly."""
        for each in self.people:
            each.begin(self._one_done)
            await asyncio.sleep(seconds / len(self.people))

    async def leave(self, seconds: float = 120) -> None:
        """Do nothing more, and wait until everybody has got the bot's word on the last thing."""
        for each in self.people:
            each.has_left = True
        await self._api.cloud.until(lambda: not any(each.is_waiting for each in self.people), seconds)

    async def done(self, seconds: float = 120) -> None:
        """Wait until everybody has come to the end."""
        async with asyncio.timeout(seconds):
            await self._all_done.wait()

    async def moves(self, seconds: float = 300) -> None:
        """Wait until somebody has been asked something new, or nobody is left to ask."""
        before = self.progress
        await self._api.cloud.until(lambda: self.progress > before or self._all_done.is_set(), seconds)

    @property
    def progress(self) -> int:
        """Answers given so far."""
        return sum(len(each.told) for each in self.people)

    @property
    def repeats(self) -> int:
        return sum(each.repeats for each in self.people)

    @property
    def waits(self) -> list[float]:
        return [seconds for each in self.people for seconds in each.waits]

    def _one_done(self) -> None:
        self._unfinished -= 1
        if not self._unfinished:
            self._all_done.set()


def assert_nothing_lost(crowd: Crowd, database_url: str) -> None:
    """Each interview holds what its person told, question by question."""
    with closing(Database(database_url, MASTERS)) as database:
        for each in crowd.people:
            assert stored_answers(database, each.person) == each.told


def stored_answers(database: Database, person: Person) -> Mapping[str, Answer]:
    with database.reading() as connection:
        owner = owners.find(connection, "telegram", str(person.id))
        return answers_from_json(interviews.load(connection, owner.id).answers) if owner else {}
