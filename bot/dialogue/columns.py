"""Correcting what a column means: choose the column, then its role, page by page."""

from dataclasses import replace
from enum import StrEnum

from bot.dialogue import asking, checking, files
from bot.dialogue.interview import FileState, Interview, Turn
from bot.dialogue.utterances import (
    Button,
    Say,
    SayValue,
    TextKey,
)

PAGE = 8
"""Columns on one page."""


class RolePage(StrEnum):
    """Roles are chosen from a page of their kind."""

    ORDER = "order"
    CUSTOMER = "customer"
    PERSON = "person"
    MONEY = "money"


ROLES: tuple[tuple[RolePage, tuple[str, ...]], ...] = (
    (
        RolePage.ORDER,
        (
            "date", "amount", "order_id", "product", "quantity", "unit_price", "discount", "category",
            "order_total", "status", "entry_type", "brand", "sku", "line_id", "cancelled_at", "other_date",
        ),
    ),
    (
        RolePage.CUSTOMER,
        (
            "customer_id", "name", "email", "phone", "city", "country", "source", "first_name", "last_name",
            "region", "address", "postcode", "store", "signed_up", "consent",
        ),
    ),
    (
        RolePage.PERSON,
        (
            "age", "birth", "sex", "income", "order_count", "total_spent", "marital_status", "job",
            "interests", "followers", "service_score", "note",
        ),
    ),
    (
        RolePage.MONEY,
        (
            "unit_cost", "cost", "margin", "refund", "subtotal", "shipping", "tax", "fee",
            "currency", "payment_method",
        ),
    ),
)  # fmt: skip
_IDENTITIES = ("customer_id", "name", "first_name", "last_name", "email", "phone")
UNUSED = "other"
"""The role of a column that is left alone; it stands on every page."""


def choose_column(interview: Interview, number: int, page: int) -> Turn:
    """A page of columns with their roles."""
    file = interview.files[number]
    pages = max(1, -(-len(file.columns) // PAGE))
    page = min(max(page, 0), pages - 1)
    shown = range(page * PAGE, min((page + 1) * PAGE, len(file.columns)))
    columns = [_column(interview, number, column) for column in shown]
    values: dict[str, SayValue] = {"name": file.name, "page": page + 1, "pages": pages}
    buttons = (*asking.rows(columns, 1), *_turning(number, page, pages))
    return Turn(interview, (Say("chat.which_column", values, buttons),))


def choose_role(interview: Interview, number: int, column: int, page: int | None = None) -> Turn:
    """A page of roles for one column; at first the one where a role is missing."""
    columns = interview.files[number].columns
    page = _first_page(columns) if page is None else page % len(ROLES)
    kind, roles = ROLES[page]
    name, role = columns[column]
    here = f"role:{number}:{column}"
    choices = [Button(f"roles.{role}", f"{here}:{role}") for role in roles]
    last = (
        Button(f"roles.{UNUSED}", f"{here}:{UNUSED}"),
        Button("chat.buttons.more_roles", f"column:{number}:{column}:{(page + 1) % len(ROLES)}"),
        Button("chat.buttons.back", f"columns:{number}:{column // PAGE}"),
    )
    values: dict[str, SayValue] = {
        "column": asking.cut(name, 200),
        "role": TextKey(f"roles.{role}"),
        "kind": TextKey(f"chat.role_pages.{kind}"),
    }
    return Turn(interview, (Say("chat.which_role", values, (*asking.rows(choices), last)),))


def choose(interview: Interview, number: int, column: int, role: str) -> Turn:
    """Give a column its role, unless it has it already."""
    file = interview.files[number]
    name, now = file.columns[column]
    if now == role:
        return checking.look(interview, number)
    columns = (*file.columns[:column], (name, role), *file.columns[column + 1 :])
    told = replace(file, roles={**file.roles, name: role}, columns=columns)
    return files.read_again(interview, number, told)


def is_role(role: str) -> bool:
    return role == UNUSED or any(role in roles for _, roles in ROLES)


def can_change(interview: Interview, number: int, column: int = 0) -> bool:
    """Whether the file is there to be corrected and has such a column."""
    file = interview.files[number]
    readable = files.can_use(file) or file.state is FileState.UNCLEAR
    return readable and 0 <= column < len(file.columns)


def _first_page(columns: tuple[tuple[str, str], ...]) -> int:
    """Orders, unless nothing tells yet who the customer is."""
    kinds = [kind for kind, _ in ROLES]
    identified = any(role in _IDENTITIES for _, role in columns)
    return kinds.index(RolePage.ORDER if identified else RolePage.CUSTOMER)


def _column(interview: Interview, number: int, column: int) -> Button:
    name, role = interview.files[number].columns[column]
    values: dict[str, SayValue] = {"column": asking.cut(name), "role": TextKey(f"roles.{role}")}
    return Button("chat.buttons.column", f"column:{number}:{column}", values)


def _turning(number: int, page: int, pages: int) -> tuple[tuple[Button, ...], ...]:
    earlier = (Button("chat.buttons.previous_page", f"columns:{number}:{page - 1}"),) if page else ()
    later = (Button("chat.buttons.next_page", f"columns:{number}:{page + 1}"),) if page + 1 < pages else ()
    back = Button("chat.buttons.to_preview", f"file:{number}:show")
    return tuple(row for row in ((*earlier, *later), (back,)) if row)
