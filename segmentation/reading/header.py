"""How many rows at the top are headings, and the names they give."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from segmentation.reading.cell_types import CellType, cell_type, is_text
from segmentation.reading.profile import Profile

_YEAR = re.compile(r"(19|20)\d\d")
_MOST_ROWS = 5
_NUMERIC = (CellType.NUMBER, CellType.MONEY, CellType.PERCENT)


def header_rows(rows: Sequence[Sequence[str]], profiles: Sequence[Profile]) -> int:
    """Typed columns vote on whether the first cell is one of theirs; 0 when the table has no header."""
    if not rows:
        return 0
    if len(rows) == 1:
        return int(_reads_like_names(rows[0]))
    if _vote(rows[0], profiles) < 0:
        return 0
    further = 1
    while further < min(_MOST_ROWS, len(rows) - 1) and _continues(rows[further], profiles):
        further += 1
    return further


def names(rows: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """The headings; a column without one is numbered, a second of the same name too."""
    found = headings(rows, width)
    return unique(tuple(name or f"column{number}" for number, name in enumerate(found, 1)))


def headings(rows: Sequence[Sequence[str]], width: int) -> tuple[str, ...]:
    """What stands above each column, joined downwards."""
    return tuple(" ".join(_stack(rows, column)) for column in range(width))


def unique(found: Sequence[str]) -> tuple[str, ...]:
    """The same names, made different from each other without regard to case."""
    seen: Counter[str] = Counter()
    taken = {name.casefold() for name in found}
    return tuple(_numbered(name, seen, taken) for name in found)


def _numbered(name: str, seen: Counter[str], taken: set[str]) -> str:
    key = name.casefold()
    seen[key] += 1
    if seen[key] == 1:
        return name
    number = seen[key]
    while f"{key}_{number}" in taken:
        number += 1
    taken.add(f"{key}_{number}")
    return f"{name}_{number}"


def _stack(rows: Sequence[Sequence[str]], column: int) -> list[str]:
    cells = [row[column].strip() for row in rows if column < len(row)]
    return [cell for above, cell in pairwise(["", *cells]) if cell and cell != above]


def _reads_like_names(row: Sequence[str]) -> bool:
    texts = sum(is_text(cell) for cell in row)
    return all(is_text(cell) or not cell.strip() for cell in row) or texts >= 0.7 * len(row)


def _vote(row: Sequence[str], profiles: Sequence[Profile]) -> float:
    """Positive when the row's cells are unlike their columns."""
    return sum(_unlike(cell.strip(), profile) for cell, profile in zip(row, profiles, strict=False))


def _unlike(cell: str, profile: Profile) -> float:
    if not cell or profile.kind is CellType.EMPTY:
        return 0.5 if cell else 0.0
    return _unlike_typed(cell, profile) if profile.typed else _unlike_text(cell, profile)


def _unlike_typed(cell: str, profile: Profile) -> float:
    if profile.kind in _NUMERIC and _YEAR.fullmatch(cell) and _are_no_years(profile):
        return 0.2
    return -1.0 if profile.misfit(cell) < 1 else 1.0


def _unlike_text(cell: str, profile: Profile) -> float:
    if profile.values is not None and cell in profile.values:
        return -0.7
    if not is_text(cell):
        return -0.5
    return -0.3 if profile.longest and len(cell) > max(40, profile.longest) else 0.15


def _are_no_years(profile: Profile) -> bool:
    return bool(profile.shapes) and profile.longest > 0 and (profile.shortest, profile.longest) != (4, 4)


def _continues(row: Sequence[str], profiles: Sequence[Profile]) -> bool:
    """Whether a row is one more heading: all text, over columns that are not."""
    pairs = [(cell, profile) for cell, profile in zip(row, profiles, strict=False) if cell.strip()]
    typed = [(cell, profile) for cell, profile in pairs if profile.typed]
    if len(typed) < 2 or len(pairs) < max(2, 0.3 * len(profiles)):  # noqa: PLR2004 - one column is no vote
        return False
    unlike = all(profile.misfit(cell) >= 1 and is_text(cell) for cell, profile in typed)
    return unlike and all(cell_type(cell) in (CellType.TEXT, CellType.EMPTY) for cell in row)
