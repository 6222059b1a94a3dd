"""Age band and sex, for a list of people who may never have bought."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segmentation.methods.figures import segmentation
from segmentation.methods.requirements import Why, too_few
from segmentation.methods.thresholds import thresholds
from segmentation.model.beliefs import Beliefs
from segmentation.model.customers import CustomerTable
from segmentation.model.segments import Segmentation, SwitchedOff

SEXES = ("female", "male", "any")
ANY = "any"


@dataclass(frozen=True, slots=True)
class _Band:
    key: str
    first_age: int


@dataclass(frozen=True, slots=True)
class _Table:
    customers_needed: int
    band: tuple[_Band, ...]


_TABLE = thresholds("demographics", _Table)
_BANDS = (*(band.key for band in _TABLE.band), ANY)


class Demographics:
    """One segment per sex and age band that somebody belongs to, keys `<sex>_<band>`.

    "any" stands for an unknown sex or age. Unlike other methods, it does not list its empty segments:
    there are 24, and a list may know nothing but the sex.
    """

    key = "demographics"
    needs_orders = False
    rests_on = frozenset({"age", "sex"})

    def segment(self, customers: CustomerTable, beliefs: Beliefs) -> Segmentation | SwitchedOff:  # noqa: ARG002  # the promise of a method
        sexes, bands = _sexes(customers), _bands(customers)
        if (sexes == SEXES.index(ANY)).all() and (bands == _BANDS.index(ANY)).all():
            return SwitchedOff(self.key, Why.NO_AGE_OR_SEX)
        refused = too_few(self.key, customers.count, _TABLE.customers_needed)
        if refused:
            return refused
        present, membership = np.unique(sexes * len(_BANDS) + bands, return_inverse=True)
        keys = [f"{SEXES[group // len(_BANDS)]}_{_BANDS[group % len(_BANDS)]}" for group in present]
        return segmentation(self.key, keys, customers, membership.astype(np.int32))


def _sexes(customers: CustomerTable) -> NDArray[np.int64]:
    told = customers.categorical.get("sex")
    if told is None:
        return np.full(customers.count, SEXES.index(ANY), dtype=np.int64)
    return np.select([told == sex for sex in SEXES], range(len(SEXES)), default=SEXES.index(ANY))


def _bands(customers: CustomerTable) -> NDArray[np.int64]:
    ages = customers.numeric.get("age", np.full(customers.count, np.nan))
    band = np.searchsorted([band.first_age for band in _TABLE.band], ages, side="right") - 1
    return np.where(ages >= 0, band, _BANDS.index(ANY))
