"""Key + language + values -> text. Every sentence of the product is a template in a `languages` file."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from babel import Locale
from jinja2 import Environment, StrictUndefined, Template, TemplateError

from prompts import typography
from segmentation.errors import DefectError

LANGUAGES_FOLDER = Path(__file__).parent / "languages"


class Text(str):
    """A text that came out of a catalogue. As a value of another text it keeps its *bold*."""

    __slots__ = ()


class Catalog:
    """All texts of all languages, read once; templates are compiled when first used.

    A key is the file's stem and the path inside it, joined by dots: `rules` of `[age.young]` in
    `terms.toml` is `terms.age.young.rules`. There is no fallback from one language to another.
    """

    def __init__(self, folder: Path = LANGUAGES_FOLDER) -> None:
        codes = sorted(entry.name for entry in folder.iterdir() if entry.is_dir())
        self._sources = {code: _read_language(folder / code) for code in codes}
        self._environments = {code: _environment(texts) for code, texts in self._sources.items()}
        self._templates: dict[tuple[str, str], Template] = {}
        self._constants: dict[tuple[str, str], Text] = {}
        """Texts that need no values: most labels of buttons."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The codes, in alphabetical order."""
        return tuple(self._sources)

    def language_name(self, code: str) -> str:
        """The language's own name for itself."""
        return self.text("language.name", code)

    def locale(self, language: str) -> Locale:
        """Where numbers, money and dates of this language take their form from."""
        return Locale.parse(self.source("language.locale", language))

    def keys(self, language: str) -> frozenset[str]:
        return frozenset(self._language(language))

    def has(self, key: str, language: str) -> bool:
        return key in self._language(language)

    def source(self, key: str, language: str) -> str:
        """The template of `key` as it is written. Raises DefectError when there is none."""
        try:
            return self._language(language)[key]
        except KeyError:
            raise DefectError(f"no text {key!r} in {language!r}") from None

    def text(self, key: str, language: str, **values: object) -> Text:
        """The text of `key`. Raises DefectError for an unknown key and for a placeholder without value.

        Words in `values` are shown as they are: never read as a template, never as *bold*.
        """
        if not values and (language, key) in self._constants:
            return self._constants[language, key]
        source = self.source(key, language)
        # Most are constant, and compiling one takes a millisecond.
        text = self._rendered(key, language, values) if "{" in source else Text(source)
        if not values:
            self._constants[language, key] = text
        return text

    def _rendered(self, key: str, language: str, values: Mapping[str, object]) -> Text:
        try:
            return Text(self._template(key, language).render(values))
        except (TemplateError, ArithmeticError, TypeError, ValueError) as error:
            raise DefectError(f"text {key!r} in {language!r}: {error}") from error

    def _template(self, key: str, language: str) -> Template:
        found = self._templates.get((language, key))
        if found is None:
            source = self.source(key, language)
            found = self._environments[language].from_string(source)
            self._templates[language, key] = found
        return found

    def _language(self, code: str) -> Mapping[str, str]:
        try:
            return self._sources[code]
        except KeyError:
            raise DefectError(f"no language {code!r}") from None


def _environment(texts: Mapping[str, str]) -> Environment:
    # Autoescape stays off: the target is plain text, and each messenger escapes for its own markup.
    environment = Environment(undefined=StrictUndefined, finalize=_shown, autoescape=False)  # noqa: S701
    environment.globals.clear()  # a sentence needs nothing but its values, and they are copied each time
    locale = Locale.parse(texts["language.locale"])
    environment.filters |= {name: partial(form, locale=locale) for name, form in _FILTERS.items()}
    return environment


_FILTERS: Mapping[str, Callable[..., str]] = {
    "number": typography.number,
    "roughly": typography.roughly,
    "percent": typography.percent,
    "percent_span": typography.percent_span,
    "money": typography.money,
    "currency_name": typography.currency_name,
    "day": typography.day,
    "join_list": typography.join_list,
    "plural": typography.plural,
}


def _shown(value: object) -> object:
    """Every value on its way into a text passes here."""
    if isinstance(value, Text) or not isinstance(value, str):
        return value
    return typography.plain(value)


def _read_language(folder: Path) -> dict[str, str]:
    texts: dict[str, str] = {}
    for file in sorted(folder.glob("*.toml")):
        content = tomllib.loads(file.read_text(encoding="utf-8"))
        texts |= dict(_flatten(file.stem, content, file))
    return texts


def _flatten(prefix: str, value: object, file: Path) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield prefix, value.strip("\n")
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _flatten(f"{prefix}.{key}", inner, file)
    else:
        raise DefectError(f"{file.name}: {prefix} is neither a text nor a table of texts")
