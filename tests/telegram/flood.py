"""When Telegram finds that a bot sends too much; all of it strictly, where the real one is lenient."""

import json
from collections import defaultdict, deque

from tests.telegram.calls import Call

CHAT_SECONDS = 1.0
ALL_MESSAGES, ALL_SECONDS = 30, 1.0
GROUP_MESSAGES, GROUP_SECONDS = 20, 60.0

UNDER_WAY_SECONDS = 0.2


class Flood:
    """Each picture of an album is a message; an edit is none in its chat, but counts overall."""

    def __init__(self) -> None:
        self._closed: dict[int, float] = {}
        self._next: dict[int, float] = {}
        self._all_closed = 0.0
        self._closed_at = 0.0
        self._all: deque[float] = deque()
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)

    def close(self, call: Call, seconds: float, *, chat_only: bool) -> None:
        """Take nothing for a while."""
        self._closed_at = call.at
        if chat_only:
            self._closed[call.number("chat_id")] = call.at + seconds
        else:
            self._all_closed = call.at + seconds

    def seconds_closed(self, call: Call) -> float:
        return max(self._all_closed, self._closed.get(call.number("chat_id"), 0.0)) - call.at

    def was_under_way(self, call: Call) -> bool:
        """Whether it may have left before anybody could know that the server is closed."""
        return call.at < self._closed_at + UNDER_WAY_SECONDS

    def too_fast(self, call: Call) -> bool:
        """Whether this call breaks a limit; counts it."""
        messages = len(json.loads(call.text("media"))) if call.method == "sendMediaGroup" else 1
        over = _over(self._all, call.at, messages, ALL_MESSAGES, ALL_SECONDS)
        if call.method.startswith("edit"):
            return over
        chat = call.number("chat_id")
        if chat < 0:
            return _over(self._groups[chat], call.at, messages, GROUP_MESSAGES, GROUP_SECONDS) or over
        over |= call.at < self._next.get(chat, 0.0)
        self._next[chat] = call.at + messages * CHAT_SECONDS
        return over


def _over(window: "deque[float]", now: float, messages: int, limit: int, seconds: float) -> bool:
    while window and window[0] <= now - seconds:
        window.popleft()
    window.extend([now] * messages)
    return len(window) > limit
