"""What the product's sources say, for tests that compare them with the catalogues."""

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "segmentation", "storage", "prompts")
LANGUAGES = ROOT / "prompts" / "languages"


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    files = sorted(file for room in ROOMS for file in (ROOT / room).rglob("*.py"))
    return tuple((file, ast.parse(file.read_text(encoding="utf-8"))) for file in files)


@cache
def literals() -> frozenset[str]:
    """Every string of the Python sources but docstrings, and every key and string of their data files."""
    words = {
        node.value
        for _, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.toml"):
            if LANGUAGES not in file.parents:
                words |= set(_toml_words(tomllib.loads(file.read_text(encoding="utf-8"))))
    quoted = {each for word in words for each in re.findall(r"'(\w+)'", word)}  # words in SQL
    return frozenset(words | quoted)


@cache
def browser_sources() -> str:
    files = [file for ending in ("js", "html") for file in (ROOT / "bot").rglob(f"*.{ending}")]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


Shape = tuple[str | None, ...]
"""An f-string: its constant parts, and None for each `{...}`."""


@cache
def shapes() -> tuple[Shape, ...]:
    """The f-strings of the sources that could be keys, or parts of keys."""
    nodes = (node for _, module in modules() for node in ast.walk(module) if isinstance(node, ast.JoinedStr))
    found = {tuple(_part(part) for part in node.values) for node in nodes}
    return tuple(shape for shape in found if re.fullmatch(r"[a-z0-9_.]+", "".join(filter(None, shape))))


def _part(node: ast.expr) -> str | None:
    return str(node.value) if isinstance(node, ast.Constant) else None


def could_be(text: str, shape: Shape, is_word: Callable[[str], bool]) -> bool:
    """Whether `shape` gives `text` when only words go into its holes."""
    if not shape:
        return not text
    first, *rest = shape
    if first is not None:
        return text.startswith(first) and could_be(text.removeprefix(first), tuple(rest), is_word)
    ends = range(1, len(text) + 1) if rest else (len(text),)
    return any(
        could_be(text[end:], tuple(rest), is_word) and is_word(text[:end]) for end in ends if text[:end]
    )


def _toml_words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _toml_words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _toml_words(inner)


@dataclass(frozen=True, slots=True)
class Call:
    """A call with a code as its first argument, as far as it can be read without running it."""

    where: str
    code: str
    details: frozenset[str] | None
    """Names of the details given; None when they are not written out."""


def calls(name: str) -> Iterator[Call]:
    """Calls of `name` whose first argument is written out or is a member of a StrEnum."""
    for file, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == name and node.args:
                code = _code(node.args[0])
                if code is not None:
                    where = f"{file.relative_to(ROOT)}:{node.lineno}"
                    yield Call(where, code, _details(node.args[1:]))


def members(documented_as: str) -> Iterator[str]:
    """The values of every StrEnum whose docstring names `documented_as`."""
    for _, module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.ClassDef) and documented_as in (ast.get_docstring(node) or ""):
                yield from _enum_values(node).values()


def _code(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        return _enums().get(node.value.id, {}).get(node.attr)
    return None


def _details(arguments: list[ast.expr]) -> frozenset[str] | None:
    if not arguments:
        return frozenset()
    if isinstance(arguments[0], ast.Dict) and all(isinstance(key, ast.Constant) for key in arguments[0].keys):
        return frozenset(str(key.value) for key in arguments[0].keys if isinstance(key, ast.Constant))
    return None


@cache
def _enums() -> dict[str, dict[str, str]]:
    return {
        node.name: _enum_values(node)
        for _, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.ClassDef)
    }


def _enum_values(node: ast.ClassDef) -> dict[str, str]:
    return {
        target.id: line.value.value
        for line in node.body
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Constant)
        for target in line.targets
        if isinstance(target, ast.Name) and isinstance(line.value.value, str)
    }
