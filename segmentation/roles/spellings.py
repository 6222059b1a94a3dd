"""Customers who may be one and the same under two spellings: offered, never merged unasked."""

from dataclasses import replace

from segmentation.model.choices import ChoiceKind, OpenChoice, OwnerChoices, SpellingsFound, options_of
from segmentation.model.roles import Understanding
from segmentation.reading.scan import connect
from segmentation.roles.parse import customer_key, customer_word_sql
from segmentation.roles.rows import counted_rows_sql, folded_sql

KEEP, MERGE = "keep", "merge"

_EXAMPLES = 3
_MOST_CUSTOMERS = 2_000_000
"""Beyond, comparing them all would take longer than reading the file."""


def spelling_choice(understanding: Understanding, owner_choices: OwnerChoices) -> OpenChoice | None:
    """What merging would come to, in a file whose customers are told apart by words."""
    found = customer_key(understanding)
    if found is None or understanding.customers > _MOST_CUSTOMERS or not _are_words(understanding, found[1]):
        return None
    word = customer_word_sql(understanding)
    customers, count, merged, groups = _alike(replace(understanding, spellings_merged=False), word)
    if not count:
        return None
    chosen = MERGE if owner_choices.get(ChoiceKind.SPELLINGS) == MERGE else KEEP
    effects = {KEEP: SpellingsFound(groups, count, customers), MERGE: SpellingsFound(groups, count, merged)}
    is_sure = ChoiceKind.SPELLINGS in owner_choices
    options = options_of(effects, chosen)
    return OpenChoice(ChoiceKind.SPELLINGS, options, chosen, is_sure=is_sure, column=found[1])


def _alike(apart: Understanding, word: str) -> tuple[int, int, int, tuple[tuple[str, ...], ...]]:
    """Customers by their spelling, the groups who look the same, customers without those, some groups."""
    words = f"SELECT DISTINCT {word} AS word FROM {counted_rows_sql(apart)} WHERE {word} IS NOT NULL"
    alike = (
        f"SELECT list(word ORDER BY word) AS words FROM ({words}) WHERE regexp_matches(word, '\\p{{L}}') "
        f"GROUP BY {folded_sql('word')} HAVING count(*) > 1"
    )
    query = (
        f"SELECT (SELECT count(*) FROM ({words})), count(*), coalesce(sum(len(words) - 1), 0), "
        f"(list(words ORDER BY words))[:{_EXAMPLES}] FROM ({alike})"
    )
    with connect() as connection:
        [(customers, count, fewer, groups)] = connection.execute(query).fetchall()
    return customers, count, customers - int(fewer), tuple(map(tuple, groups or ()))


def _are_words(understanding: Understanding, column: str) -> bool:
    return any(map(str.isalpha, "".join(understanding.dataset.cells(column))))
