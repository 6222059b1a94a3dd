"""One call at a time: of a process that is killed, at most one is left that nobody has written down."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress


class Gate:
    """Lets one through after the other, in the order they came, and the next when the last is done.

    Who has stood in line for `patience_seconds` no longer waits for those before: a Telegram that is far away
    or hangs makes nobody late. So more than one is under way only when one at a time would be too slow.
    """

    def __init__(self, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self._line = asyncio.Lock()
        self._under_way = 0
        self._empty = asyncio.Event()
        self._empty.set()

    @asynccontextmanager
    async def passing(self, turn: Callable[[], Awaitable[None]]) -> AsyncIterator[None]:
        """Be let through, and be under way until the end of the block.

        The first in line waits for `turn`, too.
        """
        patient_until = asyncio.get_running_loop().time() + self._patience_seconds
        async with self._line:
            with suppress(TimeoutError):
                async with asyncio.timeout_at(patient_until):
                    await self._empty.wait()
            await turn()
            self._under_way += 1
            self._empty.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._empty.set()
