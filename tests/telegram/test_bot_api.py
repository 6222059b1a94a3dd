"""The server the messenger is tested with refuses what Telegram refuses."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.telegram import methods
from tests.telegram.bot_api import TOKEN, BotApi, Fault, Trouble, bot_api
from tests.telegram.flood import UNDER_WAY_SECONDS
from tests.telegram.markup import MarkupError, parse_html
from tests.telegram.method_list import MethodList
from tests.telegram.pictures import png

PUBLISHED = {
    "methods": {
        "send": {
            "fields": [
                {"name": "chat_id", "types": ["Integer", "String"], "required": True},
                {"name": "buttons", "types": ["Array of Array of Button"], "required": False},
                {"name": "photo", "types": ["InputFile", "String"], "required": False},
            ]
        }
    },
    "types": {
        "Button": {"fields": [{"name": "text", "types": ["String"], "required": True}]},
        "InputFile": {},
    },
}


class Client:
    def __init__(self, api: BotApi, http: httpx.AsyncClient) -> None:
        self.api = api
        self._http = http

    async def call(self, method: str, **parameters: Any) -> Any:
        """The result, or the description of the refusal."""
        answer = (await self._http.post(f"{self.api.url}/bot{TOKEN}/{method}", json=parameters)).json()
        return answer["result"] if answer["ok"] else answer["description"]


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with bot_api() as api, httpx.AsyncClient() as http:
        yield Client(api, http)


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ({"chat_id": "5"}, None),
        ({"chat_id": "5", "buttons": '[[{"text": "Yes"}]]'}, None),
        ({}, "send needs chat_id"),
        ({"chat_id": "5", "silent": "1"}, "send has no silent"),
        ({"chat_id": "5", "buttons": '[{"text": "Yes"}]'}, "send.buttons[0] is no list"),
        ({"chat_id": "5", "buttons": '[[{"label": "Yes"}]]'}, "send.buttons[0][0] has no label"),
    ],
)
def test_a_call_is_checked_against_the_published_list(call: dict[str, str], problem: str | None) -> None:
    problems = MethodList(PUBLISHED).problems("send", call, frozenset())
    assert problems[:1] == ([problem] if problem else [])


def test_an_uploaded_file_counts_as_its_parameter() -> None:
    assert MethodList(PUBLISHED).problems("send", {"chat_id": "5"}, frozenset({"photo"})) == []


def test_a_method_that_does_not_exist_is_a_problem() -> None:
    assert MethodList(PUBLISHED).problems("sendLove", {}, frozenset()) == ["no method sendLove"]


@pytest.mark.reference
async def test_the_real_list_knows_our_methods_and_refuses_a_wrong_parameter(reference_data: object) -> None:
    async with bot_api() as api, httpx.AsyncClient() as http:
        ada = api.person()
        answer = await Client(api, http).call("sendMessage", chat_id=ada.id, text="hi", colour="red")
    assert "sendMessage has no colour" in answer
    assert api.violations == ["sendMessage has no colour"]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<b>a</b> &amp; <i>b</i>", "a & b"),
        ("&lt;b&gt; &copy; &#65;", "<b> &copy; A"),
        ('<a href="https://x.y">z</a>', "z"),
    ],
)
def test_valid_markup_is_read(source: str, text: str) -> None:
    assert parse_html(source)[0] == text


@pytest.mark.parametrize("source", ["a < b", "<b>open", "</b>", "<div>x</div>", "<b><i>x</b></i>"])
def test_broken_markup_is_refused(source: str) -> None:
    with pytest.raises(MarkupError):
        parse_html(source)


def test_entities_are_counted_in_utf16_units() -> None:
    assert parse_html("𝄞<b>x</b>")[1] == [{"type": "bold", "offset": 2, "length": 1}]


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": " "}, "message text is empty"),
        ({"text": "<b>", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "x", "chat_id": 1}, "chat not found"),
        (
            {
                "text": "x",
                "reply_markup": {"inline_keyboard": [[{"text": "咖", "callback_data": "咖" * 22}]]},
            },
            "BUTTON_DATA_INVALID",
        ),
    ],
)
async def test_a_message_over_a_limit_is_refused(
    client: Client, parameters: dict[str, Any], refusal: str
) -> None:
    ada = client.api.person()
    assert refusal in await client.call("sendMessage", **{"chat_id": ada.id, **parameters})
    assert ada.heard == []


async def test_a_message_of_exactly_4096_characters_passes(client: Client) -> None:
    ada = client.api.person()
    await client.call("sendMessage", chat_id=ada.id, text="x" * 4096)
    assert len(ada.heard) == 1


async def test_updates_come_again_until_a_higher_offset_confirms_them(client: Client) -> None:
    ada = client.api.person()
    first, second = ada.say("one"), ada.say("two")
    assert await client.call("getUpdates") == [first, second]
    assert await client.call("getUpdates", offset=first["update_id"]) == [first, second]
    assert await client.call("getUpdates", offset=second["update_id"]) == [second]
    assert await client.call("getUpdates", offset=second["update_id"] + 1) == []
    assert await client.call("getUpdates") == []


async def test_a_long_poll_ends_with_the_first_update(client: Client) -> None:
    ada = client.api.person()
    poll = asyncio.ensure_future(client.call("getUpdates", timeout=20))
    await client.api.cloud.until(lambda: client.api.calls_of("getUpdates") != [])
    update = ada.say("hello")
    assert await poll == [update]


async def test_kinds_of_update_that_were_not_asked_for_do_not_come(client: Client) -> None:
    await client.call("getUpdates", allowed_updates=["callback_query"])
    client.api.person().say("hello")
    assert await client.call("getUpdates") == []


async def test_a_tap_can_be_answered_once_known_and_not_too_late(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = client.api.person()
    keyboard = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    await client.call("sendMessage", chat_id=ada.id, text="Well?", reply_markup=keyboard)
    query = ada.tap("Yes")["callback_query"]["id"]
    assert await client.call("answerCallbackQuery", callback_query_id=query) is True
    monkeypatch.setattr(methods, "CALLBACK_LIFETIME", 0.0)
    assert "query is too old" in await client.call("answerCallbackQuery", callback_query_id=query)
    assert "query is too old" in await client.call("answerCallbackQuery", callback_query_id="tap99")


@pytest.mark.parametrize(
    ("method", "parameters", "refusal"),
    [
        ("setMyDescription", {"description": "x" * 513}, "description is too long"),
        ("setMyShortDescription", {"short_description": "x" * 121}, "short_description is too long"),
        ("setMyDescription", {"description": "x", "language_code": "zh-hans"}, "invalid language code"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        (
            "setMyCommands",
            {"commands": [{"command": f"c{n}", "description": "x"} for n in range(101)]},
            "BOT_COMMANDS_TOO_MUCH",
        ),
    ],
)
async def test_an_introduction_over_a_limit_is_refused(
    client: Client, method: str, parameters: dict[str, Any], refusal: str
) -> None:
    assert refusal in await client.call(method, **parameters)


async def test_an_edit_must_change_something_and_find_its_message(client: Client) -> None:
    ada = client.api.person()
    sent = await client.call("sendMessage", chat_id=ada.id, text="one")
    there = {"chat_id": ada.id, "message_id": sent["message_id"]}
    assert "message is not modified" in await client.call("editMessageText", **there, text="one")
    assert (await client.call("editMessageText", **there, text="two"))["text"] == "two"
    nowhere = {"chat_id": ada.id, "message_id": 999}
    assert "message to edit not found" in await client.call("editMessageText", **nowhere, text="two")
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "y"}]]}
    edited = await client.call("editMessageReplyMarkup", **there, reply_markup=markup)
    assert (edited["text"], edited["reply_markup"]) == ("two", markup)


@pytest.mark.parametrize(("count", "passes"), [(1, False), (2, True), (10, True), (11, False)])
async def test_an_album_has_two_to_ten_pictures(client: Client, count: int, *, passes: bool) -> None:
    ada = client.api.person()
    media = [{"type": "photo", "media": f"attach://p{n}"} for n in range(count)]
    files = {f"p{n}": (f"p{n}.png", png()) for n in range(count)}
    async with httpx.AsyncClient() as http:
        form = {"chat_id": str(ada.id), "media": json.dumps(media)}
        answer = await http.post(f"{client.api.url}/bot{TOKEN}/sendMediaGroup", data=form, files=files)
    assert answer.json()["ok"] is passes
    assert len(ada.heard) == count * passes


@pytest.mark.parametrize("picture", [b"no picture", png(9000, 1001), png(30, 601)])
async def test_a_photo_must_be_a_picture_of_possible_size(client: Client, picture: bytes) -> None:
    ada = client.api.person()
    async with httpx.AsyncClient() as http:
        answer = await http.post(
            f"{client.api.url}/bot{TOKEN}/sendPhoto",
            data={"chat_id": str(ada.id)},
            files={"photo": ("p.png", picture)},
        )
    assert answer.status_code == 400
    assert ada.heard == []


async def test_a_file_can_be_fetched_up_to_20_mb(client: Client) -> None:
    ada = client.api.person()
    small = ada.send_file(b"a,b\n", "a.csv")["message"]["document"]
    big = ada.send_file(b"x", "b.csv", claimed_size=20_000_001)["message"]["document"]
    path = (await client.call("getFile", file_id=small["file_id"]))["file_path"]
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{client.api.url}/file/bot{TOKEN}/{path}")).content == b"a,b\n"
    assert "file is too big" in await client.call("getFile", file_id=big["file_id"])


async def test_a_call_before_the_wait_is_over_is_refused_again_and_noted(client: Client) -> None:
    ada = client.api.person()
    client.api.faults.append(Fault(Trouble.TOO_MANY_REQUESTS, retry_after=5))
    for _ in range(2):
        answer = await client.call("sendMessage", chat_id=ada.id, text="hello")
        assert answer == "Too Many Requests: retry after 5"
        await asyncio.sleep(UNDER_WAY_SECONDS)
    assert len(client.api.early) == 1


async def test_a_message_can_arrive_although_its_answer_is_lost(client: Client) -> None:
    ada = client.api.person()
    client.api.faults.append(Fault(Trouble.DONE_BUT_UNANSWERED))
    with pytest.raises(httpx.RemoteProtocolError):
        await client.call("sendMessage", chat_id=ada.id, text="hello")
    assert ada.texts == ["hello"]


async def test_a_wrong_token_is_unauthorized(client: Client) -> None:
    async with httpx.AsyncClient() as http:
        assert (await http.get(f"{client.api.url}/bot1:wrong/getMe")).status_code == 401
