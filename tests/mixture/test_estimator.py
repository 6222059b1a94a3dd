from collections.abc import Callable

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score
from sklearn.utils.estimator_checks import parametrize_with_checks

from segmentation.mixture.choice import Verdict
from segmentation.mixture.em import fit
from segmentation.mixture.encoding import learn
from segmentation.mixture.estimator import CustomerMixture
from segmentation.mixture.groups import Spread
from segmentation.mixture.rows import Rows
from segmentation.mixture.sampling import content_order
from segmentation.mixture.scales import Shape, learn_scale
from tests.mixture.customers import Known, customers


def fitted(known: Known, groups: int | None = None) -> CustomerMixture:
    return CustomerMixture(groups, categorical_features=Known.CODED, max_clusters=4).fit(known.table)


@parametrize_with_checks([CustomerMixture(max_clusters=3)])  # type: ignore[untyped-decorator]  # scikit-learn has no types
def test_it_is_an_estimator_as_scikit_learn_understands_it(
    estimator: CustomerMixture, check: Callable[[CustomerMixture], None]
) -> None:
    check(estimator)


@pytest.mark.parametrize("groups", [1, 2, 3])
def test_it_finds_as_many_groups_as_there_are(groups: int) -> None:
    known = customers(groups)
    found = fitted(known)
    assert found.n_clusters_ == groups
    assert adjusted_rand_score(known.truth, found.labels_) > (0.65 if groups > 1 else 0.99)


def test_one_group_is_explained() -> None:
    assert fitted(customers(1)).verdict_ is Verdict.ONE_EXPLAINS


def test_skewed_curved_and_linked_columns_are_not_groups() -> None:
    random = np.random.default_rng(3)
    first = random.standard_normal(1_500)
    second = 0.6 * first + 0.3 * (first**2 - 1) + 0.7 * random.standard_normal(1_500)
    linked = (random.random(1_500) < 1 / (1 + np.exp(-2 * first))).astype(float)
    table = np.column_stack([np.exp(first), second, random.standard_normal(1_500), linked])
    found = CustomerMixture(categorical_features=(3,), max_clusters=4).fit(table)
    assert found.n_clusters_ == 1


def test_the_order_of_the_rows_changes_nothing() -> None:
    known = customers(3)
    shuffled = np.random.default_rng(1).permutation(len(known.table))
    here, there = fitted(known), fitted(known.take(shuffled))
    assert np.array_equal(here.labels_[shuffled], there.labels_)


def test_without_a_tenth_of_the_customers_the_others_stay_together() -> None:
    known = customers(3)
    kept = np.flatnonzero(np.random.default_rng(2).random(len(known.table)) > 0.1)
    every, fewer = fitted(known), fitted(known.take(kept))
    assert adjusted_rand_score(every.labels_[kept], fewer.labels_) > 0.9


def test_as_many_groups_as_asked_for() -> None:
    found = fitted(customers(3), groups=2)
    assert found.n_clusters_ == 2
    assert found.verdict_ is Verdict.ASKED


def test_probabilities_of_a_customer_add_up_and_the_likeliest_is_predicted() -> None:
    known = customers(3)
    found = fitted(known)
    shares = found.predict_proba(known.table)
    assert np.allclose(shares.sum(axis=1), 1)
    assert np.array_equal(shares.argmax(axis=1), found.predict(known.table))


def test_a_customer_of_whom_nothing_is_known_is_as_likely_as_each_group_is_large() -> None:
    found = fitted(customers(2))
    shares = found.predict_proba(np.full((1, 4), np.nan))
    assert np.allclose(shares[0], found.mixture_.weights)


def test_small_groups_are_refused_and_said_to_be_small() -> None:
    few, many = customers(1, 600), customers(1, 20, seed=9)
    far = many.table * [400, 1, 1, 1] + [0, 300, 0.9, 0]
    found = fitted(Known(np.vstack([few.table, far]), np.repeat([0, 1], [600, 20])))
    assert found.n_clusters_ == 1


