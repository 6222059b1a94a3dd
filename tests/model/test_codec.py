"""What is stored comes back as it was."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from segmentation.model.analysis import Analysis, Totals
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice, ChannelAdvice, PersonaPlan, Plan, Reason
from segmentation.model.codec import from_json, to_json
from segmentation.model.personas import FieldKey, Persona, PersonaField, Source
from segmentation.model.segments import Segment, Segmentation, SegmentFigures, SwitchedOff
from segmentation.model.value import Estimate, GroupValue, MoneyEstimate, ShopValue
from segmentation.model.values import Money, Number, Range, Share, Shares, Terms, Texts, Value

FIGURES = SegmentFigures(3, 0.75, 7, Decimal("10.0250"), 0.5, Decimal("1.43"), 12.5)
GROUP = GroupValue(
    3, 2.5, 1.5, Estimate(4.25, 1, 9), MoneyEstimate(Decimal("1.10"), Decimal("0.00"), Decimal("9.99"))
)
VALUES: tuple[Value, ...] = (
    Terms("sex", ("female",)),
    Texts(("Köln", "上海")),
    Number(2.5, "orders"),
    Money(Decimal("19.90"), "EUR"),
    Range(None, 35, "years"),
    Shares((Share("female", 0.6, 0.5, 0.7, "sex"),)),
)


def test_every_kind_of_value_survives_storage() -> None:
    beliefs = Beliefs({str(number): value for number, value in enumerate(VALUES)})
    assert from_json(to_json(beliefs), Beliefs) == beliefs


def test_an_analysis_survives_storage_with_its_membership() -> None:
    segmentation = Segmentation(
        "value_tiers", (Segment("top_20", FIGURES),), np.array([0, 0, 0], np.int32), {"from_own_gaps": 1.0}
    )
    persona = Persona(
        "p1", "Ada", "name_from_language", "female_35",
        (PersonaField(FieldKey.AGE, VALUES[4], Source.MEASURED, n=3),),
        method="value_tiers", segment="top_20", figures=FIGURES,
    )  # fmt: skip
    plan = PersonaPlan(
        "p1", (ChannelAdvice("email", 1.5, (Reason("reach", 1.5, {"n": 2}),)),), (), (), (), ()
    )
    analysis = Analysis(
        (), Totals(3, 7, Decimal("10.025"), Decimal(11), Decimal("-0.975"), date(2024, 1, 1), None, "EUR"),
        (segmentation,), "value_tiers", (persona,), Plan((plan,), (Advice("budget", {"low": 0.15}),)),
        (SwitchedOff("rfm_grid", "no_dates", {"needed": 20}),), date(2024, 2, 1),
        ShopValue(12, "bg_nbd", GROUP, "value_tiers", {"top_20": GROUP}),
    )  # fmt: skip

    restored = from_json(to_json(analysis), Analysis)

    assert np.array_equal(restored.segmentations[0].membership, segmentation.membership)
    assert replace(restored, segmentations=()) == replace(analysis, segmentations=())
    assert restored.segmentations[0].segments == segmentation.segments


def test_an_analysis_from_before_there_was_a_value_is_still_read() -> None:
    analysis = Analysis((), None, (), None, (), Plan((), ()), (), date(2024, 2, 1))
    stored = json.loads(to_json(analysis))
    del stored["value"]
    assert from_json(json.dumps(stored), Analysis) == analysis
