"""Replies become messages within Telegram's limits, and failures become DeliveryErrors."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import DeliveryError
from bot.messages import Attachment, DocumentReply, PicturesReply, RenderedButton, TextReply
from bot.messengers.telegram.messenger import TelegramMessenger
from bot.messengers.telegram.text import as_html, as_plain, pieces
from prompts.catalog import Catalog
from tests.telegram.bot_api import BotApi, Fault, Trouble
from tests.telegram.conftest import House, settings_for
from tests.telegram.front_desk import FrontDesk
from tests.telegram.markup import parse_html, utf16_length
from tests.telegram.person import buttons_of
from tests.telegram.pictures import png

YES_NO = ((RenderedButton("Yes", "q:yes"), RenderedButton("No", "q:no", chosen=True)),)


async def test_bold_is_marked_and_everything_else_is_taken_literally(house: House) -> None:
    ada = house.api.person()
    await house.deliver(ada, TextReply("*Who* buys? <b>a & b</b> 2*3 &lt;"))
    message = ada.heard[0]
    assert message["text"] == "Who buys? <b>a & b</b> 2*3 &lt;"
    assert message["entities"] == [{"type": "bold", "offset": 0, "length": 3}]


async def test_buttons_stand_in_rows_with_ticks(house: House) -> None:
    ada = house.api.person()
    await house.deliver(ada, TextReply("Well?", buttons=YES_NO))
    assert [button["text"] for button in buttons_of(ada.heard[0])] == ["Yes", "✅ No"]


async def test_a_long_text_comes_in_pieces_with_the_buttons_on_the_last(house: House) -> None:
    ada = house.api.person()
    text = "\n\n".join(f"*{n}* " + "word " * 100 for n in range(20))
    await house.deliver(ada, TextReply(text, buttons=YES_NO))
    assert len(ada.heard) == 3
    assert [bool(buttons_of(message)) for message in ada.heard] == [False, False, True]
    assert " ".join(" ".join(ada.texts).split()) == " ".join(as_plain(text).split())


async def test_the_same_question_again_edits_the_message_that_was_tapped(house: House) -> None:
    ada = house.api.person()
    await house.deliver(ada, TextReply("Interests?", buttons=YES_NO))
    await house.deliver(ada, TextReply("Interests?", buttons=YES_NO))
    ticked = ((RenderedButton("Yes", "q:-yes", chosen=True), RenderedButton("No", "q:no")),)
    again = TextReply("Interests!", buttons=ticked, edits_question=True)
    await house.deliver(ada, again, message=ada.heard[0])
    assert ada.texts == ["Interests!", "Interests?"]
    assert [button["text"] for button in buttons_of(ada.heard[0])] == ["✅ Yes", "No"]


async def test_a_reply_that_is_no_edit_is_a_new_message_whatever_was_tapped(house: House) -> None:
    ada = house.api.person()
    await house.deliver(ada, TextReply("Well?", buttons=YES_NO))
    await house.deliver(ada, TextReply("Thank you."), message=ada.heard[0])
    assert ada.texts == ["Well?", "Thank you."]


async def test_an_edit_that_changes_nothing_is_delivered(house: House) -> None:
    ada = house.api.person()
    await house.deliver(ada, TextReply("Well?", ("k",), YES_NO))
    again = TextReply("Well?", ("k",), YES_NO, edits_question=True)
    await house.deliver(ada, again, message=ada.heard[0])
    assert ada.texts == ["Well?"]


async def test_a_question_whose_message_is_unknown_or_gone_is_sent_anew(house: House) -> None:
    ada = house.api.person()
    edit = TextReply("Well?", ("k",), YES_NO, edits_question=True)
    await house.deliver(ada, edit)
    first = ada.heard[0]
    ada.chat.messages.clear()
    await house.deliver(ada, edit, message=first)
    assert ada.texts == ["Well?"]


async def test_reports_on_the_same_thing_are_one_message(house: House) -> None:
    ada = house.api.person()
    message = await house.deliver(ada, TextReply("1/3", progress_of="run"))
    assert message == str(ada.heard[0]["message_id"])
    assert await house.deliver(ada, TextReply("2/3", progress_of="run"), message=ada.heard[0]) == message
    assert ada.texts == ["2/3"]


async def test_what_takes_several_messages_takes_no_other_ones_place(house: House) -> None:
    """Its beginning would stand below its end."""
    ada = house.api.person()
    await house.deliver(ada, TextReply("Interests?", buttons=YES_NO))
    long = TextReply("word " * 1000, buttons=YES_NO, edits_question=True)
    await house.deliver(ada, long, message=ada.heard[0])
    assert [text[:10] for text in ada.texts] == ["Interests?", "word word ", "word word "]


async def test_a_report_of_several_messages_is_left_as_it_is_by_the_next(house: House) -> None:
    ada = house.api.person()
    assert await house.deliver(ada, TextReply("word " * 1000, progress_of="run")) is None


async def test_a_message_nobody_will_change_need_not_be_remembered(house: House) -> None:
    assert await house.deliver(house.api.person(), TextReply("Hello")) is None


async def test_what_telegram_cannot_read_as_marks_goes_without_them(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.messengers.telegram.sender.as_html", lambda text: f"<b>{text}")
    ada = house.api.person()
    house.desk.blobs["card"] = png()
    card = Attachment("card", "card.png", "image/png", "*Mei*")
    await house.deliver(ada, TextReply("*Well*?", progress_of="run"))
    await house.deliver(ada, TextReply("*Well*!", progress_of="run"), message=ada.heard[0])
    await house.deliver(ada, PicturesReply((card,)))
    await house.deliver(ada, PicturesReply((card, card)))
    await house.deliver(ada, DocumentReply(card))
    assert ada.texts == ["Well!", "Mei", "Mei", "Mei", "Mei"]


async def test_links_are_not_opened_for_a_preview(house: House) -> None:
    await house.deliver(house.api.person(), TextReply("https://shop.example/once"))
    assert house.api.calls_of("sendMessage")[0].json("link_preview_options") == {"is_disabled": True}


async def test_a_reply_can_still_be_delivered_when_polling_has_ended(
    telegram: BotApi, catalog: Catalog
) -> None:
    ada, desk = telegram.person(), FrontDesk(telegram.cloud.changed)
    messenger = TelegramMessenger(desk, catalog, settings_for(telegram))
    running = asyncio.create_task(messenger.run())
    ada.say("hello")
    await telegram.cloud.until(lambda: desk.accepted != [])
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await House(telegram, desk, messenger).deliver(ada, TextReply("good night"))
    await messenger.close()
    assert ada.texts == ["good night"]


async def test_one_picture_is_a_photo_and_eleven_are_an_album_and_a_photo(house: House) -> None:
    ada = house.api.person()
    house.desk.blobs["card"] = png(1080, 1350)
    card = Attachment("card", "card.png", "image/png", "*Mei*, 34")
    await house.deliver(ada, PicturesReply((card,)))
    await house.deliver(ada, PicturesReply((card,) * 11))
    albums = [message.get("media_group_id") for message in ada.heard]
    assert albums[0] is None
    assert len(set(albums[1:11])) == 1
    assert albums[11] is None
    assert ada.texts == ["Mei, 34"] * 12
    assert ada.heard[5]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]


async def test_a_picture_that_telegram_cannot_show_goes_as_a_file(house: House) -> None:
    ada = house.api.person()
    house.desk.blobs["card"] = png(30, 601)
    card = Attachment("card", "card.png", "image/png", "Mei")
    await house.deliver(ada, PicturesReply((card, card)))
    assert [message["document"]["file_name"] for message in ada.heard] == ["card.png", "card.png"]


async def test_a_caption_over_the_limit_goes_on_in_a_message(house: House) -> None:
    ada = house.api.person()
    house.desk.blobs["report"] = b"%PDF"
    report = Attachment("report", "plan.pdf", "application/pdf", "word " * 300)
    await house.deliver(ada, DocumentReply(report))
    document, rest = ada.heard
    assert document["document"]["file_name"] == "plan.pdf"
    assert document["caption"] + " " + rest["text"] == ("word " * 300).strip()


async def test_a_flood_answer_becomes_a_wait(house: House) -> None:
    ada = house.api.person()
    house.api.faults.append(Fault(Trouble.TOO_MANY_REQUESTS, retry_after=7))
    with pytest.raises(DeliveryError) as caught:
        await house.deliver(ada, TextReply("hello"))
    assert caught.value.retry_after == 7
    assert not caught.value.final


@pytest.mark.parametrize("trouble", [Trouble.SERVER_ERROR, Trouble.LOST, Trouble.DONE_BUT_UNANSWERED])
async def test_a_failing_network_is_worth_another_try(house: House, trouble: Trouble) -> None:
    ada = house.api.person()
    house.api.faults.append(Fault(trouble))
    with pytest.raises(DeliveryError) as caught:
        await house.deliver(ada, TextReply("hello"))
    assert (caught.value.retry_after, caught.value.final) == (None, False)


async def test_a_repeated_delivery_goes_on_after_the_pieces_that_arrived(house: House) -> None:
    ada = house.api.person()
    text = TextReply("\n\n".join("word " * 700 for _ in range(3)))
    house.api.faults.append(Fault(Trouble.LOST, "sendMessage", after=1))
    with pytest.raises(DeliveryError):
        await house.deliver(ada, text, number=9)
    assert len(ada.heard) == 1
    await house.deliver(ada, text, number=9)
    assert len(ada.heard) == 3


async def test_who_blocked_the_bot_or_has_no_chat_is_out_of_reach(house: House) -> None:
    ada, bob = house.api.person(), house.api.person()
    ada.block()
    del house.api.cloud.chats[bob.id]
    for person in (ada, bob):
        with pytest.raises(DeliveryError) as caught:
            await house.deliver(person, TextReply("hello"))
        assert caught.value.unreachable


async def test_a_message_telegram_will_never_take_leaves_the_owner_reachable(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.messengers.telegram.sender.MESSAGE_LIMIT", 10_000)
    with pytest.raises(DeliveryError) as caught:
        await house.deliver(house.api.person(), TextReply("x" * 5000))
    assert (caught.value.final, caught.value.unreachable) == (True, False)


async def test_a_forgotten_attachment_is_final(house: House) -> None:
    with pytest.raises(DeliveryError) as caught:
        await house.deliver(house.api.person(), DocumentReply(Attachment("gone", "a.pdf", "application/pdf")))
    assert caught.value.final


@given(st.text(st.sampled_from("ab *\n<>&;𝄞咖\"'"), max_size=300), st.integers(2, 40))
def test_pieces_fit_and_lose_nothing_but_space_at_the_cuts(text: str, limit: int) -> None:
    cut = pieces(text, limit)
    assert all(utf16_length(piece) <= limit for piece in cut)
    assert "".join("".join(cut).split()) == "".join(text.split())


@given(st.text(st.sampled_from("ab *\n<>&;#x3/𝄞咖\"'")))
def test_any_text_is_valid_markup_and_reads_as_written(text: str) -> None:
    shown, _ = parse_html(as_html(text))
    assert shown == as_plain(text)
