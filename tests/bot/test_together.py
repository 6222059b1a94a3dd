"""What is done together comes out as if each had been done by itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from bot.together import MOST_AT_ONCE, Together
from storage.errors import StorageUnavailableError


@dataclass
class Halving:
    """Refuses odd numbers; a negative one means that nothing works at all."""

    groups: list[list[int]] = field(default_factory=list)

    def __call__(self, numbers: Sequence[int]) -> Sequence[int]:
        self.groups.append(list(numbers))
        if any(number < 0 for number in numbers):
            raise StorageUnavailableError
        if any(number % 2 for number in numbers):
            raise ValueError(numbers)
        return [number // 2 for number in numbers]


async def test_each_gets_its_own_outcome_whoever_came_with_it() -> None:
    halving = Halving()
    halve = Together(halving)
    outcomes = await asyncio.gather(*(halve(2 * number) for number in range(500)))
    assert outcomes == list(range(500))
    assert [number for group in halving.groups for number in group] == [2 * each for each in range(500)]
    assert max(map(len, halving.groups)) <= MOST_AT_ONCE
    assert len(halving.groups) <= 4


async def test_nobody_suffers_for_another() -> None:
    halve = Together(Halving())
    outcomes = await asyncio.gather(*(halve(number) for number in (2, 3, 4)), return_exceptions=True)
    assert [outcomes[0], outcomes[2]] == [1, 2]
    assert isinstance(outcomes[1], ValueError)


async def test_everybody_hears_at_once_that_the_database_is_unavailable() -> None:
    halving = Halving()
    halve = Together(halving)
    outcomes = await asyncio.gather(*(halve(number) for number in (2, -1, 4)), return_exceptions=True)
    assert all(isinstance(outcome, StorageUnavailableError) for outcome in outcomes)
    assert len(halving.groups) == 1
    assert await halve(8) == 4


async def test_who_stops_waiting_holds_nobody_up() -> None:
    halve = Together(Halving())
    impatient = asyncio.create_task(halve(2))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await halve(4) == 2
    with pytest.raises(asyncio.CancelledError):
        await impatient
