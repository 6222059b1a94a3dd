import re
from dataclasses import replace

import pytest

from prompts.labels import trait_compared
from prompts.told import telling
from prompts.told.summaries import figures as shop_figures
from prompts.told.summaries import summary
from prompts.values import catalog, tell_short
from segmentation.errors import DefectError
from segmentation.model.comparisons import Verdict
from segmentation.model.dataset import Example, ImportIssue
from segmentation.model.personas import Source
from segmentation.model.segments import Segment, SwitchedOff, Trait
from tests.prompts.samples import (
    ANALYSIS,
    BEST,
    CATEGORIES,
    FROM_ANSWERS,
    HYPOTHESIS,
    SURPRISING,
    TOTALS,
    UNDERSTANDING,
    figures,
)

LANGUAGES = catalog().languages


def test_a_summary_begins_with_customers_and_sales_and_keeps_the_exact_period() -> None:
    lines = summary(ANALYSIS, "en").splitlines()
    assert lines[0] == "*4,372 customers, £8,300,066 in sales*"
    assert lines[1] == "Dec 1, 2010 – Dec 9, 2011"


def test_a_summary_fits_on_a_screen_and_names_the_main_segments() -> None:
    text = summary(ANALYSIS, "en")
    assert "• Regular, big baskets: 21% of customers, 62% of sales" in text
    assert "The best fifth of your customers bring *75%* of the sales." in text
    assert len(text) < 900


def test_the_other_figures_hold_money_lapse_points_and_what_is_switched_off() -> None:
    text = shop_figures(ANALYSIS, "en")
    assert "18,536 orders: £8,911,408 sold, £611,342 cancelled or returned" in text
    assert "Slowing down after 28 days" in text
    assert "gone after 143" in text
    assert "• Age and sex: The file holds neither age nor sex." in text


