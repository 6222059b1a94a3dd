"""The server ends at once, whoever has just come."""

import asyncio
import socket

import pytest
from starlette.applications import Starlette

from bot.http_server import Server, listening


@pytest.mark.parametrize("steps", [3, 4])
async def test_a_connection_just_being_taken_does_not_hold_up_the_end(
    caplog: pytest.LogCaptureFixture, steps: int
) -> None:
    """So many steps of the loop ago: its door is closed by then, and it is not among the known."""
    with listening("127.0.0.1", 0) as door:
        server = Server(Starlette())
        serving = asyncio.create_task(server.serve([door]))
        while not server.started:  # noqa: ASYNC110  (it cannot tell)
            await asyncio.sleep(0.01)
        with socket.create_connection(door.getsockname()):
            for _ in range(steps):
                await asyncio.sleep(0)
            await server.shutdown()
        server.should_exit = True
        await serving
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


def test_an_answer_in_pieces_does_not_wait_for_the_other_side_between_them() -> None:
    with listening("127.0.0.1", 0) as door, socket.create_connection(door.getsockname()):
        taken, _ = door.accept()
        with taken:
            assert taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
