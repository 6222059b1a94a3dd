"""A conversation page by page, the newest first."""

from dataclasses import dataclass

from bot.messages import NO_END, Conversation, HistoryEntry, ObservedReception, TextReply

PAGE_BUBBLES = 60
"""More than any screen shows at once."""


@dataclass(frozen=True, slots=True)
class HistoryPage:
    entries: tuple[HistoryEntry, ...]
    has_older: bool


async def page_before(
    reception: ObservedReception, conversation: Conversation, before: int = NO_END
) -> HistoryPage:
    """The last bubbles numbered below `before`, about PAGE_BUBBLES.

    A page never begins between a question and the ticks that change it.
    """
    most = PAGE_BUBBLES
    while True:
        entries = await reception.latest(conversation, most, before)
        has_older = len(entries) == most
        if not has_older or not _begins_with_a_tick(entries):
            return HistoryPage(entries, has_older)
        most += PAGE_BUBBLES


def _begins_with_a_tick(entries: tuple[HistoryEntry, ...]) -> bool:
    first = next((entry.reply for entry in entries if entry.reply is not None), None)
    return isinstance(first, TextReply) and first.edits_question
