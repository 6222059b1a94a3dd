import pytest

from segmentation.errors import DefectError
from segmentation.methods.lapse import lapse_points
from segmentation.methods.registry import METHODS
from segmentation.methods.rfm_eight import Corner, EightTable, PartAt
from segmentation.methods.rfm_grid import PUBLISHED, GridSegment, GridTable, Scale
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import OrderGaps
from segmentation.model.segments import Segmentation
from segmentation.model.values import Terms
from tests.methods.tables import MONTHLY, Buyer, table


def segments_of(key: str, buyers: list[Buyer], beliefs: Beliefs | None = None) -> list[str]:
    method = next(method for method in METHODS if method.key == key)
    result = method.segment(table(buyers), beliefs or Beliefs())
    assert isinstance(result, Segmentation)
    return [result.segments[index].key for index in result.membership]


def told(frequency: str) -> Beliefs:
    return Beliefs({"frequency": Terms("frequency", (frequency,))})


def test_lapse_points_come_from_the_shops_own_gaps() -> None:
    points = lapse_points(MONTHLY, Beliefs())
    assert points.settings == {
        "at_risk_days": 25, "lapsed_days": 60, "from_own_gaps": 1, "set_by_owner": 0,
    }  # fmt: skip


def test_too_few_gaps_fall_back_to_half_a_year_and_a_year() -> None:
    points = lapse_points(OrderGaps(29, 5, 9, 7, customers=20), Beliefs())
    assert points.settings == {
        "at_risk_days": 180, "lapsed_days": 365, "from_own_gaps": 0, "set_by_owner": 0,
    }  # fmt: skip


def test_one_who_comes_each_fortnight_does_not_decide_for_everybody() -> None:
    points = lapse_points(OrderGaps(60, 14, 14, 14, customers=2), Beliefs())
    assert (points.at_risk_days, points.lapsed_days, points.from_own_gaps) == (180, 365, False)


@pytest.mark.parametrize(
    ("frequency", "at_risk", "lapsed"),
    [("weekly", 25, 60), ("monthly", 30, 60), ("quarterly", 91, 91), ("yearly", 365, 365), ("once", 25, 60)],
)
def test_nobody_lapses_within_the_natural_cycle(frequency: str, at_risk: int, lapsed: int) -> None:
    points = lapse_points(MONTHLY, told(frequency))
    assert (points.at_risk_days, points.lapsed_days) == (at_risk, lapsed)


def test_the_five_shopper_categories() -> None:
    buyers = [
        Buyer(ago=[5, 30, 60], revenue=3_000_000),
        Buyer(ago=[5, 30, 60], revenue=30_000),
        Buyer(ago=[5], revenue=2_000_000),
        Buyer(ago=[5], revenue=10_000),
        Buyer(ago=[61], revenue=9_000_000),
        Buyer(revenue=-10_000),
    ]
    assert segments_of("shopper_categories", buyers) == [
        "regular_heavy", "regular_light", "infrequent_heavy", "infrequent_light", "former", "former",
    ]  # fmt: skip


def test_three_visits_years_apart_are_not_regular() -> None:
    buyers = [Buyer(ago=[5, 500, 900], revenue=10_000)] * 5
    assert set(segments_of("shopper_categories", buyers)) == {"infrequent_heavy"}


def test_who_comes_less_often_than_is_usual_for_the_shop_is_not_regular() -> None:
    seldom, often = Buyer(ago=[5, 50, 95], revenue=10_000), Buyer(ago=[5, 34, 63], revenue=10_000)
    assert segments_of("shopper_categories", [seldom] * 3 + [often] * 3) == (
        ["infrequent_heavy"] * 3 + ["regular_heavy"] * 3
    )


def test_the_five_stages_of_the_lifecycle() -> None:
    buyers = [
        Buyer(ago=[60]),
        Buyer(ago=[10, 40], usual_gap=30),
        Buyer(ago=[320, 690], same_season=True),
        Buyer(ago=[40, 60], usual_gap=20),
        Buyer(ago=[40, 90], usual_gap=50),
        Buyer(ago=[61, 70], usual_gap=9),
        Buyer(ago=[420, 790], same_season=True),
        Buyer(),
    ]
    assert segments_of("lifecycle", buyers) == [
        "first_time", "regular", "special_occasion", "slowing_down", "regular", "lapsed", "lapsed", "lapsed",
    ]  # fmt: skip


