"""The portrait card of a persona as a picture."""

from collections.abc import Iterator
from decimal import Decimal
from zlib import crc32

from prompts.drawing import Drawing, draw
from prompts.drawn.glyphs import drawable, everywhere
from prompts.labels import (
    advice_text,
    channel_name,
    group_value,
    main_segmentation,
    segment_name,
    segment_text,
    trait_name,
)
from prompts.typography import round_span
from prompts.values import catalog, joined, tell_short
from segmentation.model.analysis import Analysis
from segmentation.model.channels import Advice, PersonaPlan
from segmentation.model.personas import Disagreement, FieldKey, Persona, PersonaField, Source
from segmentation.model.values import Shares, Terms, Value

_FIELDS = 8
_OWN_NAME = "name_told"
"""The rule of a name that the owner gave."""
_CHANNELS = 2
_TRAITS = 3
_SHARES = 2
_SHARE_WORTH_A_WORD = 0.1
"""A card shows the two largest shares, the second only from here on."""
_WEIGHT = (
    *(FieldKey.AGE, FieldKey.SEX, FieldKey.WHAT, FieldKey.NEEDS, FieldKey.BASKET, FieldKey.FREQUENCY),
    *(FieldKey.PLACE, FieldKey.WHEN, FieldKey.WHY, FieldKey.LAST_ORDER, FieldKey.VALUE, FieldKey.WHERE),
    *(FieldKey.TOGETHER, FieldKey.FAMILY, FieldKey.OCCUPATION, FieldKey.INCOME, FieldKey.OBJECTIONS),
    *(FieldKey.INTERESTS, FieldKey.BRANDS, FieldKey.ONLINE_LEVEL),
)
"""What tells most of a person, first; what to say and to avoid has its own place."""
_SURER = (Source.MEASURED, Source.TOLD, Source.ASSUMED)
_PLACES_LOST = 2
"""By how many places of `_WEIGHT` a field falls back for each step down from measured."""


def card_png(persona: Persona, analysis: Analysis, language: str) -> bytes:
    """1080 × 1350 pixels. Words no font of ours can draw are left out (see `drawable`)."""
    shown = everywhere(card(persona, analysis, language), drawable)
    return draw("cards/card.typ", "card", shown, "png")


def card(persona: Persona, analysis: Analysis, language: str) -> Drawing:
    """Everything the card of one of the analysis' personas shows, as texts ready to be set."""
    own_plan = next((each for each in analysis.plan.personas if each.persona == persona.key), None)
    return {
        "lang": catalog().locale(language).language,
        "region": (catalog().locale(language).territory or "").lower() or None,
        "portrait": persona.portrait,
        "variant": crc32(persona.key.encode()),
        "accent": _accent(persona, analysis),
        "name": persona.name,
        "name_source": Source.TOLD if persona.name_rule == _OWN_NAME else Source.ASSUMED,
        "segment": segment_name(persona, language) or "",
        "about": _about(persona, language),
        "about_source": Source.TOLD if _described(persona) else "",
        **_quote(persona, language),
        "shares": list(_shares(persona, analysis, language)),
        "hypothesis": _text("hypothesis", language) if persona.is_hypothesis else "",
        "surprise": _surprise(persona.disagreements, language),
        "fields": [_field(field, language) for field in strongest(persona)],
        "apart": _apart(persona, analysis, language),
        "legend": [{"source": source, "text": _text(source, language)} for source in _SURER],
        **_doing(persona, own_plan, language),
    }


def strongest(persona: Persona) -> tuple[PersonaField, ...]:
    """The fields of the card, those that tell most with most certainty first."""
    described = _described(persona)
    shown = [field for field in persona.fields if field.key in _WEIGHT and field not in described]
    shown.sort(key=lambda field: _WEIGHT.index(field.key) + _PLACES_LOST * _SURER.index(field.source))
    return tuple(shown[:_FIELDS])


def _text(key: str, language: str, **values: object) -> str:
    return catalog().text(f"cards.{key}", language, **values)


def _about(persona: Persona, language: str) -> str:
    """Who that is in a line: the segment's description, or what a hypothetical person needs."""
    if persona.method is not None and persona.segment is not None:
        return segment_text(persona.method, persona.segment, "about", language)
    for field in _described(persona):
        return tell_short(field.value, language)
    return ""


def _described(persona: Persona) -> tuple[PersonaField, ...]:
    """The field that stands in the heading of a hypothesis: what the owner says these people need."""
    if not persona.is_hypothesis:
        return ()
    told = (field for field in persona.fields if field.source is Source.TOLD)
    return tuple(field for field in told if field.key is FieldKey.NEEDS)


