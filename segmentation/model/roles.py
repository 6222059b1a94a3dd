"""What the columns of a dataset mean."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from segmentation.model.choices import OpenChoice
from segmentation.model.dataset import Dataset, ImportIssue


class ColumnRole(StrEnum):
    CUSTOMER_ID = "customer_id"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    ORDER_ID = "order_id"
    DATE = "date"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    AMOUNT = "amount"
    DISCOUNT = "discount"
    PRODUCT = "product"
    CATEGORY = "category"
    CITY = "city"
    COUNTRY = "country"
    AGE = "age"
    BIRTH = "birth"
    SEX = "sex"
    SOURCE = "source"
    ORDER_COUNT = "order_count"
    TOTAL_SPENT = "total_spent"
    INCOME = "income"
    OTHER = "other"


class TableKind(StrEnum):
    ORDER_LINES = "order_lines"
    CUSTOMERS = "customers"


class Evidence(StrEnum):
    """Why a column was given its role."""

    HEADER = "header"
    CONTENT = "content"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    column: str
    role: ColumnRole
    confidence: float
    """0 to 1; 1 when the owner said so."""
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How numbers are written in the file."""

    decimal: str = "."
    thousands: str = ""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What we make of one file, to be confirmed by the owner before it is used."""

    dataset: Dataset
    kind: TableKind
    mappings: tuple[ColumnMapping, ...]
    """One per column of the dataset, in its order."""
    date_format: str | None
    """strptime format of the DATE column; None when there is no date."""
    numbers: NumberStyle
    customers: int
    """Distinct customers with an identity."""
    first_date: date | None
    last_date: date | None
    currency: str | None
    set_aside: tuple[ImportIssue, ...]
    """Rows that will not be used or used differently, with counts and examples."""
    choices: tuple[OpenChoice, ...] = ()
    """What the file leaves open, those of the dataset among it."""

    def column(self, role: ColumnRole) -> str | None:
        """The column that plays `role`, or None."""
        return next((m.column for m in self.mappings if m.role is role), None)
