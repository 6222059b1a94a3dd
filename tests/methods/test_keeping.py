"""Natural groups that owners keep: whoever was in them stays, and only among the others groups are found."""

import numpy as np
import pytest

from segmentation.methods.keeping import Former
from segmentation.methods.natural_groups import NaturalGroups
from segmentation.model.adjustments import Keeping
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff
from tests.methods.tables import Buyer, table, taken


def kinds(count: int = 80, seed: int = 4) -> list[Buyer]:
    """Young women who come often, older men who came once, and middle-aged women who spend far more."""
    random = np.random.default_rng(seed)

    def often(spend: int, age: float, sex: str) -> Buyer:
        days = sorted({int(day) for day in random.integers(1, 300, 20)})
        return Buyer(days, spend + int(random.integers(1000)), age=random.normal(age, 3), sex=sex)

    women = [often(2_000_000, 30, "female") for _ in range(count)]
    rich = [often(40_000_000, 45, "female") for _ in range(count)]
    men = [
        Buyer([int(random.normal(400, 40))], 9_000_000 + i, age=random.normal(64, 4), sex="male")
        for i in range(count)
    ]
    return [*women, *rich, *men]


def found(customers: CustomerTable, former: Former | None = None, **wish: object) -> Segmentation:
    keeping = Keeping("before", **wish) if former is not None else None  # type: ignore[arg-type]
    outcome = NaturalGroups(former).segment(customers, Beliefs(keeping=keeping))
    assert isinstance(outcome, Segmentation)
    return outcome


def groups_of(segmentation: Segmentation) -> Former:
    return np.array([each.key for each in segmentation.segments], np.object_)[segmentation.membership]


@pytest.fixture(scope="module")
def shop() -> CustomerTable:
    return table(kinds())


@pytest.fixture(scope="module")
def before(shop: CustomerTable) -> Former:
    groups = groups_of(found(shop))
    assert len(set(groups)) == 3
    return groups


def test_a_pinned_group_has_the_same_customers_and_the_same_key(shop: CustomerTable, before: Former) -> None:
    pinned = before[0]
    after = found(shop, before, pinned=(pinned,))
    assert after.kept == (pinned,)
    assert ((groups_of(after) == pinned) == (before == pinned)).all()


def test_two_merged_groups_are_one_and_nobody_else_moves(shop: CustomerTable, before: Former) -> None:
    first, second = before[0], before[-1]
    after = groups_of(found(shop, before, merged=(first, second), others_stay=True))
    merged = np.isin(before, [first, second])
    assert len(set(after[merged])) == 1
    assert set(after[merged]).isdisjoint(after[~merged])
    assert (after[~merged] == before[~merged]).all()


def test_a_merged_group_is_kept_and_called_by_what_it_has_in_common(
    shop: CustomerTable, before: Former
) -> None:
    after = found(shop, before, merged=(before[0], before[-1]), others_stay=True)
    (key,) = after.kept
    assert {each.key: each.figures.customers for each in after.segments}[key] == 160


def test_beside_a_pinned_group_as_many_others_are_found_as_were_asked_for(
    shop: CustomerTable, before: Former
) -> None:
    wish = Beliefs(wishes={"groups_wanted": 5}, keeping=Keeping("before", (before[0],)))
    after = NaturalGroups(before).segment(shop, wish)
    assert isinstance(after, Segmentation)
    assert len(after.segments) == 5


def test_new_customers_join_the_kept_group_they_are_like(before: Former) -> None:
    """A later file of the same shop: a third of the customers gone, as many new ones, in another order."""
    old, new = kinds(), kinds(seed=9)
    stay = [each for each in range(240) if each % 3]
    arrived = [each for each in range(240) if not each % 3]
    known = [(old[each], before[each]) for each in stay]
    mixed = [*known, *((new[each], None) for each in arrived)]
    order = np.random.default_rng(1).permutation(len(mixed))
    customers = table([mixed[each][0] for each in order])
    former = np.array([mixed[each][1] for each in order], np.object_)
    truth = np.array([before[[*stay, *arrived][each]] for each in order], np.object_)
    pinned = before[0]
    after = groups_of(found(customers, former, pinned=(pinned,)))
    assert np.mean((after == pinned) == (truth == pinned)) > 0.97


def test_a_group_of_which_nobody_is_left_is_not_said_to_be_kept(shop: CustomerTable) -> None:
    strangers = np.full(shop.count, None, np.object_)
    after = found(shop, strangers, pinned=("orders_more",))
    assert after.kept == ()
    assert (after.membership == found(shop).membership).all()


def test_all_customers_in_one_kept_group_are_no_groups(shop: CustomerTable) -> None:
    everybody = np.full(shop.count, "typical", np.object_)
    wish = Beliefs(keeping=Keeping("before", ("typical",)))
    assert isinstance(NaturalGroups(everybody).segment(shop, wish), SwitchedOff)


def test_the_order_of_the_customers_does_not_matter(shop: CustomerTable, before: Former) -> None:
    former = before.copy()
    former[::4] = None
    order = np.random.default_rng(3).permutation(shop.count)
    shuffled = taken(shop, list(order))
    one = groups_of(found(shop, former, pinned=(before[0],)))
    other = groups_of(found(shuffled, former[order], pinned=(before[0],)))
    assert (one[order] == other).all()
