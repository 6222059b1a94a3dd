from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segmentation.model.segments import SwitchedOff
from segmentation.value.histories import NEWCOMER, Floats, Histories
from segmentation.value.purchasing import Dropout, Purchasing, fit_better, fit_purchasing
from segmentation.value.spending import Spending, fit_spending

CDNOW = """
WITH cells AS (SELECT regexp_split_to_array(trim(line), '\\s+') AS cell FROM read_csv(
    '{file}', header = false, delim = '|', columns = {{'line': 'VARCHAR'}})),
days AS (SELECT cell[2] AS customer, CAST(strptime(cell[3], '%Y%m%d') AS DATE) AS day,
    sum(CAST(cell[5] AS DOUBLE)) AS spent FROM cells GROUP BY ALL),
firsts AS (SELECT customer, min(day) AS first FROM days GROUP BY customer)
SELECT count(*) FILTER (day < '1997-10-01') - 1 AS repeats,
    (max(day) FILTER (day < '1997-10-01') - first) / 7 AS last, (DATE '1997-09-30' - first) / 7 AS watched,
    coalesce(avg(spent) FILTER (day > first AND day < '1997-10-01'), 0) AS average,
    count(*) FILTER (day >= '1997-10-01') AS later
FROM days JOIN firsts USING (customer) GROUP BY customer, first ORDER BY customer
"""
BOTH = pytest.mark.parametrize("dropout", Dropout)


@pytest.fixture(scope="module")
def cdnow(reference_data: Path) -> dict[str, Floats]:
    found = duckdb.execute(CDNOW.format(file=reference_data / "cdnow" / "CDNOW_sample.txt")).fetchnumpy()
    return {name: np.asarray(column, dtype=np.float64) for name, column in found.items()}


def read(cdnow: dict[str, Floats]) -> Histories:
    return Histories(cdnow["repeats"], cdnow["last"], cdnow["watched"])


def fitted(model: Purchasing | SwitchedOff) -> Purchasing:
    assert isinstance(model, Purchasing)
    return model


@pytest.mark.reference
def test_bg_nbd_on_cdnow_is_as_published(cdnow: dict[str, Floats]) -> None:
    model = fitted(fit_purchasing(read(cdnow), Dropout.AFTER_A_REPEAT))
    assert [model.r, model.alpha, model.a, model.b] == pytest.approx(
        [0.2426, 4.4137, 0.7930, 2.4262], abs=5e-4
    )
    assert model.log_likelihood == pytest.approx(-9582.429, abs=5e-4)
    assert model.expected_orders(NEWCOMER, 52) == pytest.approx([1.444], abs=5e-4)
    loyal = Histories(np.array([26.0]), np.array([30.857]), np.array([31.0]))
    assert model.expected_orders(loyal, 52) == pytest.approx([25.757], abs=1e-3)
    assert model.alive(loyal) == pytest.approx([0.96885], abs=5e-5)


@pytest.mark.reference
def test_mbg_nbd_on_cdnow_is_as_published(cdnow: dict[str, Floats]) -> None:
    model = fitted(fit_purchasing(read(cdnow), Dropout.AFTER_ANY_ORDER))
    assert [model.r, model.alpha, model.a, model.b] == pytest.approx([0.525, 6.183, 0.891, 1.614], abs=5e-4)


@pytest.mark.reference
def test_gamma_gamma_on_cdnow_is_as_published(cdnow: dict[str, Floats]) -> None:
    again = cdnow["repeats"] > 0
    assert again.sum() == 946
    model = fit_spending(cdnow["repeats"], cdnow["average"])
    assert isinstance(model, Spending)
    assert [model.p, model.q, model.gamma] == pytest.approx([6.25, 3.74, 15.44], abs=5e-3)
    assert model.log_likelihood == pytest.approx(-4055.92, abs=5e-3)


@pytest.mark.reference
def test_the_nine_months_after_are_foretold_within_a_seventh(cdnow: dict[str, Floats]) -> None:
    model = fitted(fit_better(read(cdnow)))
    expected = model.expected_orders(read(cdnow), 39)
    assert expected.sum() == pytest.approx(cdnow["later"].sum(), rel=1 / 7)
    often = cdnow["repeats"] >= 7
    assert expected[often].sum() == pytest.approx(cdnow["later"][often].sum(), rel=1 / 7)


def shop(seed: int, customers: int, pace: float, dropout: float) -> Histories:
    """Customers who buy at random paces and drop out at random, watched for up to 100 weeks."""
    chance = np.random.default_rng(seed)
    rows = []
    for _ in range(customers):
        watched, rate, leaves = chance.uniform(10, 100), chance.gamma(1.5, pace), chance.beta(dropout * 4, 4)
        repeats, at, last = 0, 0.0, 0.0
        while chance.random() > leaves:
            at += chance.exponential(1 / rate)
            if at > watched:
                break
            repeats, last = repeats + 1, at
        rows.append((repeats, last, watched))
    return Histories(*np.array(rows, dtype=np.float64).T)


