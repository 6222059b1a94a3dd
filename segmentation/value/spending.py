"""How much an order of a customer is worth in the long run.

The Gamma-Gamma model: the amounts of a customer's orders are gamma distributed around a mean of the
customer's own (shape p), and the means vary over customers (shape q, scale gamma). Fader and Hardie, "The
Gamma-Gamma Model of Monetary Value" (2013). Its promise, that who buys more often does not buy for more
or less, is not checked here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from scipy.special import digamma, gammaln

from segmentation.model.segments import SwitchedOff
from segmentation.value.climbing import highest
from segmentation.value.histories import Floats

SPENDERS_NEEDED = 10
"""With fewer customers of two orders or more, nothing tells a customer's own mean from chance."""

_FIRM = 1.0
"""With q up to 1, the mean over customers would be infinite."""


@dataclass(frozen=True, slots=True, eq=False)
class Spending:
    """A fitted model; p and q are pure numbers, gamma is money."""

    p: float
    q: float
    gamma: float
    log_likelihood: float
    covariance: Floats = field(default_factory=lambda: np.zeros((3, 3)), repr=False)
    """Of the logarithms of p, q and gamma."""

    def expected_average(self, orders: Floats, average: Floats) -> Floats:
        """Each customer's mean in the long run: their own average, drawn towards everybody's.

        Fader and Hardie, equation (5). Without an order it is the mean over all customers; `average` is
        then not looked at.
        """
        spent = np.where(orders > 0, orders * average, 0)
        return self.p * (self.gamma + spent) / (self.p * orders + self.q - 1)


def fit_spending(orders: Floats, average: Floats) -> Spending | SwitchedOff:
    """The most likely model of `orders` amounts per customer with that `average`, or why there is none.

    Customers without a positive average are left out. Refuses (as data) fewer than SPENDERS_NEEDED
    customers with two orders or more, and where no start leads to a maximum with a finite mean.
    """
    used = (orders > 0) & (average > 0)
    repeated = int((orders[used] > 1).sum())
    if repeated < SPENDERS_NEEDED:
        details = {"customers": repeated, "needed": SPENDERS_NEEDED}
        return SwitchedOff("value", "too_few_repeat_customers", details)
    unit = float(np.median(average[used]))
    x, z = orders[used], average[used] / unit
    summit = highest(lambda rows: _Likelihood(x[rows], z[rows]), len(x), _starts())
    if summit is None or np.exp(summit.logs[1]) <= _FIRM:
        return SwitchedOff("value", "value_did_not_fit")
    p, q, gamma = (float(parameter) for parameter in np.exp(summit.logs))
    log_likelihood = summit.log_likelihood - int(used.sum()) * float(np.log(unit))
    return Spending(p, q, gamma * unit, log_likelihood, summit.covariance)


class _Likelihood:
    """The negative log-likelihood, and its slope, by the logarithms of p, q and gamma.

    Only the logarithm of what was spent hangs on the customer and the parameters both.
    """

    def __init__(self, orders: Floats, average: Floats) -> None:
        self._x, self._spent = orders, orders * average
        self._kinds, self._sizes = np.unique(orders, return_counts=True)
        self._x_log_spent = float(orders @ np.log(self._spent))
        self._log_average = float(np.log(average).sum())

    def __call__(self, logs: Floats) -> tuple[float, Floats]:
        p, q, gamma = np.exp(logs)
        n, px, count = self._sizes, p * self._kinds, len(self._x)
        spent = gamma + self._spent
        logs_spent = np.log(spent)
        shape, x_logs_spent, sum_logs_spent = px + q, self._x @ logs_spent, logs_spent.sum()
        value = (
            n @ (gammaln(shape) - gammaln(px)) - count * (gammaln(q) - q * np.log(gamma))
            + p * self._x_log_spent - self._log_average - p * x_logs_spent - q * sum_logs_spent
        )  # fmt: skip
        by_p = n @ (self._kinds * (digamma(shape) - digamma(px))) + self._x_log_spent - x_logs_spent
        by_q = n @ digamma(shape) - count * (digamma(q) - np.log(gamma)) - sum_logs_spent
        by_gamma = count * q / gamma - np.sum((p * self._x + q) / spent)
        return -float(value), -np.array([by_p, by_q, by_gamma]) * np.exp(logs)


def _starts() -> Iterator[Floats]:
    """Logarithms of p, q and gamma; averages are measured in their median."""
    for p, q in ((1.0, 3.0), (6.0, 4.0), (20.0, 10.0)):
        yield np.log([p, q, (q - 1) / p])
