"""Every number on card, plan and report comes from the analysis or from an answer."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from prompts.drawn.report import report
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.model.personas import Source
from tests.prompts.provenance import (
    leaves,
    numerals,
    untraced_in,
    untraced_in_report,
    untraced_in_telling,
    untraced_on_card,
)
from tests.prompts.samples import ANALYSIS, FROM_ANSWERS

LANGUAGES = catalog().languages


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_the_sample_shop_has_a_source(
    sample: tuple[Analysis, Beliefs], language: str
) -> None:
    check(sample[0], language)


@pytest.mark.reference
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_of_a_real_shop_has_a_source(real: Analysis, language: str) -> None:
    check(real, language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("analysis", [ANALYSIS, FROM_ANSWERS], ids=["with a file", "from answers"])
def test_every_number_of_a_shop_made_by_hand_has_a_source(analysis: Analysis, language: str) -> None:
    check(analysis, language)


def check(analysis: Analysis, language: str) -> None:
    assert untraced_in_report(analysis, language) == []
    assert [
        each for person in analysis.personas for each in untraced_on_card(person, analysis, language)
    ] == []
    assert untraced_in_telling(analysis, language) == []


def test_what_was_told_stands_in_an_answer(sample: tuple[Analysis, Beliefs]) -> None:
    analysis, told = sample
    assert analysis.totals is not None
    answers = list(told.in_currency(analysis.totals.currency).answers.values())
    fields = [field for person in analysis.personas for field in person.fields]
    assert all(field.value in answers for field in fields if field.source is Source.TOLD)
    assert all(each.told in answers for person in analysis.personas for each in person.disagreements)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_planted_anywhere_is_found(language: str) -> None:
    """In every text of the report in turn, also in those that hold no number of their own."""
    shown = drawn(language)
    texts = [path for path, leaf in leaves(shown) if isinstance(leaf, str)]
    for path in texts[:: max(1, len(texts) // 40)]:
        planted = changed(shown, path, f"{at(shown, path)} 4711")
        assert ("4711", path) in [
            (each.number, each.path) for each in untraced_in(planted, ANALYSIS, language)
        ]


def test_a_bar_of_another_length_is_found() -> None:
    shown = drawn("en")
    bars = [path for path, leaf in leaves(shown) if isinstance(leaf, float)]
    assert bars
    for path in bars[::5]:
        planted = changed(shown, path, at(shown, path) + 0.003)
        assert [each.path for each in untraced_in(planted, ANALYSIS, "en")] == [path]


def test_hardly_any_number_can_change_its_last_digit_unnoticed() -> None:
    """A source is the very thing that is told of, so another number is hardly ever right by chance."""
    shown = drawn("en")
    altered = [(path, text) for path, leaf in leaves(shown) for text in with_another_number(leaf)]
    unnoticed = [
        (path, text)
        for path, text in altered[::7]
        if not untraced_in(changed(shown, path, text), ANALYSIS, "en")
    ]
    assert len(unnoticed) <= 0.05 * len(altered[::7]), unnoticed


def drawn(language: str) -> Any:
    """The report as it goes into the template."""
    return json.loads(json.dumps(report(ANALYSIS, language)))


def with_another_number(leaf: object) -> Iterator[str]:
    """The text once for each of its numbers, with the last digit raised."""
    if isinstance(leaf, str) and numerals(leaf):
        for found in re.finditer(r"\d(?![\d,.]*\d)", leaf):
            yield leaf[: found.start()] + str((int(found[0]) + 1) % 10) + leaf[found.end() :]


def at(shown: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        shown = shown[step]
    return shown


def changed(shown: Any, path: tuple[str | int, ...], leaf: object) -> Any:
    copy = deepcopy(shown)
    at(copy, path[:-1])[path[-1]] = leaf
    return copy
