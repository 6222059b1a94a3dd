"""Interviews kept in memory as last used; one counts only as long as its edition is the stored one."""

from dataclasses import dataclass

from bot.dialogue.interview import Interview
from storage.interviews import Edition, StoredInterview

MOST = 2_000
"""Interviews; a whole one takes some ten kilobytes."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """An interview as it is stored, and as the dialogue knows it."""

    stored: StoredInterview
    interview: Interview


class Memory:
    """The interviews used last, by owner. Written by one thread, read by any."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._remembered: dict[int, Remembered] = {}

    def get(self, owner_id: int, edition: Edition) -> Remembered | None:
        """None when another edition is stored: another process has moved the interview on."""
        remembered = self._remembered.get(owner_id)
        return remembered if remembered and remembered.stored.edition == edition else None

    def put(self, owner_id: int, remembered: Remembered | None) -> None:
        """Remember this instead; with None, nothing."""
        self._remembered.pop(owner_id, None)
        if remembered is not None:
            self._remembered[owner_id] = remembered
        if len(self._remembered) > self._most:
            del self._remembered[next(iter(self._remembered))]
