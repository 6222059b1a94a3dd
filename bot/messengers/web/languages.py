"""Which language a browser would like."""

from collections.abc import Collection

FALLBACK = "en"


def preferred_tags(accept_language: str) -> tuple[str, ...]:
    """The tags of an Accept-Language header, most wanted first."""
    weighted = [_weigh(part) for part in accept_language.split(",") if part.strip()]
    return tuple(tag for weight, tag in sorted(weighted, key=lambda pair: -pair[0]) if weight > 0)


def best_language(tags: Collection[str], available: Collection[str]) -> str:
    """The first wanted language that we speak."""
    codes = (tag.split("-")[0].lower() for tag in tags)
    return next((code for code in codes if code in available), FALLBACK)


def _weigh(part: str) -> tuple[float, str]:
    tag, _, parameter = part.partition(";")
    try:
        weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip()
