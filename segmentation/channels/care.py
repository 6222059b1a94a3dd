"""How to treat a persona: when, with what words, with what offer."""

from collections.abc import Iterator, Mapping

from segmentation.channels.situation import Situation
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice
from segmentation.personas.group import Group, shares, wilson
from segmentation.personas.measure import rhythm
from segmentation.personas.stages import Stage
from segmentation.personas.told import terms, text

_MOSTLY = 0.5
"""What surely more than this part of a group does is what the group does."""
_ENOUGH_GAPS = 10
"""Second orders needed to say when a second order comes."""
_WORDS = 3

_SAY: Mapping[Stage, tuple[str, ...]] = {
    Stage.BEST: ("thank_by_name", "news_before_others"),
    Stage.REGULAR: ("your_usual_is_here", "thank_by_name"),
    Stage.FIRST_TIME: ("how_was_the_first", "what_goes_with_it"),
    Stage.OCCASION: ("your_date_is_near", "we_choose_for_you"),
    Stage.BIG_RARE: ("advice_and_guarantee", "what_goes_with_it"),
    Stage.LIGHT: ("small_price_first", "what_goes_with_it"),
    Stage.SLOWING: ("we_noticed", "what_is_new"),
    Stage.LAPSED: ("what_went_wrong", "only_for_you"),
}
_AVOID: Mapping[Stage, tuple[str, ...]] = {
    Stage.BEST: ("mass_discounts",),
    Stage.REGULAR: ("too_much_mail",),
    Stage.FIRST_TIME: ("selling_hard",),
    Stage.OCCASION: ("mail_between_dates",),
    Stage.BIG_RARE: ("weekly_sales_mail",),
    Stage.LIGHT: ("costly_attention",),
    Stage.SLOWING: ("discount_at_once",),
    Stage.LAPSED: ("offer_before_question", "reproach"),
    Stage.UNKNOWN: ("same_for_everyone",),
}
_ACTIONS: Mapping[Stage, tuple[str, ...]] = {
    Stage.BEST: ("programme", "image_messages", "ask_for_recommendation"),
    Stage.REGULAR: ("programme", "next_size_up"),
    Stage.FIRST_TIME: ("second_sale", "thank_within_a_week"),
    Stage.OCCASION: ("remind_before_date", "note_their_date"),
    Stage.BIG_RARE: ("personal_adviser", "complementary_goods"),
    Stage.LIGHT: ("bundle", "cheap_contact"),
    Stage.SLOWING: ("ask_how_they_are", "gentle_reason"),
    Stage.LAPSED: ("ask_why_first", "offer_only_for_them", "let_go_after_two"),
    Stage.UNKNOWN: ("first_small_step", "collect_till_form"),
}
_CALLS_PAY = frozenset({Stage.BEST, Stage.REGULAR, Stage.BIG_RARE, Stage.OCCASION})
_CADENCE = frozenset(Stage) - {Stage.UNKNOWN, Stage.LAPSED}


def timing(known: Situation, beliefs: Beliefs) -> tuple[Advice, ...]:
    """When they buy, by the file or by the answers, and how often to speak to them."""
    return tuple(_prefixed("timing", (*_rhythm(known), *_told_times(known, beliefs), *_cadence(known))))


def say(known: Situation, beliefs: Beliefs) -> tuple[Advice, ...]:
    """What to speak of: their stage, their problem, the shop's strength, what they compare, their words."""
    told = {question: text(beliefs, question) for question in ("problem", "strength")}
    advice = [Advice(key) for key in _SAY.get(known.stage, ())]
    advice += [Advice(question, {question: words}) for question, words in told.items() if words]
    advice += [Advice(f"compares.{each}") for each in terms(beliefs, "compares")]
    if known.group and (favourites := _favourites(known.group)):
        advice.append(Advice("their_words", {"words": favourites}))
    return tuple(_prefixed("say", advice))


def avoid(known: Situation) -> tuple[Advice, ...]:
    """What puts this group off."""
    return tuple(_prefixed("avoid", [Advice(key) for key in _AVOID[known.stage]]))


def actions(known: Situation, beliefs: Beliefs) -> tuple[Advice, ...]:
    """Offer and care, in the order in which to do them."""
    advice = [Advice(key) for key in _ACTIONS[known.stage]]
    advice += _second_sale(known)
    if known.group and not known.can_reach:
        advice.append(Advice("collect_contacts"))
    if goods := text(beliefs, "complementary_goods"):
        advice.append(Advice("offer_goods_with_it", {"goods": goods}))
    return tuple(_prefixed("actions", advice))


def _prefixed(part: str, advice: Iterator[Advice] | list[Advice] | tuple[Advice, ...]) -> Iterator[Advice]:
    return (Advice(f"{part}.{each.key}", each.values) for each in advice)


def _rhythm(known: Situation) -> Iterator[Advice]:
    for column in ("weekday", "day_part", "month"):
        found = rhythm(known.group, known.stage, column) if known.group else None
        if found:
            favourite, count = found
            yield Advice(column, {column: favourite.name, f"{column}_share": favourite.share, "n": count})


def _told_times(known: Situation, beliefs: Beliefs) -> Iterator[Advice]:
    """Only where the file does not know better."""
    if known.group is None or not known.group.words("weekday"):
        yield from (Advice(f"told.{each}") for each in terms(beliefs, "buying_time"))


def _cadence(known: Situation) -> Iterator[Advice]:
    if known.stage is Stage.LAPSED:
        yield Advice("ask_now")
    if known.stage in {Stage.FIRST_TIME, Stage.SLOWING}:
        yield from _usual_gap(known)
    if known.stage is Stage.OCCASION:
        yield Advice("weeks_before_date")
    elif known.stage in _CADENCE:
        yield Advice("letter_each_quarter")
    if known.stage in _CALLS_PAY and (known.reach("phone") or "phone" in known.contacts_told):
        yield Advice("two_calls_a_year")
    if known.stage in _CADENCE and (known.reach("email") or "email" in known.contacts_told):
        yield Advice("event_mail")


def _usual_gap(known: Situation) -> Iterator[Advice]:
    """The shop's usual days between orders say when the next one is due."""
    gaps = known.group.table.gaps if known.group else None
    if gaps and gaps.count >= _ENOUGH_GAPS:
        yield Advice(f"due_{known.stage}", {"days": round(gaps.median), "n": gaps.count})


def _second_sale(known: Situation) -> list[Advice]:
    """For other groups that surely consist mostly of people who bought once."""
    group = known.group
    if group is None or known.stage in {Stage.FIRST_TIME, Stage.LAPSED}:
        return []
    buyers = int(group.buyers.sum())
    once = int((group.table.orders[group.buyers] == 1).sum())
    if wilson(once, buyers)[0] <= _MOSTLY:
        return []
    return [Advice("second_sale_for_many", {"once_share": once / buyers, "n": buyers})]


def _favourites(group: Group) -> str:
    """The names their texts should contain: what they buy most, in the words of the file."""
    return ", ".join(each.name for each in shares(group.goods(), None, _WORDS))
