"""Results as plain text with *bold*, for a phone: short lines, the main thing first."""

import math
from collections.abc import Iterator, Sequence

from prompts.catalog import Text
from prompts.labels import (
    blocks,
    bold,
    group_name,
    item,
    lapse_text,
    main_segmentation,
    segment_name,
    segment_text,
    surprise,
    switched_off_texts,
    trait_text,
)
from prompts.told.movements import moves
from prompts.told.plans import plan
from prompts.told.previews import understanding
from prompts.told.stories import story
from prompts.told.together import in_short
from prompts.typography import round_figure, round_span
from prompts.values import catalog, joined, tell, tell_short
from segmentation.model.analysis import Analysis, Totals
from segmentation.model.comparisons import Comparison
from segmentation.model.personas import Persona, PersonaField, Source
from segmentation.model.segments import Recommendation, Segment, Segmentation, SwitchedOff
from segmentation.model.value import ShopValue

__all__ = ["persona", "plan", "segments", "summary", "understanding"]

_MAIN_SEGMENTS = 6


def summary(analysis: Analysis, language: str) -> Text:
    """Totals, the main segments, the lapse points used, and what is switched off and why."""
    main = main_segmentation(analysis)
    return blocks(
        _totals(analysis.totals, language) if analysis.totals else _hypotheses(analysis, language),
        _insight(analysis, language),
        _value(analysis.value, analysis.totals, language),
        _comparisons(analysis.comparisons, language),
        moves(analysis, language),
        in_short(analysis.together, language),
        _main_segments(main, language) if main else (),
        _lapse_points(analysis.segmentations, language),
        _switched_off(analysis.switched_off, language),
    )


def segments(
    segmentation: Segmentation,
    totals: Totals | None,
    language: str,
    recommendation: Recommendation | None = None,
) -> Text:
    """Every segment of one method with its figures; those without customers by name only."""
    currency = totals.currency if totals else None
    heading = (
        bold(segment_text(segmentation.method, "", "name", language), language),
        segment_text(segmentation.method, "", "about", language),
    )
    alive = [segment for segment in segmentation.segments if segment.figures.customers]
    return blocks(
        heading,
        _recommended(segmentation, recommendation, language),
        *(_segment(segmentation, segment, currency, language) for segment in alive),
        _empty_segments(segmentation, language),
        _thresholds(segmentation, currency, language),
        _legend_of_traits(segmentation, language),
    )


def persona(persona: Persona, language: str) -> Text:
    """Who it is in a story, every field with its source, the surprises, the rules of what is assumed."""
    return blocks(
        _heading(persona, language),
        [story(persona, language)],
        [_field(field, language) for field in persona.fields],
        [surprise(each, language) for each in persona.disagreements],
        _rules(persona, language),
        [catalog().text("result.legend", language)],
    )


# ---- the summary ---------------------------------------------------------------------------


def _totals(totals: Totals, language: str) -> Iterator[str]:
    values = {name: getattr(totals, name) for name in Totals.__slots__}
    key = "totals" if totals.orders else "totals_without_orders"
    yield catalog().text(f"result.{key}", language, **values)
    if totals.first_date and totals.last_date:
        yield catalog().text("result.period", language, first=totals.first_date, last=totals.last_date)
    if totals.orders:
        yield catalog().text("result.money", language, **values)
        if totals.currency is None:
            yield catalog().text("result.no_currency", language)


def _hypotheses(analysis: Analysis, language: str) -> Iterator[str]:
    yield catalog().text("result.hypotheses", language, count=len(analysis.personas))
    for person in analysis.personas:
        yield item(person.name, language)


def _insight(analysis: Analysis, language: str) -> Iterator[str]:
    """What the best customers bring: the sentence to remember."""
    for each in analysis.segmentations:
        for segment in each.segments:
            if (each.method, segment.key) == ("value_tiers", "top_20") and segment.figures.customers:
                yield catalog().text("result.best_bring", language, share=segment.figures.revenue_share)


def _value(value: ShopValue | None, totals: Totals | None, language: str) -> Iterator[str]:
    """What the next months will bring, in figures as round as they are unsure."""
    if value is None or totals is None:
        return
    total = value.total
    low, high = round_span(total.value.low, total.value.high)
    money = {"low": low, "high": high, "currency": totals.currency}
    yield catalog().text("result.value", language, months=value.months, **money)
    returning = min(round_figure(total.returning), total.customers)
    yield catalog().text("result.returning", language, returning=returning, customers=total.customers)


def _comparisons(comparisons: Sequence[Comparison], language: str) -> Iterator[str]:
    """The owner's answers, borne out or not."""
    if not comparisons:
        return
    yield catalog().text("comparisons.heading", language)
    for each in comparisons:
        yield catalog().text(
            f"comparisons.{each.verdict}",
            language,
            field=catalog().text(f"fields.{each.key}", language),
            told=tell_short(each.told, language),
            measured=tell_short(each.measured, language),
            n=each.n,
        )


def _main_segments(segmentation: Segmentation, language: str) -> Iterator[str]:
    yield bold(segment_text(segmentation.method, "", "name", language), language)
    alive = [segment for segment in segmentation.segments if segment.figures.customers]
    alive.sort(key=lambda segment: (-segment.figures.revenue_share, -segment.figures.share))
    for segment in alive[:_MAIN_SEGMENTS]:
        yield item(group_name(segmentation, segment.key, language), language)
        yield catalog().text(f"result.{_share_key(segment)}", language, **_figures(segment))


