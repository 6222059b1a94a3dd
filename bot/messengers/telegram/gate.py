"""One call at a time: of a process that is killed, at most one is left that nobody has written down."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager


class Gate:
    """Lets one through after the other, in the order they came.

    Who takes longer than `patience_seconds` (a large upload, a server that hangs) holds up nobody any more.
    """

    def __init__(self, patience_seconds: float) -> None:
        self._patience_seconds = patience_seconds
        self._taken = asyncio.Lock()

    @asynccontextmanager
    async def passing(self, seconds_to_wait: Callable[[], float]) -> AsyncIterator[None]:
        """Hold the gate; whoever has something else to wait for first does so outside."""
        while (seconds := await self._take(seconds_to_wait)) > 0:  # noqa: ASYNC110  (time alone ends it)
            await asyncio.sleep(seconds)
        clock = asyncio.get_running_loop()
        late = clock.call_later(self._patience_seconds, self._taken.release)
        try:
            yield
        finally:
            if clock.time() < late.when():  # else it was, or is about to be, let go
                late.cancel()
                self._taken.release()

    async def _take(self, seconds_to_wait: Callable[[], float]) -> float:
        """Take the gate when nothing else is to be waited for; for how long, if so."""
        await self._taken.acquire()
        seconds = 1.0
        try:
            seconds = seconds_to_wait()
        finally:
            if seconds > 0:
                self._taken.release()
        return seconds
