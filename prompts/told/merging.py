"""What two groups would be as one, before they are."""

from collections.abc import Iterator

from prompts.catalog import Text
from prompts.labels import blocks, group_name
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.segments import Segment


def merger(analysis: Analysis, part: str, language: str) -> Text:
    """Two groups with their figures, and those of both; `part` names the method and the groups."""
    method, *keys = part.split("/")
    segmentation = next(each for each in analysis.segmentations if each.method == method)
    by_key = {each.key: each for each in segmentation.segments}
    segments = [by_key[key] for key in keys]
    currency = analysis.totals.currency if analysis.totals else None
    names = [group_name(segmentation, each.key, language) for each in segments]
    return blocks(
        [catalog().text("groups.merge.would", language, first=names[0], second=names[1])],
        [_group(name, each, language) for name, each in zip(names, segments, strict=True)],
        _together(segments, currency, language),
        [catalog().text(f"groups.merge.{key}", language) for key in ("others_stay", "name_follows")],
        [catalog().text("groups.nothing_changed_yet", language)],
    )


def _group(name: str, segment: Segment, language: str) -> Text:
    return catalog().text("groups.merge.part", language, name=name, customers=segment.figures.customers)


def _together(segments: list[Segment], currency: str | None, language: str) -> Iterator[str]:
    figures = [each.figures for each in segments]
    customers, share = sum(each.customers for each in figures), sum(each.share for each in figures)
    yield catalog().text("groups.merge.together", language, customers=customers, share=share)
    orders, revenue = sum(each.orders for each in figures), sum(each.revenue for each in figures)
    if orders:
        sales = sum(each.revenue_share for each in figures)
        yield catalog().text(
            "groups.merge.sales", language, share=sales, average=revenue / orders, currency=currency
        )
