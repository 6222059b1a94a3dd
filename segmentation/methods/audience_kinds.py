"""Consumers, businesses, trade, professionals, public bodies: whom the shop sells to."""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.figures import segmentation
from segmentation.methods.requirements import Why, too_few
from segmentation.methods.thresholds import thresholds
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff

CONSUMERS = "consumers"


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    words: tuple[str, ...]
    signs: tuple[str, ...]
    domains: tuple[str, ...]
    """Parts of an e-mail domain, such as gov in gov.uk."""
    mailboxes: tuple[str, ...]
    """What stands before the @."""

    def is_told_by_name(self) -> Callable[[str], bool]:
        words = "|".join(re.escape(word) for word in self.words)
        signs = "|".join(re.escape(sign) for sign in self.signs)
        found = re.compile(rf"(?<!\w)(?:{words})(?!\w)|{signs}", re.IGNORECASE).search
        return lambda name: found(name) is not None

    def is_told_by_email(self) -> Callable[[str], bool]:
        mailboxes, domains = frozenset(self.mailboxes), frozenset(self.domains)

        def told(email: str) -> bool:
            mailbox, _, domain = email.lower().partition("@")
            # The first part of a domain is a name of its own.
            return mailbox in mailboxes or not domains.isdisjoint(domain.split(".")[1:])

        return told


@dataclass(frozen=True, slots=True)
class _Table:
    customers_needed: int
    resale_times: float
    resale_weekends: float
    kind: tuple[_Kind, ...]


_TABLE = thresholds("audience_kinds", _Table)
KEYS = (CONSUMERS, *(kind.key for kind in _TABLE.kind))


class AudienceKinds:
    """The first kind, in the order of its table, that a customer's name or address tells, else consumers.

    Who is called like nobody in particular but takes many times the usual pieces, on working days, buys
    to sell again. Refuses files in which nothing tells one kind from another.
    """

    key = "audience_kinds"
    needs_orders = False
    rests_on = frozenset({"items_per_order", "weekend_share"})

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:  # noqa: ARG002  # the promise of a method
        refused = too_few(self.key, customers.count, _TABLE.customers_needed)
        if refused:
            return refused
        told = [_told(customers, kind) for kind in _TABLE.kind]
        told[KEYS.index("trade") - 1] |= _buys_to_sell(customers) & ~np.any(told, axis=0)
        membership = np.select(told, range(1, len(KEYS)), default=0).astype(np.int32)
        if not membership.any():
            return SwitchedOff(self.key, Why.NO_COMPANIES)
        return segmentation(self.key, KEYS, customers, membership)


def _told(customers: CustomerTable, kind: _Kind) -> NDArray[np.bool_]:
    by_name = _where(customers, "name", kind.is_told_by_name())
    return by_name | _where(customers, "email", kind.is_told_by_email())


def _where(customers: CustomerTable, contact: str, tells: Callable[[str], bool]) -> NDArray[np.bool_]:
    cells = customers.contacts.get(contact)
    if cells is None:
        return np.zeros(customers.count, dtype=np.bool_)
    return np.fromiter((cell is not None and tells(cell) for cell in cells), np.bool_, customers.count)


def _buys_to_sell(customers: CustomerTable) -> NDArray[np.bool_]:
    pieces, weekends = (customers.numeric.get(name) for name in ("items_per_order", "weekend_share"))
    if pieces is None or weekends is None or np.isnan(pieces).all():
        return np.zeros(customers.count, dtype=np.bool_)
    many = pieces >= _TABLE.resale_times * np.nanmedian(pieces)
    return np.asarray(many & (customers.orders > 1) & (weekends <= _TABLE.resale_weekends))