def test_where_the_series_fails_the_mean_over_dropouts_agrees_with_it() -> None:
    model = Purchasing(Dropout.AFTER_A_REPEAT, 0.24, 4.41, 0.79, 2.43, 0)
    some = Histories(np.array([0.0, 3, 30]), np.array([0.0, 20, 38]), np.array([39.0, 39, 39]))
    series, mean = model.expected_orders(some, 52), model.alive(some) * model._orders_while_alive(some, 52)
    assert mean == pytest.approx(series, rel=5e-3)


@pytest.mark.parametrize("seed", range(20))
def test_shops_of_every_pace_can_be_fitted(seed: int) -> None:
    histories = shop(seed, 200, pace=10.0 ** -(seed % 4), dropout=(0.2, 1, 3)[seed % 3])
    for dropout in Dropout:
        model = fit_purchasing(histories, dropout)
        if histories.returned < 10:
            assert isinstance(model, SwitchedOff)
            continue
        expected = fitted(model).expected_orders(histories, 26)
        assert np.isfinite(expected).all()
        assert (expected >= 0).all()
        assert fitted(model).expected_orders(histories, 52).sum() >= expected.sum()


def test_where_people_leave_after_the_first_order_that_model_is_chosen() -> None:
    model = fitted(fit_better(shop(1, 2000, pace=0.2, dropout=2)))
    assert model.dropout is Dropout.AFTER_ANY_ORDER


def test_a_week_is_the_unit_whatever_the_pace() -> None:
    weekly = shop(3, 300, pace=0.1, dropout=0.3)
    yearly = Histories(weekly.repeats, weekly.last * 52, weekly.watched * 52)
    fast, slow = (fitted(fit_purchasing(each, Dropout.AFTER_A_REPEAT)) for each in (weekly, yearly))
    assert slow.alpha == pytest.approx(52 * fast.alpha, rel=1e-3)
    assert slow.r == pytest.approx(fast.r, rel=1e-3)


@BOTH
def test_where_everybody_came_once_it_says_so(dropout: Dropout) -> None:
    once = Histories(np.zeros(100), np.zeros(100), np.linspace(1, 50, 100))
    assert fit_purchasing(once, dropout) == SwitchedOff(
        "value", "too_few_repeat_customers", {"customers": 0, "needed": 10}
    )


@BOTH
@given(
    repeats=st.integers(0, 5000),
    last=st.floats(0.01, 1),
    watched=st.floats(0.1, 500),
    weeks=st.floats(0.1, 200),
)
@settings(deadline=None)
def test_chances_are_chances_and_expectations_grow_with_time(
    dropout: Dropout, repeats: int, last: float, watched: float, weeks: float
) -> None:
    model = Purchasing(dropout, 0.24, 4.41, 0.79, 2.43, 0)
    one = Histories(
        np.array([float(repeats)]), np.array([last * watched if repeats else 0.0]), np.array([watched])
    )
    assert 0 <= model.alive(one)[0] <= 1
    expected = model.expected_orders(one, weeks)[0]
    assert 0 <= expected <= model.expected_orders(one, weeks * 1.1)[0] + 1e-9


def test_an_average_is_drawn_towards_everybodys_the_less_the_more_orders_there_are() -> None:
    model = Spending(6.25, 3.74, 15.44, 0)
    everybody = model.expected_average(np.zeros(1), np.zeros(1))[0]
    assert everybody == pytest.approx(6.25 * 15.44 / 2.74)
    one, many = model.expected_average(np.array([1.0, 50.0]), np.array([100.0, 100.0]))
    assert everybody < one < many < 100


def test_equal_amounts_or_too_few_of_them_are_refused_as_data() -> None:
    refused = fit_spending(np.ones(500), np.linspace(1, 9, 500))
    assert refused == SwitchedOff("value", "too_few_repeat_customers", {"customers": 0, "needed": 10})


def test_one_fit_takes_the_currency_as_it_comes() -> None:
    chance = np.random.default_rng(5)
    orders = chance.integers(1, 9, 500).astype(np.float64)
    means = 1 / chance.gamma(4, 1 / 90, 500)
    average = np.array([chance.gamma(6 * n, mean / (6 * n)) for n, mean in zip(orders, means, strict=True)])
    small, large = fit_spending(orders, average), fit_spending(orders, average * 25_000)
    assert isinstance(small, Spending)
    assert isinstance(large, Spending)
    assert large.gamma == pytest.approx(25_000 * small.gamma, rel=1e-3)
    assert large.q == pytest.approx(small.q, rel=1e-3)
