"""What a rule assumes of a persona where neither file nor owner says anything."""

from collections.abc import Mapping

from segmentation.model.beliefs import Beliefs
from segmentation.model.personas import FieldKey, PersonaField, Source
from segmentation.model.values import Number, Terms
from segmentation.personas.stages import Stage
from segmentation.personas.told import terms

_HAGGLERS = 30
"""Percent of buyers who bargain, from which price is their objection."""

_NEEDS: Mapping[Stage, tuple[str, ...]] = {
    Stage.BEST: ("recognition", "the_best_first"),
    Stage.REGULAR: ("no_effort", "recognition"),
    Stage.FIRST_TIME: ("reassurance", "next_step"),
    Stage.OCCASION: ("reminder", "safe_gift"),
    Stage.BIG_RARE: ("advice", "certainty"),
    Stage.LIGHT: ("small_step", "good_price"),
    Stage.SLOWING: ("fresh_reason", "to_be_missed"),
    Stage.LAPSED: ("to_be_heard", "fresh_reason"),
}
_REASONS: Mapping[Stage, tuple[str, ...]] = {Stage.OCCASION: ("gift",), Stage.REGULAR: ("habit",)}
_SAY: Mapping[Stage, tuple[str, ...]] = {
    Stage.BEST: ("thank_you", "first_to_know"),
    Stage.REGULAR: ("thank_you", "your_usual"),
    Stage.FIRST_TIME: ("welcome", "how_was_it"),
    Stage.OCCASION: ("date_is_near", "we_choose_for_you"),
    Stage.BIG_RARE: ("ask_me_anything", "guarantee"),
    Stage.LIGHT: ("small_price", "goes_with_it"),
    Stage.SLOWING: ("we_miss_you", "what_is_new"),
    Stage.LAPSED: ("what_went_wrong", "only_for_you"),
    Stage.UNKNOWN: ("problem_solved",),
}
_AVOID: Mapping[Stage, tuple[str, ...]] = {
    Stage.BEST: ("mass_discounts", "form_letters"),
    Stage.REGULAR: ("daily_mail", "form_letters"),
    Stage.FIRST_TIME: ("hard_sell", "daily_mail"),
    Stage.OCCASION: ("mail_between_dates",),
    Stage.BIG_RARE: ("weekly_sales", "hurry"),
    Stage.LIGHT: ("expensive_first", "costly_contact"),
    Stage.SLOWING: ("reproach", "deep_discount_first"),
    Stage.LAPSED: ("offer_before_question", "reproach"),
    Stage.UNKNOWN: ("everything_to_everyone",),
}
_QUOTES: Mapping[Stage, tuple[str, ...]] = {
    Stage.BEST: ("best",),
    Stage.REGULAR: ("regular", "regular_on_my_way", "regular_for_years"),
    Stage.FIRST_TIME: ("first_time", "first_time_curious"),
    Stage.OCCASION: ("occasion",),
    Stage.BIG_RARE: ("big_rare",),
    Stage.LIGHT: ("light", "light_passing"),
    Stage.SLOWING: ("slowing", "slowing_busy", "slowing_elsewhere", "slowing_unnoticed"),
    Stage.LAPSED: ("lapsed", "lapsed_forgot"),
    Stage.UNKNOWN: (
        *("unknown", "unknown_why_you", "unknown_like_me"),
        *("unknown_five_minutes", "unknown_try", "unknown_whom_to_ask"),
    ),
}


def assumed(stage: Stage, beliefs: Beliefs, others: int = 0) -> Mapping[FieldKey, PersonaField]:
    """Needs, what to say, what to avoid and a quote by stage; objections from what buyers compare.

    `others` are people of the same stage before this one, whose words are not put into another mouth.
    """
    quote = _QUOTES[stage][others % len(_QUOTES[stage])]
    fields = [
        _why(stage),
        _by_stage(FieldKey.NEEDS, _NEEDS, stage),
        _objections(beliefs),
        _by_stage(FieldKey.SAY, _SAY, stage),
        _by_stage(FieldKey.AVOID, _AVOID, stage),
        PersonaField(FieldKey.QUOTE, Terms("quote", (quote,)), Source.ASSUMED, rule="quote"),
    ]
    return {field.key: field for field in fields if field}


def _by_stage(key: FieldKey, table: Mapping[Stage, tuple[str, ...]], stage: Stage) -> PersonaField | None:
    if stage not in table:
        return None
    return PersonaField(key, Terms(key, table[stage]), Source.ASSUMED, rule=f"{key}_{stage}")


def _why(stage: Stage) -> PersonaField | None:
    if stage not in _REASONS:
        return None
    value = Terms("buying_reason", _REASONS[stage])
    return PersonaField(FieldKey.WHY, value, Source.ASSUMED, rule=f"why_{stage}")


def _objections(beliefs: Beliefs) -> PersonaField | None:
    """People object where they compare; many hagglers object to the price."""
    compared = terms(beliefs, "compares")
    bargain = beliefs.get("bargain_share")
    if isinstance(bargain, Number) and bargain.number >= _HAGGLERS:
        objections = Terms("objections", ("price", *(each for each in compared if each != "price")))
        return PersonaField(FieldKey.OBJECTIONS, objections, Source.ASSUMED, rule="objections_bargaining")
    if not compared:
        return None
    value = Terms("objections", compared)
    return PersonaField(FieldKey.OBJECTIONS, value, Source.ASSUMED, rule="objections_compares")
