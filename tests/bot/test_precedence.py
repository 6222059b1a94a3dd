"""What is urgent goes first, and the rest few at a time and in their order."""

import asyncio
from collections.abc import Iterable
from contextlib import ExitStack

from bot.precedence import AT_ONCE, BEHIND, Precedence


async def test_the_others_begin_while_what_is_urgent_keeps_up() -> None:
    precedence, begun = Precedence(), list[int]()
    with ExitStack() as urgent:
        for _ in range(BEHIND):
            urgent.enter_context(precedence.urgent())
        await _line_up(precedence, begun, [1, 2])
    assert begun == [1, 2]


async def test_they_stand_back_while_it_does_not_and_begin_in_their_order_afterwards() -> None:
    precedence, begun = Precedence(), list[int]()
    with ExitStack() as urgent:
        for _ in range(BEHIND + 1):
            urgent.enter_context(precedence.urgent())
        await _line_up(precedence, begun, [1, 2, 3])
        assert begun == []
    await _let_them()
    assert begun == [1, 2, 3]


async def test_only_so_many_of_them_are_under_way_and_one_that_fails_leaves_its_place() -> None:
    precedence, begun = Precedence(), list[int]()
    failing = asyncio.Event()
    await _line_up(precedence, begun, range(AT_ONCE + 2), failing)
    assert len(begun) == AT_ONCE
    failing.set()
    await _let_them()
    assert begun == list(range(AT_ONCE + 2))


async def _line_up(
    precedence: Precedence, begun: list[int], numbers: Iterable[int], failing: asyncio.Event | None = None
) -> None:
    """Everybody comes, and whoever can begins."""

    async def come(number: int) -> None:
        async with precedence.in_line():
            begun.append(number)
            if failing:
                await failing.wait()
                raise ValueError

    coming = [asyncio.create_task(come(number)) for number in numbers]
    for task in coming:
        task.add_done_callback(lambda done: done.exception())
    await _let_them()


async def _let_them() -> None:
    """Long enough for one to wake the next, and that one another."""
    for _ in range(10):
        await asyncio.sleep(0)
