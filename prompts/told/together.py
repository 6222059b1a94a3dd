"""Goods that are bought together, in the chat and in the report."""

from collections.abc import Iterator, Sequence

from prompts.catalog import Text
from prompts.drawing import Drawing
from prompts.labels import group_name, main_segmentation
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.together import Pair, Together

_IN_SHORT = 3
_IN_A_TABLE, _OF_A_GROUP = 8, 4
_COLUMNS = ("goods", "lift", "along", "orders", "customers")


def in_short(together: Together | None, language: str) -> Iterator[str]:
    """The surest pairs of all customers, for the summary."""
    if together is None or not together.pairs:
        return
    yield _text("in_short", language)
    for pair in together.pairs[:_IN_SHORT]:
        yield _text(
            "pair", language, first=pair.first, second=pair.second, lift=pair.lift, orders=pair.orders
        )


def together(analysis: Analysis, language: str) -> Drawing | None:
    """A table of all customers' pairs and one of each group's; None where nothing is bought together."""
    found = analysis.together
    if found is None or not found.pairs:
        return None
    return {
        "heading": _text("heading", language),
        "about": _text("about", language, goods=found.goods, orders=found.orders),
        "columns": [_text(f"columns.{each}", language) for each in _COLUMNS],
        "tables": [
            {"name": "", "rows": _rows(found.pairs[:_IN_A_TABLE], language)},
            *_groups(analysis, found, language),
        ],
    }


def _groups(analysis: Analysis, found: Together, language: str) -> Iterator[Drawing]:
    main = main_segmentation(analysis)
    for key, pairs in found.groups.items():
        if main is not None:
            yield {"name": group_name(main, key, language), "rows": _rows(pairs[:_OF_A_GROUP], language)}


def _rows(pairs: Sequence[Pair], language: str) -> list[Drawing]:
    return [
        {
            "goods": _text("goods", language, first=pair.first, second=pair.second),
            "lift": _text("lift", language, lift=pair.lift, low=pair.low, high=pair.high),
            "along": _text("along", language, share=pair.taken_along),
            "orders": _text("number", language, number=pair.orders),
            "customers": _text("number", language, number=pair.customers),
        }
        for pair in pairs
    ]


def _text(key: str, language: str, **values: object) -> Text:
    return catalog().text(f"together.{key}", language, **values)
