"""What this process counts and times for the operator, for Prometheus: kinds and numbers, nobody's data."""

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_LONG_SECONDS = (0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600)

ProcessCollector(registry=REGISTRY)

TURN_SECONDS = Histogram(
    "personabot_turn_seconds", "From an event's arrival to its answer", buckets=_SECONDS, registry=REGISTRY
)
TURN_FAILURES = Counter("personabot_turn_failures", "Events answered with an apology", registry=REGISTRY)
UNHEARD = Counter(
    "personabot_events_unheard", "Events beyond their owner's allowance, not kept", registry=REGISTRY
)
WORK_SECONDS = Histogram(
    "personabot_work_seconds",
    "Reading a file or running an analysis",
    ["kind"],
    buckets=_LONG_SECONDS,
    registry=REGISTRY,
)
WORK_WAITED_SECONDS = Histogram(
    "personabot_work_waited_seconds",
    "From being put in line to being taken",
    ["kind"],
    buckets=_LONG_SECONDS,
    registry=REGISTRY,
)
WORK_FAILURES = Counter(
    "personabot_work_failures", "Work that ended without a result", ["kind", "code"], registry=REGISTRY
)
WORK_LOST = Counter(
    "personabot_work_lost",
    "Work cancelled, forgotten or taken over",
    ["kind"],
    registry=REGISTRY,
)
