"""Why a channel fits a persona: points, each with its reason.

Points are a ranking aid, not a measurement. What customers do (the file) weighs most, what the owner
already does next, general knowledge of a channel least.
"""

from collections.abc import Iterator, Mapping

from segmentation.channels.catalogue import WORLDWIDE, Entry
from segmentation.channels.fit import fit
from segmentation.model.channels import ChannelAdvice, ChannelKind, Reason
from segmentation.model.circumstances import Circumstances
from segmentation.model.stages import Stage
from segmentation.personas.treatment import treatment

Values = Mapping[str, str | int | float]

_SCREENS = frozenset({ChannelKind.SOCIAL, ChannelKind.VIDEO, ChannelKind.MESSENGER, ChannelKind.MARKETPLACE})
_POSTS = frozenset({ChannelKind.SOCIAL, ChannelKind.VIDEO, ChannelKind.SEARCH, ChannelKind.MARKETPLACE})
_EVERYWHERE = frozenset({ChannelKind.DIRECT, ChannelKind.OWNED, ChannelKind.OFFLINE})
"""Kinds that exist wherever there are people, so that a place says nothing for or against them."""
_PERSONAL = frozenset({"phone_call", "letter"})
_PERSONAL_FIRST = {"letter": 4.0, "phone_call": 4.0, "email": 2.5}
"""Letters by name and calls before everything else; messengers have points for their place already."""
_KNOWN = frozenset(Stage) - {Stage.UNKNOWN}
_GONE = frozenset({Stage.SLOWING, Stage.LAPSED})
_NEAR = frozenset({"near_home", "mall", "market", "cafe", "school", "office", "transport", "gym"})


def judged(entry: Entry, known: Circumstances) -> ChannelAdvice | None:
    """The channel with its reasons, strongest first; None where it cannot be used or reaches nobody."""
    if not _usable(entry, known):
        return None
    reasons = tuple(sorted(_reasons(entry, known), key=lambda reason: -reason.points))
    return ChannelAdvice(entry.channel.key, sum(reason.points for reason in reasons), reasons)


def _usable(entry: Entry, known: Circumstances) -> bool:
    channel = entry.channel
    is_there = channel.key in known.own or channel.key in known.sources
    fits = set(known.audience or ("consumers",)) & set(channel.audience)
    if (entry.special or not fits) and not is_there:
        return False
    if channel.needs_contact and not _reachable(entry, known):
        return False
    if not known.regions:
        return WORLDWIDE in channel.regions or is_there
    if entry.countries and known.countries and entry.countries.isdisjoint(known.countries):
        return False
    return any(entry.usable_in(region) for region in known.regions)


def _reachable(entry: Entry, known: Circumstances) -> bool:
    """By contact data in the file, told, or because the owner speaks to customers there already."""
    contact = entry.channel.needs_contact or ""
    spoken_to = entry.channel.key in known.own and not known.has_no_contacts
    return known.holds(contact) or spoken_to


def _reasons(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    yield from _place(entry, known)
    yield from fit(entry, known)
    yield from _audience(entry, known)
    yield from _file(entry, known)
    yield from _contact(entry, known)
    yield from _own(entry, known)
    yield from _care(entry, known)
    yield from _habits(entry, known)
    yield from _cost(entry, known)


def _place(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    """Points for being used where the customers are; less where only some countries use it."""
    if known.is_off_the_map:
        return
    channel = entry.channel
    usable = [region for region in known.regions if entry.usable_in(region)]
    leading = [region for region in usable if region in entry.leading]
    if channel.kind in _EVERYWHERE:
        pass
    elif not usable:
        yield Reason("worldwide", 0.5)
    elif entry.countries and not known.countries:
        yield Reason("part_of_region", 0.5)
    elif leading:
        yield Reason(f"leading.{leading[0]}", 2.0)
    else:
        yield Reason("used_there", 0.75)
    for region in known.regions:
        if region in channel.blocked:
            yield Reason(f"blocked.{region}", -1.0)
        elif region in entry.restricted:
            yield Reason(f"restricted.{region}", -1.0)


def _audience(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    """A channel made for few kinds of people fits those better than one for all.

    That private people can be reached there says nothing: they are nearly everywhere.
    """
    told = [kind for kind in known.audience if kind != "consumers"]
    fitting = [kind for kind in told if kind in entry.channel.audience]
    if fitting:
        yield Reason(f"audience.{fitting[0]}", 1.0 if "consumers" not in entry.channel.audience else 0.25)


def _file(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    counted = known.sources.get(entry.channel.key)
    if counted:
        points = 1 + 4 * counted.share
        yield Reason("source_in_file", points, {"came_share": counted.share, "n": counted.n})


def _contact(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    contact = entry.channel.needs_contact
    if contact is None:
        return
    counted = known.reach(contact)
    if counted:
        values: Values = {"reached_share": counted.share, "n": counted.n}
        yield Reason(f"contacts_in_file.{contact}", 1 + 2 * counted.share, values)
    elif contact in known.contacts_told:
        yield Reason(f"contacts_told.{contact}", 1.0)


def _own(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    marketplace = entry.channel.kind is ChannelKind.MARKETPLACE and known.sells_on_marketplace
    if entry.channel.key in known.own:
        yield Reason("own_channel", 2.5)
    elif marketplace:
        yield Reason("own_marketplace", 1.0)


def _care(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    """Who has bought is spoken to personally first, unless the call costs more than it brings."""
    channel, stage = entry.channel, known.stage
    if stage is Stage.LIGHT and channel.key in _PERSONAL:
        yield Reason("too_costly_for_small_baskets", -2.0)
    elif stage in _KNOWN and channel.one_to_one:
        yield Reason("personal_first", _PERSONAL_FIRST.get(channel.key, 1.5))
    elif stage in _GONE and channel.kind in _POSTS:
        yield Reason("posts_miss_those_gone", -1.0)
    for suiting in treatment(stage).channels:
        if channel.key in suiting.keys:
            yield Reason(suiting.reason, suiting.points)


def _habits(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    kind = entry.channel.kind
    match known.online_level:
        case "lives_online" if kind in _SCREENS:
            yield Reason("lives_online", 1.0)
        case "rarely" if kind is ChannelKind.OFFLINE or entry.channel.key in _PERSONAL:
            yield Reason("rarely_online", 2.0)
        case "rarely" if kind in _POSTS:
            yield Reason("rarely_there", -2.0)
        case _:
            pass
    if kind is ChannelKind.OFFLINE and not _NEAR.isdisjoint(known.places):
        yield Reason("where_they_go", 1.0)


def _cost(entry: Entry, known: Circumstances) -> Iterator[Reason]:
    """Against the monthly budget where one was told; time costs time, whatever the budget."""
    budget = known.budget
    match entry.channel.cost:
        case "free":
            yield Reason("cost.free", 0.5)
        case "time":
            yield Reason("cost.time", 0.25)
        case "commission":
            yield Reason("cost.commission", 0.25)
        case cost if budget is None:
            yield Reason(f"cost.{cost}", 0.25 if cost == "low" else -0.5)
        case cost if budget.amount <= 0:
            yield Reason("cost.without_budget", -2.0)
        case cost:
            told: Values = {"amount": float(budget.amount), "currency": budget.currency or ""}
            yield Reason(f"cost.{cost}_in_budget", 0.25, told)