def test_a_few_absurd_customers_do_not_move_the_groups() -> None:
    known = customers(3)
    odd = known.table.copy()
    odd[:5, 0] = 1e9
    calm, disturbed = fitted(known, 3), fitted(Known(odd, known.truth), 3)
    assert adjusted_rand_score(calm.labels_[5:], disturbed.labels_[5:]) > 0.95


def test_every_step_of_the_climb_leads_upwards_also_where_values_are_missing() -> None:
    random = np.random.default_rng(5)
    numbers, known = random.standard_normal((200, 3)), random.random((200, 3)) > 0.3
    rows = Rows.of(np.where(known, numbers, np.nan), np.zeros((200, 0)), ())
    start = random.dirichlet([1, 1], size=200)
    heights = [
        fit(rows, start, Spread.COMMON, steps=steps, tolerance=-1).log_likelihood for steps in range(12)
    ]
    assert (np.diff(heights) > -0.5).all()
    assert heights[-1] > heights[0]


def test_columns_get_the_shape_they_grow_by() -> None:
    normal = np.random.default_rng(6).standard_normal(800)
    assert learn_scale(np.exp(normal)).shape is Shape.LOG
    assert learn_scale(40 + 10 * normal).shape is Shape.PLAIN
    assert learn_scale(1 / (1 + np.exp(-2 * normal))).shape is Shape.LOGIT


def test_a_column_that_is_mostly_nothing_is_censored_there() -> None:
    normal = np.random.default_rng(6).standard_normal(800)
    assert learn_scale(np.maximum(normal, 0)).censored_at == 0.0
    assert learn_scale(normal).censored_at is None


def test_equal_customers_are_spread_over_the_order_they_are_drawn_in() -> None:
    table = np.repeat([[1.0], [2.0]], 500, axis=0)
    first = table[content_order(table)[:200], 0]
    assert 60 < (first == 1).sum() < 140


def test_a_group_too_small_to_serve_is_shared_out_and_the_others_stay() -> None:
    known = customers(3)
    few = np.flatnonzero(known.truth == 2)[:20]
    others = np.flatnonzero(known.truth != 2)
    thinned = known.take(np.sort(np.concatenate([others, few])))
    found = fitted(thinned)
    assert found.n_clusters_ == 2
    large = thinned.truth != 2
    assert adjusted_rand_score(thinned.truth[large], found.labels_[large]) > 0.65


def test_a_fact_told_by_several_columns_does_not_hide_the_groups() -> None:
    known = customers(2)
    country = np.random.default_rng(4).integers(4, size=len(known.table))
    table = np.column_stack([known.table, country, country // 2, country // 2])
    found = CustomerMixture(2, categorical_features=(3, 4, 5, 6)).fit(table)
    assert adjusted_rand_score(known.truth, found.labels_) > 0.65


def test_what_a_number_or_a_level_tells_of_a_category_is_left_out() -> None:
    random = np.random.default_rng(4)
    spent = np.maximum(random.standard_normal(800), 0).round(3)
    place = random.integers(4, size=800)
    table = np.column_stack([spent, spent > 0, place, np.where(place == 3, 9, random.integers(3, size=800))])
    rows = learn(table, (1, 2, 3), random)[0].rows(table)
    has_bought, lives, currency = (dummies.any(axis=1) for dummies in rows.categories())
    assert not has_bought.any()
    assert lives.all()
    assert np.array_equal(currency, place != 3)


def test_categories_that_go_together_loosely_are_all_kept() -> None:
    random = np.random.default_rng(4)
    place = random.integers(2, size=800)
    also = np.where(random.random(800) < 0.85, place, 1 - place)
    table = np.column_stack([random.standard_normal(800), place, also])
    assert learn(table, (1, 2), random)[1].dummies.sum() == 1600
