"""Where a customer stands with the shop."""

from enum import StrEnum


class Stage(StrEnum):
    """What a segment asks of the shop: the same few kinds of care, whatever method found it."""

    BEST = "best"
    REGULAR = "regular"
    FIRST_TIME = "first_time"
    OCCASION = "occasion"
    BIG_RARE = "big_rare"
    """Comes rarely and spends much."""
    LIGHT = "light"
    """Comes rarely and spends little."""
    SLOWING = "slowing"
    LAPSED = "lapsed"
    UNKNOWN = "unknown"
    """Groups by age and sex, and hypotheses: nothing is known of how they buy."""