def _accent(persona: Persona, analysis: Analysis) -> int:
    """Of a colour: each person has another, in the order of the segments, which stays from month to month."""
    main = main_segmentation(analysis)
    order: list[str | None] = [each.key for each in main.segments] if main else []
    shown = [each.segment for each in analysis.personas]
    colours = [key for key in order if key in shown] or shown
    return colours.index(persona.segment) if persona.segment in colours else 0


def _quote(persona: Persona, language: str) -> Drawing:
    for field in persona.fields:
        if field.key is FieldKey.QUOTE:
            return {"quote": tell_short(field.value, language), "quote_source": field.source}
    return {"quote": "", "quote_source": ""}


def _shares(persona: Persona, analysis: Analysis, language: str) -> Iterator[Drawing]:
    """How many they are, what they bring, and who of them will come again."""
    figures, totals = persona.figures, analysis.totals
    if figures is None or totals is None:
        return
    counted = _text("counted", language, customers=figures.customers, all=totals.customers)
    yield _share(figures.share, "share_of_customers", counted, language)
    if figures.orders:
        revenue = catalog().text("cards.amount", language, amount=figures.revenue, currency=totals.currency)
        yield _share(figures.revenue_share, "share_of_sales", revenue, language)
    value = group_value(persona, analysis)
    if value and analysis.value and value.customers:
        low, high = round_span(max(value.value.low, Decimal(0)), value.value.high)
        span = {"months": analysis.value.months, "low": low, "high": high, "currency": totals.currency}
        yield _share(
            value.returning / value.customers, "returning", _text("expected", language, **span), language
        )


def _share(part: float, key: str, note: str, language: str) -> Drawing:
    """Cancellations can push a part of the sales below nothing; a bar ends at nothing."""
    return {
        "part": min(max(part, 0), 1),
        "text": _text("percent", language, part=part),
        "label": _text(key, language),
        "note": note,
    }


def _surprise(disagreements: tuple[Disagreement, ...], language: str) -> Drawing | None:
    """The first one: a ribbon holds one, the text of the persona holds them all."""
    for each in disagreements[:1]:
        return {
            "label": catalog().text(f"fields.{each.key}", language),
            "you_said": _text("you_said", language),
            "told": tell_short(each.told, language),
            "file_shows": _text("file_shows", language, n=each.n),
            "measured": tell_short(_trimmed(each.measured), language),
        }
    return None


def _field(field: PersonaField, language: str) -> Drawing:
    return {
        "label": catalog().text(f"fields.{field.key}", language),
        "value": tell_short(_trimmed(field.value), language),
        "source": field.source,
        "note": "" if field.n is None else _text("n", language, n=field.n),
        "order": list(FieldKey).index(field.key),
    }


def _apart(persona: Persona, analysis: Analysis, language: str) -> Drawing | None:
    """What the segment has more or less of than the others, for cards with room left."""
    main = main_segmentation(analysis)
    for each in main.segments if main and main.method == persona.method else ():
        if each.key == persona.segment and each.traits:
            names = (trait_name(trait, language) for trait in each.traits[:_TRAITS])
            return {
                "label": catalog().text("traits.apart", language),
                "value": joined(names, language),
                "source": Source.MEASURED,
                "note": _text("n", language, n=each.figures.customers),
            }
    return None


def _trimmed(value: Value) -> Value:
    if not isinstance(value, Shares):
        return value
    first, *others = value.shares[:_SHARES]
    return Shares((first, *(each for each in others if each.share >= _SHARE_WORTH_A_WORD)))


def _doing(persona: Persona, plan: PersonaPlan | None, language: str) -> Drawing:
    channels = plan.channels[:_CHANNELS] if plan else ()
    return {
        "reach": _text("reach", language),
        "channels": [channel_name(each.channel, language) for each in channels],
        "say_label": _text("say", language),
        "say": _one(plan.say if plan else (), persona, FieldKey.SAY, language),
        "avoid_label": _text("avoid", language),
        "avoid": _one(plan.avoid if plan else (), persona, FieldKey.AVOID, language),
    }


def _one(advice: tuple[Advice, ...], persona: Persona, key: FieldKey, language: str) -> str:
    """One thing to say or to avoid: what the owner told, else of the plan, else of the persona."""
    own = next((field for field in persona.fields if field.key is key), None)
    if advice and (own is None or own.source is not Source.TOLD):
        return advice_text(advice[0], language)
    match own:
        case None:
            return ""
        case PersonaField(value=Terms(topic, terms)):
            return tell_short(Terms(topic, terms[:1]), language)
        case _:
            return tell_short(own.value, language)
