"""What a file says about a person rather than about a purchase, as SQL."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import identifier, literal
from segmentation.roles.parse import customer_part_sql, number_sql

OLDEST = 120
SHORTEST_PHONE = 6

_AGE_BAND = r"^\D*(\d{1,3})\s*[-–~至]\s*(\d{1,3})\D*$"
_YEAR = r"(19\d\d|20\d\d)"


@dataclass(frozen=True, slots=True)
class Attribute:
    """A column `name` of orders and people, told by the cells of one role."""

    name: str
    role: ColumnRole
    sql: Callable[[str, Understanding], str]
    """The value of a column of raw cells, given its name; NULL where it is unknown."""


def attributes_told(understanding: Understanding) -> tuple[Attribute, ...]:
    """The attributes the file holds."""
    return tuple(attribute for attribute in ATTRIBUTES if understanding.column(attribute.role))


def text_sql(column: str, _: Understanding) -> str:
    return f"nullif(trim({identifier(column)}), '')"


def _email(column: str, _: Understanding) -> str:
    return customer_part_sql(column, ColumnRole.EMAIL)


def _phone(column: str, understanding: Understanding) -> str:
    """As it is written, for a plus sign says whether the country is in it."""
    digits = customer_part_sql(column, ColumnRole.PHONE)
    return f"CASE WHEN length({digits}) >= {SHORTEST_PHONE} THEN {text_sql(column, understanding)} END"


def _name(column: str, _: Understanding) -> str:
    return customer_part_sql(column, ColumnRole.NAME)


def _income(column: str, understanding: Understanding) -> str:
    return f"CAST({number_sql(column, understanding.numbers)} AS DOUBLE)"


def _age(column: str, understanding: Understanding) -> str:
    """Years; the middle of a band such as 25-34."""
    cell = identifier(column)
    ends = " + ".join(f"CAST(regexp_extract({cell}, '{_AGE_BAND}', {end}) AS DOUBLE)" for end in (1, 2))
    band = f"CASE WHEN regexp_matches({cell}, '{_AGE_BAND}') THEN ({ends}) / 2 END"
    age = f"coalesce({band}, CAST({number_sql(column, understanding.numbers)} AS DOUBLE))"
    return f"CASE WHEN {age} BETWEEN 1 AND {OLDEST} THEN {age} END"


def _born(column: str, _: Understanding) -> str:
    """The day of birth; the middle of the year when only the year can be read for certain."""
    cell = identifier(column)
    year = f"try_cast(regexp_extract({cell}, '{_YEAR}') AS INTEGER)"
    return f"coalesce(try_cast({cell} AS DATE), make_date({year}, 7, 1))"


def _sex(column: str, understanding: Understanding) -> str:
    """Who is female and who is male, from the words of many languages."""
    told = understanding.column(ColumnRole.SEX)
    seen = {
        cell.strip().lower()
        for row in understanding.dataset.sample
        for name, cell in zip(understanding.dataset.columns, row, strict=True)
        if name == told
    }
    turned = _SEX_WORDS["male_letter_that_turns_m"] in seen and "f" not in seen
    female = {*_SEX_WORDS["female"], *(("m",) if turned else ())}
    male = set(_SEX_WORDS["male"]) - female
    word = f"lower(trim({identifier(column)}))"
    cases = f"WHEN {word} IN ({_listed(female)}) THEN 'female' WHEN {word} IN ({_listed(male)}) THEN 'male'"
    return f"CASE {cases} END"


def _listed(words: set[str]) -> str:
    return ", ".join(literal(word) for word in sorted(words))


_SEX_WORDS: dict[str, list[str] | str] = tomllib.loads(
    Path(__file__).with_name("sex_words.toml").read_text(encoding="utf-8")
)

ATTRIBUTES = (
    Attribute("city", ColumnRole.CITY, text_sql),
    Attribute("country", ColumnRole.COUNTRY, text_sql),
    Attribute("source", ColumnRole.SOURCE, text_sql),
    Attribute("sex", ColumnRole.SEX, _sex),
    Attribute("told_age", ColumnRole.AGE, _age),
    Attribute("born", ColumnRole.BIRTH, _born),
    Attribute("income", ColumnRole.INCOME, _income),
    Attribute("email", ColumnRole.EMAIL, _email),
    Attribute("phone", ColumnRole.PHONE, _phone),
    Attribute("name", ColumnRole.NAME, _name),
)
