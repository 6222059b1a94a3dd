"""Calls that come while another is under way are made together: they share one transaction, one commit."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from storage.errors import StorageUnavailableError

MOST_AT_ONCE = 200
"""Items of one call; the statements of both databases take as many."""

Item = TypeVar("Item")
Outcome = TypeVar("Outcome")


class Together(Generic[Item, Outcome]):
    """Hands items to `act`, which answers each, in their order and in a thread.

    `act` does all of its items or raises and has done nothing. Then each is tried by itself, so that
    nobody suffers for another; but when the database is unavailable, everybody hears of it at once.
    """

    def __init__(self, act: Callable[[Sequence[Item]], Sequence[Outcome]]) -> None:
        self._act = act
        self._waiting: list[tuple[Item, asyncio.Future[Outcome]]] = []
        self._acting: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Outcome:
        outcome: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, outcome))
        if self._acting is None or self._acting.done():
            self._acting = asyncio.create_task(self._serve())
        return await outcome

    async def _serve(self) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST_AT_ONCE], self._waiting[MOST_AT_ONCE:]
            try:
                await self._do(group)
            except StorageUnavailableError as error:
                _tell(group, error)
            except Exception:  # noqa: BLE001  (whose fault it was shows when each is done by itself)
                await self._do_each(group)

    async def _do(self, group: Sequence[tuple[Item, asyncio.Future[Outcome]]]) -> None:
        outcomes = await asyncio.to_thread(self._act, [item for item, _ in group])
        for (_, waiting), outcome in zip(group, outcomes, strict=True):
            if not waiting.done():  # whoever asked may have been cancelled
                waiting.set_result(outcome)

    async def _do_each(self, group: Sequence[tuple[Item, asyncio.Future[Outcome]]]) -> None:
        for one in group:
            try:
                await self._do([one])
            except Exception as error:  # noqa: BLE001  (it is raised where the item came from)
                _tell([one], error)


def _tell(group: Sequence[tuple[Item, asyncio.Future[Outcome]]], error: Exception) -> None:
    for _, waiting in group:
        if not waiting.done():
            waiting.set_exception(error)
