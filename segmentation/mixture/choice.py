"""How many groups there are; one is an answer."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import entr
from sklearn.metrics import adjusted_rand_score

from segmentation.mixture.em import Fit, fit
from segmentation.mixture.groups import Spread, likelihood
from segmentation.mixture.one_group import one_group_bic
from segmentation.mixture.rows import Floats, Rows
from segmentation.mixture.starts import factor_scores, partitions, splits

Trying = Callable[[int], object]
"""Is told each number of groups before it is tried."""
_WARM_UP, _CLIMB = 8, 40
"""Steps from every start, and from the best of them."""
_PATIENCE = 2
"""More groups are tried until so many times in a row nothing was won."""
_STABLE = 0.6
"""Adjusted Rand index between groups found in all customers and in half of them; below it lies chance."""
_RAREST = 1e-6
"""A customer of a group that is given up belongs to each of the others at least so much."""
_BLURRED = 0.35
"""Groups that swap more than this part of their customers are not two groups to anybody."""


class Verdict(StrEnum):
    """Why there are as many groups as there are."""

    GROUPS = "groups"
    ASKED = "asked"
    """The owner said how many."""
    ONE_EXPLAINS = "one_explains"
    """One group with slopes and tails explains the customers as well."""
    TOO_SMALL = "too_small"
    """What stands apart is too few to serve."""
    BLURRED = "blurred"
    UNSTABLE = "unstable"
    """Half the customers show other groups than all of them."""


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    fit: Fit
    spread: Spread
    verdict: Verdict
    evidence: float
    """By how much Schwarz's criterion of groups is better than that of one, per customer; below 0, worse."""
    stability: float
    """Mean adjusted Rand index with the groups of halves; 1 for one group."""


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    fit: Fit
    spread: Spread
    bic: float

    @property
    def labels(self) -> NDArray[np.intp]:
        return np.asarray(self.fit.responsibilities.argmax(axis=1))


def choose(rows: Rows, most: int, smallest: float, trying: Trying | None = None) -> Choice:
    """The number of groups, at most `most`, none with fewer than `smallest` of these customers.

    The fit with the best criterion that is better than one flexible group, whose groups are kept apart and
    found again in halves of the customers; groups that are too small are given up first. Else one group,
    with the reason that kept the best fit from being it.
    """
    found = list(_search(rows, most, trying=trying))
    one, several = found[0], sorted((each for each in found if each.fit.mixture.groups > 1), key=_bic)
    if not several or several[0].bic >= one.bic:
        return Choice(one.fit, one.spread, Verdict.ONE_EXPLAINS, 0.0, 1.0)
    bar = min(one.bic, one_group_bic(rows))
    refused: list[Choice] = []
    for fitted in several:
        judged = _judged(rows, fitted, bar, smallest)
        if judged.verdict is Verdict.GROUPS:
            return judged
        refused.append(judged)
    return Choice(one.fit, one.spread, refused[0].verdict, refused[0].evidence, 1.0)


def choose_among(rows: Rows, groups: int, trying: Trying | None = None) -> Choice:
    """As many groups as were asked for: with their number given, the fit that keeps them apart best."""
    tried = _search(rows, groups, patience=groups, trying=trying)
    found = [each for each in tried if each.fit.mixture.groups == groups]
    best = min(found, key=_icl)
    return Choice(best.fit, best.spread, Verdict.ASKED, 0.0, _stability(rows, best))


def _judged(rows: Rows, fitted: _Candidate, bar: float, smallest: float) -> Choice:
    """The groups of `fitted`, those too small shared out, held against `bar`, the criterion of one group."""
    candidate = _without_small(rows, fitted, smallest) if fitted.bic < bar else fitted
    verdict, stability = _verdict(candidate, bar, smallest), 0.0
    if verdict is Verdict.GROUPS:
        stability = _stability(rows, candidate)
        verdict = verdict if stability >= _STABLE else Verdict.UNSTABLE
    return Choice(candidate.fit, candidate.spread, verdict, (bar - candidate.bic) / len(rows), stability)


def _bic(candidate: _Candidate) -> float:
    return candidate.bic


