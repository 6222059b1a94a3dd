"""Files that visitors send over HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.dialogue.inbound import FileRejected, SentFile
from tests.bot.desk import Desk
from tests.web.conftest import MAX_UPLOAD_BYTES, Visitor, taken


def blobs(desk: Desk) -> list[Path]:
    return [path for path in (desk.folder / "blobs").rglob("*") if path.is_file()]


async def test_a_file_arrives_under_its_name(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    await owner.send_file(b"id,name\n1,Ann\n", "%E8%AE%A2%E5%8D%95.csv")
    sent = taken(desk)[-1][0]
    assert isinstance(sent, SentFile)
    assert (sent.name, sent.size) == ("订单.csv", 14)
    assert taken(desk)[-1][1] == "📎 订单.csv"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("..%2F..%2Fetc%2Fpasswd", "passwd"),
        ("C:%5Cshop%5Corders.csv", "orders.csv"),
        ("a%00b%0A%E2%80%AEvsc.exe", "abvsc.exe"),
        ("x" * 300 + ".csv", "x" * 146 + ".csv"),
    ],
)
async def test_a_files_name_leads_nowhere(owner: Visitor, desk: Desk, sent: str, kept: str) -> None:
    await owner.open()
    await owner.send_file(b"a,b", sent)
    assert taken(desk)[-1][1] == f"📎 {kept}"


async def test_a_file_over_the_limit_is_refused_while_it_comes_in(owner: Visitor, desk: Desk) -> None:
    """However much more there is: nothing is read past the limit."""
    await owner.open()
    read = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal read
        while read < 100 * MAX_UPLOAD_BYTES:
            read += 2**16
            yield bytes(2**16)

    await owner.client.post(
        "/api/files", content=endless(), headers={"X-Event-Id": "event-file", "X-File-Name": "x"}
    )
    assert taken(desk)[-1][0] == FileRejected("file_too_large", {"limit_mb": 3})
    assert read < 2 * MAX_UPLOAD_BYTES


async def test_a_file_announced_over_the_limit_need_not_be_sent(owner: Visitor, desk: Desk) -> None:
    await owner.open()
    await owner.send_file(b"", "big.csv", **{"X-File-Size": str(MAX_UPLOAD_BYTES + 1)})
    assert taken(desk)[-1][0] == FileRejected("file_too_large", {"limit_mb": 3})


async def test_a_file_that_comes_twice_is_kept_once(owner: Visitor, desk: Desk) -> None:
    """The first time it arrived, but the answer did not."""
    await owner.open()
    first = await owner.send_file(b"id,name\n1,Ann\n", "a.csv")
    again = await owner.send_file(b"id,name\n1,Ann\n", "a.csv")
    assert (first.json()["new"], again.json()["new"]) == (True, False)
    assert len(blobs(desk)) == 1
    assert len(taken(desk)) == 2


async def test_nothing_is_left_of_a_file_that_broke_off_or_was_refused(owner: Visitor, desk: Desk) -> None:
    await owner.open()

    async def breaking_off() -> AsyncIterator[bytes]:
        yield bytes(100_000)
        raise ConnectionResetError

    about = {"X-Event-Id": "event-file", "X-File-Name": "x"}
    with pytest.raises(ConnectionResetError):
        await owner.client.post("/api/files", content=breaking_off(), headers=about)
    await owner.send_file(bytes(MAX_UPLOAD_BYTES + 1), "big.csv")
    assert blobs(desk) == []
