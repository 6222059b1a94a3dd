"""Which of day and month comes first, where a column leaves it open."""

from dataclasses import replace

from segmentation.model.choices import ChoiceKind, DatesRead, OpenChoice, OwnerChoices, options_of
from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import connect, identifier, scan_sql
from segmentation.roles.dates import date_formats, serial_format, swapped
from segmentation.roles.parse import date_sql, trimmed_sql

DAY_FIRST, MONTH_FIRST = "day_first", "month_first"


def dated(draft: Understanding, owner_choices: OwnerChoices) -> Understanding:
    """The draft with the format of its DATE column, decided from the whole column.

    Where day and month may be either way round, day first is taken until the owner says otherwise, and
    the choice is left open.
    """
    column = draft.column(ColumnRole.DATE)
    if column is None:
        return draft
    cells = draft.dataset.cells(column)
    possible = [format_ for format_, _ in date_formats(cells)] or [serial_format(cells) or ""]
    turned = swapped(possible[0])
    if turned == possible[0] or turned not in possible:
        return replace(draft, date_format=possible[0] or None)
    return _either(draft, column, {_order(each): each for each in possible[:2]}, owner_choices)


def _either(
    draft: Understanding, column: str, formats: dict[str, str], owner_choices: OwnerChoices
) -> Understanding:
    """Of two orders the one that reads more cells; of equals the owner's, else day before month."""
    effects = {order: _read(draft, column, format_) for order, format_ in formats.items()}
    told = {order: effect for order, effect in effects.items() if effect}
    likeliest = min(told, key=lambda each: (told[each].unreadable, each != DAY_FIRST), default=DAY_FIRST)
    wanted = owner_choices.get(ChoiceKind.DATE_ORDER)
    chosen = wanted if wanted in told else likeliest
    draft = replace(draft, date_format=formats[chosen])
    if len(told) < len(formats):
        return draft
    is_sure = bool(wanted) or len({effect.unreadable for effect in told.values()}) > 1
    options = options_of(told, chosen)
    choice = OpenChoice(ChoiceKind.DATE_ORDER, options, chosen, is_sure=is_sure, column=column)
    return replace(draft, choices=(*draft.choices, choice))


def _order(date_format: str) -> str:
    return DAY_FIRST if date_format.index("%d") < date_format.index("%m") else MONTH_FIRST


def _read(draft: Understanding, column: str, date_format: str) -> DatesRead | None:
    """What the column comes to in this format, with a cell that turns on it; None where nothing is a date."""
    cell, here = trimmed_sql(identifier(column)), date_sql(column, date_format)
    telling = f"{here} <> {date_sql(column, swapped(date_format))}"
    both = f"{{'text': {cell}, 'day': {here}}}"
    query = (
        f"SELECT coalesce(first({both}) FILTER ({telling}), first({both}) FILTER ({here} IS NOT NULL)), "
        f"min({here}), max({here}), count(nullif({cell}, '')) - count({here}) FROM {scan_sql(draft.dataset)}"
    )
    with connect() as connection:
        [(example, first, last, unreadable)] = connection.execute(query).fetchall()
    if example is None:
        return None
    return DatesRead(example["text"], example["day"].date(), first.date(), last.date(), unreadable)
