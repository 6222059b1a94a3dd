"""Every story on every messenger and on the real page, with the real assistant, reader and analysis."""

import os
import shutil
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.dialogue.chat import Chat
from tests.dialogue.test_stories import AGREED, CONSENT, PROGRESS, _fact
from tests.messengers.driver import Driver, Heard, ImpossibleHereError
from tests.messengers.house import House
from tests.messengers.page_driver import PageDriver, chromium
from tests.messengers.telegram_driver import TelegramDriver
from tests.messengers.terminal_driver import TerminalDriver
from tests.messengers.texts import was_made_of
from tests.messengers.web_driver import WebDriver
from tests.stories.story import FILES, Step, Story, stories
from tests.web.conftest import CHROMIUM

DRIVERS: dict[str, Callable[[House], Driver]] = {
    "telegram": lambda house: TelegramDriver(house.api, house.quiet),
    "terminal": lambda house: TerminalDriver(house.room, lambda: house.inside, house.quiet),
    "web": lambda house: WebDriver(house.web_url, house.quiet),
}
HARMLESS = {"taps_unknown", "rejected"}
"""Steps that leave everything as it was, as those do that nothing is said to; a messenger where they cannot
happen goes on without them."""
ON_THE_PAGE = {"back_skip_help", "old_yes", "return_after_restart", "take_away", "ticks_count"}
"""Told with real clicks in every run, the others only when slow tests are wanted."""
BY_WEBHOOK = {"express_with_file", "old_buttons", "return_after_restart"}
STORIES = [story for story in stories() if not story.pure]

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(params=DRIVERS, loop_scope="session")
async def driver(house: House, request: pytest.FixtureRequest) -> AsyncIterator[Driver]:
    driver = DRIVERS[request.param](house)
    yield driver
    await driver.end()


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.name)
async def test_a_messenger_tells_the_story(house: House, driver: Driver, story: Story) -> None:
    await _tell(house, driver, story)


@pytest.mark.parametrize(
    "story", [story for story in STORIES if story.name in BY_WEBHOOK], ids=lambda story: story.name
)
async def test_telegram_tells_the_story_by_webhook(webhook_house: House, story: Story) -> None:
    house = webhook_house
    await _tell(house, TelegramDriver(house.api, house.quiet), story)
    assert house.api.calls_of("getUpdates") == []


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if shutil.which(CHROMIUM) is None and not os.environ.get("CI"):
        pytest.skip(f"no Chromium at {CHROMIUM}")
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def page_driver(house: House, browser: Browser) -> AsyncIterator[PageDriver]:
    driver = PageDriver(browser, house.web_url, house.quiet)
    yield driver
    await driver.end()


@pytest.mark.browser
@pytest.mark.parametrize(
    "story",
    [
        pytest.param(story, id=story.name, marks=() if story.name in ON_THE_PAGE else pytest.mark.slow)
        for story in STORIES
    ],
)
async def test_the_page_tells_the_story(house: House, page_driver: PageDriver, story: Story) -> None:
    await _tell(house, page_driver, story)


async def _tell(house: House, driver: Driver, story: Story) -> None:
    await driver.start(story.language)
    for number, (step, expected) in enumerate(_moves(story), 1):
        place = f"{story.name} on {driver.name}, move {number} ({step.what}: {step.value})"
        try:
            await _perform(house, driver, step)
        except ImpossibleHereError as reason:
            if step.what not in HARMLESS and expected != ():
                pytest.skip(f"impossible on {driver.name}: {reason}")
            continue
        heard = await driver.heard()
        interview = house.interview(driver.name, driver.address)
        if CONSENT not in (expected or ()):
            heard = await _agreed(driver, heard, interview.language)
            interview = house.interview(driver.name, driver.address)
        greeted_first = number == 1 and driver.greets and step.what != "commands"
        if expected is not None and not greeted_first:
            _check(heard, expected, interview.language, place)
        for fact, value in step.state.items():
            assert _fact(Chat(interview), fact) == value, f"{place}: {fact}"


async def _agreed(driver: Driver, heard: tuple[Heard, ...], language: str) -> tuple[Heard, ...]:
    """What is heard once the owner has agreed to files, if that was asked."""
    if not heard or not _fits(heard[-1], CONSENT, language):
        return heard
    await driver.tap("agree:2")
    return (*heard[:-1], *await driver.heard())


def _moves(story: Story) -> list[tuple[Step, tuple[str, ...] | None]]:
    """The owner's steps, each with all that is heard until the next; what the background says included."""
    moves: list[tuple[Step, tuple[str, ...] | None]] = []
    for step in story.steps:
        if not step.is_background:
            moves.append((step, step.bot))
            continue
        before, said = moves[-1]
        both = None if said is None or step.bot is None else (*said, *step.bot)
        moves[-1] = (_with_state(before, step), both)
    return moves


def _with_state(before: Step, background: Step) -> Step:
    return replace(before, state={**before.state, **background.state})


async def _perform(house: House, driver: Driver, step: Step) -> None:
    match step.what, step.value:
        case "says", text:
            await driver.say(text)
        case "taps", data:
            await driver.tap(data)
        case "taps_unknown", data:
            await driver.tap_unknown(data)
        case "commands", command:
            name, _, argument = command.partition(" ")
            await driver.command(name, argument)
        case "sends", name:
            await driver.send_file(FILES / name)
        case "rejected", code:
            await driver.send_unacceptable(code)
        case "restarts", _:
            await house.restart()
            await driver.reconnect()
        case "minutes_pass", _:
            raise ImpossibleHereError("the clock is real")
        case _:
            raise AssertionError(step)


def _check(heard: Sequence[Heard], expected: Sequence[str], language: str, place: str) -> None:
    """Each expected key was heard, in order, and nothing else; a long text may have come in pieces."""
    rest = [one for one in heard if not _is_progress(one, language)]
    if AGREED not in expected:
        rest = [one for one in rest if not _fits(one, AGREED, language)]
    for key in expected:
        assert rest, f"{place}: {key} was not said"
        assert _fits(rest[0], key, language), f"{place}: not {key} but\n{rest[0]}"
        del rest[0]
        while rest and rest[0].keys == (key,):
            del rest[0]
    assert not rest, f"{place}: also said\n{rest}"


def _is_progress(heard: Heard, language: str) -> bool:
    """Only changes a message, where the page shows every change as an entry, or is said of a slow reading."""
    if heard.keys is None:
        return was_made_of(heard.text, f"{PROGRESS}reading", language)
    return any(key.startswith(PROGRESS) for key in heard.keys)


DOCUMENTS = {
    f"exhibit.{each}" for each in ("report", "page", "calendar", "workbook", "list", "findings", "everything")
}


def _fits(heard: Heard, key: str, language: str) -> bool:
    if heard.keys is not None:
        return key in heard.keys
    if key == "chat.analysing" and was_made_of(heard.text, "chat.progress.done", language):
        return True  # it has been changed since
    if key in DOCUMENTS:
        return heard.documents == 1
    if key == "exhibit.cards":
        return heard.pictures > 0
    if key.startswith("exhibit."):  # made of many texts, an apology is none of them
        is_guess = was_made_of(heard.text, "result.hypotheses", language)  # told in two lines
        return is_guess or (len(heard.text) > 40 and not was_made_of(heard.text, "errors.internal", language))
    return was_made_of(heard.text, key, language)
