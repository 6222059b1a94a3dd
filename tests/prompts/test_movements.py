"""Who has moved since an earlier analysis, as sentences and as a picture."""

from dataclasses import replace
from itertools import pairwise

import pytest

from prompts.drawn.page import report_html
from prompts.drawn.report import report_pdf
from prompts.told.movements import movements, moves
from prompts.told.summaries import figures
from prompts.values import catalog
from tests.prompts.samples import ANALYSIS, MOVEMENT

LANGUAGES = catalog().languages
SMALL = replace(MOVEMENT, flows=MOVEMENT.flows[:1], newcomers={"top_20": 1}, missing={})


def test_each_move_is_a_counted_sentence_and_its_groups_are_explained() -> None:
    told = [str(each) for each in moves(ANALYSIS, "en")]
    assert told[1:] == [
        "• 2,453 of 3,057 customers are in the same group as then.",
        "• 219 have gone from “Next 40%” to “Remaining 40%”.",
        "• 178 have gone from “Remaining 40%” to “Next 40%”.",
        "• 97 have gone from “Best 20%” to “Next 40%”.",
        "• 86 have gone from “Next 40%” to “Best 20%”.",
        "• 13 have gone from “Remaining 40%” to “Best 20%”.",
        "• 11 have moved in other ways.",
        "• 852 are new since then.",
        "• 29 of then are not in your files any more.",
        "   Best 20%: The fifth of your customers who spend the most.",
        "   Next 40%: Solid customers who usually get too little attention.",
        "   Remaining 40%: Customers who have spent the least so far.",
    ]
    assert told[0] in figures(ANALYSIS, "en")


def test_what_did_not_happen_is_not_told() -> None:
    one = replace(ANALYSIS, movements=(SMALL,))
    assert len(list(moves(one, "en"))) == 3
    assert not list(moves(replace(ANALYSIS, movements=()), "en"))


def test_bands_leave_and_reach_every_place_in_full() -> None:
    (chart,) = movements(ANALYSIS, "en")
    for side in ("left", "right"):
        spans = sorted(band[side] for band in chart["bands"])  # type: ignore[attr-defined]  # a drawing holds anything
        places = chart[side]
        assert spans[0][0] == 0
        assert spans[-1][1] == pytest.approx(1)
        assert all(one[1] == pytest.approx(other[0]) for one, other in pairwise(spans))
        for place in places:  # type: ignore[attr-defined]
            inside = [s for s in spans if s[0] >= place["begin"] - 1e-9 and s[1] <= place["end"] + 1e-9]
            assert sum(s[1] - s[0] for s in inside) == pytest.approx(place["end"] - place["begin"])


def test_places_too_low_for_their_name_have_none() -> None:
    (chart,) = movements(ANALYSIS, "en")
    assert [place["name"] for place in chart["right"]] == ["Best 20%", "Next 40%", "Remaining 40%", ""]  # type: ignore[attr-defined]


@pytest.mark.parametrize("language", LANGUAGES)
def test_report_and_page_show_it(language: str) -> None:
    sentence = str(list(moves(ANALYSIS, language))[1]).removeprefix("• ")
    assert sentence in report_html(ANALYSIS, language).decode()
    assert report_pdf(ANALYSIS, language).startswith(b"%PDF")
