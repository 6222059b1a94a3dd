"""Which message shows which buttons, so that a question can be changed where it stands."""

from collections import OrderedDict
from typing import TypeVar

_CHATS = 10_000
"""Chats remembered; a question of one forgotten since is sent anew."""
_MESSAGES = 8
"""Newest messages remembered of each."""

_T = TypeVar("_T")


class Keyboards:
    """In memory only, the newest messages last."""

    def __init__(self) -> None:
        self._chats: OrderedDict[int, OrderedDict[int, frozenset[str]]] = OrderedDict()

    def remember(self, chat: int, message: int, data: frozenset[str]) -> None:
        """`data` are those of all its buttons; a message without any is nothing to remember."""
        if not data:
            return
        messages = self._chats.setdefault(chat, OrderedDict())
        messages[message] = data
        _keep_newest(messages, message, _MESSAGES)
        _keep_newest(self._chats, chat, _CHATS)

    def message_with(self, chat: int, data: frozenset[str]) -> int | None:
        """The newest message that shares a button: ticks change some of a question's, never all."""
        messages = self._chats.get(chat, OrderedDict())
        return next((message for message in reversed(messages) if messages[message] & data), None)


def _keep_newest(memory: OrderedDict[int, _T], newest: int, limit: int) -> None:
    memory.move_to_end(newest)
    if len(memory) > limit:
        memory.popitem(last=False)
