"""Whatever meets whatever: replies that take the short way are sent once, in order, and none is left."""

from collections.abc import Callable
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.dispatch import Call, Dispatch, Ready
from bot.messages import Conversation, TextReply
from storage.outbox import OutboxRow

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ANNA, OWNER_ID = Conversation("web", "anna"), 1


def ready(number: int) -> Ready:
    return Ready(OutboxRow(number, "", 0, NOON, NOON, 0), TextReply("text"))


class Office:
    """Turns, looks through the outbox and delivery, each a step at a time."""

    def __init__(self) -> None:
        self.dispatch = Dispatch("this")
        self.dispatch.open([ANNA.messenger])
        self.made = 0
        self.outbox: list[int] = []
        self.sent: list[int] = []
        self._keeping: Callable[[], None] = self._expect
        self._looking: Callable[[], None] = self._read
        self._serving: Callable[[], None] = self._begin
        self.steps = (self.keep, self.look, self.serve)

    def keep(self) -> None:
        self._keeping()

    def look(self) -> None:
        self._looking()

    def serve(self) -> None:
        self._serving()

    # ---- a turn: announced, committed, told of -----------------------------------------------

    def _expect(self) -> None:
        self.dispatch.expect(OWNER_ID)
        self._keeping = self._commit

    def _commit(self) -> None:
        self.made += 1
        self.outbox.append(self.made)
        first = ready(self.made) if self.outbox[0] == self.made else None
        self._keeping = lambda: self._tell(Call(OWNER_ID, ANNA, first))

    def _tell(self, call: Call) -> None:
        self.dispatch.call(call)
        self._keeping = self._expect

    # ---- a look through the outbox, and what follows from it later ---------------------------

    def _read(self) -> None:
        is_due = bool(self.outbox)
        self._looking = lambda: self._act(is_due=is_due)

    def _act(self, *, is_due: bool) -> None:
        if is_due and not self.dispatch.is_serving(OWNER_ID):
            self.dispatch.call(Call(OWNER_ID, ANNA))
        self._looking = self._read

    # ---- delivery: send, note, send what is next ---------------------------------------------

    def _begin(self) -> None:
        if not self.dispatch._called.is_set():
            return
        try:
            self.dispatch.begin().send(None)
        except StopIteration as begun:
            (call,) = begun.value
            self._serving = lambda: self._send(call.ready.row.number if call.ready else None)

    def _send(self, number: int | None) -> None:
        number = number or next(iter(self.outbox), None)
        if number is None:
            self._serving = self._end
        else:
            self.sent.append(number)
            self._serving = lambda: self._note(number)

    def _note(self, number: int) -> None:
        self.outbox.remove(number)
        following = next(iter(self.outbox), None)
        self._serving = self._end if following is None else lambda: self._send(following)

    def _end(self) -> None:
        self.dispatch.end(OWNER_ID)
        self._serving = self._begin


@settings(max_examples=300)
@given(st.lists(st.integers(0, 2), min_size=100, max_size=200))
def test_every_reply_is_sent_once_and_in_order(order: list[int]) -> None:
    office = Office()
    for choice in order:
        office.steps[choice]()
    while office._keeping != office._expect:
        office.keep()
    for _ in range(2 + 3 * office.made):
        office.serve()
    assert office.outbox == []
    assert office.sent == list(range(1, office.made + 1))
