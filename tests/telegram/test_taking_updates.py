"""What people do in Telegram reaches the assistant once, in order, and is confirmed only afterwards."""

import logging

import pytest

from bot.dialogue.inbound import (
    Command,
    Commanded,
    FileRejected,
    Inbound,
    Said,
    SentFile,
    SpokenInGroup,
    Tapped,
)
from bot.errors import OwnerFixableError
from bot.messages import RenderedButton, TextReply
from bot.messengers.telegram.messenger import TelegramMessenger
from bot.settings import Settings
from prompts.catalog import Catalog
from tests.bot.desk import until
from tests.telegram.bot_api import TOKEN, BotApi, Fault, Trouble
from tests.telegram.conftest import House, polling
from tests.telegram.front_desk import FrontDesk
from tests.telegram.pictures import png


async def first_inbound(house: House) -> Inbound:
    await house.accepts(1)
    return house.desk.accepted[0].inbound


async def test_typed_text_arrives_with_its_sender_and_their_language(house: House) -> None:
    bao = house.api.person("Bao", "zh-hans")
    update = bao.say("咖啡")
    await house.accepts(1)
    incoming = house.desk.accepted[0]
    assert incoming.inbound == Said("咖啡")
    assert incoming.conversation.address == str(bao.id)
    assert incoming.event_id == str(update["update_id"])
    assert (incoming.shown, incoming.language_hint) == ("咖啡", "zh-hans")


async def test_start_carries_the_payload_of_a_deep_link(house: House) -> None:
    house.api.person().say("/start spring-offer")
    assert await first_inbound(house) == Commanded(Command.START, "spring-offer")


async def test_a_command_may_name_the_bot(house: House) -> None:
    house.api.person().say("/back@persona_test_bot")
    assert await first_inbound(house) == Commanded(Command.BACK)


async def test_an_unknown_command_asks_for_help_and_answers_no_question(house: House) -> None:
    house.api.person().say("/frobnicate")
    assert await first_inbound(house) == Commanded(Command.HELP)


async def test_a_tap_shows_the_label_without_its_tick_and_is_answered(house: House) -> None:
    ada = house.api.person()
    buttons = ((RenderedButton("Home", "a:home", chosen=True),),)
    await house.deliver(ada, TextReply("Interests?", buttons=buttons))
    ada.tap("Home")
    await house.accepts(1)
    incoming = house.desk.accepted[0]
    assert (incoming.inbound, incoming.shown) == (Tapped("a:home"), "Home")
    assert incoming.message == str(ada.heard[0]["message_id"])
    await house.api.cloud.until(lambda: house.api.cloud.answered == {"tap1"})


async def test_a_file_is_fetched_and_kept(house: House) -> None:
    content = b"id,amount\n1,2\n" * 100_000
    house.api.person().send_file(content, "orders.csv")
    assert await first_inbound(house) == SentFile("upload1", "orders.csv", len(content))
    assert house.desk.files["upload1"] == content
    assert house.desk.accepted[0].shown == "orders.csv"


async def test_a_picture_sent_as_a_file_is_a_file(house: House) -> None:
    house.api.person().send_file(png(), "shop.png")
    assert isinstance(await first_inbound(house), SentFile)


async def test_a_picture_sent_as_a_picture_is_rejected_with_a_reason(house: House) -> None:
    house.api.person().send_photo(png())
    assert await first_inbound(house) == FileRejected("file_is_picture")


async def test_a_sticker_is_not_understood(house: House) -> None:
    house.api.person().send_sticker()
    assert await first_inbound(house) == FileRejected("not_understood_kind")


async def test_a_file_over_20_mb_is_rejected_without_asking_for_it(house: House) -> None:
    house.api.person().send_file(b"x", "all.csv", claimed_size=20_000_001)
    assert await first_inbound(house) == FileRejected(
        "file_too_large_for_telegram", {"limit_mb": 20, "link": ""}
    )
    assert house.api.calls_of("getFile") == []


async def test_a_file_the_store_refuses_is_rejected_with_its_reason(house: House) -> None:
    house.desk.refusal = OwnerFixableError("file_empty")
    house.api.person().send_file(b"x", "empty.csv")
    assert await first_inbound(house) == FileRejected("file_empty")


async def test_a_file_that_cannot_be_fetched_is_rejected_in_the_end(house: House) -> None:
    ada = house.api.person()
    house.api.cloud.files.clear()
    house.api.faults.extend(Fault(Trouble.LOST, "getFile") for _ in range(3))
    ada.send_file(b"x", "lost.csv")
    assert await first_inbound(house) == FileRejected("file_not_fetched")


async def test_nothing_is_confirmed_before_it_is_committed(house: House) -> None:
    house.desk.failures = 1
    update = house.api.person().say("important")
    await house.api.cloud.until(lambda: house.desk.failures == 0 or house.desk.accepted != [])
    assert [waiting["update_id"] for waiting in house.api.cloud.updates] == [update["update_id"]]
    await house.accepts(1)
    await house.api.cloud.until(lambda: house.api.cloud.updates == [])


