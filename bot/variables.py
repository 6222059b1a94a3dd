"""Values out of variables of the environment: each field of a dataclass says its name, default and bounds.

`port: int = number("SHOP_PORT", 8000, 1, 65_535)` is 8000 until SHOP_PORT says another port.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from segmentation.errors import OwnerFixableError

DIGITS = 20
"""Of a number, and shown of what is none."""

_NAME, _VALUE = "name", "value"
_T = TypeVar("_T")
_Choice = TypeVar("_Choice", bound=StrEnum)


def number(name: str, default: int, least: int, most: int, *, unit: int = 1) -> int:
    """A whole number of units, from `least` to `most` of them."""

    def value(told: str) -> int:
        if told.isascii() and told.isdigit() and len(told) <= DIGITS and least <= int(told) <= most:
            return int(told) * unit
        bounds = {"least": least, "most": most}
        raise OwnerFixableError("bad_setting", {"name": name, "value": told[:DIGITS], **bounds})

    return _variable(name, default * unit, value)


def text(name: str, default: str = "", *, value: Callable[[str], str] = str, is_secret: bool = False) -> str:
    """Any text; `value` may bring it into its usual form, and what is secret is not shown."""
    return _variable(name, default, value, is_secret=is_secret)


def path(name: str, default: Path) -> Path:
    return _variable(name, default, Path)


def path_if_any(name: str) -> Path | None:
    return _variable(name, None, Path)


def choice(name: str, default: _Choice) -> _Choice:
    """One of the kind that the default is of."""
    options = type(default)

    def value(told: str) -> _Choice:
        if told in list(options):
            return options(told)
        about = {"name": name, "value": told[:DIGITS], "options": ", ".join(options)}
        raise OwnerFixableError("bad_choice", about)

    return _variable(name, default, value)


def read(kind: type[_T], environment: Mapping[str, str]) -> tuple[_T, Sequence[OwnerFixableError]]:
    """What is told, and all that is wrong with it: bad_setting, bad_choice.

    The default stands for what is wrong, absent or empty.
    """
    found, wrong = dict[str, object](), list[OwnerFixableError]()
    for name, (place, value) in _variables(kind).items():
        told = environment.get(name)
        if told:
            try:
                found[place] = value(told)
            except OwnerFixableError as error:
                wrong.append(error)
    return kind(**found), tuple(wrong)


def names(kind: type[object]) -> frozenset[str]:
    """Of the variables that are read."""
    return frozenset(_variables(kind))


def read_file(file: Path) -> Mapping[str, str]:
    """A file of NAME=value lines, as systemd and Docker read it too; what begins with # is passed over.

    Raises OwnerFixableError: no_settings_file, bad_settings_file.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise OwnerFixableError("no_settings_file", {"file": str(file)}) from None
    found = {}
    for place, line in enumerate(map(str.strip, lines), start=1):
        name, sign, value = map(str.strip, line.partition("="))
        if line.startswith("#") or not line:
            continue
        if not sign or not name.isidentifier():
            raise OwnerFixableError("bad_settings_file", {"file": str(file), "line": place})
        is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
        found[name] = value[1:-1] if is_quoted else value
    return found


def _variables(kind: Any) -> Mapping[str, tuple[str, Callable[[str], object]]]:
    """By name, the field and what makes a value of the text."""
    told = [each for each in fields(kind) if _NAME in each.metadata]
    return {each.metadata[_NAME]: (each.name, each.metadata[_VALUE]) for each in told}


def _variable(name: str, default: _T, value: Callable[[str], _T], *, is_secret: bool = False) -> _T:
    return field(default=default, repr=not is_secret, metadata={_NAME: name, _VALUE: value})
