"""One customer in several files, by an account in one and an address in the next."""

from itertools import permutations
from pathlib import Path

import pytest

from segmentation.model.roles import ColumnRole as R
from tests.features.files import Row, counted, people, purchases

SHOP: list[Row] = [
    ("C1", "Ann@x.example", "+44 7700 900001", "2024-03-01", "cup", 10),
    ("C2", "bob@x.example", "07700 900002", "2024-03-02", "pot", 20),
    ("C3", "bob@x.example", "07700 900003", "2024-03-03", "pot", 5),
]
SHOP_HEADER = (R.CUSTOMER_ID, R.EMAIL, R.PHONE, R.DATE, R.PRODUCT, R.AMOUNT)


def bought(*files: tuple[Path, tuple[R, ...], list[Row], str]) -> dict[str, tuple[int, float]]:
    told = [purchases(folder, header, rows, name=name) for folder, header, rows, name in files]
    table, _ = counted(told)
    return dict(zip(table.ids, zip(table.orders.tolist(), table.revenue.tolist(), strict=True), strict=True))


@pytest.mark.parametrize(
    ("role", "addresses"),
    [(R.EMAIL, (" ann@X.example", "eve@x.example")), (R.PHONE, ("0044 7700900001", "07700 900009"))],
)
def test_an_address_in_one_file_is_the_account_of_another(
    tmp_path: Path, role: R, addresses: tuple[str, str]
) -> None:
    market: list[Row] = [(each, "2024-04-01", "tea", 7) for each in addresses]
    files = (
        (tmp_path, SHOP_HEADER, SHOP, "shop.csv"),
        (tmp_path, (role, R.DATE, R.PRODUCT, R.AMOUNT), market, "market.csv"),
    )
    for order in permutations(files):
        found = bought(*order)
        assert found.pop("C1") == (2, 17.0)
        assert (found.pop("C2"), found.pop("C3")) == ((1, 20.0), (1, 5.0))
        assert list(found.values()) == [(1, 7.0)]


def test_of_two_accounts_with_one_address_the_first_has_what_was_bought_under_it(tmp_path: Path) -> None:
    market: list[Row] = [("bob@x.example", "2024-04-01", 7)]
    found = bought(
        (tmp_path, (R.EMAIL, R.DATE, R.AMOUNT), market, "market.csv"),
        (tmp_path, SHOP_HEADER, SHOP, "shop.csv"),
    )
    assert found == {"C1": (1, 10.0), "C2": (2, 27.0), "C3": (1, 5.0)}


def test_what_they_like_is_joined_too(tmp_path: Path) -> None:
    market: list[Row] = [("ann@x.example", f"2024-04-0{day}", "tea", 7) for day in range(1, 4)]
    header = (R.EMAIL, R.DATE, R.PRODUCT, R.AMOUNT)
    files = [
        purchases(tmp_path, SHOP_HEADER, SHOP, name="shop.csv"),
        purchases(tmp_path, header, market, name="market.csv"),
    ]
    table, _ = counted(files)
    assert dict(zip(table.ids, table.categorical["product"], strict=True))["C1"] == "tea"


def test_a_list_of_members_meets_buyers_by_phone(tmp_path: Path) -> None:
    members: list[Row] = [("M1", "+86 138 1234 5000", "成都"), ("M2", "139 0000 0000", "西安")]
    orders: list[Row] = [("13812345000", "2024-04-01", 7), ("13800000001", "2024-04-01", 7)]
    files = [
        people(tmp_path, (R.CUSTOMER_ID, R.PHONE, R.CITY), members),
        purchases(tmp_path, (R.PHONE, R.DATE, R.AMOUNT), orders),
    ]
    table, _ = counted(files)
    assert dict(zip(table.ids, table.categorical["city"], strict=True)) == {
        "13812345000": "成都",
        "13800000001": None,
    }
