"""What the columns of a dataset mean."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from segmentation.model.choices import OpenChoice, OwnerChoices
from segmentation.model.dataset import Dataset, ImportIssue

_NO_SURER = 0.1
"""What one column may seem surer than another and yet say nothing."""


class ColumnRole(StrEnum):
    CUSTOMER_ID = "customer_id"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    PHONE = "phone"
    ORDER_ID = "order_id"
    LINE_ID = "line_id"
    DATE = "date"
    """When it was bought; in a list of people, when they last bought."""
    CANCELLED_AT = "cancelled_at"
    SIGNED_UP = "signed_up"
    OTHER_DATE = "other_date"
    """Paid, shipped, delivered, due, changed."""
    PRODUCT = "product"
    SKU = "sku"
    CATEGORY = "category"
    BRAND = "brand"
    QUANTITY = "quantity"
    UNIT_PRICE = "unit_price"
    AMOUNT = "amount"
    """Of the row: it is added up."""
    ORDER_TOTAL = "order_total"
    """Of the whole order, on one of its rows or on each: it counts once per order."""
    SUBTOTAL = "subtotal"
    TAX = "tax"
    SHIPPING = "shipping"
    DISCOUNT = "discount"
    REFUND = "refund"
    FEE = "fee"
    UNIT_COST = "unit_cost"
    COST = "cost"
    MARGIN = "margin"
    CURRENCY = "currency"
    STATUS = "status"
    """How the order stands: paid, cancelled, refunded, a test."""
    ENTRY_TYPE = "entry_type"
    """What the row is: a sale, a refund, money going out."""
    SOURCE = "source"
    PAYMENT_METHOD = "payment_method"
    STORE = "store"
    ADDRESS = "address"
    POSTCODE = "postcode"
    CITY = "city"
    REGION = "region"
    COUNTRY = "country"
    AGE = "age"
    BIRTH = "birth"
    SEX = "sex"
    MARITAL_STATUS = "marital_status"
    JOB = "job"
    INCOME = "income"
    INTERESTS = "interests"
    FOLLOWERS = "followers"
    SERVICE_SCORE = "service_score"
    CONSENT = "consent"
    NOTE = "note"
    ORDER_COUNT = "order_count"
    TOTAL_SPENT = "total_spent"
    OTHER = "other"


class TableKind(StrEnum):
    """What a row of the table is."""

    ORDER_LINES = "order_lines"
    ORDERS = "orders"
    PAYMENTS = "payments"
    CUSTOMERS = "customers"
    SURVEY = "survey"
    PRODUCTS = "products"

    @property
    def lists_purchases(self) -> bool:
        return self in {TableKind.ORDER_LINES, TableKind.ORDERS, TableKind.PAYMENTS}

    @property
    def lists_people(self) -> bool:
        return self in {TableKind.CUSTOMERS, TableKind.SURVEY}


class Standing(StrEnum):
    """What a word in a column of states or kinds does to the row."""

    SOLD = "sold"
    VOID = "void"
    """Cancelled, failed or given up: as if it had not been."""
    UNPAID = "unpaid"
    TEST = "test"
    REFUNDED = "refunded"
    """A sale that was paid back."""
    REFUND = "refund"
    """A row of its own for money paid back."""
    OUTSIDE = "outside"
    """Money that is no sale: withdrawals, expenses, transfers."""
    REPEATED = "repeated"
    """Sums up other rows of the same order."""


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
    rivals: tuple[ColumnRole, ...] = ()
    """Other roles it could as well play, the likelier first: worth asking about."""


@dataclass(frozen=True, slots=True)
class NumberStyle:
    """How numbers are written in the file."""

    decimal: str = "."


@dataclass(frozen=True, slots=True)
class OtherSide:
    """Where the customer stands in rows that have the shop itself in the EMAIL column, as payments do."""

    column: str
    own: str
    """The shop's address, in lower case."""


@dataclass(frozen=True, slots=True)
class OwnerWord:
    """What the owner said about a file; it wins over what we think."""

    roles: Mapping[str, ColumnRole] = field(default_factory=dict)
    """By column name."""
    choices: OwnerChoices = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OwnerMemory:
    """What is known of the owner from before this file."""

    readings: Mapping[str, OwnerWord] = field(default_factory=dict)
    """What they confirmed, by `Dataset.header`."""
    currency: str | None = None
    """ISO 4217 code of what they count in."""


@dataclass(frozen=True, slots=True)
class Understanding:
    """What we make of one file, to be confirmed by the owner before it is used."""

    dataset: Dataset
    kind: TableKind
    mappings: tuple[ColumnMapping, ...]
    """One per column of the dataset, in its order."""
    date_format: str | None
    """How the DATE column is written, as `date_sql` takes it; None when there is no date."""
    numbers: NumberStyle
    customers: int
    """Distinct customers with an identity."""
    first_date: date | None
    last_date: date | None
    currency: str | None
    set_aside: tuple[ImportIssue, ...]
    """Rows that will not be used or used differently, with counts and examples."""
    standings: Mapping[str, Mapping[str, Standing]] = field(default_factory=dict)
    """By STATUS or ENTRY_TYPE column, its words (in lower case) that say more than a plain sale."""
    once_per_order: tuple[ColumnRole, ...] = ()
    """Roles whose cells repeat on each line what holds for the whole order."""
    completed: bool = False
    """Whether rows lack their customer or date, but the order, another row or another column tells."""
    other_side: OtherSide | None = None
    each_row: bool = False
    """Whether every row is a person of its own, as in answers without a name: nothing tells them apart."""
    spellings_merged: bool = False
    """Whether customers who differ in case, spaces and marks alone are one, as the owner wants."""
    choices: tuple[OpenChoice, ...] = ()
    """What the file leaves open, those of the dataset among it."""
    remembered: bool = False
    """Whether it was read like a file with the same columns that its owner confirmed before."""

    def column(self, role: ColumnRole) -> str | None:
        """The column that plays `role`, or None; the whole name is given in the first of its parts."""
        told = self.columns(role) or (self.name_parts[:1] if role is ColumnRole.NAME else ())
        return next(iter(told), None)

    def columns(self, role: ColumnRole) -> tuple[str, ...]:
        """All columns that play `role`, in the order of the file."""
        return tuple(mapping.column for mapping in self.mappings if mapping.role is role)

    @property
    def paid(self) -> str | None:
        """The column that says what was paid: for the row, or for the order where that comes to the same.

        Where a row is an order or a payment, or what it says repeats on all of its order, the order's total
        counts, unless the other column is clearly surer.
        """
        amount, total = (
            next((mapping for mapping in self.mappings if mapping.role is role), None)
            for role in (ColumnRole.AMOUNT, ColumnRole.ORDER_TOTAL)
        )
        if amount is None or total is None:
            alone = amount or total
            return alone.column if alone else None
        whole = self.kind in {TableKind.ORDERS, TableKind.PAYMENTS} or amount.role in self.once_per_order
        return total.column if whole and total.confidence + _NO_SURER >= amount.confidence else amount.column

    @property
    def name_parts(self) -> tuple[str, ...]:
        """The columns a customer's name is spread over."""
        parts = {ColumnRole.FIRST_NAME, ColumnRole.LAST_NAME}
        return tuple(mapping.column for mapping in self.mappings if mapping.role in parts)
