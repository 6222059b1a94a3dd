"""What is urgent goes first, and the rest one by one in their order."""

import asyncio
from contextlib import ExitStack

from bot.desk.precedence import BEHIND, Precedence


async def test_the_others_go_on_while_what_is_urgent_keeps_up() -> None:
    precedence, gone = Precedence(), list[int]()
    with ExitStack() as urgent:
        _crowd(precedence, urgent, BEHIND)
        _line_up(precedence, gone)
        await _let_them()
        assert gone == [1, 2, 3]


async def test_they_stand_back_while_it_does_not_and_go_on_in_their_order_afterwards() -> None:
    precedence, gone = Precedence(), list[int]()
    with ExitStack() as urgent:
        _crowd(precedence, urgent, BEHIND + 1)
        _line_up(precedence, gone)
        await _let_them()
        assert gone == []
    await _let_them()
    assert gone == [1, 2, 3]


async def test_what_is_urgent_goes_between_any_two_of_them() -> None:
    precedence, gone = Precedence(), list[int]()
    with ExitStack() as later:
        with ExitStack() as urgent:
            _crowd(precedence, urgent, BEHIND + 1)
            first, *_ = _line_up(precedence, gone)
            first.add_done_callback(lambda _: _crowd(precedence, later, BEHIND + 1))
            await _let_them()
        await _let_them()
        assert gone == [1, 2]
    await _let_them()
    assert gone == [1, 2, 3]


async def test_whoever_leaves_the_line_holds_up_nobody() -> None:
    precedence, gone = Precedence(), list[int]()
    with ExitStack() as urgent:
        _crowd(precedence, urgent, BEHIND + 1)
        first, second, _ = _line_up(precedence, gone)
        await _let_them()
        first.cancel()
        second.cancel()
    await _let_them()
    assert gone == [3]


def _crowd(precedence: Precedence, urgent: ExitStack, count: int) -> None:
    for _ in range(count):
        urgent.enter_context(precedence.urgent())


def _line_up(precedence: Precedence, gone: list[int]) -> "list[asyncio.Task[None]]":
    async def come(number: int) -> None:
        await precedence.in_line()
        gone.append(number)

    return [asyncio.create_task(come(number)) for number in (1, 2, 3)]


async def _let_them() -> None:
    """Long enough for one to wake the next, and that one another."""
    for _ in range(20):
        await asyncio.sleep(0)
