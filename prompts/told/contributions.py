"""What each file brings to the result, and what is still missing from all of them."""

from collections.abc import Iterator, Sequence

from prompts.catalog import Text
from prompts.labels import blocks, item
from prompts.values import catalog
from segmentation.model.roles import ColumnRole, Understanding

PIECES: tuple[tuple[str, frozenset[ColumnRole]], ...] = (
    ("purchases", frozenset({ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL, ColumnRole.UNIT_PRICE})),
    ("products", frozenset({ColumnRole.PRODUCT, ColumnRole.CATEGORY, ColumnRole.SKU, ColumnRole.BRAND})),
    ("person", frozenset({ColumnRole.AGE, ColumnRole.BIRTH, ColumnRole.SEX})),
    ("place", frozenset({ColumnRole.CITY, ColumnRole.REGION, ColumnRole.COUNTRY, ColumnRole.POSTCODE})),
    ("contact", frozenset({ColumnRole.EMAIL, ColumnRole.PHONE})),
    ("source", frozenset({ColumnRole.SOURCE})),
)
"""What a result is put together from, the most useful first, with the roles of which one is enough."""

NICE_TO_HAVE = "source"
"""The piece whose lack is not worth a word."""


def contributions(files: Sequence[Understanding], language: str) -> Text:
    """Each file with what it brings; then what none of them does."""
    return blocks(
        [catalog().text("files.contributions.heading", language)],
        *(_file(file, language) for file in files),
        _missing(files, language),
        [catalog().text("files.contributions.replace", language)],
    )


def _file(file: Understanding, language: str) -> Iterator[str]:
    figures = {"rows": file.dataset.rows, "customers": file.customers}
    yield catalog().text("files.contributions.file", language, name=file.dataset.name, **figures)
    pieces = [catalog().text(f"files.pieces.{piece}", language) for piece in _pieces(file)]
    if pieces:
        yield catalog().text("files.contributions.brings", language, pieces=pieces)
    else:
        yield catalog().text("files.contributions.brings_nothing", language)


def _missing(files: Sequence[Understanding], language: str) -> Iterator[str]:
    there = {piece for file in files for piece in _pieces(file)} | {NICE_TO_HAVE}
    missing = [piece for piece, _ in PIECES if piece not in there]
    if not missing:
        yield catalog().text("files.contributions.nothing_missing", language)
        return
    yield catalog().text("files.contributions.missing_heading", language)
    for piece in missing:
        yield item(catalog().text(f"files.missing.{piece}", language), language)


def _pieces(file: Understanding) -> list[str]:
    """Purchases count only with their day."""
    roles = {mapping.role for mapping in file.mappings}
    return [
        piece
        for piece, any_of in PIECES
        if roles & any_of and (piece != "purchases" or ColumnRole.DATE in roles)
    ]
