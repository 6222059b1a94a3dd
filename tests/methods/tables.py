"""Customer tables made by hand or by chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from hypothesis import strategies as st

from segmentation.model.customers import CustomerTable, OrderGaps

AS_OF = date(2025, 1, 1)
TODAY = (AS_OF - date(1970, 1, 1)).days
MONTHLY = OrderGaps(count=100, percentile_40=25, percentile_80=60, median=30, customers=40)


@dataclass(frozen=True)
class Buyer:
    """`ago`: days since each of the order days; none for someone who never ordered."""

    ago: Sequence[int] = ()
    revenue: int = 0
    same_season: bool = False
    age: float = np.nan
    sex: str | None = None
    usual_gap: float = field(default=np.nan)


def table(buyers: Sequence[Buyer], *, gaps: OrderGaps = MONTHLY, has_orders: bool = True) -> CustomerTable:
    numeric = {
        "age": np.array([buyer.age for buyer in buyers], dtype=np.float64),
        "median_gap_days": np.array([buyer.usual_gap for buyer in buyers], dtype=np.float64),
    }
    return CustomerTable(
        ids=np.array([f"{i:05}" for i in range(len(buyers))], dtype=object),
        orders=np.array([len(buyer.ago) for buyer in buyers], dtype=np.int64),
        revenue_units=np.array([buyer.revenue for buyer in buyers], dtype=np.int64),
        largest_order_units=np.zeros(len(buyers), dtype=np.int64),
        first_order_day=np.array([TODAY - max(buyer.ago, default=TODAY + 1) for buyer in buyers]),
        last_order_day=np.array([TODAY - min(buyer.ago, default=TODAY + 1) for buyer in buyers]),
        order_days=np.array([len(set(buyer.ago)) for buyer in buyers], dtype=np.int64),
        same_season=np.array([buyer.same_season for buyer in buyers], dtype=np.bool_),
        numeric=numeric,
        categorical={"sex": np.array([buyer.sex for buyer in buyers], dtype=object)},
        contacts={},
        gaps=gaps,
        as_of=AS_OF,
        currency=None,
        has_orders=has_orders,
    )


def taken(customers: CustomerTable, rows: Sequence[int]) -> CustomerTable:
    """The same table with its rows in another order, ids and all."""

    def pick(columns: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: column[rows] for name, column in columns.items()}

    return CustomerTable(
        **{
            name: getattr(customers, name)[rows]
            for name in (
                "ids", "orders", "revenue_units", "largest_order_units", "first_order_day",
                "last_order_day", "order_days", "same_season",
            )
        },
        numeric=pick(customers.numeric),
        categorical=pick(customers.categorical),
        contacts={},
        gaps=customers.gaps,
        as_of=customers.as_of,
        currency=None,
        has_orders=customers.has_orders,
    )  # fmt: skip


BUYERS = st.lists(
    st.builds(
        Buyer,
        ago=st.lists(st.integers(0, 900), max_size=6),
        revenue=st.integers(-(10**9), 10**14),
        same_season=st.booleans(),
        age=st.one_of(st.just(np.nan), st.floats(0, 120)),
        sex=st.sampled_from(["female", "male", None]),
        usual_gap=st.one_of(st.just(np.nan), st.floats(1, 400)),
    ),
    min_size=1,
    max_size=60,
)
GAPS = st.builds(
    lambda count, low, more: OrderGaps(count, low, low + more, low, customers=count // 2),
    st.integers(0, 60),
    st.floats(1, 300),
    st.floats(0, 300),
)
