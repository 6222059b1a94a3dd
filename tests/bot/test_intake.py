"""What people type and send: commands, texts and names of files, before anybody keeps them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.inbound import Command, Commanded, Said
from bot.intake import LONGEST_NAME, readable_name, storable, typed


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("/help", Commanded(Command.HELP)),
        ("/Language  zh ", Commanded(Command.LANGUAGE, "zh")),
        ("/start@persona_test_bot spring", Commanded(Command.START, "spring")),
        ("/delet", Commanded(Command.HELP)),  # no answer to the open question
        ("/home/ann/orders.csv", Said("/home/ann/orders.csv")),
        ("/ week", Said("/ week")),
        ("40 /week", Said("40 /week")),
        ("/", Said("/")),
    ],
)
def test_a_text_is_a_command_where_it_is_written_as_one(text: str, meant: Said | Commanded) -> None:
    assert typed(text) == meant


@given(st.text(st.characters(exclude_categories=[])))
def test_whatever_is_typed_can_be_kept_and_stays_what_it_is_then(text: str) -> None:
    kept = storable(text)
    kept.encode()
    assert "\0" not in kept
    assert storable(kept) == kept


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("订单　2026年.csv", "订单　2026年.csv"),
        ("C:\\shop\\..\\orders.csv", "orders.csv"),
        ("\ud800\u202eorders\u2028.csv ", "orders.csv"),
        ("x" * 300, "x" * LONGEST_NAME),
        ("folder/", ""),
    ],
)
def test_a_files_name_is_what_people_see_of_it(name: str, shown: str) -> None:
    assert readable_name(name) == shown


@given(st.text(st.characters(exclude_categories=[])))
def test_a_files_name_is_never_a_path_and_never_too_long(name: str) -> None:
    shown = readable_name(name)
    shown.encode()
    assert len(shown) <= LONGEST_NAME
    assert not {"/", "\\", "\0", "\n"} & set(shown)
    assert readable_name(shown) == shown
