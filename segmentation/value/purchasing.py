"""How often customers will come again, and whether they still do.

Two models of one family. While alive, a customer buys at random with a rate that is gamma distributed
over customers (shape r, rate alpha, per week); after an order the customer may drop out, with a
probability that is beta distributed over customers (a, b).

- BG/NBD: Fader, Hardie and Lee, "Counting Your Customers the Easy Way", Marketing Science 24 (2005).
  Nobody drops out before the first order again, so who came once is always alive.
- MBG/NBD: Batislam, Denizel and Filiztekin, IJRM 24 (2007). One may drop out after the very first
  order, too: for shops where most buy once.

With y = x for the first and y = x + 1 for the second, both have the same formulas.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import assert_never

import numpy as np
from scipy.special import betaincinv, betaln, digamma, expit, gammaln, hyp2f1

from segmentation.model.segments import SwitchedOff
from segmentation.value.climbing import highest
from segmentation.value.histories import Floats, Histories

RETURNED_NEEDED = 10
"""With fewer customers who came again, four parameters cannot be told from noise."""

CLEARLY = 2.0
"""Steps of log-likelihood: a model must be e² times as likely."""

_SINGULAR = 1e-6
_MIDDLES = (np.arange(400) + 0.5) / 400
"""Middles of 400 equal parts of a probability."""


class Dropout(StrEnum):
    """When a customer can drop out first."""

    AFTER_A_REPEAT = "bg_nbd"
    AFTER_ANY_ORDER = "mbg_nbd"


@dataclass(frozen=True, slots=True, eq=False)
class Purchasing:
    """A fitted model; r, a and b are pure numbers, alpha is in weeks."""

    dropout: Dropout
    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    covariance: Floats = field(default_factory=lambda: np.zeros((4, 4)), repr=False)
    """Of the logarithms of r, alpha, a and b."""

    def alive(self, histories: Histories) -> Floats:
        """The probability that each customer still buys here."""
        return np.asarray(expit(-self._log_odds_of_dropout(histories)))

    def expected_orders(self, histories: Histories, weeks: float) -> Floats:
        """Orders each customer is expected to place within so many weeks from now.

        Fader, Hardie and Lee, equation (10), after Euler's transformation of the hypergeometric
        function, in which the number of orders no longer stands in an exponent.
        """
        a = self.a if abs(self.a - 1) > _SINGULAR else 1 + _SINGULAR
        top = a + self.b + opportunities(self.dropout, histories.repeats) - 1
        early = top - self.r - histories.repeats
        z = weeks / (self.alpha + histories.watched + weeks)
        with np.errstate(over="ignore", invalid="ignore"):
            orders = top / (a - 1) * (1 - (1 - z) ** (a - 1) * hyp2f1(early, a - 1, top, z))
        without_dropout = (self.r + histories.repeats) * weeks / (self.alpha + histories.watched)
        # Outside these, the series has lost its digits to overflow or cancellation.
        lost = ~((orders >= 0) & (orders <= without_dropout * (1 + _SINGULAR)))
        if lost.any():
            orders[lost] = self._orders_while_alive(histories.only(lost), weeks)
        return np.asarray(self.alive(histories) * orders)

    def _orders_while_alive(self, histories: Histories, weeks: float) -> Floats:
        """The same for somebody alive, as a mean over the dropout probabilities p that are left.

        With a given p, and a rate that is gamma distributed, (1 - (1 + p t / (alpha + T)) ** -(r + x)) / p
        orders are expected; p is beta distributed (a, b + y).
        """
        y = opportunities(self.dropout, histories.repeats)
        p = betaincinv(self.a, (self.b + y)[:, np.newaxis], _MIDDLES)
        p = np.maximum(p, np.finfo(np.float64).tiny)
        stretched = np.log1p(p * (weeks / (self.alpha + histories.watched))[:, np.newaxis])
        return np.asarray(
            (-np.expm1(-(self.r + histories.repeats)[:, np.newaxis] * stretched) / p).mean(axis=1)
        )

    def _log_odds_of_dropout(self, histories: Histories) -> Floats:
        y = opportunities(self.dropout, histories.repeats)
        waited = np.log1p((histories.watched - histories.last) / (self.alpha + histories.last))
        # Without an opportunity to drop out, the odds are none.
        odds = np.log(self.a) - np.log(np.where(y > 0, self.b + y - 1, 1))
        return np.where(y > 0, odds + (self.r + histories.repeats) * waited, -np.inf)


def fit_purchasing(histories: Histories, dropout: Dropout) -> Purchasing | SwitchedOff:
    """The most likely model, from several starts, or why there is none.

    Refuses (as data) where fewer than RETURNED_NEEDED customers came again, and where no start leads
    to a maximum.
    """
    if histories.returned < RETURNED_NEEDED:
        details = {"customers": histories.returned, "needed": RETURNED_NEEDED}
        return SwitchedOff("value", "too_few_repeat_customers", details)
    unit = float(histories.watched.mean())
    summit = highest(
        lambda rows: _Likelihood(histories.only(rows), dropout, unit),
        histories.count,
        _starts(histories, unit),
    )
    if summit is None:
        return SwitchedOff("value", "value_did_not_fit")
    r, alpha, a, b = (float(parameter) for parameter in np.exp(summit.logs))
    # A density over times is worth less per week than per unit, once for every repeat.
    log_likelihood = summit.log_likelihood - float(histories.repeats.sum() * np.log(unit))
    return Purchasing(dropout, r, alpha * unit, a, b, log_likelihood, summit.covariance)


def fit_better(histories: Histories) -> Purchasing | SwitchedOff:
    """BG/NBD, unless MBG/NBD is clearly the likelier one."""
    usual, other = (fit_purchasing(histories, dropout) for dropout in Dropout)
    if isinstance(usual, SwitchedOff) or isinstance(other, SwitchedOff):
        return other if isinstance(usual, SwitchedOff) else usual
    return other if other.log_likelihood > usual.log_likelihood + CLEARLY else usual


def opportunities(dropout: Dropout, repeats: Floats) -> Floats:
    """How many times each customer could have dropped out."""
    match dropout:
        case Dropout.AFTER_A_REPEAT:
            return repeats
        case Dropout.AFTER_ANY_ORDER:
            return repeats + 1
        case _:
            assert_never(dropout)


class _Likelihood:
    """The negative log-likelihood of a model, and its slope, by the logarithms of r, alpha, a and b.

    Times are measured in `unit`s, so that the same starts suit shops of every pace. What hangs on the
    number of repeats alone is worked out once per number, and who came once and was watched equally long
    is counted together.
    """

    def __init__(self, histories: Histories, dropout: Dropout, unit: float) -> None:
        self._customers = histories.count
        self._kinds, self._sizes = np.unique(histories.repeats, return_counts=True)
        self._kinds_y = opportunities(dropout, self._kinds)
        again = histories.only(histories.repeats > 0)
        once, together = np.unique(histories.watched[histories.repeats == 0], return_counts=True)
        nothing = np.zeros(len(once))
        self._n = np.concatenate((together, np.ones(again.count)))
        self._x = np.concatenate((nothing, again.repeats))
        self._last = np.concatenate((nothing, again.last)) / unit
        self._watched = np.concatenate((once, again.watched)) / unit
        self._kind = np.searchsorted(self._kinds, self._x)

    def __call__(self, logs: Floats) -> tuple[float, Floats]:
        r, alpha, a, b = np.exp(logs)
        counted, counted_slope = self._of_counts(r, a, b)
        timed, timed_slope = self._of_times(r, alpha, a, b)
        return -(counted + timed), -(counted_slope + timed_slope) * np.exp(logs)

    def _of_counts(self, r: float, a: float, b: float) -> tuple[float, Floats]:
        """The part with gamma functions: ln Γ(r+x)/Γ(r) + ln B(a, b+y)/B(a, b)."""
        x, y, n = self._kinds, self._kinds_y, self._sizes
        value = gammaln(r + x) - gammaln(r) + betaln(a, b + y) - betaln(a, b)
        spread = digamma(a + b) - digamma(a + b + y)
        by_r = n @ (digamma(r + x) - digamma(r))
        by_b = n @ (spread + digamma(b + y) - digamma(b))
        return float(n @ value), np.array([by_r, 0.0, n @ spread, by_b])

    def _of_times(self, r: float, alpha: float, a: float, b: float) -> tuple[float, Floats]:
        """The part with times: r ln alpha + ln of (alive until now, or dropped out after the last order)."""
        n, rate, now, then = self._n, r + self._x, alpha + self._watched, alpha + self._last
        waited, missed = np.log(now), np.log(now / then)
        could = self._kinds_y > 0
        chances = np.where(could, b + self._kinds_y - 1, 1)
        odds = np.where(could, np.log(a) - np.log(chances), -np.inf)[self._kind] + rate * missed
        either = np.logaddexp(0, odds)
        dropped = n * np.exp(odds - either)
        value = r * np.log(alpha) * self._customers + n @ (either - rate * waited)
        by_r = self._customers * np.log(alpha) - n @ waited + dropped @ missed
        pace = (n - dropped) / now + dropped / then
        by_alpha = self._customers * r / alpha - rate @ pace
        by_chances = np.bincount(self._kind, dropped, len(chances)) / chances
        return float(value), np.array([by_r, by_alpha, dropped.sum() / a, -by_chances.sum()])


def _starts(histories: Histories, unit: float) -> Iterator[Floats]:
    """Logarithms of r, alpha, a and b: rates as fast as the shop's, dropout from rare to common."""
    pace = histories.repeats.sum() * unit / histories.watched.sum()
    for r, a, b in ((0.5, 0.8, 2.5), (1.0, 0.3, 5.0), (0.2, 1.5, 1.5)):
        yield np.log([r, r / pace, a, b])
