"""The report as a page: the same content as the PDF, and nothing but it."""

import shutil
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from playwright.sync_api import sync_playwright

from prompts.drawn.page import report_html
from prompts.drawn.report import report
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from tests.prompts.samples import ANALYSIS, BEST, FROM_ANSWERS

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
NARROWEST = 32
"""Pixels; a column of a table squeezed between others ended after each letter."""
LANGUAGES = catalog().languages
OUTSIDE = ("src", "href", "action", "data", "srcset", "poster")


class Read(HTMLParser):
    """Elements and texts of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("analysis", [ANALYSIS, FROM_ANSWERS], ids=["with a file", "from answers"])
def test_a_page_needs_nothing_from_outside_and_runs_nothing(analysis: Analysis, language: str) -> None:
    page = Read(report_html(analysis, language))
    assert not {tag for tag, _ in page.elements} & {"script", "iframe", "object", "link", "form"}
    for _, attributes in page.elements:
        assert not [name for name in attributes if name.startswith("on")]
        outside = [attributes[name] for name in OUTSIDE if attributes.get(name)]
        assert all(str(address).startswith("#") for address in outside)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_says_all_that_the_report_says(language: str) -> None:
    shown = report(ANALYSIS, language)
    text = " ".join(Read(report_html(ANALYSIS, language)).text.split())
    for person in shown["people"]:  # type: ignore[attr-defined]  # (a drawing holds anything)
        for told in (*person["all_fields"], *person["plan"]["channels"]):
            assert " ".join(str(told.get("value") or told["reasons"]).split()) in text
        for each in person["plan"]["lists"]:
            assert all(" ".join(item.split()) in text for item in each["items"])


@pytest.mark.parametrize("words", ["김민수 🎉", "דנה", "𠮷野家", "a*b"])
def test_a_page_keeps_letters_that_no_font_of_the_pictures_has(words: str) -> None:
    page = Read(report_html(replace(ANALYSIS, personas=(replace(BEST, name=words),)), "zh"))
    assert words.replace("*", "") in page.text
    assert "…" not in page.text


@pytest.mark.parametrize(
    "words", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 + 7 }}"]
)
def test_no_name_becomes_markup(words: str) -> None:
    page = Read(report_html(replace(ANALYSIS, personas=(replace(BEST, name=words),)), "en"))
    assert words in page.text
    assert not {tag for tag, _ in page.elements} & {"script", "img"}


@pytest.mark.parametrize("width", [360, 1000])
def test_a_page_is_as_wide_as_its_screen_and_no_column_narrower_than_a_word(width: int) -> None:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.set_content(report_html(ANALYSIS, "en").decode())
        assert page.evaluate("document.documentElement.scrollWidth") == width
        cells = page.evaluate("[...document.querySelectorAll('th, td')].map(cell => cell.offsetWidth)")
        browser.close()
    assert min(cell for cell in cells if cell) >= NARROWEST
