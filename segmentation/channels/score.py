"""Why a channel fits a persona: points, each with its reason.

Points are a ranking aid, not a measurement. What customers do (the file) weighs most, what the owner
already does next, general knowledge of a channel least.
"""

from collections.abc import Iterator, Mapping

from segmentation.channels.catalogue import WORLDWIDE, Entry
from segmentation.channels.situation import Situation
from segmentation.model.channels import ChannelAdvice, ChannelKind, Reason
from segmentation.personas.stages import Stage

Values = Mapping[str, str | int | float]

_SCREENS = frozenset({ChannelKind.SOCIAL, ChannelKind.VIDEO, ChannelKind.MESSENGER, ChannelKind.MARKETPLACE})
_PERSONAL = frozenset({"phone_call", "letter"})
_KNOWN = frozenset(Stage) - {Stage.UNKNOWN}
_LOYAL = frozenset({Stage.BEST, Stage.REGULAR})
_ELSEWHERE = 5
"""Years outside the ages of a channel from which it is the wrong one."""
_NEAR = frozenset({"near_home", "mall", "market", "cafe", "school", "office", "transport", "gym"})


def judged(entry: Entry, situation: Situation) -> ChannelAdvice | None:
    """The channel with its reasons, strongest first; None where it cannot be used or reaches nobody."""
    if not _usable(entry, situation):
        return None
    reasons = tuple(sorted(_reasons(entry, situation), key=lambda reason: -reason.points))
    return ChannelAdvice(entry.channel.key, sum(reason.points for reason in reasons), reasons)


def _usable(entry: Entry, situation: Situation) -> bool:
    channel = entry.channel
    if situation.audience and not set(situation.audience) & set(channel.audience):
        return False
    if channel.needs_contact and not _reachable(entry, situation):
        return False
    if not situation.regions:
        return WORLDWIDE in channel.regions or channel.key in situation.own | situation.sources.keys()
    if entry.countries and situation.countries and not entry.countries & situation.countries:
        return False
    return any(entry.usable_in(region) for region in situation.regions)


def _reachable(entry: Entry, situation: Situation) -> bool:
    """By contact data in the file, told, or because the owner speaks to customers there already."""
    contact = entry.channel.needs_contact or ""
    return (
        situation.reach(contact) is not None
        or contact in situation.contacts_told
        or entry.channel.key in situation.own
    )


def _reasons(entry: Entry, situation: Situation) -> Iterator[Reason]:
    yield from _place(entry, situation)
    yield from _age(entry, situation)
    yield from _audience(entry, situation)
    yield from _file(entry, situation)
    yield from _contact(entry, situation)
    yield from _own(entry, situation)
    yield from _care(entry, situation)
    yield from _habits(entry, situation)
    yield from _cost(entry, situation)


def _place(entry: Entry, situation: Situation) -> Iterator[Reason]:
    """Points for living where the customers live; a channel tied to unknown countries gets half."""
    channel = entry.channel
    if WORLDWIDE in channel.regions:
        if channel.kind not in {ChannelKind.DIRECT, ChannelKind.OWNED, ChannelKind.OFFLINE}:
            yield Reason("worldwide", 1.0)
    elif home := next((region for region in situation.regions if entry.usable_in(region)), None):
        sure = not entry.countries or bool(situation.countries)
        yield Reason(f"region.{home}", 2.0) if sure else Reason("part_of_region", 0.5)
    for region in situation.regions:
        if region in channel.blocked:
            yield Reason(f"blocked.{region}", -1.0)
        elif region in entry.restricted:
            yield Reason(f"restricted.{region}", -1.0)


def _age(entry: Entry, situation: Situation) -> Iterator[Reason]:
    if situation.age is None or entry.channel.ages is None:
        return
    low, high = entry.channel.ages
    age = round(situation.age)
    values = {"age": age, "low": low, "high": high}
    if low <= age <= high:
        yield Reason("age_fits", 1.5, values)
    elif age < low - _ELSEWHERE:
        yield Reason("age_older_there", -1.0, values)
    elif age > high + _ELSEWHERE:
        yield Reason("age_younger_there", -1.0, values)


def _audience(entry: Entry, situation: Situation) -> Iterator[Reason]:
    fitting = [kind for kind in situation.audience if kind in entry.channel.audience]
    if fitting:
        yield Reason(f"audience.{fitting[0]}", 0.5)


def _file(entry: Entry, situation: Situation) -> Iterator[Reason]:
    counted = situation.sources.get(entry.channel.key)
    if counted:
        points = 1 + 4 * counted.share
        yield Reason("source_in_file", points, {"came_share": counted.share, "n": counted.n})


def _contact(entry: Entry, situation: Situation) -> Iterator[Reason]:
    contact = entry.channel.needs_contact
    if contact is None:
        return
    counted = situation.reach(contact)
    if counted:
        values: Values = {"reached_share": counted.share, "n": counted.n}
        yield Reason(f"contacts_in_file.{contact}", 1 + 2 * counted.share, values)
    elif contact in situation.contacts_told:
        yield Reason(f"contacts_told.{contact}", 1.0)


def _own(entry: Entry, situation: Situation) -> Iterator[Reason]:
    marketplace = entry.channel.kind is ChannelKind.MARKETPLACE and situation.sells_on_marketplace
    if entry.channel.key in situation.own:
        yield Reason("own_channel", 2.0)
    elif marketplace:
        yield Reason("own_marketplace", 1.0)


def _care(entry: Entry, situation: Situation) -> Iterator[Reason]:
    """Who has bought is spoken to personally first, unless the call costs more than it brings."""
    key, stage = entry.channel.key, situation.stage
    if stage is Stage.LIGHT and key in _PERSONAL:
        yield Reason("too_costly_for_small_baskets", -2.0)
    elif stage in _KNOWN and entry.channel.one_to_one:
        yield Reason("personal_first", 2.5 if key in _PERSONAL else 2.0)
    elif stage in _LOYAL and key in {"loyalty_card", "referral"}:
        yield Reason(f"loyal.{key}", 1.5)
    elif stage is Stage.FIRST_TIME and key == "packaging":
        yield Reason("second_sale_in_the_parcel", 1.5)


def _habits(entry: Entry, situation: Situation) -> Iterator[Reason]:
    kind = entry.channel.kind
    match situation.online_level:
        case "lives_online" if kind in _SCREENS:
            yield Reason("lives_online", 1.0)
        case "rarely" if kind is ChannelKind.OFFLINE or entry.channel.key in _PERSONAL:
            yield Reason("rarely_online", 1.5)
        case "rarely" if kind in _SCREENS - {ChannelKind.MESSENGER}:
            yield Reason("rarely_there", -1.0)
        case _:
            pass
    if kind is ChannelKind.OFFLINE and situation.places & _NEAR:
        yield Reason("where_they_go", 1.0)


def _cost(entry: Entry, situation: Situation) -> Iterator[Reason]:
    """Against the monthly budget where one was told; time costs time, whatever the budget."""
    budget = situation.budget
    match entry.channel.cost:
        case "free":
            yield Reason("cost.free", 1.0)
        case "time":
            yield Reason("cost.time", 0.5)
        case "commission":
            yield Reason("cost.commission", 0.5)
        case cost if budget is None:
            yield Reason(f"cost.{cost}", 0.5 if cost == "low" else -0.5)
        case cost if budget.amount <= 0:
            yield Reason("cost.without_budget", -2.0)
        case cost:
            told: Values = {"amount": float(budget.amount), "currency": budget.currency or ""}
            yield Reason(f"cost.{cost}_in_budget", 0.5, told)
