"""A client that others wrote finds the Bot API it expects, so the server is not just our own idea."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramConflictError,
    TelegramForbiddenError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)

from tests.telegram.bot_api import TOKEN, BotApi, Fault, Trouble
from tests.telegram.person import buttons_of
from tests.telegram.pictures import png

KEYBOARD = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="y")]])


@pytest.fixture
async def aiogram(telegram: BotApi) -> AsyncIterator[Bot]:
    bot = Bot(TOKEN, AiohttpSession(api=TelegramAPIServer.from_base(telegram.url)))
    yield bot
    await bot.session.close()


async def test_it_polls_answers_a_tap_and_edits(telegram: BotApi, aiogram: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def ask(message: Message) -> None:
        await message.answer(f"<b>{message.text}</b>?", parse_mode="HTML", reply_markup=KEYBOARD)

    @dispatcher.callback_query()
    async def tick(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text(f"chosen: {query.data}")
        await query.answer()

    polling = asyncio.create_task(dispatcher.start_polling(aiogram, handle_signals=False, polling_timeout=5))
    ada = telegram.person()
    ada.say("Tea")
    await ada.hears(1)
    assert ada.texts == ["Tea?"]
    ada.tap("Yes")
    await telegram.cloud.until(lambda: telegram.cloud.answered == {"tap1"})
    assert ada.texts == ["chosen: y"]
    assert buttons_of(ada.heard[0]) == []
    await dispatcher.stop_polling()
    await polling


async def test_it_sends_files_and_fetches_them(telegram: BotApi, aiogram: Bot) -> None:
    ada = telegram.person()
    picture = BufferedInputFile(png(), "card.png")
    photo = await aiogram.send_photo(ada.id, picture, caption="one")
    album = await aiogram.send_media_group(ada.id, [InputMediaPhoto(media=picture)] * 2)
    document = await aiogram.send_document(ada.id, BufferedInputFile(b"a,b\n", "a.csv"))
    assert photo.photo
    assert len({message.media_group_id for message in album}) == 1
    assert document.document
    fetched = await aiogram.download(document.document)
    assert fetched is not None
    assert fetched.read() == b"a,b\n"


async def test_it_sets_up_its_bot(telegram: BotApi, aiogram: Bot) -> None:
    assert (await aiogram.me()).username == "persona_test_bot"
    assert await aiogram.set_my_commands([BotCommand(command="start", description="Begin")])
    assert await aiogram.set_my_description("For all")
    assert await aiogram.set_my_description("给中文用户", language_code="zh")
    assert await aiogram.set_my_short_description("In short", language_code="en")
    assert (await aiogram.get_my_description(language_code="zh")).description == "给中文用户"
    assert (await aiogram.get_my_description(language_code="fr")).description == "For all"
    assert (await aiogram.get_my_short_description(language_code="en")).short_description == "In short"
    assert await aiogram.send_chat_action(telegram.person().id, "typing")
    assert await aiogram.delete_webhook()
    assert (await aiogram.get_webhook_info()).url == ""


async def test_it_gives_way_to_a_second_poller_and_hears_of_an_expired_tap(
    telegram: BotApi, aiogram: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = telegram.person()
    await aiogram.send_message(ada.id, "Well?", reply_markup=KEYBOARD)
    first = asyncio.create_task(aiogram.get_updates(timeout=20))
    await telegram.cloud.until(lambda: telegram.calls_of("getUpdates") != [])
    second = asyncio.create_task(aiogram.get_updates(timeout=20))
    with pytest.raises(TelegramConflictError):
        await first
    ada.tap("Yes")
    (update,) = await second
    assert update.callback_query
    monkeypatch.setattr("tests.telegram.methods.CALLBACK_LIFETIME", -1.0)
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await update.callback_query.answer().as_(aiogram)


async def test_it_understands_every_refusal(telegram: BotApi, aiogram: Bot) -> None:
    ada = telegram.person()
    telegram.faults += [Fault(Trouble.SERVER_ERROR), Fault(Trouble.TOO_MANY_REQUESTS)]
    with pytest.raises(TelegramServerError):
        await aiogram.send_message(ada.id, "hello")
    with pytest.raises(TelegramRetryAfter) as flood:
        await aiogram.send_message(ada.id, "hello")
    assert flood.value.retry_after == 1
    await asyncio.sleep(flood.value.retry_after)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await aiogram.edit_message_text("hello", chat_id=1, message_id=1)
    ada.block()
    with pytest.raises(TelegramForbiddenError):
        await aiogram.edit_message_text("hello", chat_id=ada.id, message_id=1)
