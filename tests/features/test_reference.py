import gzip
import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from segmentation.features.customers import customer_table
from segmentation.methods.registry import METHODS
from segmentation.model.beliefs import Beliefs
from segmentation.model.roles import ColumnRole
from segmentation.model.segments import Segmentation
from tests.features.files import understood

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


def test_a_year_of_online_retail_adds_up(reference_data: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "online_retail.csv"
    with gzip.open(reference_data / "online_retail.csv.gz") as packed, unpacked.open("wb") as file:
        shutil.copyfileobj(packed, file)
    retail = understood(unpacked, RETAIL_ROLES, date_format="%Y-%m-%d %H:%M:%S")
    customers, totals = customer_table([retail], None)
    assert totals.customers == customers.count == 4372
    assert totals.gross == Decimal("8911407.904")
    assert totals.cancellations == Decimal("-611342.090")
    assert totals.revenue == Decimal("8300065.814")
    assert totals.orders == 18536
    assert (totals.first_date, customers.as_of) == (date(2010, 12, 1), date(2011, 12, 10))
    for method in METHODS:
        if method.needs_orders:
            segmentation = method.segment(customers, Beliefs())
            assert isinstance(segmentation, Segmentation)
            figures = [segment.figures for segment in segmentation.segments]
            assert sum(figure.customers for figure in figures) == 4372
            assert sum(figure.revenue for figure in figures) == Decimal("8300065.814")
            assert sum(figure.orders for figure in figures) == 18536
    shoppers = METHODS[0].segment(customers, Beliefs())
    assert isinstance(shoppers, Segmentation)
    assert all(segment.figures.customers > 400 for segment in shoppers.segments)
