"""What the words for the state of an order, or for the kind of a row, do to the row."""

from collections.abc import Iterable, Mapping
from functools import cache

from segmentation.model.roles import ColumnRole, Standing, Understanding
from segmentation.reading.scan import connect, identifier, literal, scan_sql
from segmentation.roles.header import Phrases, normalised
from segmentation.roles.parse import NOBODY, trimmed_sql
from segmentation.roles.vocabulary import sections, vocabulary

SET_ASIDE = (Standing.VOID, Standing.UNPAID, Standing.TEST, Standing.OUTSIDE, Standing.REPEATED)
"""Rows that count in nothing."""

_ROLES = (ColumnRole.STATUS, ColumnRole.ENTRY_TYPE)
_TELLING_FIRST = (
    Standing.REPEATED, Standing.VOID, Standing.UNPAID, Standing.TEST, Standing.REFUND, Standing.OUTSIDE,
    Standing.REFUNDED,
)  # fmt: skip
"""Of what the columns of a row say, the first is meant: money paid back goes out, too."""
_MOST_WORDS = 300
"""A column of more different words says something else than how an order stands."""
_YES, _NO = (frozenset(vocabulary(answer).words) for answer in ("yes", "no"))
_REASONS = Phrases(vocabulary("cancel_reason").words)
"""Columns that are filled only where an order was cancelled."""
_ORDER = (
    Standing.SOLD, Standing.TEST, Standing.UNPAID, Standing.REFUNDED, Standing.VOID, Standing.OUTSIDE,
)  # fmt: skip
"""Of two that fit, the first is meant: an order that was cancelled and refunded was paid before."""


def standings(draft: Understanding) -> Mapping[str, Mapping[str, Standing]]:
    """By column, the words that make more of a row than a plain sale, over the whole file."""
    columns = [(column, role) for role in _ROLES for column in draft.columns(role)]
    if not columns or not draft.kind.lists_purchases:
        return {}
    told = {
        column: _told(column, role, words)
        for (column, role), words in zip(columns, _words(draft, columns), strict=True)
    }
    return {column: standing for column, standing in told.items() if standing}


def standing_of(word: str, role: ColumnRole = ColumnRole.STATUS) -> Standing:
    """What a single word of a column of that role says."""
    phrases, word = _phrases("standings"), normalised(word)
    found = next((standing for standing in _ORDER if phrases[standing].likeness(word)), Standing.SOLD)
    if role is ColumnRole.ENTRY_TYPE and found is Standing.REFUNDED:
        return Standing.REFUND
    if role is ColumnRole.STATUS and found is Standing.OUTSIDE:
        return Standing.SOLD
    return found


def is_standing(words: Iterable[str]) -> bool:
    """Whether one of the words is known to say how an order stands."""
    return any(phrases.likeness(normalised(word)) for word in words for phrases in _known())


def are_answers(words: frozenset[str]) -> bool:
    """Whether a column says yes here and no there, and nothing else."""
    return words <= _YES | _NO and bool(words & _YES) and bool(words & _NO)


def standing_sql(understanding: Understanding) -> str:
    """The standing of a row as VARCHAR; NULL for a plain sale."""
    cases = [
        f"WHEN {' OR '.join(conditions)} THEN '{standing}'"
        for standing in _TELLING_FIRST
        if (conditions := list(_conditions(understanding, standing)))
    ]
    return f"CASE {' '.join(cases)} END" if cases else "CAST(NULL AS VARCHAR)"


def word_sql(column: str) -> str:
    """A cell of a column of states or kinds, as their words are kept."""
    return f"lower({trimmed_sql(identifier(column))})"


def _conditions(understanding: Understanding, wanted: Standing) -> Iterable[str]:
    for column, words in understanding.standings.items():
        listed = ", ".join(literal(word) for word, standing in words.items() if standing is wanted)
        if listed:
            yield f"{word_sql(column)} IN ({listed})"
    if wanted is Standing.VOID:
        for column in understanding.columns(ColumnRole.CANCELLED_AT):
            yield f"{word_sql(column)} NOT IN ({', '.join(map(literal, NOBODY))})"


def _told(column: str, role: ColumnRole, words: Iterable[str]) -> dict[str, Standing]:
    heading, said = normalised(column), [word for word in words if word not in NOBODY]
    if answers := _answers(heading, frozenset(said)):
        return answers
    if _REASONS.likeness(heading) == 1:
        sold = _phrases("standings")[Standing.SOLD]
        return {word: Standing.VOID for word in said if not sold.likeness(normalised(word))}
    found = {word: standing_of(word, role) for word in said}
    if _of_payments()["headings"].likeness(heading):
        found = {word: _unless_unpaid(word, standing) for word, standing in found.items()}
    return {word: standing for word, standing in found.items() if standing is not Standing.SOLD}


def _answers(heading: str, words: frozenset[str]) -> dict[str, Standing]:
    """What a yes means under a heading such as "Cancelled", or a no under "Paid"."""
    if _of_payments()["answered"].likeness(heading) == 1:
        return dict.fromkeys(_NO & words, Standing.UNPAID)
    flags = _phrases("flags").items()
    flag = next((standing for standing, named in flags if named.likeness(heading) == 1), None)
    return dict.fromkeys(_YES & words, flag) if flag else {}


def _unless_unpaid(word: str, standing: Standing) -> Standing:
    waits = standing is Standing.SOLD and _of_payments()["unpaid"].likeness(normalised(word))
    return Standing.UNPAID if waits else standing


def _words(draft: Understanding, columns: list[tuple[str, ColumnRole]]) -> list[list[str]]:
    """The different words of each column, in lower case; none where they are too many."""
    words = ", ".join(
        f"list(DISTINCT {word_sql(column)}) FILTER ({identifier(column)} IS NOT NULL)"
        for column, _ in columns
    )
    with connect() as connection:
        found = connection.execute(f"SELECT {words} FROM {scan_sql(draft.dataset)}").fetchone()
    return [each if each and len(each) <= _MOST_WORDS else [] for each in found or ()]


@cache
def _known() -> tuple[Phrases, ...]:
    return (*_phrases("standings").values(), Phrases(vocabulary("done").words))


@cache
def _phrases(file: str) -> dict[Standing, Phrases]:
    return {Standing(name): Phrases(phrases) for name, phrases in sections(file).items()}


@cache
def _of_payments() -> dict[str, Phrases]:
    """How columns that tell of payments are headed, and what is said in them only of those not made."""
    return {name: Phrases(phrases) for name, phrases in sections("payment_states").items()}
