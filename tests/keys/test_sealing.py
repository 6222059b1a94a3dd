"""What is sealed opens for its holder, in its place, unchanged; or not at all."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.keys import streams
from storage.keys.data_key import DataKey, LookUpKey, TamperedError

ANNA, BERT = DataKey("1", bytes(32)), DataKey("2", bytes(32))
LOOK_UP = LookUpKey(bytes(32))


@given(st.text())
def test_what_is_sealed_comes_back(text: str) -> None:
    assert ANNA.open("answers/age", ANNA.seal("answers/age", text)) == text


def test_the_same_text_never_looks_the_same_twice() -> None:
    assert ANNA.seal("answers/age", "40") != ANNA.seal("answers/age", "40")


def test_what_is_sealed_opens_neither_for_another_owner_nor_in_another_row() -> None:
    sealed = ANNA.seal("answers/age", "40")
    for key, place in ((BERT, "answers/age"), (ANNA, "answers/income")):
        with pytest.raises(TamperedError):
            key.open(place, sealed)


@given(st.data())
def test_a_sealed_text_with_any_change_is_refused(data: st.DataObject) -> None:
    sealed = ANNA.seal("answers/offer", "soap")
    place = data.draw(st.integers(0, len(sealed) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda mark: mark not in f"{sealed[place]}=\n"))
    changed = sealed[:place] + other + sealed[place + 1 :]
    with pytest.raises(TamperedError):
        assert ANNA.open("answers/offer", changed) != "soap"


def test_text_that_was_never_sealed_is_refused() -> None:
    for text in ("", "[]", '{"kind": "Said"}', "AAAA"):
        with pytest.raises(TamperedError):
            ANNA.open("answers/offer", text)


@given(st.text(max_size=50), st.text(max_size=50))
def test_a_hidden_address_is_found_again_and_comes_back(one: str, other: str) -> None:
    hidden = LOOK_UP.hide("telegram", one)
    assert LOOK_UP.reveal("telegram", hidden) == one
    assert (LOOK_UP.hide("telegram", other) == hidden) == (one == other)
    assert LOOK_UP.hide("web", one) != hidden


def test_an_address_of_one_messenger_is_none_of_another() -> None:
    with pytest.raises(TamperedError):
        LOOK_UP.reveal("web", LOOK_UP.hide("telegram", "7"))


async def in_chunks(content: bytes, size: int) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def stored(content: bytes, chunk: int = 700_001) -> bytes:
    return b"".join([piece async for piece in streams.sealed(in_chunks(content, chunk), ANNA, "1/a")])


async def opened(blob: bytes, key: DataKey = ANNA, name: str = "1/a") -> bytes:
    return b"".join([piece async for piece in streams.opened(in_chunks(blob, 300_007), key, name)])


@pytest.mark.parametrize(
    "size", [0, 1, 17, 2**20 - 1, 2**20, 2**20 + 1, 2 * 2**20, 3_333_333], ids=lambda size: f"{size} bytes"
)
async def test_a_blob_of_any_size_comes_back_and_tells_its_size(size: int) -> None:
    content = bytes(number % 251 for number in range(251)) * (size // 251 + 1)
    blob = await stored(content[:size])
    assert await opened(blob) == content[:size]
    assert streams.size_opened(len(blob)) == size


async def test_nothing_of_a_blob_can_be_read_as_it_is_stored() -> None:
    assert b"Zanzibar" not in await stored(b"Zanzibar," * 1000)


async def test_a_blob_opens_for_nobody_else_and_under_no_other_name() -> None:
    blob = await stored(b"Zanzibar")
    for key, name in ((BERT, "1/a"), (ANNA, "1/b")):
        with pytest.raises(TamperedError):
            await opened(blob, key, name)


async def test_a_blob_that_was_cut_short_or_whose_pieces_were_swapped_is_refused() -> None:
    blob = await stored(bytes(2**20) + bytes([1]) * 2**20 + b"end")
    head, piece = 64, 2**20 + 16
    first, second, rest = blob[head : head + piece], blob[head + piece : head + 2 * piece], blob[head:]
    for changed in (
        blob[: head + piece],
        blob[: head + 2 * piece],
        blob[:head],
        blob[:-1],
        blob + b"x",
        blob[:head] + second + first + rest[2 * piece :],
        b"Zanzibar, in plain",
        b"",
    ):
        with pytest.raises(TamperedError):
            await opened(changed)
