"""The whole analysis as a PDF."""

from collections.abc import Iterator, Mapping, Sequence

from prompts.drawing import Drawing, draw
from prompts.drawn.cards import card
from prompts.drawn.charts import charts
from prompts.drawn.glyphs import drawable, everywhere
from prompts.drawn.report_groups import groups
from prompts.labels import (
    advice_text,
    channel_name,
    lapse_text,
    reason_text,
    surprise,
    switched_off_texts,
)
from prompts.told.plans import KINDS, advised_to_all
from prompts.told.previews import issue_text
from prompts.told.stories import story
from prompts.told.targets import ranking
from prompts.told.together import together
from prompts.values import catalog, tell
from segmentation.model.analysis import Analysis, Totals
from segmentation.model.channels import Advice, ChannelAdvice, PersonaPlan
from segmentation.model.personas import Persona, PersonaField
from segmentation.model.roles import ColumnRole, Understanding


def report_pdf(analysis: Analysis, language: str) -> bytes:
    """A4 pages: totals, every method's groups with charts, the people with their plans, the sources."""
    shown = everywhere(report(analysis, language), drawable)
    return draw("report/report.typ", "report", shown, "pdf")


def report(analysis: Analysis, language: str) -> Drawing:
    """Everything the pages show, as texts ready to be set."""
    locale = catalog().locale(language)
    currency = analysis.totals.currency if analysis.totals else None
    return {
        "lang": locale.language,
        "region": (locale.territory or "").lower() or None,
        "words": _words(language),
        **_cover(analysis, language),
        "charts": charts(analysis, language),
        "ranking": ranking(analysis, language),
        "together": together(analysis, language),
        "groups": [groups(each, currency, language) for each in analysis.segmentations],
        "people": [_person(each, analysis, language) for each in analysis.personas],
        "everybody": [advice_text(each, language) for each in analysis.plan.general],
        "shared": list(_lists(advised_to_all(analysis.plan), language)),
        "sources": _sources(analysis, language),
    }


_WORDS = (
    *("people", "segments", "segment", "share_of_customers", "share_of_sales", "average_order"),
    *("last_order", "recent", "often", "plan", "everybody", "sources", "why_assumed"),
)


def _words(language: str) -> Drawing:
    """Headings that stand in the template, and the legend of the marks."""
    words = {word: _text(word, language) for word in _WORDS}
    return words | {
        source: catalog().text(f"cards.{source}", language) for source in ("measured", "told", "assumed")
    }


def _text(key: str, language: str, **values: object) -> str:
    return catalog().text(f"report.{key}", language, **values)


# ---- the cover -----------------------------------------------------------------------------


def _cover(analysis: Analysis, language: str) -> Drawing:
    totals = analysis.totals
    if totals is None:
        return {
            "title": _text("hypothesis_title", language),
            "period": _text("as_of", language, as_of=analysis.as_of),
            "totals": [],
            "insight": _text("no_file", language),
        }
    return {
        "title": _text("title", language),
        "period": _period(totals, analysis, language),
        "totals": list(_totals(totals, language)),
        "insight": _insight(analysis, language),
    }


def _period(totals: Totals, analysis: Analysis, language: str) -> str:
    if totals.first_date is None or totals.last_date is None:
        return _text("as_of", language, as_of=analysis.as_of)
    ends = {"first": totals.first_date, "last": totals.last_date}
    return _text("period", language, as_of=analysis.as_of, **ends)


def _totals(totals: Totals, language: str) -> Iterator[Drawing]:
    yield _total("customers", _text("number", language, number=totals.customers), language)
    if totals.orders:
        money = {"revenue": totals.revenue, "cancelled": -totals.cancellations}
        told = {
            key: _text("amount", language, amount=amount, currency=totals.currency)
            for key, amount in money.items()
        }
        yield _total("orders", _text("number", language, number=totals.orders), language)
        yield _total("sales", told["revenue"], language)
        yield _total("cancelled", told["cancelled"], language)


