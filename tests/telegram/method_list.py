"""Telegram's published list of methods and types, to check calls against."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_BESIDE = Path(__file__).parents[3] / "shared" / "data"


def reference_list() -> "MethodList | None":
    """The list among the reference data; None where that folder is missing."""
    folder = Path(os.environ.get("PERSONABOT_REFERENCE_DATA", _BESIDE))
    file = folder / "telegram" / "bot_api.json"
    return MethodList(json.loads(file.read_text(encoding="utf-8"))) if file.is_file() else None


class MethodList:
    """`published` is the list as its makers publish it: methods and types with their fields."""

    def __init__(self, published: Mapping[str, Any]) -> None:
        self._methods = published["methods"]
        self._types = published["types"]

    def problems(self, method: str, parameters: Mapping[str, Any], uploads: frozenset[str]) -> list[str]:
        """What is wrong with a call; `parameters` are strings as in a form, or JSON values."""
        if method not in self._methods:
            return [f"no method {method}"]
        fields = self._methods[method].get("fields", [])
        readable = {name: _unpacked(value) for name, value in parameters.items()}
        readable |= dict.fromkeys(uploads & {field["name"] for field in fields})
        return list(self._of_fields(method, fields, readable, uploads))

    def _of_fields(
        self, where: str, fields: list[Any], values: Mapping[str, Any], uploads: frozenset[str]
    ) -> Iterator[str]:
        known = {field["name"]: field for field in fields}
        for name in values.keys() - known.keys():
            yield f"{where} has no {name}"
        for name, field in known.items():
            if field["required"] and name not in values:
                yield f"{where} needs {name}"
        for name, value in values.items():
            if name in known and name not in uploads:
                yield from self._of_value(f"{where}.{name}", known[name]["types"], value, uploads)

    def _of_value(self, where: str, types: list[str], value: Any, uploads: frozenset[str]) -> list[str]:
        """No problem when one of `types` fits; else those with the type that comes nearest."""
        tried = [list(self._of_type(where, name, value, uploads)) for name in self._flat(types)]
        return min(tried, key=len)

    def _flat(self, types: list[str]) -> Iterator[str]:
        for name in types:
            subtypes = self._types.get(name, {}).get("subtypes")
            yield from self._flat(subtypes) if subtypes else [name]

    def _of_type(self, where: str, name: str, value: Any, uploads: frozenset[str]) -> Iterator[str]:
        if name.startswith("Array of "):
            if not isinstance(value, list):
                yield f"{where} is no list"
                return
            for position, inner in enumerate(value):
                inner_type = [name.removeprefix("Array of ")]
                yield from self._of_value(f"{where}[{position}]", inner_type, inner, uploads)
        elif name in self._types:
            if not isinstance(value, dict):
                yield f"{where} is no {name}"
                return
            yield from self._of_fields(where, self._types[name].get("fields", []), value, frozenset())
        elif not _is_plain(name, value):
            yield f"{where} is no {name}"


def _unpacked(value: Any) -> Any:
    """A form holds everything as text; lists and objects are JSON in it."""
    if isinstance(value, str) and value[:1] in {"[", "{"}:
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value


def _is_plain(name: str, value: Any) -> bool:
    match name:
        case "Integer":
            return not isinstance(value, bool) and str(value).lstrip("-").isdigit()
        case "Float":
            return str(value).lstrip("-").replace(".", "", 1).isdigit()
        case "Boolean":
            return str(value).lower() in {"true", "false"}
        case _:
            # A text that happens to look like JSON was unpacked above.
            return True
