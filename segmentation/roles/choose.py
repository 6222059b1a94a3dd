"""Which column plays which role, all decided together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from segmentation.model.roles import ColumnMapping, ColumnRole, Evidence, TableKind
from segmentation.roles.content import Content
from segmentation.roles.registry import ROLES

_MATCHERS = {kind: tuple(role.matcher(kind) for role in ROLES if kind in role.kinds) for kind in TableKind}
_LEAST = 0.35
"""Score below which a column stays unused."""
_LATER_COLUMN = 1e-4
"""What a column loses against the one before it, so that of equals the first is chosen."""


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    content: Content


def choose(
    columns: Sequence[Column], kind: TableKind, owner_roles: Mapping[str, ColumnRole]
) -> tuple[ColumnMapping, ...]:
    """One mapping per column: each role goes to at most one column, so that the sum of scores is largest.

    What the owner said is settled beforehand.
    """
    taken = set(owner_roles.values())
    free = [column for column in columns if column.name not in owner_roles]
    matchers = [matcher for matcher in _MATCHERS[kind] if matcher.role.role not in taken]
    scored = [[matcher.score(column.name, column.content) for matcher in matchers] for column in free]
    chosen = {
        free[row].name: ColumnMapping(free[row].name, matchers[column].role.role, *scored[row][column])
        for row, column in _best([[score for score, _ in row] for row in scored])
        if scored[row][column][0] >= _LEAST
    }
    told = {name: ColumnMapping(name, role, 1.0, Evidence.OWNER) for name, role in owner_roles.items()}
    unused = {
        column.name: ColumnMapping(column.name, ColumnRole.OTHER, 0.0, Evidence.CONTENT) for column in columns
    }
    every = {**unused, **chosen, **told}
    return tuple(every[column.name] for column in columns)


def _best(scores: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    if not scores or not scores[0]:
        return []
    matrix = np.asarray(scores) - _LATER_COLUMN * np.arange(len(scores))[:, None]
    matrix[np.asarray(scores) < _LEAST] = 0.0
    rows, columns = linear_sum_assignment(matrix, maximize=True)
    return list(zip(rows.tolist(), columns.tolist(), strict=True))