def _total(label: str, value: str, language: str) -> Drawing:
    return {"label": _text(label, language), "value": value}


def _insight(analysis: Analysis, language: str) -> str:
    for each in analysis.segmentations:
        for segment in each.segments:
            if (each.method, segment.key) == ("value_tiers", "top_20") and segment.figures.customers:
                return _text("best_bring", language, share=segment.figures.revenue_share)
    return ""


# ---- the people ----------------------------------------------------------------------------


def _person(persona: Persona, analysis: Analysis, language: str) -> Drawing:
    plans = {each.persona: each for each in analysis.plan.personas}
    plan = plans.get(persona.key)
    return {
        **card(persona, analysis, language),
        "story": story(persona, language),
        "all_fields": [_field(field, language) for field in persona.fields],
        "surprises": [surprise(each, language) for each in persona.disagreements],
        "rules": list(_rules(persona, language)),
        "plan": _plan(plan, advised_to_all(analysis.plan), language)
        if plan
        else {"channels": [], "lists": []},
    }


def _field(field: PersonaField, language: str) -> Drawing:
    return {
        "label": catalog().text(f"fields.{field.key}", language),
        "value": tell(field.value, language),
        "source": field.source,
        "note": "" if field.n is None else catalog().text("cards.n", language, n=field.n),
    }


def _rules(persona: Persona, language: str) -> Iterator[str]:
    rules = {catalog().text("result.name", language): persona.name_rule}
    for field in persona.fields:
        if field.rule is not None:
            rules[catalog().text(f"fields.{field.key}", language)] = field.rule
    for label, rule in rules.items():
        yield _text("assumption", language, label=label, rule=catalog().text(f"rules.{rule}", language))


def _plan(plan: PersonaPlan, to_all: Mapping[str, Sequence[Advice]], language: str) -> Drawing:
    """What is advised to all stands in a place of its own."""
    own = {kind: [each for each in getattr(plan, kind) if each not in to_all[kind]] for kind in KINDS}
    return {
        "heading": catalog().text("result.channels_heading", language),
        "channels": [_channel(each, language) for each in plan.channels],
        "lists": list(_lists(own, language)),
    }


def _channel(channel: ChannelAdvice, language: str) -> Drawing:
    return {
        "name": channel_name(channel.channel, language),
        "presence": catalog().text(f"channels.{channel.channel}.presence", language),
        "reasons": _text(
            "reasons", language, reasons=[reason_text(each, language) for each in channel.reasons]
        ),
    }


def _lists(advice: Mapping[str, Sequence[Advice]], language: str) -> Iterator[Drawing]:
    for kind, pieces in advice.items():
        if pieces:
            yield {
                "heading": catalog().text(f"result.{kind}_heading", language),
                "items": [advice_text(each, language) for each in pieces],
            }


# ---- the sources ---------------------------------------------------------------------------


def _sources(analysis: Analysis, language: str) -> list[Drawing]:
    """Files with their columns and what was set aside, lapse points, what is switched off."""
    sources = [_file(each, language) for each in analysis.files]
    lapse = lapse_text(analysis.segmentations, language)
    if lapse:
        sources.append({"heading": _text("lapse", language), "items": [lapse]})
    if analysis.switched_off:
        items = [
            _text("switched_off_entry", language, what=what, why=why)
            for what, why in switched_off_texts(analysis.switched_off, language)
        ]
        sources.append({"heading": _text("switched_off", language), "items": items})
    return sources


def _file(file: Understanding, language: str) -> Drawing:
    dataset = file.dataset
    figures = {"name": dataset.name, "rows": dataset.rows, "customers": file.customers}
    columns = [each for each in file.mappings if each.role is not ColumnRole.OTHER]
    issues = dataset.issues + file.set_aside
    nothing = (catalog().text("result.nothing_set_aside", language),) if not issues else ()
    return {
        "heading": _text("file", language, **figures),
        "columns": [[each.column, catalog().text(f"roles.{each.role}", language)] for each in columns],
        "items": [*(issue_text(each, language) for each in issues), *nothing],
    }
