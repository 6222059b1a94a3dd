"""The report as one page for a browser: nothing outside it is needed, and nothing in it runs."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from prompts.drawing import draw
from prompts.drawn.glyphs import everywhere, unmarked
from prompts.drawn.report import report
from segmentation.model.analysis import Analysis


def report_html(analysis: Analysis, language: str) -> bytes:
    """The same as the PDF, for reading on a phone. Words of others are escaped, pictures are inside.

    Browsers have fonts of their own, so that all words stay as they are written.
    """
    content: dict[str, Any] = dict(everywhere(report(analysis, language), unmarked))
    content["people"] = [{**person, "picture": _portrait(person)} for person in content["people"]]
    return _template().render(content).encode()


def _portrait(person: dict[str, Any]) -> Markup:
    """A vector picture drawn by ourselves, which is why it needs no escaping."""
    shown = {key: person[key] for key in ("portrait", "variant", "accent")}
    return Markup(draw("cards/portrait.typ", "portrait", shown, "svg").decode())  # noqa: S704 (no foreign words in it)


@cache
def _environment() -> Environment:
    folder = Path(__file__).parent / "templates" / "report"
    return Environment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _template() -> Template:
    return _environment().get_template("report.html")
