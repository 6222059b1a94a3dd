"""The same shop comes out the same, whatever program exported it."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from segmentation.features.customers import customer_table
from segmentation.methods.registry import METHODS
from segmentation.model.analysis import Totals
from segmentation.model.beliefs import Beliefs
from segmentation.model.segments import Segmentation
from segmentation.pipeline import understand
from tests.reading.exports import ORDERS, Export, every_export, some_exports

PLAIN = Export("utf-8", ",", "%Y-%m-%d", "1,234.50", "en")


def different(exports: Iterable[Export], folder: Path) -> list[Export]:
    """Those from which something else is made than from the plain one."""
    plain = analysed(PLAIN, folder)
    return [export for export in exports if analysed(export, folder) != plain]


def analysed(export: Export, folder: Path) -> tuple[Totals, Mapping[str, list[int]]]:
    """Totals, and in which segment of each method every customer is."""
    path = folder / "orders.csv"
    path.write_bytes(export.content())
    file = understand(path, path.name, workdir=folder / "work", language=export.language)
    customers, totals = customer_table([file], None, today=date(2026, 1, 1))
    segmentations = [method.segment(customers, Beliefs()) for method in METHODS]
    return totals, {
        each.method: each.membership.tolist() for each in segmentations if isinstance(each, Segmentation)
    }


def test_the_plain_export_is_the_shop(tmp_path: Path) -> None:
    totals, segments = analysed(PLAIN, tmp_path)
    assert (totals.orders, totals.revenue) == (len(ORDERS), sum(amount for *_, amount in ORDERS))
    assert totals.customers == len({customer for _, customer, *_ in ORDERS})
    assert all(np.ptp(found) > 0 for found in segments.values())


def test_habits_of_exports_change_nothing(tmp_path: Path) -> None:
    assert different(some_exports(24, seed=1), tmp_path) == []


@pytest.mark.slow
def test_no_export_changes_anything(tmp_path: Path) -> None:
    assert different(every_export(), tmp_path) == []
