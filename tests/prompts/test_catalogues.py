"""The catalogues against each other and against the sources that use them."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from functools import cache

import pytest
from jinja2 import Environment, nodes

from prompts.values import catalog
from segmentation.model.personas import FieldKey
from segmentation.model.roles import ColumnRole
from tests.prompts import sources

LANGUAGES = catalog().languages
KEYS = sorted(catalog().keys("en"))
READ_WHOLE = ("sample.", "synonyms.", "language.")
"""Read as data by whoever needs them, not key by key."""


def test_every_language_has_the_same_keys() -> None:
    for language in LANGUAGES:
        assert catalog().keys(language) ^ catalog().keys("en") == set(), language


@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_a_text_has_the_same_placeholders_in_every_language(language: str) -> None:
    """A number may be shown in one language where another only bends a word by it."""
    for key in KEYS:
        if not key.startswith(READ_WHOLE):
            assert _shown(key, "en") <= _needed(key, language), key
            assert _shown(key, language) <= _needed(key, "en"), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_renders(language: str) -> None:
    for key in KEYS:
        text = catalog().text(key, language, **_stand_ins(key, language))
        assert text.count("*") % 2 == 0, f"{key}: a *bold* is not closed"
        assert "{{" not in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_is_empty_or_has_stray_spaces(language: str) -> None:
    for key in KEYS:
        source = catalog().source(key, language)
        assert source, key
        assert source == source.rstrip() or key == "values.separator", key


def test_every_text_is_used_somewhere() -> None:
    assert [key for key in KEYS if not _is_used(key)] == []


def test_every_key_written_out_in_the_sources_has_a_text() -> None:
    prefixes = {key.split(".")[0] for key in KEYS}
    shaped_like_keys = {
        word
        for word in sources.literals()
        if re.fullmatch(r"[a-z_]+(\.[a-z0-9_]+)*\.[a-z0-9_]*[a-z0-9]", word)
        and word.split(".")[0] in prefixes
    }
    files = ("toml", "py", "csv", "ics", "html", "txt")
    unknown = {word for word in shaped_like_keys if not _is_known(word) and not word.endswith(files)}
    assert unknown == set()


def test_every_error_an_owner_can_mend_has_a_text_that_needs_no_more_than_its_details() -> None:
    found = list(sources.calls("OwnerFixableError"))
    assert found
    for call in found:
        for language in LANGUAGES:
            assert catalog().has(f"errors.{call.code}", language), f"{call.where}: {call.code}"
            if call.details is not None:
                missing = _needed(f"errors.{call.code}", language) - call.details
                assert not missing, f"{call.where}: errors.{call.code} needs {missing}"


def test_every_finding_about_a_file_has_a_text() -> None:
    found = [call for name in ("ImportIssue", "_Check", "_unreadable") for call in sources.calls(name)]
    codes = {call.code for call in found} | set(sources.members("issues."))
    assert codes
    assert {code for code in codes if not catalog().has(f"issues.{code}", "en")} == set()


def test_every_reason_for_switching_something_off_has_a_text() -> None:
    codes = set(sources.members("switched_off."))
    assert codes
    assert {code for code in codes if not catalog().has(f"switched_off.{code}", "en")} == set()


def test_every_field_and_every_role_has_a_label() -> None:
    assert {f"fields.{field}" for field in FieldKey} <= catalog().keys("en")
    assert {f"roles.{role}" for role in ColumnRole} <= catalog().keys("en")


def test_every_segment_of_every_method_has_a_name_and_a_description() -> None:
    stages = tomllib.loads((sources.ROOT / "segmentation/personas/stages.toml").read_text(encoding="utf-8"))
    keys = {f"{method}.{segment}" for method, segments in stages.items() for segment in segments}
    assert keys
    for key in keys:
        assert catalog().has(f"segments.{key}.name", "en"), key
        assert catalog().has(f"segments.{key}.about", "en"), key


def test_chinese_uses_full_width_punctuation_between_chinese_words() -> None:
    half = re.compile(r"[\u4e00-\u9fff][,;:!?()](?!\w*/)|[,;:!?()][\u4e00-\u9fff]")
    wrong = {key: text for key in KEYS if half.search(text := catalog().source(key, "zh"))}
    assert wrong == {}


def test_no_chinese_sentence_was_left_in_english() -> None:
    """Names of brands and signs may be the same; a sentence may not."""
    same = {key for key in KEYS if catalog().source(key, "zh") == catalog().source(key, "en")}
    sentences = {key for key in same if re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", _words(key))}
    assert sentences == set()


def _words(key: str) -> str:
    return re.sub(r"\{[{%].*?[}%]\}", "", catalog().source(key, "en"))


# ---- placeholders --------------------------------------------------------------------------


def _names(key: str, language: str) -> Iterator[tuple[str, str | None]]:
    """Each name a template uses, with the filter it goes through first."""
    tree = Environment(autoescape=True).parse(catalog().source(key, language))
    filtered: dict[int, str] = {}
    for each in tree.find_all(nodes.Filter):
        if isinstance(each.node, nodes.Name):
            filtered[id(each.node)] = each.name
    set_here = {each.name for each in tree.find_all(nodes.Name) if each.ctx == "store"}
    for name in tree.find_all(nodes.Name):
        if name.ctx == "load" and name.name not in set_here and name.name != "none":
            yield name.name, filtered.get(id(name))


def _needed(key: str, language: str) -> set[str]:
    return {name for name, _ in _names(key, language)}


def _shown(key: str, language: str) -> set[str]:
    """Names whose value is shown, and not only decides the form of a word."""
    return {name for name, first in _names(key, language) if first != "plural"}


def _stand_ins(key: str, language: str) -> dict[str, object]:
    looked_up = _looked_up(key, language)
    names = sorted(_names(key, language), key=str)
    return {name: _stand_in(first) for name, first in names} | looked_up


def _looked_up(key: str, language: str) -> dict[str, object]:
    """Names that choose from a table inside the template, with a choice that is there."""
    tree = Environment(autoescape=True).parse(catalog().source(key, language))
    return {
        each.arg.name: each.node.items[0].key.as_const()
        for each in tree.find_all(nodes.Getitem)
        if isinstance(each.node, nodes.Dict) and isinstance(each.arg, nodes.Name)
    } | ({"currency": "GBP"} if "currency" in _needed(key, language) else {})


def _stand_in(first: str | None) -> object:
    match first:
        case "day":
            return date(2026, 2, 28)
        case "join_list" | "join":
            return ["one", "two"]
        case _:
            return 3


# ---- use -----------------------------------------------------------------------------------


def _is_used(key: str) -> bool:
    if key.startswith(READ_WHOLE) or key in sources.literals():
        return True
    if key.startswith("web.") and _is_word_of_the_page(key.removeprefix("web.")):
        return True
    return any(sources.could_be(key, shape, _is_put_together) for shape in sources.shapes())


def _is_word_of_the_page(name: str) -> bool:
    """The page gets all its words at once, by their names without `web.`."""
    if any(sources.could_be(name, shape, _is_word) for shape in sources.shapes()):
        return True
    return re.search(rf"\b{name}\b", sources.browser_sources()) is not None


@cache
def _is_put_together(part: str) -> bool:
    """A word of the sources, words of the sources with dots between, or what an f-string makes of them."""
    if _is_word(part) or all(map(_is_word, part.split("."))):
        return True
    return any(sources.could_be(part, shape, _is_word) for shape in sources.shapes())


def _is_word(part: str) -> bool:
    return part in sources.literals() or part.isdecimal()


def _is_known(word: str) -> bool:
    return any(key == word or key.startswith(f"{word}.") for key in KEYS)