def _lapse_points(segmentations: Sequence[Segmentation], language: str) -> Iterator[str]:
    lapse = lapse_text(segmentations, language)
    if lapse:
        yield catalog().text("result.lapse_heading", language)
        yield lapse


def _switched_off(switched_off: Sequence[SwitchedOff], language: str) -> Iterator[str]:
    if not switched_off:
        return
    yield catalog().text("result.switched_off_heading", language)
    for what, why in switched_off_texts(switched_off, language):
        yield catalog().text("result.switched_off", language, what=what, why=why)


# ---- segments ------------------------------------------------------------------------------


def _segment(
    segmentation: Segmentation, segment: Segment, currency: str | None, language: str
) -> Iterator[str]:
    figures = segment.figures
    yield bold(group_name(segmentation, segment.key, language), language)
    yield segment_text(segmentation.method, segment.key, "about", language)
    yield catalog().text("result.customers", language, customers=figures.customers, share=figures.share)
    if figures.orders:
        yield catalog().text(
            "result.sales", language, share=figures.revenue_share, revenue=figures.revenue, currency=currency
        )
    if figures.average_order is not None:
        yield catalog().text(
            "result.average_order", language, amount=figures.average_order, currency=currency
        )
    if figures.days_since_last_order is not None:
        yield catalog().text("result.last_order", language, days=round(figures.days_since_last_order))
    for trait in segment.traits:
        yield item(trait_text(trait, language), language)


def _recommended(
    segmentation: Segmentation, recommendation: Recommendation | None, language: str
) -> Iterator[str]:
    """Why this segmentation comes first, if it does."""
    if recommendation is None or recommendation.method != segmentation.method:
        return
    if not recommendation.divides:
        yield catalog().text("result.nothing_divides", language)
        return
    reason = segment_text(segmentation.method, "", "why", language)
    yield catalog().text("result.recommended", language, reason=reason, groups=recommendation.groups)
    if recommendation.passed_over:
        passed = [segment_text(method, "", "name", language) for method in recommendation.passed_over]
        yield catalog().text("result.passed_over", language, names=passed)


def _legend_of_traits(segmentation: Segmentation, language: str) -> Iterator[str]:
    if any(segment.traits for segment in segmentation.segments):
        yield catalog().text("traits.legend", language)


def _empty_segments(segmentation: Segmentation, language: str) -> Iterator[str]:
    empty = [segment.key for segment in segmentation.segments if not segment.figures.customers]
    if empty:
        names = (group_name(segmentation, key, language) for key in empty)
        yield catalog().text("result.empty_segments", language, names=joined(names, language))


def _thresholds(segmentation: Segmentation, currency: str | None, language: str) -> Iterator[str]:
    settings = segmentation.settings
    yield from _lapse_points((segmentation,), language)
    if "heavy_from" in settings:
        amount = settings["heavy_from"]
        key = "heavy_from_told" if settings.get("heavy_set_by_owner") else "heavy_from"
        yield catalog().text(f"result.{key}", language, amount=amount, currency=currency)
    if "scale" in settings:
        yield catalog().text("result.scale", language, scale=settings["scale"])
    if "recent_days" in settings:
        bounds = {
            "days": math.floor(settings["recent_days"]),
            "orders": math.ceil(settings["frequent_orders"]),
        }
        amount = settings["high_spending"]
        yield catalog().text("result.parted_at", language, amount=amount, currency=currency, **bounds)


def _share_key(segment: Segment) -> str:
    return "share_and_sales" if segment.figures.orders else "share"


def _figures(segment: Segment) -> dict[str, object]:
    return {"share": segment.figures.share, "revenue_share": segment.figures.revenue_share}


# ---- a persona -----------------------------------------------------------------------------


def _heading(persona: Persona, language: str) -> Iterator[str]:
    yield bold(persona.name, language)
    name = segment_name(persona, language)
    if name is None:
        yield catalog().text("result.hypothesis", language)
        return
    yield name
    if persona.figures:
        segment = Segment(persona.segment or "", persona.figures)
        yield catalog().text(f"result.persona_{_share_key(segment)}", language, **_figures(segment))


def _field(field: PersonaField, language: str) -> Text:
    return catalog().text(
        "result.field",
        language,
        label=catalog().text(f"fields.{field.key}", language),
        value=tell(field.value, language),
        mark=_mark(field, language),
    )


def _mark(field: PersonaField, language: str) -> Text:
    return catalog().text(f"result.mark.{field.source}", language, **_n_if_measured(field))


def _n_if_measured(field: PersonaField) -> dict[str, object]:
    return {"n": field.n} if field.source is Source.MEASURED else {}


def _rules(persona: Persona, language: str) -> Iterator[str]:
    yield catalog().text("result.rules_heading", language)
    for field in persona.fields:
        if field.rule is not None:
            label = catalog().text(f"fields.{field.key}", language)
            rule = catalog().text(f"rules.{field.rule}", language)
            yield catalog().text("result.rule", language, label=label, rule=rule)
    name_label = catalog().text("result.name", language)
    rule = catalog().text(f"rules.{persona.name_rule}", language)
    yield catalog().text("result.rule", language, label=name_label, rule=rule)
