"""What a file leaves open, told so that its owner can choose: each option with what it would do."""

from collections.abc import Iterator
from typing import assert_never

from prompts.catalog import Text
from prompts.labels import blocks
from prompts.told.previews import cut
from prompts.values import catalog, joined
from segmentation.model.choices import (
    ChoiceKind,
    DatesRead,
    NumbersRead,
    Obvious,
    OpenChoice,
    Option,
    SheetRead,
    SpellingsFound,
    TotalsCounted,
)
from segmentation.model.roles import Understanding

_COLUMNS_SHOWN = 6


def choice(understanding: Understanding, choice: OpenChoice, language: str) -> Text:
    """The question, what each option would do, and which one holds now."""
    return blocks(
        [_heading(understanding, choice, language)],
        _spellings(choice, language),
        _options(understanding, choice, language),
        [_standing(choice, language)],
    )


def _heading(understanding: Understanding, choice: OpenChoice, language: str) -> Text:
    question = catalog().text(
        f"files.choice.{choice.kind}", language, column=choice.column or "", count=_count(choice)
    )
    return catalog().text(
        "files.choice.heading", language, name=understanding.dataset.name, question=question
    )


def _count(choice: OpenChoice) -> int:
    return max((each.count for each in _spelled(choice)), default=0)


def _spellings(choice: OpenChoice, language: str) -> Iterator[str]:
    """Some of the customers who look the same."""
    for found in _spelled(choice)[:1]:
        for names in found.groups:
            yield catalog().text("files.effect.spelling", language, names=" = ".join(map(cut, names)))


def _spelled(choice: OpenChoice) -> list[SpellingsFound]:
    return [each.effect for each in choice.options if isinstance(each.effect, SpellingsFound)]


def _options(understanding: Understanding, choice: OpenChoice, language: str) -> Iterator[str]:
    if choice.kind is ChoiceKind.CURRENCY:  # too many for a list: they are on the buttons
        yield catalog().text("files.options.none", language)
        return
    for option in choice.options:
        yield from _effect(understanding, choice.kind, option, language)


def _effect(understanding: Understanding, kind: ChoiceKind, option: Option, language: str) -> Iterator[str]:
    name = _name(kind, option.key, language)
    match option.effect:
        case SheetRead(columns=columns, rows=rows):
            shown = joined(map(cut, columns[:_COLUMNS_SHOWN]), language)
            yield catalog().text("files.effect.sheet", language, option=name, rows=rows, columns=shown)
        case DatesRead() as read:
            yield _dates(name, read, language)
            if read.unreadable:
                yield catalog().text("files.effect.dates_unreadable", language, count=read.unreadable)
        case NumbersRead(text=text, number=number):
            yield catalog().text("files.effect.numbers", language, option=name, text=text, number=number)
        case TotalsCounted() as counted:
            yield _totals(name, counted, understanding.currency, language)
        case SpellingsFound(customers=customers):
            yield catalog().text("files.effect.spellings", language, option=name, customers=customers)
        case Obvious():
            yield catalog().text("files.effect.obvious", language, option=name)
        case _:
            assert_never(option.effect)


def _dates(option: str, read: DatesRead, language: str) -> Text:
    days = {"day": read.day, "first": read.first, "last": read.last}
    return catalog().text("files.effect.dates", language, option=option, text=read.text, **days)


def _totals(option: str, counted: TotalsCounted, currency: str | None, language: str) -> Text:
    return catalog().text(
        "files.effect.totals",
        language,
        option=option,
        order=counted.order,
        lines=counted.lines,
        amount=counted.amount,
        revenue=counted.revenue,
        currency=currency,
    )


def _standing(choice: OpenChoice, language: str) -> Text:
    """Why it is asked, or what holds as long as nothing is changed."""
    if not choice.is_sure and choice.kind in {ChoiceKind.DATE_ORDER, ChoiceKind.NUMBERS}:
        return catalog().text("files.choice.both_fit", language)
    option = _name(choice.kind, choice.chosen, language)
    return catalog().text(f"files.choice.{'taken' if choice.is_sure else 'default'}", language, option=option)


def _name(kind: ChoiceKind, key: str, language: str) -> Text:
    match kind:
        case ChoiceKind.SHEET:
            return catalog().text("files.options.sheet", language, sheet=key)
        case ChoiceKind.CURRENCY:
            return catalog().text("files.options.currency", language, currency=key)
        case _:
            return catalog().text(f"files.options.{kind}.{key}", language)
