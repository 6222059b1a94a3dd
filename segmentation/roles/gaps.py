"""Whether rows lack what other rows of the file say of the same order or the same customer."""

from segmentation.model.roles import ColumnRole, Understanding
from segmentation.roles.rows import key_column

_CONTACTS = (ColumnRole.EMAIL, ColumnRole.PHONE)


def has_gaps(draft: Understanding) -> bool:
    """Told by the sample: exports that leave out do so from the first pages on."""
    found = key_column(draft)
    if found is None or not draft.kind.lists_purchases:
        return False
    key = _cells(draft, found[1])
    contacts = [
        _cells(draft, told) for role in _CONTACTS if (told := draft.column(role)) and told != found[1]
    ]
    if any(not who and any(addresses) for who, *addresses in zip(key, *contacts, strict=True)):
        return True
    when = draft.column(ColumnRole.DATE)
    return any(_differs_in_orders(draft, cells) for cells in (key, _cells(draft, when) if when else ()))


def _differs_in_orders(draft: Understanding, cells: tuple[str, ...]) -> bool:
    """Whether some rows of an order have the cell filled and others not."""
    order = draft.column(ColumnRole.ORDER_ID)
    if order is None or all(cells):
        return False
    pairs = {
        (number, bool(cell)) for number, cell in zip(_cells(draft, order), cells, strict=False) if number
    }
    return len(pairs) > len({number for number, _ in pairs})


def _cells(draft: Understanding, column: str) -> tuple[str, ...]:
    position = draft.dataset.columns.index(column)
    return tuple(row[position].strip() for row in draft.dataset.sample)
