"""A customer in everything that Telegram sends along: names, captions, titles of groups."""

import asyncio
from pathlib import Path

import pytest

from tests.durability.process import installation
from tests.keys import canary
from tests.telegram.bot_api import bot_api
from tests.telegram.person import Person, buttons_of

PATIENCE_SECONDS = 120


def offers(person: Person, data: str) -> bool:
    buttons = (button for message in person.heard for button in buttons_of(message))
    return any(button["callback_data"].startswith(data) for button in buttons)


@pytest.mark.slow
async def test_names_captions_and_titles_are_nowhere_in_plain_text(
    tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    assert pytestconfig.cache
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "samples").symlink_to(pytestconfig.cache.mkdir("samples"))
    url = f"sqlite:///{folder / 'test.db'}"
    async with bot_api() as api, installation(api, folder, url, by_webhook=False).running():
        person = api.person(canary.NAME)
        person.say(f"/start {canary.ID}")
        await person.hears(1, PATIENCE_SECONDS)
        person.send_photo(b"\xff\xd8\xff", caption=f"this is {canary.GREEK_NAME}")
        person.send_file(
            canary.table(), f"{canary.ID} {canary.EMAIL}.csv", caption=f"of {canary.CHINESE_NAME}"
        )
        person.write_in_group(f"call {canary.PHONE}", title=f"Friends of {canary.NAME}")
        await api.cloud.until(lambda: offers(person, "agree:2"), PATIENCE_SECONDS)
        await api.cloud.until(lambda: len(api.cloud.chats[-100].messages) > 1, PATIENCE_SECONDS)
        assert await asyncio.to_thread(canary.traces_in, folder) == []
        person.say("/delete")
        await api.cloud.until(lambda: offers(person, "delete:yes"), PATIENCE_SECONDS)
        person.tap("delete:yes*")
        await api.cloud.until(lambda: not any((folder / "blobs" / "1").rglob("uploads/*")), PATIENCE_SECONDS)
    assert canary.traces_in(folder) == []
