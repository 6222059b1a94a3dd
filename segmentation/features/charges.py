"""Lines of orders that are no goods: postage, fees."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def charges() -> frozenset[str]:
    """What they are called, in lower case."""
    path = Path(__file__).with_suffix(".toml")
    return frozenset(tomllib.loads(path.read_text(encoding="utf-8"))["charges"])


def is_charge(word: str) -> bool:
    """Whether a line of an order is postage or a fee and nothing anybody came for."""
    return word.strip().casefold() in charges()
