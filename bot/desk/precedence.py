"""Who goes first when not all can go at once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

BEHIND = 8
"""More urgent things than this under way at once: they cannot keep up, and the others stand back."""


class Precedence:
    """Lets urgent things go first; the others begin only while the urgent ones keep up.

    With a messenger it is taking events that is urgent: it sends what was not taken in time again.
    """

    def __init__(self) -> None:
        self._urgent = 0
        self._line = asyncio.Lock()
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

    async def in_line(self) -> None:
        """Wait for one's turn. Whoever came first goes first, and what is urgent goes between any two."""
        async with self._line:
            await self._keeping_up.wait()

    def _count(self, change: int) -> None:
        self._urgent += change
        if self._urgent > BEHIND:
            self._keeping_up.clear()
        else:
            self._keeping_up.set()
