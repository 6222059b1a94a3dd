"""Plans made for tests, and how they are looked into."""

from segmentation.channels.catalogue import catalogue
from segmentation.channels.plan import plan
from segmentation.model.beliefs import Beliefs
from segmentation.model.channels import Advice, ChannelAdvice, PersonaPlan, Plan, Reason
from segmentation.model.customers import CustomerTable, OrderGaps
from segmentation.model.segments import Segmentation
from segmentation.model.values import Value
from segmentation.personas.build import hypotheses, personas
from tests.personas.shops import Customer, all_in, shop

ENTRIES = {entry.channel.key: entry for entry in catalogue()}
"""Of the catalogue, by channel."""
NOTHING_TOLD = Beliefs()


def planned(table: CustomerTable, segmentation: Segmentation, told: Beliefs = NOTHING_TOLD) -> Plan:
    return plan(personas(table, segmentation, told, "en"), table, segmentation, told)


def plan_for(segment: str, customer: Customer, told: Beliefs = NOTHING_TOLD) -> PersonaPlan:
    """The plan for forty customers of one kind."""
    table = shop([customer] * 40, gaps=OrderGaps(120, 25.0, 80.0, 40.0, customers=40))
    (one,) = planned(table, all_in(segment, table), told).personas
    return one


def hypothesis_plan(**answers: Value) -> Plan:
    told = Beliefs(answers)
    return plan(hypotheses(told, "en"), None, None, told)


def keys(advice: tuple[Advice, ...]) -> list[str]:
    return [each.key for each in advice]


def channels(one: PersonaPlan) -> dict[str, ChannelAdvice]:
    return {each.channel: each for each in one.channels}


def reasons(advice: ChannelAdvice) -> dict[str, Reason]:
    return {each.key: each for each in advice.reasons}
