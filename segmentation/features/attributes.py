"""What a file says about a person rather than about a purchase, as SQL."""

import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from segmentation.model.roles import ColumnRole, Understanding
from segmentation.reading.scan import identifier, literal
from segmentation.roles.parse import customer_part_sql, number_sql, trimmed_sql

OLDEST = 120
"""Years a customer may count; more are a slip of the pen."""
SHORTEST_PHONE = 6
"""Digits; fewer are no number that can be called."""

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
    return f"nullif({trimmed_sql(identifier(column))}, '')"


def _email(column: str, _: Understanding) -> str:
    return customer_part_sql(column, ColumnRole.EMAIL)


def _phone(column: str, understanding: Understanding) -> str:
    """As it is written, for a plus sign says whether the country is in it."""
    digits = customer_part_sql(column, ColumnRole.PHONE)
    return f"CASE WHEN length({digits}) >= {SHORTEST_PHONE} THEN {text_sql(column, understanding)} END"


def _name(column: str, _: Understanding) -> str:
    return customer_part_sql(column, ColumnRole.NAME)


def _number(column: str, understanding: Understanding) -> str:
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
    told = understanding.columns(ColumnRole.SEX)[0]
    seen = {cell.strip().lower() for cell in understanding.dataset.cells(told)}
    turned = seen.issuperset(_SEX_WORDS["male_letters_that_turn_m"]) and "f" not in seen
    female = {*_SEX_WORDS["female"], *(("m",) if turned else ())}
    male = set(_SEX_WORDS["male"]) - female
    return _either(column, ("female", female), ("male", male))


def _consent(column: str, understanding: Understanding) -> str:
    """Whether they may be written to: yes or no, and a moment at which they agreed is a yes.

    Under a heading such as "Unsubscribed" it is the other way round.
    """
    heading = (understanding.column(ColumnRole.CONSENT) or "").lower()
    turned = any(word in heading for word in _CONSENT_WORDS["refusals"])
    agreed, refused = ("no", "yes") if turned else ("yes", "no")
    said = _either(column, (agreed, _CONSENT_WORDS["yes"]), (refused, _CONSENT_WORDS["no"]))
    return f"coalesce({said}, CASE WHEN regexp_matches({identifier(column)}, '{_YEAR}') THEN '{agreed}' END)"


def _either(column: str, *words: tuple[str, Iterable[str]]) -> str:
    """What the cell says, given the words for each; NULL for any other."""
    cell = f"lower({trimmed_sql(identifier(column))})"
    cases = (f"WHEN {cell} IN ({_listed(said)}) THEN '{meaning}'" for meaning, said in words)
    return f"CASE {' '.join(cases)} END"


def _listed(words: Iterable[str]) -> str:
    return ", ".join(literal(word) for word in sorted(words))


def _words(name: str) -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name(name).read_text(encoding="utf-8"))


_SEX_WORDS, _CONSENT_WORDS = _words("sex_words.toml"), _words("consent_words.toml")

ATTRIBUTES = (
    Attribute("city", ColumnRole.CITY, text_sql),
    Attribute("region", ColumnRole.REGION, text_sql),
    Attribute("country", ColumnRole.COUNTRY, text_sql),
    Attribute("source", ColumnRole.SOURCE, text_sql),
    Attribute("sex", ColumnRole.SEX, _sex),
    Attribute("told_age", ColumnRole.AGE, _age),
    Attribute("born", ColumnRole.BIRTH, _born),
    Attribute("marital_status", ColumnRole.MARITAL_STATUS, text_sql),
    Attribute("job", ColumnRole.JOB, text_sql),
    Attribute("interests", ColumnRole.INTERESTS, text_sql),
    Attribute("consent", ColumnRole.CONSENT, _consent),
    Attribute("income", ColumnRole.INCOME, _number),
    Attribute("followers", ColumnRole.FOLLOWERS, _number),
    Attribute("service_score", ColumnRole.SERVICE_SCORE, _number),
    Attribute("email", ColumnRole.EMAIL, _email),
    Attribute("phone", ColumnRole.PHONE, _phone),
    Attribute("name", ColumnRole.NAME, _name),
)
