import gzip
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from segmentation.methods.registry import METHODS
from segmentation.model.analysis import Totals
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.roles import ColumnRole
from segmentation.model.segments import Segmentation
from segmentation.value.outlook import Outlook, outlook
from tests.features.files import counted, understood

pytestmark = pytest.mark.reference

RETAIL_ROLES = {
    "InvoiceNo": ColumnRole.ORDER_ID,
    "Description": ColumnRole.PRODUCT,
    "Quantity": ColumnRole.QUANTITY,
    "InvoiceDate": ColumnRole.DATE,
    "UnitPrice": ColumnRole.UNIT_PRICE,
    "CustomerID": ColumnRole.CUSTOMER_ID,
    "Country": ColumnRole.COUNTRY,
}


@pytest.fixture(scope="module")
def retail(reference_data: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[CustomerTable, Totals]:
    unpacked = tmp_path_factory.mktemp("retail") / "online_retail.csv"
    with gzip.open(reference_data / "online_retail.csv.gz") as packed, unpacked.open("wb") as bare:
        shutil.copyfileobj(packed, bare)
    file = understood(unpacked, RETAIL_ROLES, date_format="%Y-%m-%d %H:%M:%S")
    return counted([file])


def test_a_year_of_online_retail_adds_up(retail: tuple[CustomerTable, Totals]) -> None:
    customers, totals = retail
    assert totals.customers == customers.count == 4372
    assert totals.gross == Decimal("8911407.904")
    assert totals.cancellations == Decimal("-611342.090")
    assert totals.revenue == Decimal("8300065.814")
    assert totals.orders == 18536
    assert (totals.first_date, customers.as_of) == (date(2010, 12, 1), date(2011, 12, 10))


def test_every_method_adds_up_to_the_year(retail: tuple[CustomerTable, Totals]) -> None:
    customers, _ = retail
    for method in METHODS:
        if method.needs_orders:
            segmentation = method.segment(customers, Beliefs())
            assert isinstance(segmentation, Segmentation)
            figures = [segment.figures for segment in segmentation.segments]
            assert sum(figure.customers for figure in figures) == 4372
            assert sum(figure.revenue for figure in figures) == Decimal("8300065.814")
            assert sum(figure.orders for figure in figures) == 18536


def test_each_of_the_five_shopper_categories_is_worth_a_campaign(
    retail: tuple[CustomerTable, Totals],
) -> None:
    customers, _ = retail
    shoppers = METHODS[0].segment(customers, Beliefs())
    assert isinstance(shoppers, Segmentation)
    assert all(segment.figures.customers > 300 for segment in shoppers.segments)


def test_the_year_after_can_be_foreseen(retail: tuple[CustomerTable, Totals]) -> None:
    customers, totals = retail
    found = outlook(customers, 52)
    assert isinstance(found, Outlook)
    assert np.isfinite(found.value[customers.orders > 0]).all()
    assert np.nansum(found.value) == pytest.approx(float(totals.revenue), rel=0.3)