def test_value_tiers_are_cut_by_count_and_equals_by_id() -> None:
    buyers = [Buyer(ago=[1], revenue=amount) for amount in (5, 5, 5, 90, 1, 5, 5, 2, 3, 80)]
    assert segments_of("value_tiers", buyers) == [
        "next_40", "next_40", "next_40", "top_20", "remaining_40",
        "next_40", "remaining_40", "remaining_40", "remaining_40", "top_20",
    ]  # fmt: skip


def test_ten_segments_of_the_grid_stand_where_they_are_published() -> None:
    cells = {segment.key: set(segment.cells()) for segment in PUBLISHED.segment}
    assert cells["champions"] == {(5, 4), (5, 5)}
    assert cells["loyal"] == {(3, 4), (3, 5), (4, 4), (4, 5)}
    assert cells["potential_loyalist"] == {(4, 2), (4, 3), (5, 2), (5, 3)}
    assert cells["new"] == {(5, 1)}
    assert cells["promising"] == {(4, 1)}
    assert cells["need_attention"] == {(3, 3)}
    assert cells["about_to_sleep"] == {(3, 1), (3, 2)}
    assert cells["cannot_lose"] == {(1, 5), (2, 5)}
    assert cells["at_risk"] == {(1, 3), (1, 4), (2, 3), (2, 4)}
    assert cells["hibernating"] == {(1, 1), (1, 2), (2, 1), (2, 2)}


@pytest.mark.parametrize(
    "segments",
    [
        (GridSegment("all_but_one", (1, 5), (1, 4)),),
        (GridSegment("all", (1, 5), (1, 5)), GridSegment("again", (3, 3), (3, 3))),
    ],
)
def test_a_grid_with_a_hole_or_an_overlap_is_refused(segments: tuple[GridSegment, ...]) -> None:
    with pytest.raises(DefectError):
        GridTable(customers_needed=20, scale=(Scale((1, 3, 5)),), segment=segments)


@pytest.mark.parametrize(
    ("customers", "steps"), [(29_999, 3), (30_000, 4), (199_999, 4), (200_000, 5), (10**7, 5)]
)
def test_the_scale_grows_with_the_base(customers: int, steps: int) -> None:
    assert len(PUBLISHED.spread(customers)) == steps


def test_on_the_grid_the_latest_and_most_frequent_third_are_champions() -> None:
    buyers = [Buyer(ago=[n + 5 * k for k in range(1, 22 - n)]) for n in range(1, 21)]
    found = segments_of("rfm_grid", [*buyers, Buyer()])
    assert found[:7] == ["champions"] * 7
    assert found[7:13] == ["need_attention"] * 6
    assert set(found[14:]) == {"hibernating"}


def test_demographics_go_by_sex_and_age_band() -> None:
    buyers = [
        Buyer(sex="female", age=17.9),
        Buyer(sex="male", age=18),
        Buyer(sex="male", age=64.5),
        Buyer(age=65),
        Buyer(sex="female"),
        *[Buyer() for _ in range(20)],
    ]
    assert segments_of("demographics", buyers)[:6] == [
        "female_under_18", "male_18_24", "male_55_64", "any_65_plus", "female_any", "any_any",
    ]  # fmt: skip


def test_the_eight_groups_are_parted_at_the_means_of_the_buyers() -> None:
    buyers = [
        Buyer(ago=[10, 20, 30], revenue=900),
        Buyer(ago=[90, 91, 92], revenue=900),
        Buyer(ago=[10], revenue=900),
        Buyer(ago=[90], revenue=900),
        Buyer(ago=[10, 20, 30], revenue=100),
        Buyer(ago=[90, 91, 92], revenue=100),
        Buyer(ago=[10], revenue=100),
        Buyer(ago=[90], revenue=100),
    ]
    assert segments_of("rfm_eight", [*(buyers * 3), Buyer()])[-9:] == [
        "important_value", "important_keep", "important_develop", "important_retain",
        "general_value", "general_keep", "general_develop", "general_retain", "general_retain",
    ]  # fmt: skip


def test_eight_groups_with_a_corner_twice_are_refused() -> None:
    with pytest.raises(DefectError):
        EightTable(20, PartAt.MEAN, tuple(Corner(str(i), (1, 1, 1)) for i in range(8)))