def _icl(candidate: _Candidate) -> float:
    """The criterion of C. Biernacki, G. Celeux and G. Govaert (2000): BIC, and what stays unsure costs."""
    return candidate.bic + 2 * float(entr(candidate.fit.responsibilities).sum())


def _without_small(rows: Rows, candidate: _Candidate, smallest: float) -> _Candidate:
    """The smallest group, while it is too small, shared out among the others: they are as real without it."""
    while candidate.fit.mixture.groups > 2:  # noqa: PLR2004  # one of two cannot be shared out
        sizes = np.bincount(candidate.labels, minlength=candidate.fit.mixture.groups)
        if sizes.min() >= smallest:
            return candidate
        others = np.delete(candidate.fit.responsibilities, sizes.argmin(), axis=1) + _RAREST
        start = others / others.sum(axis=1, keepdims=True)
        again = fit(rows, start, candidate.spread, steps=_CLIMB)
        candidate = _Candidate(again, candidate.spread, again.bic(rows))
    return candidate


def _verdict(candidate: _Candidate, bar: float, smallest: float) -> Verdict:
    groups = candidate.fit.mixture.groups
    if candidate.bic >= bar:
        return Verdict.ONE_EXPLAINS
    if np.bincount(candidate.labels, minlength=groups).min() < smallest:
        return Verdict.TOO_SMALL
    if _overlap(candidate) > _BLURRED:
        return Verdict.BLURRED
    return Verdict.GROUPS


def _overlap(candidate: _Candidate) -> float:
    """The largest part of a group that would be taken for one other group (C. Hennig 2010)."""
    shares = candidate.fit.responsibilities
    taken_for = np.eye(shares.shape[1])[candidate.labels]
    swapped = (shares.T @ taken_for) / np.maximum(shares.sum(axis=0), 1e-9)[:, None]
    return float((swapped - np.diag(np.diag(swapped))).max())


def _stability(rows: Rows, candidate: _Candidate) -> float:
    """Mean agreement on all customers of the groups of all with those of four halves."""
    if candidate.fit.mixture.groups == 1:
        return 1.0
    every = np.arange(len(rows))
    middle = len(rows) // 2
    halves = (every[:middle], every[middle:], every[::2], every[1::2])
    return float(np.mean([_agreement(rows, candidate, half) for half in halves]))


def _agreement(rows: Rows, candidate: _Candidate, half: NDArray[np.intp]) -> float:
    start = candidate.fit.responsibilities[half]
    again = fit(rows.take(half), start, candidate.spread, steps=_CLIMB)
    return float(adjusted_rand_score(candidate.labels, likelihood(rows, again.mixture).joint.argmax(axis=1)))


def _search(
    rows: Rows, most: int, patience: int = _PATIENCE, trying: Trying | None = None
) -> Iterator[_Candidate]:
    """The best fits with 1, 2, ... groups: with a common spread, and with each group's own."""
    scores = factor_scores(rows)
    start = np.ones((len(rows), 1))
    found = {spread: _candidate(rows, [start], spread) for spread in Spread}
    yield min(found.values(), key=_bic)
    best, waited = min(map(_bic, found.values())), 0
    for groups in range(2, most + 1):
        if trying is not None:
            trying(groups)
        anew = list(partitions(scores, groups))
        common = [*anew, *splits(scores, found[Spread.COMMON].labels, groups)]
        found[Spread.COMMON] = _candidate(rows, common, Spread.COMMON)
        from_common = found[Spread.COMMON].fit.responsibilities
        own = [from_common, *anew, *splits(scores, found[Spread.OWN].labels, groups)]
        found[Spread.OWN] = _candidate(rows, own, Spread.OWN)
        yield from found.values()
        waited = 0 if min(map(_bic, found.values())) < best else waited + 1
        best = min(best, *map(_bic, found.values()))
        if waited == patience:
            return


def _candidate(rows: Rows, from_: Sequence[Floats], spread: Spread) -> _Candidate:
    warm = [fit(rows, start, spread, steps=_WARM_UP, tolerance=1e-4) for start in from_]
    best = max(warm, key=lambda each: each.log_likelihood)
    climbed = fit(rows, best.responsibilities, spread, steps=_CLIMB)
    return _Candidate(climbed, spread, climbed.bic(rows))
