"""From lines of orders to what was in which order."""

from pathlib import Path

import numpy as np

from segmentation.features.baskets import CONSIDERED
from segmentation.model.customers import CustomerTable
from segmentation.model.roles import ColumnRole
from tests.features.files import counted, purchases

HEADER = (
    ColumnRole.CUSTOMER_ID, ColumnRole.ORDER_ID, ColumnRole.DATE, ColumnRole.PRODUCT, ColumnRole.AMOUNT
)  # fmt: skip
Line = tuple[str, str, str, float]


def table(folder: Path, *files: list[Line]) -> CustomerTable:
    """Of lines: customer, order, product, amount."""
    rows = [
        [(who, order, "2025-03-04", product, amount) for who, order, product, amount in lines]
        for lines in files
    ]
    understood = [purchases(folder, HEADER, each, name=f"{n}.csv") for n, each in enumerate(rows)]
    return counted(understood)[0]


def held(customers: CustomerTable) -> list[tuple[str, frozenset[str], int]]:
    baskets = customers.baskets
    assert baskets is not None
    return [
        (
            customers.ids[row],
            frozenset(good for bit, good in enumerate(baskets.goods) if int(number) >> bit & 1),
            int(orders),
        )
        for row, number, orders in zip(baskets.customers, baskets.held, baskets.orders, strict=True)
    ]


def tea_and_cups() -> list[Line]:
    """Six who buy tea, cups with it in one order and alone in another, all with postage."""
    lines: list[Line] = []
    for who in "FEDCBA":
        lines += [(who, f"{who}1", "tea", 5), (who, f"{who}1", "cup", 3), (who, f"{who}1", "Postage", 2)]
        lines += [(who, f"{who}2", " Tea", 5), (who, f"{who}3", "tea", 5)]
    return lines


def test_orders_are_counted_by_customer_and_what_they_hold(tmp_path: Path) -> None:
    found = held(table(tmp_path, tea_and_cups()))
    assert sorted(found, key=lambda each: (each[0], len(each[1])))[:2] == [
        ("A", frozenset({"tea"}), 1), ("A", frozenset({"tea", "cup"}), 1)
    ] or ("A", frozenset({"tea", "cup"}), 1) in found  # fmt: skip
    assert "Postage" not in {good for _, goods, _ in found for good in goods}


def test_what_was_given_back_or_hardly_anybody_bought_is_in_no_basket(tmp_path: Path) -> None:
    rare: list[Line] = [
        ("A", "A1", "gong", 9),
        ("G", "G1", "tea", 5),
        ("G", "G1", "cup", -3),
        ("G", "G1", "pot", 1),
    ]
    found = held(table(tmp_path, tea_and_cups() + rare))
    assert ("G", frozenset({"tea"}), 1) in found
    assert "gong" not in {good for _, goods, _ in found for good in goods}


def test_orders_of_single_goods_are_no_baskets(tmp_path: Path) -> None:
    lines: list[Line] = [(who, f"{who}{good}", good, 5) for who in "ABCDEFG" for good in ("tea", "cup")]
    assert table(tmp_path, lines).baskets is None


def test_at_most_as_many_goods_are_considered_as_a_number_has_bits(tmp_path: Path) -> None:
    lines: list[Line] = [(str(who), f"{who}", f"good {good:03}", 5) for who in range(6) for good in range(90)]
    baskets = table(tmp_path, lines).baskets
    assert baskets is not None
    assert baskets.goods == tuple(f"good {good:03}" for good in range(CONSIDERED))
    assert (baskets.held == np.uint64(2**64 - 1)).all()


def test_each_of_several_files_has_its_part_of_the_goods(tmp_path: Path) -> None:
    def lines(kind: str) -> list[Line]:
        return [(str(who), f"{kind}{who}", f"{kind} {good:02}", 5) for who in range(6) for good in range(80)]

    baskets = table(tmp_path, lines("old"), lines("new")).baskets
    assert baskets is not None
    assert [good.split()[0] for good in baskets.goods] == ["old"] * 32 + ["new"] * 32
