"""Who is left alone, so that a campaign can be measured against them."""

from collections.abc import Collection
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

HELD_OUT = 0.1
"""Part of those in each segment who may be addressed."""


def held_out(
    ids: Collection[str], membership: NDArray[np.int32], may_be_addressed: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """One flag per customer: a tenth of each segment, rounded, chosen by a hash of the id.

    The choice hangs on nothing else, so that mostly the same people stay out month after month. Whoever
    may not be addressed is no fair comparison with those who were.
    """
    lots = np.fromiter((_lot(each) for each in ids), np.uint64, len(ids))
    flags = np.zeros(len(ids), dtype=np.bool_)
    for segment in np.unique(membership):
        rows = np.flatnonzero((membership == segment) & may_be_addressed)
        flags[rows[np.argsort(lots[rows], kind="stable")[: round(len(rows) * HELD_OUT)]]] = True
    return flags


def _lot(customer: str) -> int:
    return int.from_bytes(blake2b(customer.encode("utf-8", "surrogatepass"), digest_size=8).digest())
