import csv
from datetime import date
from pathlib import Path

import pytest

from segmentation.methods.rfm_ranges import RfmRanges
from segmentation.methods.scores import published_quintiles
from segmentation.model.beliefs import Beliefs
from segmentation.model.roles import ColumnRole
from segmentation.model.segments import Segmentation
from tests.features.files import counted, understood

TITLES = {
    "Mr.", "Mrs.", "Ms.", "Miss", "Dr.", "Sr.", "Jr.", "PhD", "DDS", "DVM", "MD",
    "I", "II", "III", "IV", "V",
}  # fmt: skip


def bare(name: str) -> str:
    """Without titles; and in one case, since a spreadsheet has made a TRUE of somebody called True."""
    return " ".join(word for word in name.split() if word not in TITLES).casefold()


def key_of(segment: str) -> str:
    return segment.lower().replace("can't", "cannot").replace(" ", "_")


@pytest.mark.reference
def test_all_995_published_scores_and_segments_come_out(reference_data: Path) -> None:
    roles = {
        "customer_id": ColumnRole.CUSTOMER_ID,
        "order_date": ColumnRole.DATE,
        "revenue": ColumnRole.AMOUNT,
        "email": ColumnRole.EMAIL,
    }
    orders = understood(reference_data / "rfm" / "orders.csv", roles)
    customers, _ = counted([orders], date(2006, 12, 31))
    scores = published_quintiles(customers)
    result = RfmRanges().segment(customers, Beliefs())
    assert isinstance(result, Segmentation)
    ours = {
        bare(name): (
            result.segments[result.membership[i]].key,
            f"{scores.recency[i]}{scores.frequency[i]}{scores.monetary[i]}",
            str(customers.orders[i]),
            str(int(customers.days_since_last_order[i])),
            f"{customers.revenue[i]:.0f}",
        )
        for i, name in enumerate(customers.ids)
    }
    with (reference_data / "rfm" / "orders_expected.csv").open(encoding="utf-8") as file:
        expected = {
            bare(row["customer"]): (
                key_of(row["segment"]),
                row["rfm"],
                row["orders"],
                row["recency_days"],
                row["total_spend"],
            )
            for row in csv.DictReader(file)
        }
    assert len(expected) == 995
    assert ours == expected
