"""What the cells of a column have in common, and how badly a cell would fit among them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from segmentation.reading.cell_types import CellType, cell_type, coarse_shape, exact_shape

_LONGEST_SHAPED = 80
_MOST = 0.8
"""Share of cells of one type from which a column has that type."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One column: its type, its shapes and values where they are few, and how long its cells are."""

    kind: CellType
    empty: float
    shapes: frozenset[str] | None
    exact_shapes: frozenset[str] | None
    values: frozenset[str] | None
    shortest: int
    longest: int
    """Lengths at the 5th and 95th percentile."""

    @property
    def typed(self) -> bool:
        """Whether a heading would stand out in it."""
        return self.kind not in (CellType.TEXT, CellType.EMPTY) or self.shapes is not None

    def misfit(self, cell: str) -> float:
        """0 for a cell like the others, 1 and more for one that looks misplaced."""
        kind = cell_type(cell)
        if kind is CellType.EMPTY:
            return 0.0 if self.empty > 0.2 else 0.8 if self.empty > 0 else 1.6  # noqa: PLR2004 - of weights
        if self.kind is CellType.EMPTY:
            return 2.0
        if kind is CellType.NULL:
            return 0.2
        if self.shapes is not None:
            return self._misshape(cell, kind, self.shapes)
        if self.values is not None and cell in self.values:
            return 0.0
        return (0.7 if kind is not CellType.TEXT else 0.0) + self._mislength(cell)

    def _misshape(self, cell: str, kind: CellType, shapes: frozenset[str]) -> float:
        if coarse_shape(cell) in shapes:
            return 0.0 if self.exact_shapes is None or exact_shape(cell) in self.exact_shapes else 0.35
        if kind is self.kind and kind is not CellType.TEXT:
            return 0.15
        return 0.5 if cell[0] in "\"'" and coarse_shape(cell[1:]) in shapes else 2.0

    def _mislength(self, cell: str) -> float:
        if len(cell) > 1.5 * self.longest + 5 or len(cell) < self.shortest / 2:
            return 0.8
        return 0.0 if self.shortest <= len(cell) <= self.longest else 0.2


def profile(cells: Sequence[str]) -> Profile:
    """The profile of a column's cells."""
    filled = [cell for cell in cells if cell.strip()]
    kind = _kind(filled)
    lengths = sorted(map(len, filled)) or [0]
    distinct = frozenset(filled)
    return Profile(
        kind=kind,
        empty=1 - len(filled) / max(1, len(cells)),
        shapes=_shapes(filled, kind),
        exact_shapes=_exact_shapes(filled),
        values=distinct if len(distinct) <= len(filled) / 2 else None,
        shortest=lengths[len(lengths) // 20],
        longest=lengths[-1 - len(lengths) // 20],
    )


def _kind(filled: Sequence[str]) -> CellType:
    kinds = Counter(map(cell_type, filled))
    del kinds[CellType.NULL]
    if not kinds:
        return CellType.EMPTY
    kind, count = kinds.most_common(1)[0]
    return kind if count >= _MOST * kinds.total() else CellType.TEXT


def _shapes(filled: Sequence[str], kind: CellType) -> frozenset[str] | None:
    """Where shapes say something: in a typed column, or when there are few of them, with digits."""
    like = filled if kind is CellType.TEXT else [cell for cell in filled if cell_type(cell) is kind]
    shapes = Counter(coarse_shape(cell) for cell in like if len(cell) < _LONGEST_SHAPED)
    if kind is CellType.TEXT and len(filled) >= 8:  # noqa: PLR2004 - enough to disregard what stands once
        shapes = Counter({shape: count for shape, count in shapes.items() if count > 1})
    few = len(filled) >= 5 and len(shapes) <= max(2, len(filled) / 10) and any("9" in s for s in shapes)  # noqa: PLR2004
    return frozenset(shapes) if filled and (kind is not CellType.TEXT or few) else None


def _exact_shapes(filled: Sequence[str]) -> frozenset[str] | None:
    shapes = Counter(exact_shape(cell) for cell in filled if len(cell) < _LONGEST_SHAPED)
    if not filled or len(shapes) > max(6, 0.15 * len(filled)):
        return None
    return frozenset(shape for shape, count in shapes.items() if count > 1)
