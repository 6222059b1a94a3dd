"""Who goes first when not all can go at once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

BEHIND = 20
"""More urgent things than this under way at once: they cannot keep up, and the others stand back."""
AT_ONCE = 60
"""Of the others; as many may begin in one go, and what comes in waits for them all."""


class Precedence:
    """Lets urgent things go first; the others begin only while the urgent ones keep up, and few at once.

    With a messenger it is taking events that is urgent: it sends what was not taken in time again.
    """

    def __init__(self) -> None:
        self._urgent = 0
        self._places = asyncio.Semaphore(AT_ONCE)
        self._keeping_up = asyncio.Event()
        self._keeping_up.set()

    @contextmanager
    def urgent(self) -> Iterator[None]:
        """Something that waits for nobody."""
        self._count(1)
        try:
            yield
        finally:
            self._count(-1)

    @asynccontextmanager
    async def in_line(self) -> AsyncIterator[None]:
        """Something that waits for its turn; whoever came first begins first."""
        async with self._places:
            await self._keeping_up.wait()
            yield

    def _count(self, change: int) -> None:
        self._urgent += change
        if self._urgent > BEHIND:
            self._keeping_up.clear()
        else:
            self._keeping_up.set()
