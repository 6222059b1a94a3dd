"""Draws the pictures of the README: `python -m benchmarks.pictures [FOLDER OF REAL DATA]`.

The sample shop in English and Chinese; where its file is in the folder, Online Retail (UCI), too.
"""

import sys
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.answers_file import read_answers
from bot.beliefs import beliefs
from bot.work.sample import write_answers, write_sample
from prompts.drawing import Drawing, draw_pages
from prompts.drawn.cards import card_png
from prompts.drawn.glyphs import drawable, everywhere
from prompts.drawn.report import report
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.pipeline import analyse, understand

PICTURES = Path(__file__).parents[1] / "pictures"
TODAY = date(2026, 7, 1)
REAL_SHOP = "online_retail.csv.gz"
DOTS = 84
"""An inch of a page: small files that can still be read."""
REGULARS = 1
"""The place of the sample's regulars, whose card holds all kinds of fields and a surprise."""


def main() -> None:
    PICTURES.mkdir(exist_ok=True)
    for language in catalog().languages:
        shop = sample_shop(language)
        _keep(f"card-{language}", card_png(shop.personas[REGULARS], shop, language))
        if language == "zh":
            _keep("glance-zh", _page(shop, language, 1))
    real = Path(sys.argv[1] if len(sys.argv) > 1 else ".") / REAL_SHOP
    if real.exists():
        retail = _analysed([real], Beliefs(), "en")
        _keep("retail-card", card_png(retail.personas[0], retail, "en"))
        _keep("retail-glance", _page(retail, "en", 1))
        _keep("retail-person", _page(retail, "en", 2))


def sample_shop(language: str) -> Analysis:
    """The sample shop with its answers."""
    with TemporaryDirectory() as folder:
        told = read_answers(write_answers(Path(folder), language, catalog()), TODAY.year)
        return _analysed(list(write_sample(Path(folder), language, catalog())), beliefs(told), language)


def _analysed(paths: list[Path], told: Beliefs, language: str) -> Analysis:
    with TemporaryDirectory() as folder:
        files = [understand(path, path.name, workdir=Path(folder), language=language) for path in paths]
        return analyse(files, told, language=language, today=TODAY)


def _page(analysis: Analysis, language: str, number: int) -> bytes:
    """Of a report of the whole shop and its first person: cover, glance ..., person, plan, sources."""
    shown = everywhere(report(analysis, language), drawable)
    people = shown["people"]
    assert isinstance(people, list)
    short: Drawing = {**shown, "groups": [], "people": people[:1]}
    return draw_pages("report/report.typ", "report", short, DOTS)[number]


def _keep(name: str, png: bytes) -> None:
    PICTURES.joinpath(f"{name}.png").write_bytes(png)
    print(f"{name}.png {len(png) / 1000:.0f} kB")


if __name__ == "__main__":
    main()
