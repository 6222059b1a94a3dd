"""What an owner typed is held against the buttons before them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.codec import Offer, inbound_to_json, offers_to_json
from bot.desk.pending import Pending
from bot.dialogue.inbound import Inbound, Said, Tapped
from storage.inbox import InboxRow
from storage.interviews import NOTHING_YET
from storage.owners import Owner

LABELS = ("📋 All questions (6 steps)", "May (1)", "May (2)", "✅ 继续", "Skip")


def taken(text: str) -> Inbound:
    offers = tuple(Offer(label, f"tap:{number}") for number, label in enumerate(LABELS))
    stored = replace(NOTHING_YET, offers=offers_to_json(offers))
    event = InboxRow(1, 1, "text", inbound_to_json(Said(text)), 0, datetime(2026, 1, 5, tzinfo=UTC))
    return Pending(Owner(1, "web", "anna", "en"), event, stored).inbound()


@pytest.mark.parametrize(
    ("text", "place"),
    [(" ALL questions ", 0), ("all questions (6 steps)", 0), ("may (2)", 2), ("继续", 3), ("skip!", 4)],
)
def test_a_label_that_was_typed_is_a_tap(text: str, place: int) -> None:
    assert taken(text) == Tapped(f"tap:{place}")


@pytest.mark.parametrize("text", ["may", "questions", "6 steps", "", "!"])
def test_what_could_mean_two_buttons_or_none_stays_a_text(text: str) -> None:
    assert taken(text) == Said(text)
