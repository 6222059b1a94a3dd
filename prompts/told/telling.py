"""Results as plain text with *bold*, for a phone: short lines, the main thing first."""

import math
from collections.abc import Iterator

from prompts.catalog import Text
from prompts.labels import (
    blocks,
    bold,
    group_name,
    item,
    lapse_points,
    segment_name,
    segment_text,
    share_text,
    surprise,
    trait_compared,
)
from prompts.told.plans import plan
from prompts.told.previews import understanding
from prompts.told.stories import story
from prompts.values import catalog, joined, tell
from segmentation.model.analysis import Totals
from segmentation.model.personas import Persona, PersonaField, Source
from segmentation.model.segments import Recommendation, Segment, Segmentation
from segmentation.model.values import Shares

__all__ = ["persona", "plan", "segments", "sources", "understanding"]


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
    """Who it is in a story, every field with the mark of its source, and the surprises."""
    return blocks(
        _heading(persona, language),
        [story(persona, language)],
        [_field(field, language) for field in persona.fields],
        [surprise(each, language) for each in persona.disagreements],
        _legend(persona, language),
    )


def sources(persona: Persona, language: str) -> Text:
    """What a file measures of a person, what was told, and the rules of what is assumed."""
    return blocks(
        [catalog().text("result.sources_heading", language, name=persona.name)],
        *(_labels(persona, source, language) for source in (Source.MEASURED, Source.TOLD)),
        _rules(persona, language),
    )


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
        yield item(trait_compared(trait, language), language)


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
        yield catalog().text("traits.compared_legend", language)


def _empty_segments(segmentation: Segmentation, language: str) -> Iterator[str]:
    empty = [segment.key for segment in segmentation.segments if not segment.figures.customers]
    if empty:
        names = (group_name(segmentation, key, language) for key in empty)
        yield catalog().text("result.empty_segments", language, names=joined(names, language))


def _thresholds(segmentation: Segmentation, currency: str | None, language: str) -> Iterator[str]:
    settings = segmentation.settings
    yield from lapse_points((segmentation,), language)
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


# ---- a persona -----------------------------------------------------------------------------


def _heading(persona: Persona, language: str) -> Iterator[str]:
    yield bold(persona.name, language)
    name = segment_name(persona, language)
    if name is None:
        yield catalog().text("result.hypothesis", language)
        return
    yield name
    if persona.figures:
        yield share_text("persona_share", persona.figures, language)


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


def _legend(persona: Persona, language: str) -> Iterator[str]:
    yield catalog().text("result.legend", language)
    if any(isinstance(field.value, Shares) for field in persona.fields):
        yield catalog().text("result.legend_range", language)


def _labels(persona: Persona, source: Source, language: str) -> Iterator[str]:
    labels = [
        catalog().text(f"fields.{field.key}", language) for field in persona.fields if field.source is source
    ]
    if labels:
        yield catalog().text(f"result.source_{source}", language, labels=joined(labels, language))


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
