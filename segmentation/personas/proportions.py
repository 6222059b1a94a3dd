"""Parts of a whole, and how sure they are."""

from collections.abc import Mapping
from math import sqrt

from segmentation.model.values import Share

Z = 1.959964
"""Standard normal quantile of a 95 % interval."""


def ranked(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The most frequent first, ties in alphabetical order."""
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def shares(counts: Mapping[str, int], topic: str | None, top: int) -> tuple[Share, ...]:
    """The `top` most frequent words with their 95 % intervals."""
    total = sum(counts.values())
    return tuple(share(word, count, total, topic) for word, count in ranked(counts)[:top])


def share(name: str, count: int, total: int, topic: str | None = None) -> Share:
    """`count` of `total` customers (at least one), with the interval of `wilson`."""
    low, high = wilson(count, total)
    return Share(name, count / total, low, high, topic)


def wilson(count: int, total: int) -> tuple[float, float]:
    """95 % interval of a share of `count` in `total` (E. B. Wilson 1927); (0, 1) when total is 0."""
    if total == 0:
        return 0.0, 1.0
    observed = count / total
    scale = 1 + Z**2 / total
    middle = (observed + Z**2 / (2 * total)) / scale
    half = Z * sqrt(observed * (1 - observed) / total + Z**2 / (4 * total**2)) / scale
    return min(max(0.0, middle - half), observed), max(min(1.0, middle + half), observed)
