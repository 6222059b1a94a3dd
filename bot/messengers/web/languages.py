"""Which of our languages a browser would like best."""

from collections.abc import Collection

from bot.settings import DEFAULT_LANGUAGE


def best_language(accept_language: str, available: Collection[str]) -> str:
    """From an Accept-Language header: `fr, zh-TW;q=0.8, en;q=0.5` is zh where we speak zh and en."""
    wanted = sorted(map(_weigh, accept_language.split(",")), reverse=True, key=lambda weighed: weighed[0])
    return next((code for weight, code in wanted if weight > 0 and code in available), DEFAULT_LANGUAGE)


def _weigh(part: str) -> tuple[float, str]:
    tag, _, parameter = part.partition(";")
    try:
        weight = float(parameter.strip().removeprefix("q=")) if parameter else 1.0
    except ValueError:
        weight = 0.0
    return weight, tag.strip().partition("-")[0].lower()
