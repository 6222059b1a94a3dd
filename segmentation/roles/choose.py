"""Which column plays which role, all decided together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from segmentation.model.roles import ColumnMapping, ColumnRole, Evidence, TableKind
from segmentation.roles.content import Content
from segmentation.roles.header import normalised
from segmentation.roles.registry import ROLES
from segmentation.roles.role import Matcher

_LEAST = 0.35
"""Score below which a column stays unused."""
_AS_WELL = 0.85
"""Share of the best score from which another role is worth a question."""
_LATER_COLUMN = 1e-4
"""What a column loses against the one before it, so that of equals the first is chosen."""

Score = tuple[float, Evidence]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    content: Content


def choose(
    columns: Sequence[Column], kind: TableKind, owner_roles: Mapping[str, ColumnRole]
) -> tuple[ColumnMapping, ...]:
    """One mapping per column, so that the sum of scores is largest.

    A role that cannot be shared goes to one column at most. What the owner said is settled beforehand.
    """
    taken = set(owner_roles.values())
    matchers = [each for each in _matchers(kind) if each.role.shared or each.role.role not in taken]
    free = [column for column in columns if column.name not in owner_roles]
    scored = [[each.score(normalised(column.name), column.content) for each in matchers] for column in free]
    played = _played(_matrix(scored), np.array([each.role.shared for each in matchers], dtype=bool))
    chosen = {
        column.name: _mapping(column.name, scores, position, matchers, played)
        for column, scores, position in zip(free, scored, played, strict=True)
    }
    told = {name: ColumnMapping(name, role, 1.0, Evidence.OWNER) for name, role in owner_roles.items()}
    every = {**chosen, **told}
    return tuple(every[column.name] for column in columns)


@cache
def _matchers(kind: TableKind) -> tuple[Matcher, ...]:
    return tuple(role.matcher(kind) for role in ROLES if kind in role.kinds)


def _matrix(scored: Sequence[Sequence[Score]]) -> NDArray[np.float64]:
    """Columns x roles; what is below the least worth a role is nothing."""
    matrix = np.array([[score for score, _ in row] for row in scored], dtype=np.float64)
    return np.where(matrix < _LEAST, 0.0, matrix)


def _played(matrix: NDArray[np.float64], shared: NDArray[np.bool_]) -> list[int | None]:
    """For each column the position of its role.

    A column can always play the best of the shared roles, so it is given one of the others by what it gains.
    """
    if not matrix.size:
        return [None] * len(matrix)
    fallback = np.where(shared, matrix, 0.0)
    gain = np.where(shared, 0.0, matrix - fallback.max(axis=1, keepdims=True))
    gain -= _LATER_COLUMN * np.arange(len(matrix))[:, None] * (gain > 0)
    played = [int(row.argmax()) if row.max() > 0 else None for row in fallback]
    for row, column in zip(*linear_sum_assignment(np.maximum(gain, 0.0), maximize=True), strict=True):
        if gain[row, column] > 0:
            played[row] = int(column)
    return played


def _mapping(
    name: str,
    scores: Sequence[Score],
    position: int | None,
    matchers: Sequence[Matcher],
    played: Sequence[int | None],
) -> ColumnMapping:
    if position is None:
        return ColumnMapping(name, ColumnRole.OTHER, 0.0, Evidence.CONTENT)
    score, evidence = scores[position]
    ranked = sorted(range(len(scores)), key=lambda other: -scores[other][0])
    rivals = (
        matchers[other].role.role
        for other in ranked
        if other != position and scores[other][0] >= _AS_WELL * score and other not in played
    )
    return ColumnMapping(name, matchers[position].role.role, score, evidence, tuple(rivals))
