"""The groups of one method, as tables and charts of the report show them."""

from prompts.drawing import Drawing
from prompts.labels import group_name, segment_text, trait_text
from prompts.values import catalog, joined
from segmentation.model.segments import Segment, Segmentation

GRID = {
    "champions": ((5, 5), (4, 5)),
    "loyal": ((3, 4), (4, 5)),
    "potential_loyalist": ((4, 5), (2, 3)),
    "new": ((5, 5), (1, 1)),
    "promising": ((4, 4), (1, 1)),
    "need_attention": ((3, 3), (3, 3)),
    "about_to_sleep": ((3, 3), (1, 2)),
    "cannot_lose": ((1, 2), (5, 5)),
    "at_risk": ((1, 2), (3, 4)),
    "hibernating": ((1, 2), (1, 2)),
}
"""Where each group of the R×F grid lies: recency and frequency scores, both ends included."""


def groups(segmentation: Segmentation, currency: str | None, language: str) -> Drawing:
    """Rows of a table with two bars each, best sellers first, and the grid where there is one."""
    method = segmentation.method
    alive = [segment for segment in segmentation.segments if segment.figures.customers]
    ranked = alive if _has_an_order(method) else sorted(alive, key=_importance)
    has_grid = method == "rfm_grid"
    largest = max((segment.figures.share for segment in alive), default=1)
    return {
        "method": method,
        "name": segment_text(method, "", "name", language),
        "about": segment_text(method, "", "about", language),
        "rows": [_row(segmentation, segment, currency, language) for segment in ranked],
        "has_sales": any(segment.figures.orders for segment in alive),
        "nobody": _nobody(segmentation, language),
        "legend": _legend(segmentation, language),
        "cells": [_cell(segmentation, each, largest, language) for each in segmentation.segments]
        if has_grid
        else [],
    }


def _has_an_order(method: str) -> bool:
    """Tiers are read from the best to the rest, ages from young to old."""
    return method in {"value_tiers", "demographics"}


def _importance(segment: Segment) -> tuple[float, float]:
    return (-segment.figures.revenue_share, -segment.figures.share)


def _row(segmentation: Segmentation, segment: Segment, currency: str | None, language: str) -> Drawing:
    figures = segment.figures
    average, days = figures.average_order, figures.days_since_last_order
    return {
        "name": group_name(segmentation, segment.key, language),
        "about": segment_text(segmentation.method, segment.key, "about", language),
        "traits": joined((trait_text(trait, language) for trait in segment.traits), language),
        "customers": _text("number", language, number=figures.customers),
        "share": figures.share,
        "share_text": _text("percent", language, share=figures.share),
        "sales": min(max(figures.revenue_share, 0), 1),
        "sales_text": _text("percent", language, share=figures.revenue_share),
        "average": "" if average is None else _text("amount", language, amount=average, currency=currency),
        "last": "" if days is None else _text("days_ago", language, days=round(days)),
    }


def _nobody(segmentation: Segmentation, language: str) -> str:
    empty = [segment.key for segment in segmentation.segments if not segment.figures.customers]
    if not empty:
        return ""
    names = (group_name(segmentation, key, language) for key in empty)
    return _text("nobody", language, names=joined(names, language))


def _legend(segmentation: Segmentation, language: str) -> str:
    has_traits = any(segment.traits for segment in segmentation.segments)
    return catalog().text("traits.legend", language) if has_traits else ""


def _cell(segmentation: Segmentation, segment: Segment, largest: float, language: str) -> Drawing:
    (oldest, latest), (rarest, most_often) = GRID[segment.key]
    figures = segment.figures
    return {
        "name": group_name(segmentation, segment.key, language),
        "size": _text("group_size", language, customers=figures.customers, share=figures.share),
        "left": oldest - 1,
        "width": latest - oldest + 1,
        "top": 5 - most_often,
        "height": most_often - rarest + 1,
        "heat": figures.share / largest,
    }


def _text(key: str, language: str, **values: object) -> str:
    return catalog().text(f"report.{key}", language, **values)
