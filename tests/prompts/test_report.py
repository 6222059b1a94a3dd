import json
import re
import tomllib
from dataclasses import replace

import pytest

from prompts.drawn.report import report, report_pdf
from prompts.drawn.report_groups import GRID
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from tests.prompts.samples import ANALYSIS, BEST, FROM_ANSWERS, TOTALS
from tests.prompts.sources import ROOT

LANGUAGES = catalog().languages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("analysis", [ANALYSIS, FROM_ANSWERS], ids=["with a file", "from answers"])
def test_a_report_is_a_pdf_of_several_pages(analysis: Analysis, language: str) -> None:
    pdf = report_pdf(analysis, language)
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type ?/Page\b", pdf)) >= 1 + len(analysis.personas)


def test_a_report_holds_every_group_of_every_method_with_its_figures() -> None:
    shown = json.dumps(report(ANALYSIS, "en"))
    for segmentation in ANALYSIS.segmentations:
        for segment in segmentation.segments:
            assert catalog().text(f"segments.{segmentation.method}.{segment.key}.name", "en") in shown
            assert f"{segment.figures.customers:,}" in shown


def test_a_report_holds_every_field_rule_surprise_and_piece_of_advice() -> None:
    shown = json.dumps(report(ANALYSIS, "en"), ensure_ascii=False)
    for persona in ANALYSIS.personas:
        for field in persona.fields:
            if field.rule:
                assert catalog().text(f"rules.{field.rule}", "en") in shown
    for plan in ANALYSIS.plan.personas:
        for advice in (*plan.timing, *plan.say, *plan.avoid, *plan.actions):
            assert catalog().text(f"advice.{advice.key}", "en", **advice.values) in shown
    assert "you said “25–35 years”" in shown


def test_a_report_says_what_was_set_aside_and_what_is_switched_off() -> None:
    shown = json.dumps(report(ANALYSIS, "en"), ensure_ascii=False)
    assert "below the table" in shown
    assert "The file holds neither age nor sex." in shown


def test_the_grid_is_drawn_as_the_table_of_the_method_lays_it_out() -> None:
    table = tomllib.loads((ROOT / "segmentation/methods/tables/rfm_grid.toml").read_text(encoding="utf-8"))
    assert {
        each["key"]: (tuple(each["recency"]), tuple(each["frequency"])) for each in table["segment"]
    } == GRID


@pytest.mark.parametrize(
    "words", ['#panic("x")', "*a* _b_ $c$ <d>", "🎉", "김민수", "名" * 300, "\u202e\x00"]
)
def test_no_name_breaks_a_report(words: str) -> None:
    wild = replace(ANALYSIS, personas=(replace(BEST, name=words),), totals=replace(TOTALS, currency=None))
    assert report_pdf(wild, "zh").startswith(b"%PDF")
