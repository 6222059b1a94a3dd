"""Reads the thresholds and tables in `tables/`: data, so that they can be read, checked and edited."""

import tomllib
from pathlib import Path
from typing import TypeVar

from cattrs import Converter

T = TypeVar("T")

_FOLDER = Path(__file__).parent / "tables"
_CONVERTER = Converter(forbid_extra_keys=True)


def thresholds(name: str, kind: type[T]) -> T:
    """What `tables/<name>.toml` says, as `kind`; a missing or unknown key is refused."""
    told = tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    return _CONVERTER.structure(told, kind)
