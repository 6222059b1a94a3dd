"""Shops made by hand: a few customers, exactly known, in the segments the test says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from segmentation.methods.figures import segmentation as with_figures
from segmentation.model.customers import MONEY_UNITS, CustomerTable, OrderGaps
from segmentation.model.segments import Segmentation

AS_OF = date(2026, 3, 1)
TODAY = (AS_OF - date(1970, 1, 1)).days
LIFECYCLE = ("first_time", "regular", "special_occasion", "slowing_down", "lapsed")
NO_GAPS = OrderGaps(0, float("nan"), float("nan"), float("nan"))


@dataclass(frozen=True)
class Customer:
    """`ago`: days since each order, all on different days; `paid` for each order."""

    ago: Sequence[int] = (40, 10)
    paid: float = 50.0
    age: float = np.nan
    sex: str | None = None
    country: str | None = None
    city: str | None = None
    source: str | None = None
    category: str | None = None
    weekday: str | None = None
    day_part: str | None = None
    month: str | None = None
    consent: str | None = None
    hour: float = np.nan
    same_season: bool = False
    email: bool = False
    phone: bool = False


_WORDS = ("sex", "country", "city", "source", "category", "weekday", "day_part", "month", "consent")


def shop(
    customers: Sequence[Customer], *, currency: str | None = "EUR", gaps: OrderGaps = NO_GAPS
) -> CustomerTable:
    first = [TODAY - max(each.ago) if each.ago else -1 for each in customers]
    last = [TODAY - min(each.ago) if each.ago else -1 for each in customers]
    orders = np.array([len(each.ago) for each in customers], dtype=np.int64)
    paid = np.array([round(each.paid * MONEY_UNITS) for each in customers], dtype=np.int64)
    words = {name: [getattr(each, name) for each in customers] for name in _WORDS}
    return CustomerTable(
        ids=np.array([f"{number:05}" for number in range(len(customers))], dtype=object),
        orders=orders,
        revenue_units=orders * paid,
        largest_order_units=paid,
        first_order_day=np.array(first, dtype=np.int64),
        last_order_day=np.array(last, dtype=np.int64),
        order_days=orders,
        same_season=np.array([each.same_season for each in customers], dtype=np.bool_),
        numeric={
            "age": np.array([each.age for each in customers], dtype=np.float64),
            "usual_hour": np.array([each.hour for each in customers], dtype=np.float64),
        },
        categorical={name: np.array(column, dtype=object) for name, column in words.items() if any(column)},
        contacts={
            "email": np.array(["a@shop.example" if each.email else None for each in customers], dtype=object),
            "phone": np.array(["650 555 1212" if each.phone else None for each in customers], dtype=object),
        },
        gaps=gaps,
        as_of=AS_OF,
        currency=currency,
        has_orders=bool(orders.any()),
    )


def segmented(
    table: CustomerTable,
    segments: Sequence[str],
    *,
    method: str = "lifecycle",
    keys: Sequence[str] = LIFECYCLE,
) -> Segmentation:
    """The customers in the segments named, one name per customer."""
    membership = np.array([keys.index(segment) for segment in segments], dtype=np.int32)
    return with_figures(method, keys, table, membership, {})


def all_in(segment: str, table: CustomerTable) -> Segmentation:
    return segmented(table, [segment] * table.count)
