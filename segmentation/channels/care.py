"""How to treat a persona: with what words, what offer, what care."""

from collections.abc import Iterable, Iterator, Mapping

from segmentation.channels.campaigns import campaigns
from segmentation.channels.situation import Situation
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice
from segmentation.model.together import Pair
from segmentation.personas.group import Group, preferred
from segmentation.personas.proportions import ranked
from segmentation.personas.stages import Stage
from segmentation.personas.told import terms, text

_WORDS = 3
_PAIRS = 2
"""Of goods bought together."""

_SAY: Mapping[Stage, tuple[str, ...]] = {
    Stage.BEST: ("thank_by_name", "news_before_others"),
    Stage.REGULAR: ("your_usual_is_here", "thank_by_name"),
    Stage.FIRST_TIME: ("how_was_the_first", "what_goes_with_it"),
    Stage.OCCASION: ("your_date_is_near", "we_choose_for_you"),
    Stage.BIG_RARE: ("advice_and_guarantee", "what_goes_with_it"),
    Stage.LIGHT: ("small_price_first", "what_goes_with_it"),
    Stage.SLOWING: ("we_noticed", "what_is_new"),
    Stage.LAPSED: ("what_went_wrong", "only_for_you"),
    Stage.UNKNOWN: ("who_you_are",),
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
    Stage.UNKNOWN: ("first_small_step",),
}
_ANSWERS_TO_SPEAK_OF = {"buying_reason": 2, "compares": 2, "style": 1}
"""Questions whose options say how to speak, and how many of them fit into one message."""
_TESTS = ("test_with_orders", "test_with_form")
"""What turns a hypothesis into a measured persona."""


def say(known: Situation, beliefs: Beliefs) -> tuple[Advice, ...]:
    """What to speak of: their stage and problem, the shop's strength, motives, doubts, tone, their words."""
    advice = [Advice(key) for key in _SAY[known.stage]]
    for question in ("problem", "strength", "substitutes"):
        advice += [Advice(question, {question: words}) for words in [text(beliefs, question)] if words]
    for question, most in _ANSWERS_TO_SPEAK_OF.items():
        advice += [Advice(f"{question}.{each}") for each in terms(beliefs, question)[:most]]
    if known.group and (words := _their_words(known.group)):
        advice.append(Advice("their_words", {"words": " · ".join(words)}))
    return tuple(_prefixed("say", advice))


def _their_words(group: Group) -> list[str]:
    """The goods their texts should name: what they prefer, then what they buy most."""
    most = [word for word, _ in ranked(group.goods())]
    return list(dict.fromkeys([*preferred(group), *most]))[:_WORDS]


def avoid(known: Situation) -> tuple[Advice, ...]:
    """What puts this group off."""
    return tuple(_prefixed("avoid", [Advice(key) for key in _AVOID[known.stage]]))


def actions(known: Situation, beliefs: Beliefs) -> tuple[Advice, ...]:
    """Offer and care, in the order in which to do them."""
    advice = [Advice(key) for key in _ACTIONS[known.stage]]
    advice += campaigns(known)
    advice += [Advice(key) for key in _TESTS if known.group is None]
    if known.group and not known.can_reach:
        advice.append(Advice("collect_contacts"))
    advice += [_offer(pair) for pair in (known.group.pairs()[:_PAIRS] if known.group else ())]
    if goods := text(beliefs, "complementary_goods"):
        advice.append(Advice("offer_goods_with_it", {"goods": goods}))
    if sites := text(beliefs, "review_sites"):
        advice.append(Advice("be_on_review_sites", {"sites": sites}))
    return tuple(_prefixed("actions", advice))


def _offer(pair: Pair) -> Advice:
    figures = {"lift": pair.lift, "low": pair.low, "high": pair.high, "orders": pair.orders}
    return Advice("offer_together", {"first": pair.first, "second": pair.second, **figures})


def _prefixed(part: str, advice: Iterable[Advice]) -> Iterator[Advice]:
    return (Advice(f"{part}.{each.key}", each.values) for each in advice)
