"""An analysis whose steps are kept goes on after the last one finished, and comes to the same result."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from bot.work.sample import write_sample
from prompts.values import catalog
from segmentation.features.counted import Counted, CountedFile
from segmentation.features.customers import customer_table
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.model.codec import from_json, to_json
from segmentation.model.customers import Baskets, CustomerTable
from segmentation.model.roles import Understanding
from segmentation.pipeline import analyse, understand
from segmentation.steps import Stage, Steps

TODAY = date(2026, 5, 1)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> tuple[Understanding, ...]:
    folder = tmp_path_factory.mktemp("shop")
    paths = write_sample(folder, "en", catalog())
    return tuple(understand(path, path.name, workdir=folder / "work") for path in paths)


def analysed(shop: tuple[Understanding, ...], steps: Steps | None) -> str:
    """As JSON, which knows whole numbers from others only once it was read."""
    found = analyse(shop, Beliefs({}), language="en", today=TODAY, steps=steps)
    return to_json(from_json(to_json(found), Analysis))


def test_each_step_is_taken_once_whenever_the_analysis_is_stopped(
    shop: tuple[Understanding, ...], tmp_path: Path
) -> None:
    without = analysed(shop, None)
    begun: list[Stage] = []
    assert analysed(shop, Steps(tmp_path, begun.append)) == without
    assert begun == list(Stage)
    for last in reversed(Stage):
        tmp_path.joinpath(last).unlink()
        begun.clear()
        assert analysed(shop, Steps(tmp_path, begun.append)) == without
        assert begun == [last]


def test_a_step_that_was_not_finished_leaves_nothing(shop: tuple[Understanding, ...], tmp_path: Path) -> None:
    def die(stage: Stage) -> None:
        if stage is Stage.VALUE:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        analysed(shop, Steps(tmp_path, die))
    assert {path.name for path in tmp_path.iterdir()} == {"customers", "segments"}


def test_customers_come_back_from_their_file_as_they_were(
    shop: tuple[Understanding, ...], tmp_path: Path
) -> None:
    customers, totals = customer_table(shop, None, today=TODAY)
    CountedFile().write(Counted(customers, totals), tmp_path / "customers")
    again = CountedFile().read(tmp_path / "customers")
    assert again.totals == totals
    assert customers.baskets is not None
    _assert_same(customers, again.customers)


def _assert_same(one: CustomerTable | Baskets, other: CustomerTable | Baskets) -> None:
    for name in one.__dataclass_fields__:
        here, there = getattr(one, name), getattr(other, name)
        if isinstance(here, Baskets):
            _assert_same(here, there)
        elif isinstance(here, np.ndarray):
            np.testing.assert_array_equal(here, there)
        elif isinstance(here, dict):
            assert here.keys() == there.keys()
            for column in here:
                np.testing.assert_array_equal(here[column], there[column])
        else:
            assert here == there
