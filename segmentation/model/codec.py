"""Values of the model as JSON and back, so that results can be stored and told again."""

import base64
import zlib
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TypeVar

import numpy as np
from cattrs.preconf.json import JsonConverter, make_converter
from cattrs.strategies import configure_tagged_union
from numpy.typing import NDArray

from segmentation.model.choices import Effect
from segmentation.model.values import Value

T = TypeVar("T")

Membership = NDArray[np.int32]


def to_json(value: object) -> str:
    """`value` (an Analysis, an Understanding, Beliefs or anything they hold) as JSON text."""
    return _converter().dumps(value)


def from_json(text: str, kind: type[T]) -> T:
    """The value that `to_json` made `text` of."""
    return _converter().loads(text, kind)


@cache
def _converter() -> JsonConverter:
    converter = make_converter()
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_unstructure_hook(Path, str)
    converter.register_structure_hook(Path, lambda text, _: Path(text))
    converter.register_unstructure_hook_func(_is_membership, _pack)
    converter.register_structure_hook_func(_is_membership, lambda text, _: _unpack(text))
    # Last: a union takes over the hooks its members have at this moment.
    for union in (Effect, Value):
        configure_tagged_union(union, converter, tag_name="kind")
    return converter


def _is_membership(kind: object) -> bool:
    return kind == Membership


def _pack(membership: Membership) -> str:
    return base64.b64encode(zlib.compress(membership.astype("<i4").tobytes())).decode("ascii")


def _unpack(text: str) -> Membership:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype="<i4").astype(np.int32)
