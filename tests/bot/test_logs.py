"""What the processes write for their operator."""

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.logs import JsonLines, TextLines


@pytest.fixture(params=[TextLines, JsonLines])
def written(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """By a logger of its own, in one of the forms."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    log = logging.getLogger("asyncio.a_library")
    log.addHandler(handler)
    yield stream
    log.removeHandler(handler)


def test_the_words_of_a_foreign_exception_are_left_out(written: io.StringIO) -> None:
    cell = "Anna, 12 Rose Lane"
    try:
        int(cell)
    except ValueError:
        logging.getLogger("asyncio.a_library").exception("event %s failed", 7)
    assert "event 7 failed" in written.getvalue()
    assert "test_logs.py" in written.getvalue()
    assert "ValueError" in written.getvalue()
    assert "Rose Lane" not in written.getvalue()


def test_an_object_a_line_whatever_is_in_it() -> None:
    record = logging.LogRecord("bot.room", logging.WARNING, "", 0, 'a "%s"\nfirst\nsecond', ("事件",), None)
    line = JsonLines().format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert told.pop("at").endswith("+00:00")
    assert told == {"level": "WARNING", "room": "bot.room", "message": 'a "事件"', "trace": "first\nsecond"}
