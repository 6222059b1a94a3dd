"""How fast messages may go: Telegram's limits, kept before it has to complain.

Nothing here waits or knows the time; moments are seconds of any one clock that never goes back.
"""

from dataclasses import dataclass

_CHATS = 1000
"""Chats remembered before those that are free again are forgotten."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Seconds from one message to the next; those of Telegram's own FAQ unless told otherwise."""

    in_a_chat: float = 1.0
    in_a_group: float = 3.0
    overall: float = 1 / 24
    patience: float = 0.25
    """How long a call may wait for those before it to be answered."""


class Pace:
    """Says how long a call has to wait. Groups are the chats with negative ids.

    `messages` are those a call makes: each picture of an album is one.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._chats_free_at: dict[int, float] = {}
        self._all_free_at = 0.0
        self._last_began = 0.0
        self._last_messages = 0

    def seconds_to_wait(self, chat: int, now: float, messages: int = 1) -> float:
        """0 when the call may be made now."""
        return max(self.seconds_for_chat(chat, now), self.seconds_for_all(now, messages))

    def seconds_for_chat(self, chat: int, now: float) -> float:
        """Because of what went to the same chat."""
        return max(self._chats_free_at.get(chat, 0.0) - now, 0.0)

    def seconds_for_all(self, now: float, messages: int = 1) -> float:
        """Because of what went to anybody."""
        after_the_last = max(messages, self._last_messages) * self._limits.overall
        return max(self._all_free_at - now, self._last_began + after_the_last - now, 0.0)

    def begin(self, now: float, messages: int = 1) -> None:
        """The call is made."""
        self._last_began, self._last_messages = now, messages

    def end(self, chat: int, now: float, messages: int = 1) -> None:
        """Its messages have arrived, or may have: the pause of the chat begins only now."""
        pause = self._limits.in_a_group if chat < 0 else self._limits.in_a_chat
        self.close_chat(chat, now, messages * pause)

    def close_chat(self, chat: int, now: float, seconds: float) -> None:
        if len(self._chats_free_at) >= _CHATS:
            self._chats_free_at = {each: at for each, at in self._chats_free_at.items() if at > now}
        self._chats_free_at[chat] = max(self._chats_free_at.get(chat, 0.0), now + seconds)

    def close_all(self, now: float, seconds: float) -> None:
        self._all_free_at = max(self._all_free_at, now + seconds)
