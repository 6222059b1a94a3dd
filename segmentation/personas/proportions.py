"""Parts of a whole, each with how sure it is."""

from collections.abc import Mapping

from segmentation.certainty import wilson
from segmentation.model.values import Share


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
