"""Groups of customers by numbers and categories together, as a scikit-learn estimator."""

from collections.abc import Iterator, Sequence
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data
from threadpoolctl import threadpool_limits

from segmentation.mixture.choice import Trying, choose, choose_among
from segmentation.mixture.em import fit
from segmentation.mixture.encoding import learn
from segmentation.mixture.groups import likelihood, shares_and_totals
from segmentation.mixture.rows import Floats
from segmentation.mixture.sampling import content_order

_CHUNK = 50_000
"""Customers looked at together; bounds the memory."""
_REFINING_STEPS = 30
_ANOTHER_TIME = 0.9
"""So many of the customers a group must do without: it is not to come and go with a few of them."""


class CustomerMixture(ClusterMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn has no types
    """A mixture of heavy-tailed groups over numbers and categories, some of them unknown.

    `X` is (customers, columns), NaN where unknown; columns in `categorical_features` hold codes. Numbers
    need no scaling. Without `n_clusters` the number is chosen from 1 to `max_clusters`, so that no group
    has fewer customers than `smallest_group`, even were a tenth of all missing, or a smaller share than
    `smallest_share`. It is chosen on `choosing_rows` customers and fitted on `fitting_rows`, drawn by their
    content: the order of the rows does not matter, and nothing is left to chance. `trying` is told each
    number of groups before it is tried.

    Attributes: `n_clusters_`, `labels_` (0 the largest group), `verdict_` (why this number), `evidence_`,
    `stability_`, `mixture_`.
    """

    def __init__(  # noqa: PLR0913  # every setting of an estimator is an argument
        self,
        n_clusters: int | None = None,
        *,
        categorical_features: Sequence[int] = (),
        max_clusters: int = 9,
        smallest_group: int = 30,
        smallest_share: float = 0.05,
        choosing_rows: int = 2_000,
        fitting_rows: int = 20_000,
        trying: Trying | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.categorical_features = categorical_features
        self.max_clusters = max_clusters
        self.smallest_group = smallest_group
        self.smallest_share = smallest_share
        self.choosing_rows = choosing_rows
        self.fitting_rows = fitting_rows
        self.trying = trying

    def fit(self, X: ArrayLike, y: object = None) -> Self:  # noqa: ARG002, N803  # scikit-learn's names
        """Finds the groups of the customers `X`."""
        table = self._table(X, reset=True)
        # One thread: the same sums in the same order, and none that waits for another on a busy machine.
        with threadpool_limits(limits=1):
            return self._fitted(table)

    def _fitted(self, table: Floats) -> Self:
        """The model of all customers in `table`."""
        drawn = table[content_order(table, self.fitting_rows)].astype(np.float64)
        self.encoder_, rows = learn(drawn, tuple(self.categorical_features), np.random.default_rng(0))
        looked_at = rows.take(np.arange(min(len(rows), self.choosing_rows)))
        if self.n_clusters is None:
            fewest = max(self.smallest_group / _ANOTHER_TIME, self.smallest_share * len(table))
            choice = choose(looked_at, self.max_clusters, fewest * len(looked_at) / len(table), self.trying)
        else:
            choice = choose_among(looked_at, self.n_clusters, self.trying)
        start, _ = shares_and_totals(likelihood(rows, choice.fit.mixture).joint)
        self.mixture_ = fit(rows, start, choice.spread, steps=_REFINING_STEPS).mixture.largest_first()
        self.n_clusters_ = self.mixture_.groups
        self.verdict_, self.evidence_, self.stability_ = choice.verdict, choice.evidence, choice.stability
        self.labels_ = self._labels(table)
        return self

    def predict(self, X: ArrayLike) -> NDArray[np.intp]:  # noqa: N803
        """The most probable group of each customer."""
        return self._labels(self._fitted_table(X))

    def predict_proba(self, X: ArrayLike) -> Floats:  # noqa: N803
        """(customers, groups): how probable each group is for each customer."""
        return np.vstack([shares_and_totals(joint)[0] for joint in self._joints(self._fitted_table(X))])

    def score_samples(self, X: ArrayLike) -> Floats:  # noqa: N803
        """The log-likelihood of each customer, in the scale the encoder gives the columns."""
        return np.concatenate([shares_and_totals(joint)[1] for joint in self._joints(self._fitted_table(X))])

    def score(self, X: ArrayLike, y: object = None) -> float:  # noqa: ARG002, N803
        """The mean log-likelihood."""
        return float(self.score_samples(X).mean())

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags

    def _table(self, given: ArrayLike, *, reset: bool) -> Floats:
        checked = validate_data(
            self, given, reset=reset, dtype=[np.float64, np.float32], ensure_all_finite="allow-nan"
        )
        return np.asarray(checked)

    def _fitted_table(self, given: ArrayLike) -> Floats:
        check_is_fitted(self)
        return self._table(given, reset=False)

    def _labels(self, table: Floats) -> NDArray[np.intp]:
        return np.concatenate([joint.argmax(axis=1) for joint in self._joints(table)])

    def _joints(self, table: Floats) -> Iterator[Floats]:
        for first in range(0, len(table), _CHUNK):
            yield likelihood(self.encoder_.rows(table[first : first + _CHUNK]), self.mixture_).joint
