"""The whole story: files become customers, customers segments, segments people, people a plan."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from segmentation.channels.plan import plan
from segmentation.features.customers import customer_table
from segmentation.lists.store import store
from segmentation.methods.registry import METHODS
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.model.choices import ChoiceKind, OwnerChoices
from segmentation.model.customers import CustomerTable
from segmentation.model.roles import OwnerMemory, OwnerWord, Understanding
from segmentation.model.segments import Segmentation, SwitchedOff
from segmentation.model.value import ShopValue
from segmentation.personas.build import hypotheses, personas
from segmentation.personas.comparing import comparisons
from segmentation.personas.spread import spread
from segmentation.reading.reader import read
from segmentation.roles.assign import understand as assign_roles
from segmentation.value.shop import shop_value

SEED = 1
"""The same files give the same result."""


class Stage(StrEnum):
    """Where an analysis stands; `progress` is called when each begins."""

    CUSTOMERS = "customers"
    SEGMENTS = "segments"
    VALUE = "value"
    PERSONAS = "personas"
    PLAN = "plan"


Progress = Callable[[Stage], None]


def understand(
    path: Path,
    name: str,
    *,
    workdir: Path,
    word: OwnerWord | None = None,
    memory: OwnerMemory | None = None,
    language: str | None = None,
) -> Understanding:
    """What we make of the file at `path`, which its owner calls `name`.

    The owner's `word` on this file wins, next what is in `memory`. Copies the reading needs go to
    `workdir` and must live as long as the understanding is used. Raises OwnerFixableError.
    """
    said, known = word or OwnerWord(), memory or OwnerMemory()
    wanted = said.choices.get(ChoiceKind.SHEET)
    dataset = read(path, name, workdir=workdir, language=language, sheet=wanted)
    before = known.readings.get(dataset.header or "")
    if before is None:
        return _settled(assign_roles(dataset, said.roles, said.choices, known.currency), said.choices)
    roles, choices = {**before.roles, **said.roles}, {**before.choices, **said.choices}
    if choices.get(ChoiceKind.SHEET) != wanted:
        sheet = choices[ChoiceKind.SHEET]
        dataset = read(path, name, workdir=workdir, language=language, sheet=sheet)
    understanding = _settled(assign_roles(dataset, roles, choices, known.currency), choices)
    return replace(understanding, remembered=True)


def _settled(understanding: Understanding, choices: OwnerChoices) -> Understanding:
    """What the owner has chosen is not asked again."""
    return replace(
        understanding,
        choices=tuple(
            replace(choice, is_sure=choice.is_sure or choices.get(choice.kind) == choice.chosen)
            for choice in understanding.choices
        ),
    )


def analyse(  # noqa: PLR0913  (what an analysis rests on, and where it reports to)
    files: Sequence[Understanding],
    beliefs: Beliefs,
    *,
    language: str,
    today: date,
    as_of: date | None = None,
    progress: Progress = lambda _: None,
    table: Path | None = None,
) -> Analysis:
    """Segments, personas and plan from understood files and what the owner told.

    Without files the personas are hypotheses as of `today`. `as_of` is the day figures refer to, by
    default the day after the last order; `language` chooses names that fit. Where `table` is given, the
    customers with their segments are written there, for lists. Raises OwnerFixableError.
    """
    if not files:
        return _from_beliefs_alone(beliefs, language, as_of or today)
    progress(Stage.CUSTOMERS)
    customers, totals = customer_table(files, as_of, today=today)
    progress(Stage.SEGMENTS)
    segmentations, switched_off = _segment(customers, beliefs)
    main = _main(segmentations)
    if table is not None:
        store(table, customers, segmentations)
    progress(Stage.VALUE)
    value = shop_value(customers, main, SEED)
    progress(Stage.PERSONAS)
    people = personas(customers, main, beliefs, language) if main else hypotheses(beliefs, language)
    progress(Stage.PLAN)
    return Analysis(
        files=tuple(files),
        totals=totals,
        segmentations=segmentations,
        main_method=main.method if main else None,
        personas=people,
        plan=plan(people, customers, main, beliefs),
        switched_off=switched_off if isinstance(value, ShopValue) else (*switched_off, value),
        as_of=customers.as_of,
        value=value if isinstance(value, ShopValue) else None,
        comparisons=comparisons(customers, beliefs),
        spread=spread(customers),
    )


def _from_beliefs_alone(beliefs: Beliefs, language: str, as_of: date) -> Analysis:
    people = hypotheses(beliefs, language)
    return Analysis(
        files=(),
        totals=None,
        segmentations=(),
        main_method=None,
        personas=people,
        plan=plan(people, None, None, beliefs),
        switched_off=(SwitchedOff("segments", "no_file"), SwitchedOff("value", "no_file")),
        as_of=as_of,
    )


def _segment(
    customers: CustomerTable, beliefs: Beliefs
) -> tuple[tuple[Segmentation, ...], tuple[SwitchedOff, ...]]:
    outcomes = [method.segment(customers, beliefs) for method in METHODS]
    return (
        tuple(outcome for outcome in outcomes if isinstance(outcome, Segmentation)),
        tuple(outcome for outcome in outcomes if isinstance(outcome, SwitchedOff)),
    )


def _main(segmentations: Sequence[Segmentation]) -> Segmentation | None:
    """The segmentation whose segments become people: the first, as METHODS are in order of usefulness."""
    return next(iter(segmentations), None)