async def test_a_restarted_messenger_gets_what_was_not_confirmed(telegram: BotApi, catalog: Catalog) -> None:
    broken = FrontDesk(telegram.cloud.changed)
    broken.failures = 1000
    ada = telegram.person()
    async with polling(telegram, broken, catalog):
        ada.say("one")
        ada.say("two")
        await telegram.cloud.until(lambda: len(telegram.calls_of("getUpdates")) > 1)
    desk = FrontDesk(telegram.cloud.changed)
    async with polling(telegram, desk, catalog):
        await telegram.cloud.until(lambda: len(desk.accepted) == 2)
    assert [incoming.inbound for incoming in desk.accepted] == [Said("one"), Said("two")]


async def test_an_update_delivered_twice_is_offered_twice_under_one_id(house: House) -> None:
    update = house.api.person().say("once")
    await house.accepts(1)
    await house.api.cloud.until(lambda: house.api.cloud.updates == [])
    house.api.cloud.push_again([update])
    await house.api.cloud.until(lambda: house.api.cloud.updates == [])
    assert [incoming.event_id for incoming in house.desk.accepted] == [str(update["update_id"])]


async def test_a_long_download_does_not_hold_up_others_but_keeps_its_own_chat_in_order(house: House) -> None:
    ada, bob = house.api.person("Ada"), house.api.person("Bob")
    house.api.faults.append(Fault(Trouble.LOST, "getFile"))
    ada.send_file(b"x", "slow.csv")
    ada.say("after the file")
    bob.say("meanwhile")
    await house.accepts(3)
    bob_said, first, second = (incoming.inbound for incoming in house.desk.accepted)
    assert bob_said == Said("meanwhile")
    assert isinstance(first, SentFile)
    assert second == Said("after the file")


async def test_a_second_poller_and_an_outage_are_survived(house: House) -> None:
    ada = house.api.person()
    ada.say("before")
    await house.accepts(1)
    await house.api.cloud.get_updates()
    house.api.faults.append(Fault(Trouble.SERVER_ERROR, "getUpdates"))
    ada.say("after")
    await house.accepts(2)


async def test_a_group_is_one_event_however_much_is_written_there(house: House) -> None:
    ada = house.api.person()
    ada.write_in_group("/start")
    ada.write_in_group("anybody there?")
    ada.say("hello")
    await house.accepts(2)
    await house.api.cloud.until(lambda: house.desk.repeated == ["group:-100"])
    told = {incoming.inbound for incoming in house.desk.accepted}
    assert told == {SpokenInGroup("@persona_test_bot"), Said("hello")}


async def test_the_bot_introduces_itself_in_every_language_and_to_all_others(house: House) -> None:
    cloud, everybody = house.api.cloud, {"", "en", "zh"}
    await cloud.until(lambda: set(cloud.short_descriptions) == everybody)
    assert (set(cloud.commands), set(cloud.descriptions)) == (everybody, everybody)
    assert len(cloud.commands["zh"]) == len(Command)


async def test_a_tap_is_answered_although_a_download_before_it_takes_long(house: House) -> None:
    ada = house.api.person()
    await house.deliver(ada, TextReply("Well?", buttons=((RenderedButton("Yes", "yes"),),)))
    house.api.faults.append(Fault(Trouble.LOST, "getFile"))
    ada.send_file(b"x", "slow.csv")
    ada.tap("Yes")
    await house.api.cloud.until(lambda: house.api.cloud.answered == {"tap1"})
    assert house.desk.accepted == []


async def test_a_tap_too_old_to_be_answered_counts_all_the_same(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.telegram.methods.CALLBACK_LIFETIME", -1.0)
    ada = house.api.person()
    await house.deliver(ada, TextReply("Well?", buttons=((RenderedButton("Yes", "yes"),),)))
    ada.tap("Yes")
    assert await first_inbound(house) == Tapped("yes")
    await house.api.cloud.until(lambda: house.api.calls_of("answerCallbackQuery") != [])
    assert house.api.cloud.answered == set()


async def test_somebody_is_typing_until_all_is_done(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.messengers.telegram.typing_sign._AGAIN_SECONDS", 0.01)
    monkeypatch.setattr("bot.messengers.telegram.typing_sign._SOON_SECONDS", 0.01)
    ada = house.api.person()
    house.desk.is_working = True
    ada.say("hello")
    await house.api.cloud.until(lambda: len(ada.chat.actions) >= 3)
    house.desk.is_working = False
    await until(lambda: not house.messenger._typing._shown)
    assert set(ada.chat.actions) == {"typing"}


async def test_a_refused_token_ends_the_messenger_and_is_not_written_down(
    telegram: BotApi, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(telegram_token="1:wrong-token", telegram_api_url=telegram.url)
    messenger = TelegramMessenger(FrontDesk(), catalog, settings)
    await messenger.run()
    await messenger.close()
    assert "the bot is off" in caplog.text
    assert "wrong-token" not in caplog.text


async def test_the_token_is_in_no_log_line_even_when_everything_is_logged(
    telegram: BotApi, catalog: Catalog, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    desk = FrontDesk(telegram.cloud.changed)
    telegram.faults.append(Fault(Trouble.LOST, "getFile"))
    async with polling(telegram, desk, catalog):
        telegram.person().send_file(b"x", "orders.csv")
        await telegram.cloud.until(lambda: desk.accepted != [])
    assert "could not be fetched" in caplog.text
    assert TOKEN not in caplog.text
