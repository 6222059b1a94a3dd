"""People, plans and results made up by hand, as an analysis would hand them over."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np

from segmentation.model.analysis import Analysis, Totals
from segmentation.model.channels import Advice, ChannelAdvice, PersonaPlan, Plan, Reason
from segmentation.model.comparisons import Comparison, Verdict
from segmentation.model.dataset import Dataset, Dialect, Example, FileFormat, ImportIssue
from segmentation.model.movement import Flow, Movement
from segmentation.model.personas import Disagreement, FieldKey, Persona, PersonaField, Source
from segmentation.model.roles import (
    ColumnMapping,
    ColumnRole,
    Evidence,
    NumberStyle,
    TableKind,
    Understanding,
)
from segmentation.model.segments import Segment, Segmentation, SegmentFigures, SwitchedOff
from segmentation.model.spread import GapBand, SalesPoint, Spread
from segmentation.model.value import Estimate, GroupValue, MoneyEstimate, ShopValue
from segmentation.model.values import Money, Number, Range, Share, Shares, Terms, Texts, Value

TOTALS = Totals(
    customers=4372,
    orders=18536,
    revenue=Decimal("8300065.814"),
    gross=Decimal("8911407.904"),
    cancellations=Decimal("-611342.090"),
    first_date=date(2010, 12, 1),
    last_date=date(2011, 12, 9),
    currency="GBP",
)


def figures(customers: int, orders: int, revenue: int, days: float | None = 12.0) -> SegmentFigures:
    return SegmentFigures(
        customers=customers,
        share=customers / TOTALS.customers,
        orders=orders,
        revenue=Decimal(revenue),
        revenue_share=revenue / float(TOTALS.revenue),
        average_order=Decimal(revenue) / orders if orders else None,
        days_since_last_order=days,
    )


def _measured(key: FieldKey, value: Value, n: int) -> PersonaField:
    return PersonaField(key, value, Source.MEASURED, n=n)


def _told(key: FieldKey, value: Value) -> PersonaField:
    return PersonaField(key, value, Source.TOLD)


def _assumed(key: FieldKey, value: Value, rule: str) -> PersonaField:
    return PersonaField(key, value, Source.ASSUMED, rule=rule)


BEST = Persona(
    key="shopper_categories.regular_heavy",
    name="Eleanor",
    name_rule="name_from_country",
    portrait="female_50",
    fields=(
        _measured(FieldKey.AGE, Range(41, 55, "years"), 812),
        _measured(
            FieldKey.SEX,
            Shares((Share("female", 0.62, 0.55, 0.69, "sex"), Share("male", 0.38, 0.31, 0.45, "sex"))),
            790,
        ),
        _measured(FieldKey.PLACE, Shares((Share("United Kingdom", 0.91, 0.89, 0.93),)), 901),
        _measured(
            FieldKey.WHAT,
            Shares((Share("Gift boxes", 0.34, 0.3, 0.37), Share("Tea lights and candles", 0.18, 0.15, 0.2))),
            912,
        ),
        _told(FieldKey.WHY, Terms("buying_reason", ("gift", "treat"))),
        _measured(
            FieldKey.WHEN,
            Shares((Share("thu", 0.28, 0.25, 0.31, "weekday"), Share("sun", 0.21, 0.18, 0.24, "weekday"))),
            912,
        ),
        _assumed(FieldKey.NEEDS, Terms("needs", ("recognition", "the_best_first")), "needs_best"),
        _measured(FieldKey.BASKET, Money(Decimal("448.20"), "GBP"), 912),
        _measured(FieldKey.FREQUENCY, Number(33.4, "days_between_orders"), 880),
        _measured(FieldKey.LAST_ORDER, Number(12.0, "days_ago"), 912),
        _measured(FieldKey.VALUE, Money(Decimal("5631.10"), "GBP"), 912),
        _assumed(FieldKey.SAY, Terms("say", ("thank_you", "first_to_know")), "say_best"),
        _assumed(FieldKey.AVOID, Terms("avoid", ("mass_discounts", "form_letters")), "avoid_best"),
    ),
    method="shopper_categories",
    segment="regular_heavy",
    figures=figures(912, 9120, 5135479),
)
SURPRISING = replace(
    BEST,
    key="shopper_categories.infrequent_heavy",
    name="Oliver",
    portrait="male_50",
    segment="infrequent_heavy",
    figures=figures(403, 700, 905000, days=88.5),
    disagreements=(
        Disagreement(FieldKey.AGE, Range(25, 35, "years"), Range(41, 55, "years"), 812),
        Disagreement(FieldKey.BASKET, Money(Decimal(50), "GBP"), Money(Decimal("448.20"), "GBP"), 912),
    ),
)
HYPOTHESIS = Persona(
    key="hypothesis.female",
    name="林婉清",
    name_rule="name_from_region",
    portrait="female_35",
    fields=(
        _told(FieldKey.AGE, Range(25, 34, "years")),
        _assumed(FieldKey.SEX, Terms("sex", ("female",)), "one_of_each_sex"),
        _told(FieldKey.PLACE, Terms("region", ("china",))),
        _told(FieldKey.WHAT, Texts(("手工银饰和玉石首饰",))),
        _told(FieldKey.WHY, Terms("buying_reason", ("gift", "look_good"))),
        _told(FieldKey.NEEDS, Texts(("想要独一无二、能让朋友一眼注意到的首饰，又不想花太多钱",))),
        _told(FieldKey.BASKET, Money(Decimal(280), "CNY")),
        _told(FieldKey.FREQUENCY, Terms("frequency", ("quarterly",))),
        _assumed(FieldKey.SAY, Terms("say", ("problem_solved",)), "say_unknown"),
        _assumed(FieldKey.AVOID, Terms("avoid", ("everything_to_everyone",)), "avoid_unknown"),
    ),
)


def _plan_for(persona: Persona) -> PersonaPlan:
    return PersonaPlan(
        persona=persona.key,
        channels=(
            ChannelAdvice("wechat_groups", 5.0, (Reason("own_channel", 3.0), Reason("leading.china", 2.0))),
            ChannelAdvice(
                "email", 4.0, (Reason("contacts_in_file.email", 4.0, {"reached_share": 0.83, "n": 912}),)
            ),
        ),
        timing=(Advice("timing.weekday", {"weekday": "thu", "weekday_share": 0.28, "n": 912}),),
        say=(Advice("say.thank_by_name"), Advice("say.news_before_others")),
        avoid=(Advice("avoid.mass_discounts"),),
        actions=(Advice("actions.programme"), Advice("actions.image_messages")),
    )


PLAN = Plan(
    personas=tuple(map(_plan_for, (BEST, SURPRISING, HYPOTHESIS))),
    general=(
        Advice("general.budget_present_customers", {"least_share": 0.15, "most_share": 0.2}),
        Advice("general.retention_check"),
    ),
)

CATEGORIES = Segmentation(
    method="shopper_categories",
    segments=(
        Segment("regular_heavy", figures(912, 9120, 5135479)),
        Segment("regular_light", figures(1240, 6010, 1410200)),
        Segment("infrequent_heavy", figures(403, 700, 905000, 88.5)),
        Segment("infrequent_light", figures(731, 1106, 310000, 71.0)),
        Segment("former", figures(1086, 1600, 539387, 265.0)),
    ),
    membership=np.zeros(4372, dtype=np.int32),
    settings={"at_risk_days": 28.0, "lapsed_days": 143.0, "from_own_gaps": 1.0, "heavy_from": 231.75},
)
TIERS = Segmentation(
    method="value_tiers",
    segments=(
        Segment("top_20", figures(874, 10100, 6200000)),
        Segment("next_40", figures(1749, 6000, 1700000, 40.0)),
        Segment("remaining_40", figures(1749, 2436, 400066, 130.0)),
    ),
    membership=np.zeros(4372, dtype=np.int32),
)
_GRID_CUSTOMERS = {
    "champions": 961,
    "loyal": 742,
    "potential_loyalist": 517,
    "new": 52,
    "promising": 111,
    "need_attention": 207,
    "about_to_sleep": 343,
    "cannot_lose": 92,
    "at_risk": 580,
    "hibernating": 767,
}
GRID = Segmentation(
    method="rfm_grid",
    segments=tuple(
        Segment(key, figures(customers, customers * 4, customers * 1898))
        for key, customers in _GRID_CUSTOMERS.items()
    ),
    membership=np.zeros(4372, dtype=np.int32),
    settings={"scale": 3.0},
)

UNDERSTANDING = Understanding(
    dataset=Dataset(
        name="online_retail.csv",
        format=FileFormat.CSV,
        encoding="utf-8",
        path=Path("online_retail.csv"),
        dialect=Dialect(","),
        columns=("InvoiceNo", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Note"),
        rows=541909,
        sample=(
            ("536365", "WHITE HANGING HEART T-LIGHT HOLDER", "6", "2010-12-01 08:26", "2.55", "17850", ""),
            ("536366", "HAND WARMER UNION JACK", "6", "2010-12-01 08:28", "1.85", "17850", "x"),
            ("536367", "ASSORTED COLOUR BIRD ORNAMENT", "32", "2010-12-01 08:34", "1.69", "13047", ""),
            ("536368", "JAM MAKING SET WITH JARS", "6", "2010-12-01 08:34", "4.25", "13047", ""),
        ),
        issues=(ImportIssue("footer", 1, (Example(541911, "Total 9747747.93"),)),),
    ),
    kind=TableKind.ORDER_LINES,
    mappings=tuple(
        ColumnMapping(column, role, 0.9, Evidence.HEADER)
        for column, role in (
            ("InvoiceNo", ColumnRole.ORDER_ID),
            ("Description", ColumnRole.PRODUCT),
            ("Quantity", ColumnRole.QUANTITY),
            ("InvoiceDate", ColumnRole.DATE),
            ("UnitPrice", ColumnRole.UNIT_PRICE),
            ("CustomerID", ColumnRole.CUSTOMER_ID),
            ("Note", ColumnRole.OTHER),
        )
    ),
    date_format="%Y-%m-%d %H:%M",
    numbers=NumberStyle(),
    customers=4372,
    first_date=date(2010, 12, 1),
    last_date=date(2011, 12, 9),
    currency=None,
    set_aside=(),
)

_GROUP = GroupValue(
    customers=4372,
    alive=3804.2,
    returning=3104.6,
    orders=Estimate(14210.5, 13400, 15100),
    value=MoneyEstimate(Decimal("6712345.67"), Decimal("6240000.10"), Decimal("7251999.99")),
)
_LAPSED = GroupValue(
    customers=1086,
    alive=611.0,
    returning=402.5,
    orders=Estimate(700.0, 610, 790),
    value=MoneyEstimate(Decimal("212000.50"), Decimal("171000.25"), Decimal("260400.75")),
)
VALUE = ShopValue(12, "bg_nbd", _GROUP, "shopper_categories", {"regular_heavy": _GROUP, "former": _LAPSED})
COMPARISONS = (
    Comparison(FieldKey.AGE, Range(25, 35, "years"), Range(41.0, 55.0, "years"), 812, Verdict.DISAGREES),
    Comparison(
        FieldKey.SEX,
        Terms("sex", ("mostly_women",)),
        Shares((Share("female", 0.62, 0.55, 0.69, "sex"),)),
        790,
        Verdict.AGREES,
    ),
    Comparison(
        FieldKey.BASKET, Money(Decimal(300), "GBP"), Money(Decimal("448.20"), "GBP"), 912, Verdict.OPEN
    ),
)
SPREAD = Spread(
    sales=tuple(SalesPoint(part / 4, sales) for part, sales in enumerate((0.0, 0.71, 0.86, 0.95, 1.0))),
    gaps=(GapBand(1, 7, 75), GapBand(8, 30, 692), GapBand(31, 365, 2020), GapBand(366, None, 3)),
)

MOVEMENT = Movement(
    method="value_tiers",
    since=date(2011, 6, 10),
    flows=(
        Flow("remaining_40", "remaining_40", 1207),
        Flow("next_40", "next_40", 815),
        Flow("top_20", "top_20", 431),
        Flow("next_40", "remaining_40", 219),
        Flow("remaining_40", "next_40", 178),
        Flow("top_20", "next_40", 97),
        Flow("next_40", "top_20", 86),
        Flow("remaining_40", "top_20", 13),
        Flow("top_20", "remaining_40", 11),
    ),
    newcomers={"top_20": 52, "next_40": 334, "remaining_40": 466},
    missing={"remaining_40": 29},
)
"""As if the shop had been analysed half a year before."""
ANALYSIS = Analysis(
    files=(UNDERSTANDING,),
    totals=TOTALS,
    segmentations=(CATEGORIES, TIERS, GRID),
    main_method="shopper_categories",
    personas=(BEST, SURPRISING, HYPOTHESIS),
    plan=PLAN,
    switched_off=(SwitchedOff("demographics", "no_age_or_sex"),),
    as_of=date(2011, 12, 10),
    value=VALUE,
    comparisons=COMPARISONS,
    spread=SPREAD,
    movements=(MOVEMENT,),
)
FROM_ANSWERS = Analysis(
    files=(),
    totals=None,
    segmentations=(),
    main_method=None,
    personas=(HYPOTHESIS,),
    plan=PLAN,
    switched_off=(SwitchedOff("segments", "no_file"),),
    as_of=date(2026, 1, 5),
)
