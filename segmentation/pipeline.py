"""The whole story: files become customers, customers segments, segments people, people a plan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from segmentation.channels.plan import plan
from segmentation.features.counted import Counted, CountedFile
from segmentation.features.customers import customer_table
from segmentation.lists.movement import movements
from segmentation.lists.store import segments_of, store
from segmentation.methods.every import Grouped, grouped
from segmentation.methods.keeping import Former
from segmentation.methods.natural_groups import KEY as NATURAL_GROUPS
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Plan
from segmentation.model.choices import ChoiceKind, OwnerChoices
from segmentation.model.customers import CustomerTable
from segmentation.model.movement import Movement
from segmentation.model.personas import Persona
from segmentation.model.roles import OwnerMemory, OwnerWord, Understanding
from segmentation.model.segments import Segmentation, SwitchedOff
from segmentation.model.value import ShopValue
from segmentation.personas.build import hypotheses, personas
from segmentation.personas.comparing import comparisons
from segmentation.personas.spread import spread
from segmentation.reading.reader import read
from segmentation.roles.assign import understand as assign_roles
from segmentation.steps import Json, Stage, Steps
from segmentation.value.baskets import together
from segmentation.value.shop import shop_value
from segmentation.value.targets import ranking

SEED = 1
"""The same files give the same result."""


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


@dataclass(frozen=True, slots=True)
class Foretold:
    """What customers will bring, or why nobody knows."""

    value: ShopValue | None
    switched_off: tuple[SwitchedOff, ...]


def analyse(  # noqa: PLR0913  (what an analysis rests on, and what is kept of it on the way)
    files: Sequence[Understanding],
    beliefs: Beliefs,
    *,
    language: str,
    today: date,
    as_of: date | None = None,
    steps: Steps | None = None,
    table: Path | None = None,
    earlier: Sequence[Path] = (),
    former: Path | None = None,
) -> Analysis:
    """Segments, personas and plan from understood files and what the owner told.

    Without files the personas are hypotheses as of `today`. `as_of` is the day figures refer to, by
    default the day after the last order; `language` chooses names that fit. What `steps` have kept is not
    computed again. Where `table` is given, the customers with their segments are written there, for
    lists, and held against the first of the tables of `earlier` analyses, newest first, that is older.
    `former` is the table of the analysis whose natural groups are to stand, if the owner wants that.
    Raises OwnerFixableError.
    """
    if not files:
        return _from_beliefs_alone(beliefs.in_currency(None), language, as_of or today)
    steps = steps or Steps()
    take = steps.take
    counted = take(Stage.CUSTOMERS, CountedFile(), lambda: _counted(files, as_of, today))
    customers, beliefs = counted.customers, beliefs.in_currency(counted.totals.currency)
    groups = take(
        Stage.SEGMENTS,
        Json(Grouped),
        lambda: grouped(customers, beliefs, _former(former, customers), steps.trying),
    )
    main = groups.main
    if table is not None:
        store(table, customers, groups.segmentations)
    foretold = take(Stage.VALUE, Json(Foretold), lambda: _foretold(customers, main))
    people = take(
        Stage.PERSONAS, Json(tuple[Persona, ...]), lambda: _people(customers, main, beliefs, language)
    )
    found = Analysis(
        files=tuple(files),
        totals=counted.totals,
        segmentations=groups.segmentations,
        main_method=main.method if main else None,
        personas=people,
        plan=take(Stage.PLAN, Json(Plan), lambda: plan(people, customers, main, beliefs)),
        switched_off=(*groups.switched_off, *foretold.switched_off),
        as_of=customers.as_of,
        value=foretold.value,
        recommendation=groups.recommendation,
        movements=_movements(table, earlier, groups) if table else (),
    )
    return _surveyed(found, customers, main, beliefs)


def _surveyed(
    found: Analysis, customers: CustomerTable, main: Segmentation | None, beliefs: Beliefs
) -> Analysis:
    """With what is counted so fast that it is no step: over all customers, and between the groups."""
    baskets = together(customers, main)
    if isinstance(baskets, SwitchedOff):
        found = replace(found, switched_off=(*found.switched_off, baskets))
    else:
        found = replace(found, together=baskets)
    return replace(
        found,
        comparisons=comparisons(customers, beliefs),
        spread=spread(customers),
        ranking=ranking(customers, main, beliefs) if main else None,
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


def _counted(files: Sequence[Understanding], as_of: date | None, today: date) -> Counted:
    return Counted(*customer_table(files, as_of, today=today))


def _former(table: Path | None, customers: CustomerTable) -> Former | None:
    return segments_of(table, NATURAL_GROUPS, customers.ids) if table else None


def _foretold(customers: CustomerTable, main: Segmentation | None) -> Foretold:
    value = shop_value(customers, main, SEED)
    return Foretold(value, ()) if isinstance(value, ShopValue) else Foretold(None, (value,))


def _movements(table: Path, earlier: Sequence[Path], groups: Grouped) -> tuple[Movement, ...]:
    return movements(table, earlier, [each.method for each in groups.segmentations])


def _people(
    customers: CustomerTable, main: Segmentation | None, beliefs: Beliefs, language: str
) -> tuple[Persona, ...]:
    return personas(customers, main, beliefs, language) if main else hypotheses(beliefs, language)