def test_a_summary_foretells_a_year_in_round_figures() -> None:
    text = summary(ANALYSIS, "en")
    assert "In the next 12 months these customers are likely to bring *£6,200,000 to £7,300,000*." in text
    assert "About 3,100 of 4,372 customers will buy again within 12 months." in shop_figures(ANALYSIS, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_year_that_cannot_be_foretold_is_named_with_its_reason(language: str) -> None:
    few = SwitchedOff("value", "too_few_repeat_customers", {"customers": 3, "needed": 10})
    text = shop_figures(replace(ANALYSIS, value=None, switched_off=(few,)), language)
    assert catalog().text("switched_off.what.value", language) in text
    assert "10" in text


def test_what_is_missing_for_several_things_is_said_once() -> None:
    missing = tuple(SwitchedOff(what, "no_dates") for what in ("lifecycle", "rfm_grid", "value"))
    text = shop_figures(replace(ANALYSIS, switched_off=(*missing, *ANALYSIS.switched_off)), "en")
    assert text.count("There are no order dates in the file.") == 1
    assert "How recent and how often · The next 12 months: There are" in text
    assert "• Age and sex: The file holds neither age nor sex." in text


def test_the_figures_say_when_lapse_points_are_a_rule_of_thumb() -> None:
    own = replace(CATEGORIES, settings={**CATEGORIES.settings, "from_own_gaps": 0.0})
    analysis = replace(ANALYSIS, segmentations=(own,), movements=())
    assert "rules of thumb" in shop_figures(analysis, "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_without_a_file_speaks_of_hypotheses_and_of_no_figures(language: str) -> None:
    text = summary(FROM_ANSWERS, language)
    assert HYPOTHESIS.name in text
    assert "%" not in text


def test_a_file_without_a_currency_says_so() -> None:
    analysis = replace(ANALYSIS, totals=replace(TOTALS, currency=None), comparisons=())
    text = shop_figures(analysis, "en")
    assert "£" not in text + summary(analysis, "en")
    assert "does not name a currency" in text


def test_segments_without_customers_are_named_in_one_line() -> None:
    empty = replace(
        CATEGORIES, segments=(*CATEGORIES.segments[:4], Segment("former", figures(0, 0, 0, days=None)))
    )
    text = telling.segments(empty, TOTALS, "en")
    assert "Nobody is in: Former customers." in text
    assert "\n0 customers" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_field_of_a_persona_carries_the_mark_of_its_source(language: str) -> None:
    marks = {Source.MEASURED: "●", Source.TOLD: "◆", Source.ASSUMED: "○"}
    for person in (BEST, HYPOTHESIS):
        lines = telling.persona(person, language).splitlines()
        for field in person.fields:
            label = catalog().text(f"fields.{field.key}", language)
            line = next(line for line in lines if line.startswith(f"*{label}"))
            assert marks[field.source] in line
            if field.source is Source.MEASURED:
                assert re.search(rf"● {field.n}\b", line)


def test_a_persona_gives_the_rule_behind_everything_assumed() -> None:
    text = telling.sources(BEST, "en")
    for field in BEST.fields:
        label = catalog().text(f"fields.{field.key}", "en")
        mark = {Source.MEASURED: "●", Source.TOLD: "◆", Source.ASSUMED: f"○ {label}: "}[field.source]
        assert any(line.startswith(mark) and label in line for line in text.splitlines())
        if field.rule:
            assert catalog().text(f"rules.{field.rule}", "en") in text
    assert catalog().text(f"rules.{BEST.name_rule}", "en") in text


def test_a_persona_says_where_told_and_measured_do_not_fit() -> None:
    expected = "⚠ Age: you said “25–35 years”. Your file shows 41–55 years (812 customers)."
    assert expected in telling.persona(SURPRISING, "en")
    assert "⚠" not in telling.persona(BEST, "en")


def test_a_plan_in_short_covers_everybody_and_a_persona_gets_reasons() -> None:
    whole = telling.plan(ANALYSIS, "en")
    assert all(person.name in whole for person in ANALYSIS.personas)
    full = telling.plan(ANALYSIS, "en", BEST.key)
    assert "1. *WeChat groups*" in full
    assert "Your file holds an e-mail address for 83% of them (912 customers)." in full
    assert HYPOTHESIS.name not in full


def test_a_plan_tells_three_channels_with_reasons_and_the_others_by_name() -> None:
    own = next(each for each in ANALYSIS.plan.personas if each.persona == BEST.key)
    many = replace(own, channels=(*own.channels, *own.channels, *own.channels, *own.channels)[:5])
    full = telling.plan(replace(ANALYSIS, plan=replace(ANALYSIS.plan, personas=(many,))), "en", BEST.key)
    assert "3. *" in full
    assert "4. " not in full
    assert "Also: " in full


def test_a_plan_for_nobody_is_a_defect() -> None:
    with pytest.raises(DefectError, match="nobody"):
        telling.plan(ANALYSIS, "en", "nobody")


def test_an_understanding_shows_rows_customers_period_roles_and_three_rows() -> None:
    text = telling.understanding(UNDERSTANDING, "en")
    assert "*online_retail.csv*: 541,909 rows" in text
    assert "4,372 customers" in text
    assert "Dec 1, 2010 – Dec 9, 2011" in text
    assert "InvoiceNo → Order number" in text
    assert "Not used: Note" in text
    assert sum(line.startswith("• 5363") for line in text.splitlines()) == 3


def test_an_understanding_tells_what_was_set_aside_with_rows_or_honestly_that_nothing_was() -> None:
    assert "row 541911 “Total 9747747.93”" in telling.understanding(UNDERSTANDING, "en")
    clean = replace(UNDERSTANDING, dataset=replace(UNDERSTANDING.dataset, issues=()))
    assert "Nothing was set aside" in telling.understanding(clean, "en")


def test_the_number_of_a_customer_is_shown_without_the_decimals_of_a_spreadsheet() -> None:
    names = tuple(mapping.column for mapping in UNDERSTANDING.mappings)
    sample = tuple("17850.0" if name == "CustomerID" else "2.0" for name in names)
    file = replace(UNDERSTANDING, dataset=replace(UNDERSTANDING.dataset, sample=(sample,)))
    shown = telling.understanding(file, "en")
    assert "17850" in shown
    assert "17850.0" not in shown


def test_other_sheets_are_named_and_not_numbered() -> None:
    issue = ImportIssue("other_sheets", 2, (Example(0, "Q1"), Example(0, "Q2")))
    book = replace(UNDERSTANDING, dataset=replace(UNDERSTANDING.dataset, issues=(issue,)))
    text = telling.understanding(book, "en")
    assert "“Q1” · “Q2”" in text
    assert "row 0" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_from_a_file_never_break_the_markup(language: str) -> None:
    wild = "*_`[x](y) {{ 1 }} <b> \u202eabc\x00"
    person = replace(BEST, name=wild)
    analysis = replace(ANALYSIS, personas=(person, *ANALYSIS.personas[1:]))
    dataset = replace(UNDERSTANDING.dataset, name=wild, sample=((wild,) * 7,))
    for text in (
        telling.persona(person, language),
        telling.sources(person, language),
        telling.plan(analysis, language),
        telling.plan(analysis, language, person.key),
        telling.understanding(replace(UNDERSTANDING, dataset=dataset), language),
    ):
        assert text.count("*") % 2 == 0
        assert "\u202e" not in text
        assert "\x00" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figures_say_which_answers_the_file_bears_out(language: str) -> None:
    told = shop_figures(ANALYSIS, language)
    for each in ANALYSIS.comparisons:
        values = {"told": tell_short(each.told, language), "measured": tell_short(each.measured, language)}
        field = catalog().text(f"fields.{each.key}", language)
        assert (
            catalog().text(f"comparisons.{each.verdict}", language, field=field, n=each.n, **values) in told
        )
    assert catalog().text("comparisons.heading", language) not in shop_figures(FROM_ANSWERS, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_tells_of_the_answers_only_those_the_file_contradicts(language: str) -> None:
    told = summary(ANALYSIS, language)
    for each in ANALYSIS.comparisons:
        field = catalog().text(f"fields.{each.key}", language)
        contradicted = each.verdict is Verdict.DISAGREES
        assert any(line.startswith(f"⚠ {field}") for line in told.splitlines()) is contradicted


def test_a_trait_stands_beside_all_customers_and_an_hour_by_itself() -> None:
    goods = Trait("category", "Trade packs", 1062.4, 451.0, 1300.0, 0.8)
    hour = Trait("order_hour", None, 69.0, 60.0, 78.0, -0.5)
    assert trait_compared(goods, "en") == "buy Trade packs more often: 1,062 (all customers: 100)"
    assert trait_compared(hour, "en") == "order earlier in the day"
