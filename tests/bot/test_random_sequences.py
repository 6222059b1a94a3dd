"""Every kind of event in any order, twice, and left behind by killed processes, at a real assistant."""

import asyncio
import shutil
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.codec import interview_from_json
from bot.dialogue.inbound import (
    AnalysisFailed,
    Command,
    Commanded,
    FileRefused,
    FileRejected,
    Inbound,
    Said,
    Tapped,
)
from bot.dialogue.interview import Interview
from bot.messages import Incoming
from storage import inbox, interviews, owners
from storage.database import Database
from tests.bot.desk import ANNA, Desk, pieces
from tests.master_key import MASTERS

TYPED = ("25-35", "199元", "30%", "1, 3", "soap, towels", "none", "手工皂", "???", "x" * 600, "*b* {{ 7*7 }}")
ODD_TAPS = ("a:age:", "a:nothing:x", "file:99:ok", "role:0:0:king", "plan:0:0", "reminders:maybe")
COMMANDS = tuple(command for command in Command if command is not Command.DELETE)
numbers = st.integers(0, 10**6)


Awaited = TypeVar("Awaited")


class OwnerAtTheDesk(RuleBasedStateMachine):
    """One owner and one database; processes come and go."""

    empty: ClassVar[Path]
    """A database with all tables."""

    sent = Bundle("sent")

    def __init__(self) -> None:
        super().__init__()
        self._loop = asyncio.new_event_loop()
        self._folder = Path(mkdtemp())
        self._database = Database(f"sqlite:///{shutil.copy(self.empty, self._folder)}", MASTERS)
        self._desk = self._wait(self._new_desk())
        self._count = 0

    def teardown(self) -> None:
        self._loop.close()
        self._database.close()
        shutil.rmtree(self._folder)

    @initialize(target=sent)
    def begin(self) -> Incoming:
        return self._send(Commanded(Command.START))

    # ---- what owners and background work do ------------------------------------------------

    @rule(target=sent, pick=numbers)
    def tap_the_newest(self, pick: int) -> Incoming:
        return self._there_and_back(Tapped(self._offered(latest=6, pick=pick)))

    @rule(target=sent, pick=numbers)
    def tap_any_old_button(self, pick: int) -> Incoming:
        return self._send(Tapped(self._offered(latest=10**6, pick=pick)))

    @rule(target=sent, data=st.sampled_from(ODD_TAPS))
    def tap_what_was_never_offered(self, data: str) -> Incoming:
        return self._send(Tapped(data))

    @rule(target=sent, text=st.sampled_from(TYPED) | st.text(min_size=1, max_size=40))
    def say(self, text: str) -> Incoming:
        return self._there_and_back(Said(text.replace("\0", "").encode(errors="replace").decode()))

    @rule(target=sent, command=st.sampled_from(COMMANDS), argument=st.sampled_from(("", "zh", "en", "xx")))
    def command(self, command: Command, argument: str) -> Incoming:
        return self._send(Commanded(command, argument))

    @rule(target=sent, name=st.sampled_from(("orders.csv", "顾客.xlsx", "no ending")))
    def send_a_file(self, name: str) -> Incoming:
        content = pieces(b"customer,date,amount\n")
        return self._send(self._wait(self._desk.assistant.keep_file(ANNA, name, content)))

    @rule(target=sent, is_known=st.booleans(), pick=numbers)
    def report(self, is_known: bool, pick: int) -> Incoming:  # noqa: FBT001  (hypothesis passes by name)
        """News of a file or an analysis, known or not."""
        interview = self._interview()
        files = [file.upload for file in interview.files if is_known] or ["nothing known"]
        runs = [run.analysis for run in interview.runs if is_known] or ["nothing known"]
        news = (
            FileRefused(files[pick % len(files)], "no_customer_column", {"columns": "a, b"}),
            FileRejected("file_too_large", {"limit_mb": 200}),
            AnalysisFailed(runs[pick % len(runs)], "analysis_took_too_long"),
        )
        return self._send(news[pick % len(news)])

    # ---- what goes wrong -------------------------------------------------------------------

    @rule(event=sent)
    def an_event_comes_twice(self, event: Incoming) -> None:
        before = self._wait(self._desk.history())
        assert not self._wait(self._accepted(event))
        assert self._wait(self._desk.history()) == before

    @rule()
    def another_process_takes_over(self) -> None:
        self._desk = self._desk.restarted()

    @rule(text=st.sampled_from(TYPED))
    def a_process_is_killed_between_taking_and_answering(self, text: str) -> None:
        self._wait(self._desk.leave(Said(text)))
        self._desk = self._desk.restarted()
        self._wait(self._desk.assistant.work(ANNA))

    # ---- what always holds -----------------------------------------------------------------

    @invariant()
    def nothing_failed_and_nothing_waits(self) -> None:
        assert "errors.internal" not in self._wait(self._desk.keys())
        assert self._unfinished() is None

    @invariant()
    def there_is_a_way_on(self) -> None:
        assert self._wait(self._desk.buttons())

    # ---- how it is done --------------------------------------------------------------------

    def _there_and_back(self, inbound: Inbound) -> Incoming:
        """Back after an answer leads to where one was; going there again leads on."""
        before = self._interview()
        event = self._send(inbound)
        if len(self._interview().trail) == len(before.trail) + 1:
            self._send(Commanded(Command.BACK))
            assert self._interview() == replace(before, confirming=None, showing=None)
        return event

    def _send(self, inbound: Inbound) -> Incoming:
        self._count += 1
        shown = inbound.text if isinstance(inbound, Said) else None
        event = Incoming(ANNA, f"machine {self._count}", inbound, shown, "en")
        assert self._wait(self._accepted(event))
        return event

    async def _accepted(self, event: Incoming) -> bool:
        new = await self._desk.assistant.accept(event)
        await self._desk.assistant.finish()
        return new

    def _offered(self, latest: int, pick: int) -> str:
        """Never the button that deletes everything: an owner who is gone can hardly be stuck."""
        offered = [button.data for button in self._wait(self._desk.buttons())[-latest:]]
        harmless = [data for data in offered if not data.startswith("delete")]
        return harmless[pick % len(harmless)] if harmless else "continue"

    def _interview(self) -> Interview:
        with self._database.reading() as connection:
            stored = interviews.load(connection, self._owner_id)
        return interview_from_json(stored.state, stored.answers)

    def _unfinished(self) -> int | None:
        with self._database.reading() as connection:
            return inbox.first_unfinished(connection, self._owner_id)

    @property
    def _owner_id(self) -> int:
        with self._database.reading() as connection:
            owner = owners.find(connection, ANNA.messenger, ANNA.address)
        assert owner
        return owner.id

    async def _new_desk(self) -> Desk:
        return Desk(self._database, self._folder)

    def _wait(self, coroutine: Coroutine[Any, Any, Awaited]) -> Awaited:
        return self._loop.run_until_complete(coroutine)


@pytest.mark.parametrize("walks", [15, pytest.param(300, marks=pytest.mark.slow)])
def test_no_sequence_of_events_fails_or_leaves_an_owner_stuck(tmp_path: Path, walks: int) -> None:
    class Owner(OwnerAtTheDesk):
        empty = tmp_path / "test.db"

    database = Database(f"sqlite:///{Owner.empty}", MASTERS)
    database.migrate()
    database.close()
    unhurried = settings(max_examples=walks, stateful_step_count=40, deadline=None)
    run_state_machine_as_test(Owner, settings=unhurried)
