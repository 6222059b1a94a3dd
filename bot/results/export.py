"""Results as one JSON object, for other programs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from prompts.labels import group_value, segment_name, segment_text
from prompts.told.stories import story
from prompts.values import tell
from segmentation.model.analysis import Analysis, Totals
from segmentation.model.channels import PersonaPlan
from segmentation.model.dataset import Dataset, ImportIssue
from segmentation.model.personas import Persona
from segmentation.model.roles import Understanding
from segmentation.model.segments import Segment, Segmentation
from segmentation.model.value import GroupValue, ShopValue
from segmentation.model.values import Value

Json = Mapping[str, object]


def analysis_json(analysis: Analysis, language: str) -> str:
    """The whole result. Shares are 0 to 1; names are in `language`."""
    return _dumps(
        {
            "files": [_file(file.dataset, file) for file in analysis.files],
            "as_of": analysis.as_of,
            "totals": _totals(analysis.totals) if analysis.totals else None,
            "main_method": analysis.main_method,
            "recommendation": asdict(analysis.recommendation) if analysis.recommendation else None,
            "segmentations": [_segmentation(each, language) for each in analysis.segmentations],
            "targets": asdict(analysis.ranking) if analysis.ranking else None,
            "value": _shop_value(analysis.value, language) if analysis.value else None,
            "personas": [_persona(persona) for persona in analysis.personas],
            "channels": [_plan(plan) for plan in analysis.plan.personas],
            "general": [asdict(advice) for advice in analysis.plan.general],
            "switched_off": [asdict(each) for each in analysis.switched_off],
        }
    )


def personas_json(analysis: Analysis, language: str) -> str:
    """The people with every field, its source and its words in `language`, each with the plan for them."""
    plans = {plan.persona: _plan(plan) for plan in analysis.plan.personas}
    return _dumps(
        {
            "as_of": analysis.as_of,
            "language": language,
            "personas": [
                {
                    **_persona(persona),
                    "group": segment_name(persona, language),
                    "story": story(persona, language),
                    "told": {field.key: tell(field.value, language) for field in persona.fields},
                    "figures": persona.figures,
                    "value": _expected(persona, analysis),
                    "plan": plans.get(persona.key),
                }
                for persona in analysis.personas
            ],
        }
    )


def files_json(files: Sequence[Json]) -> str:
    return _dumps({"files": files})


def file_facts(dataset: Dataset, understanding: Understanding | None, refusal: str | None = None) -> Json:
    """What was read and what it means; `refusal` is the code that says why it cannot be analysed."""
    return {**_file(dataset, understanding), "refusal": refusal}


def _file(dataset: Dataset, understanding: Understanding | None) -> dict[str, object]:
    issues = (*dataset.issues, *(understanding.set_aside if understanding else ()))
    facts = {
        "name": dataset.name,
        "format": dataset.format,
        "encoding": dataset.encoding,
        "delimiter": dataset.dialect.delimiter,
        "sheet": dataset.sheet,
        "rows": dataset.rows,
        "columns": list(dataset.columns),
        "issues": [_issue(issue) for issue in issues],
    }
    return facts | (_meaning(understanding) if understanding else {"roles": {}})


def _meaning(understanding: Understanding) -> dict[str, object]:
    return {
        "roles": {mapping.column: mapping.role for mapping in understanding.mappings},
        "kind": understanding.kind,
        "customers": understanding.customers,
        "first_date": understanding.first_date,
        "last_date": understanding.last_date,
        "date_format": understanding.date_format,
        "currency": understanding.currency,
    }


def _issue(issue: ImportIssue) -> Json:
    examples = [asdict(example) for example in issue.examples]
    return {"code": issue.code, "rows": issue.rows, "column": issue.column, "examples": examples}


def _totals(totals: Totals) -> Json:
    return asdict(totals)


def _segmentation(segmentation: Segmentation, language: str) -> Json:
    method = segmentation.method
    return {
        "method": method,
        "name": segment_text(method, "", "name", language),
        "settings": dict(segmentation.settings),
        "segments": [_segment(method, segment, language) for segment in segmentation.segments],
    }


def _segment(method: str, segment: Segment, language: str) -> Json:
    figures = segment.figures
    return {
        "key": segment.key,
        "name": segment_text(method, segment.key, "name", language),
        "customers": figures.customers,
        "share": figures.share,
        "orders": figures.orders,
        "revenue": figures.revenue,
        "revenue_share": figures.revenue_share,
        "figures": {
            "average_order": figures.average_order,
            "days_since_last_order": figures.days_since_last_order,
        },
        "traits": [asdict(trait) for trait in segment.traits],
    }


def _shop_value(value: ShopValue, language: str) -> Json:
    names = {key: segment_text(value.method or "", key, "name", language) for key in value.segments}
    return {
        "months": value.months,
        "model": value.model,
        **_group_value(value.total),
        "method": value.method,
        "segments": [
            {"key": key, "name": names[key], **_group_value(group)} for key, group in value.segments.items()
        ],
    }


def _expected(persona: Persona, analysis: Analysis) -> Json | None:
    """What the persona's customers will bring."""
    value = group_value(persona, analysis)
    return _group_value(value) if value else None


def _group_value(group: GroupValue) -> Json:
    return {
        "customers": group.customers,
        "alive": group.alive,
        "returning": group.returning,
        "probability_alive": group.probability_alive,
        "orders": asdict(group.orders),
        "value": asdict(group.value),
    }


def _persona(persona: Persona) -> Json:
    return {
        "key": persona.key,
        "name": persona.name,
        "method": persona.method,
        "segment": persona.segment,
        "hypothesis": persona.is_hypothesis,
        "fields": {
            field.key: {
                "value": _value(field.value),
                "source": field.source,
                "n": field.n,
                "rule": field.rule,
            }
            for field in persona.fields
        },
        "disagreements": [
            {
                "field": each.key,
                "told": _value(each.told),
                "measured": _value(each.measured),
                "n": each.n,
            }
            for each in persona.disagreements
        ],
    }


def _plan(plan: PersonaPlan) -> Json:
    """What is advised, without what it was chosen by."""
    return {name: value for name, value in asdict(plan).items() if name != "circumstances"}


def _value(value: Value) -> Json:
    return {"kind": type(value).__name__.lower(), **asdict(value)}


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=_plain)


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return float(value)  # up to 15 digits come out as they went in
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case Mapping():
            return dict(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            return asdict(value)
        case _:
            raise TypeError(type(value).__name__)
