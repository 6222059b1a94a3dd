"""Tells a value of a belief or of a persona field in a language."""

from collections.abc import Iterable
from functools import cache
from typing import assert_never

from prompts import typography
from prompts.catalog import Catalog, Text
from segmentation.model.values import Money, Number, Range, Share, Shares, Terms, Texts, Value

_WHOLE_UNITS = frozenset({"years", "days", "days_ago", "days_between_orders"})
"""Units of which a fraction says nothing to a shop owner."""


@cache
def catalog() -> Catalog:
    """The catalogue of this process, read once."""
    return Catalog()


def tell(value: Value, language: str) -> Text:
    """In full: shares come with their interval."""
    match value:
        case Shares(shares=shares):
            return joined((_share(share, language) for share in shares), language)
        case _:
            return tell_short(value, language)


def tell_short(value: Value, language: str) -> Text:
    """For a card: shares come without their interval."""
    match value:
        case Terms(topic=topic, terms=terms, others=others):
            named = (term(topic, each, language) for each in terms)
            return joined((*named, *(typography.plain(text) for text in others)), language)
        case Texts(texts=texts):
            return joined((typography.plain(text) for text in texts), language)
        case Number(number=number, unit=unit):
            return _with_unit(_figure(number, unit, language), number, unit, language)
        case Money(amount=amount, currency=currency):
            return Text(typography.money(amount, currency, locale=catalog().locale(language)))
        case Range():
            return _range(value, language)
        case Shares(shares=shares):
            return joined((_bare_share(share, language) for share in shares), language)
        case _:
            assert_never(value)


def term(topic: str, key: str, language: str) -> Text:
    return catalog().text(f"terms.{topic}.{key}", language)


def joined(parts: Iterable[str], language: str) -> Text:
    """Parts of one value, one after the other, without an "and"."""
    return Text(catalog().text("values.separator", language).join(parts))


def share_name(share: Share, language: str) -> str:
    match share.topic:
        case None:
            return typography.plain(share.name)
        case "country":
            return str(catalog().locale(language).territories.get(share.name, share.name))
        case topic:
            return term(topic, share.name, language)


def _bare_share(share: Share, language: str) -> Text:
    name = share_name(share, language)
    return catalog().text("values.share", language, name=name, share=share.share)


def _share(share: Share, language: str) -> Text:
    if share.low is None or share.high is None:
        return _bare_share(share, language)
    ends = {"low": share.low, "high": share.high}
    name = share_name(share, language)
    return catalog().text("values.share_measured", language, name=name, share=share.share, **ends)


def _range(value: Range, language: str) -> Text:
    low, high, unit = value.low, value.high, value.unit
    if low is not None and high is not None:
        return _between(low, high, unit, language)
    if low is not None:
        end = _with_unit(_figure(low, unit, language), low, unit, language)
        return catalog().text("values.from", language, low=end)
    if high is not None:
        end = _with_unit(_figure(high, unit, language), high, unit, language)
        return catalog().text("values.up_to", language, high=end)
    return catalog().text("values.any", language)


def _between(low: float, high: float, unit: str, language: str) -> Text:
    ends = {"low": _figure(low, unit, language), "high": _figure(high, unit, language)}
    shown = ends["low"] if ends["low"] == ends["high"] else catalog().text("values.span", language, **ends)
    return _with_unit(shown, high, unit, language)


def _figure(number: float, unit: str, language: str) -> str:
    said = round(number) if unit in _WHOLE_UNITS else number
    return typography.number(said, locale=catalog().locale(language))


def _with_unit(shown: str, number: float, unit: str, language: str) -> Text:
    said = round(number) if unit in _WHOLE_UNITS else number
    return catalog().text(f"units.{unit}", language, shown=shown, number=said)
