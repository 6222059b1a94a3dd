"""A dataset to what its columns mean."""

from collections.abc import Mapping
from dataclasses import replace

from segmentation.errors import OwnerFixableError
from segmentation.model.choices import ChoiceKind, OwnerChoices
from segmentation.model.dataset import Dataset
from segmentation.model.roles import ColumnRole, NumberStyle, TableKind, Understanding
from segmentation.roles.audit import Audit, audit
from segmentation.roles.both_sides import with_both_sides
from segmentation.roles.choose import Column
from segmentation.roles.content import contents
from segmentation.roles.currency import currency
from segmentation.roles.date_choices import dated
from segmentation.roles.dates import are_days
from segmentation.roles.gaps import has_gaps, has_gaps_further_on
from segmentation.roles.kind import rows_are_people, table_kind
from segmentation.roles.levels import told_once
from segmentation.roles.money_choices import money_choices, wanted_currency, wanted_style
from segmentation.roles.parse import customer_column
from segmentation.roles.spellings import MERGE, spelling_choice
from segmentation.roles.standings import standings
from segmentation.roles.totals import counted_once

_MONEY = (
    ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL, ColumnRole.UNIT_PRICE, ColumnRole.TOTAL_SPENT,
    ColumnRole.DISCOUNT,
)  # fmt: skip


def understand(
    dataset: Dataset,
    owner_roles: Mapping[str, ColumnRole],
    owner_choices: OwnerChoices | None = None,
    usual_currency: str | None = None,
) -> Understanding:
    """The role of every column, the kind of table, how dates and numbers are written, what is set aside.

    `owner_roles` by column name win over what we think, `owner_choices` where the file leaves several
    readings open; `usual_currency` holds where the file names none. Raises OwnerFixableError
    no_customer_column when nothing tells customers apart and rows are not people either, no_date when a
    list of purchases says nowhere when they were, and dates_unclear when it says so in several writings.
    """
    choices = owner_choices or {}
    draft = _draft(dataset, owner_roles, choices, usual_currency)
    if draft.kind is TableKind.PRODUCTS:
        return draft
    _refuse_if_unclear(draft)
    settled, found = _audited(draft, choices)
    understanding = _with_counts(settled, found)
    left_open = (*settled.choices, *money_choices(settled), spelling_choice(understanding, choices))
    return replace(understanding, choices=tuple(choice for choice in left_open if choice))


def _refuse_if_unclear(draft: Understanding) -> None:
    if customer_column(draft) is None:
        raise _unclear("no_customer_column", draft)
    if draft.kind.lists_purchases and draft.column(ColumnRole.DATE) is None:
        raise _without_date(draft)


def _audited(draft: Understanding, owner_choices: OwnerChoices) -> tuple[Understanding, Audit]:
    """Where the sample cannot tell whether rows leave out their customer, the whole file is asked."""
    settled = _settled(draft, owner_choices, completed=has_gaps(draft))
    found = audit(settled)
    if settled.completed or not found.nameless or not has_gaps_further_on(draft):
        return settled, found
    settled = _settled(draft, owner_choices, completed=True)
    return settled, audit(settled)


def _with_counts(settled: Understanding, found: Audit) -> Understanding:
    return replace(
        settled,
        dataset=replace(settled.dataset, rows=found.rows),
        customers=found.customers,
        first_date=found.first_date,
        last_date=found.last_date,
        set_aside=found.set_aside,
    )


def _settled(draft: Understanding, owner_choices: OwnerChoices, *, completed: bool) -> Understanding:
    """All that takes a look at the whole file, each step on the ground of those before."""
    draft = with_both_sides(draft)
    draft = replace(
        dated(draft, owner_choices),
        standings=standings(draft),
        completed=completed,
        spellings_merged=owner_choices.get(ChoiceKind.SPELLINGS) == MERGE,
    )
    return counted_once(told_once(draft), owner_choices)


def _unclear(code: str, draft: Understanding) -> OwnerFixableError:
    """A refusal that the owner can answer by saying what a column is."""
    columns = tuple((mapping.column, mapping.role.value) for mapping in draft.mappings)
    return OwnerFixableError(code, columns=columns)


def _without_date(draft: Understanding) -> OwnerFixableError:
    """No column is written like dates from top to bottom; one may hold dates of several writings."""
    for column in draft.columns(ColumnRole.OTHER):
        if are_days(draft.dataset.cells(column)):
            return OwnerFixableError("dates_unclear", {"column": column})
    return _unclear("no_date", draft)


def _draft(
    dataset: Dataset,
    owner_roles: Mapping[str, ColumnRole],
    owner_choices: OwnerChoices,
    usual_currency: str | None,
) -> Understanding:
    """All that the sample tells."""
    numbers = wanted_style(dataset, owner_choices)
    columns, known = _columns(dataset, numbers), _known(dataset, owner_roles)
    kind, mappings = table_kind(columns, known)
    money = [mapping.column for mapping in mappings if mapping.role in _MONEY]
    return Understanding(
        dataset=dataset,
        kind=kind,
        mappings=mappings,
        date_format=None,
        numbers=numbers,
        customers=0,
        first_date=None,
        last_date=None,
        currency=wanted_currency(owner_choices, currency(dataset, money), usual_currency),
        set_aside=(),
        each_row=rows_are_people(kind, mappings, columns, known),
        choices=dataset.choices,
    )


def _columns(dataset: Dataset, numbers: NumberStyle) -> list[Column]:
    described = contents(dataset, numbers, headed=dataset.is_headed)
    return [Column(name, content) for name, content in zip(dataset.columns, described, strict=True)]


def _known(dataset: Dataset, owner_roles: Mapping[str, ColumnRole]) -> dict[str, ColumnRole]:
    return {column: role for column, role in owner_roles.items() if column in dataset.columns}
