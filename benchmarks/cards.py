"""Six cards and the report, each drawn for the first time, beside the same card as HTML in headless Chromium.

On one core. The rival's page is simpler than the card, and its browser is already running.
"""

import asyncio
import os
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup
from playwright.async_api import Page, async_playwright

from benchmarks.pictures import sample_shop
from prompts.drawing import draw
from prompts.drawn.cards import card, card_png
from prompts.drawn.report import report_pdf
from segmentation.model.analysis import Analysis
from segmentation.model.personas import Persona

CARDS = 6
PAGE = Path(__file__).with_name("card.html")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")


def main() -> None:
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(cores)})
    try:
        _compare()
    finally:
        os.sched_setaffinity(0, cores)


def _compare() -> None:
    shops = {language: sample_shop(language) for language in ("en", "zh")}
    for language, shop in shops.items():
        other = next(each for each in shops.values() if each is not shop)
        _draw(other, language)  # fonts, templates and sentences of the language, with other people in them
        cards, report = _draw(shop, language)
        told = f"{CARDS} cards {cards:.2f} s of CPU, report {report:.2f} s"
        print(f"{language}: {told}, together {cards + report:.2f} s")
        _beside_a_browser(shop, language, cards / CARDS)


def _beside_a_browser(shop: Analysis, language: str, one: float) -> None:
    if CHROMIUM is None:
        print("skipped: there is no Chromium")
        return
    rival = asyncio.run(_in_a_browser(shop, language, CHROMIUM))
    told = f"one card {one * 1000:.0f} ms, as HTML in Chromium {rival * 1000:.0f} ms"
    print(f"{told}, {rival / one:.1f} times as long")


def _people(shop: Analysis) -> list[Persona]:
    """As many as are drawn, some once more under another name."""
    again = [replace(each, name=f"{each.name} II") for each in shop.personas]
    return [*shop.personas, *again][:CARDS]


def _draw(shop: Analysis, language: str) -> tuple[float, float]:
    """Seconds of CPU for the cards and for the report."""
    cards = _seconds(lambda: [card_png(each, shop, language) for each in _people(shop)])
    return cards, _seconds(lambda: report_pdf(shop, language))


def _seconds(step: Callable[[], object]) -> float:
    begun = time.process_time()
    step()
    return time.process_time() - begun


async def _in_a_browser(shop: Analysis, language: str, chromium: str) -> float:
    """Seconds of one card, of as many as are drawn: a browser's work is in processes of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        viewport = {"width": 540, "height": 675}
        page = await browser.new_page(viewport=viewport, device_scale_factor=2)  # type: ignore[arg-type]
        await _shot(page, shop, shop.personas[0], language)
        begun = time.perf_counter()
        for each in _people(shop):
            await _shot(page, shop, each, language)
        seconds = time.perf_counter() - begun
        await browser.close()
    return seconds / CARDS


async def _shot(page: Page, shop: Analysis, person: Persona, language: str) -> None:
    shown = dict(card(person, shop, language))
    look = {key: shown[key] for key in ("portrait", "variant", "accent")}
    portrait = Markup(draw("cards/portrait.typ", "portrait", look, "svg").decode())
    template = Environment(autoescape=True).from_string(PAGE.read_text(encoding="utf-8"))
    await page.set_content(template.render({**shown, "portrait": portrait}))
    await page.screenshot()
