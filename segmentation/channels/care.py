"""How to treat a persona: with what words, what offer, what care."""

from collections.abc import Iterable, Iterator

from segmentation.channels.campaigns import campaigns
from segmentation.channels.situation import Situation
from segmentation.channels.told import say_as_told
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice
from segmentation.model.together import Pair
from segmentation.personas.group import Group, preferred
from segmentation.personas.proportions import ranked
from segmentation.personas.told import text
from segmentation.personas.treatment import treatment

_WORDS = 3
_PAIRS = 2
"""Of goods bought together."""
_TESTS = ("test_with_orders", "test_with_form")
"""What turns a hypothesis into a measured persona."""


def say(known: Situation, beliefs: Beliefs) -> tuple[Advice, ...]:
    """What to speak of: their stage and problem, the shop's strength, motives, doubts, tone, their words."""
    advice = [Advice(key) for key in treatment(known.circumstances.stage).plan_say]
    words = _their_words(known.group) if known.group else []
    named = [Advice("their_words", {"words": " · ".join(words)})] if words else []
    return (*_prefixed("say", advice), *say_as_told(beliefs), *_prefixed("say", named))


def _their_words(group: Group) -> list[str]:
    """The goods their texts should name: what they prefer, then what they buy most."""
    most = [word for word, _ in ranked(group.goods())]
    return list(dict.fromkeys([*preferred(group), *most]))[:_WORDS]


def avoid(known: Situation) -> tuple[Advice, ...]:
    """What puts this group off."""
    return tuple(_prefixed("avoid", map(Advice, treatment(known.circumstances.stage).plan_avoid)))


def actions(known: Situation, beliefs: Beliefs) -> tuple[Advice, ...]:
    """Offer and care, in the order in which to do them."""
    advice = [Advice(key) for key in treatment(known.circumstances.stage).plan_actions]
    advice += campaigns(known)
    advice += [Advice(key) for key in _TESTS if known.group is None]
    if known.group and not known.circumstances.can_reach:
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
