"""The shape of a numeric column: what makes money, counts and shares about normal within a group."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import logit
from scipy.stats import t

from segmentation.mixture.em import fit
from segmentation.mixture.groups import Spread
from segmentation.mixture.rows import Floats, Rows
from segmentation.mixture.starts import soft

_SPIKE = 0.05
"""From this share of equal least values on, they count as censored."""
_FAR = 5.0
"""Standard deviations beyond which a value says no more."""
_LOOKED_AT = 2000
"""Values the shape is chosen by, evenly spread over the sorted column."""
_GROUPS = (1, 2, 3)
_TAIL = t(8)


class Shape(StrEnum):
    PLAIN = "plain"
    LOG = "log"
    LOG_FROM_LEAST = "log_from_least"
    """For counts, which begin at some least number."""
    LOGIT = "logit"


@dataclass(frozen=True, slots=True)
class Scale:
    """How one column becomes a standardised number."""

    shape: Shape
    origin: float = 0.0
    """Subtracted before a logarithm."""
    margin: float = 0.0
    """Added before a logarithm; kept from both ends of a share."""
    centre: float = 0.0
    width: float = 1.0
    censored_at: float | None = None
    """The least value, where it stands for "this or less"."""

    def __call__(self, values: Floats) -> Floats:
        return np.clip((self.bent(values) - self.centre) / self.width, -_FAR, _FAR)

    def bent(self, values: Floats) -> Floats:
        match self.shape:
            case Shape.PLAIN:
                return values
            case Shape.LOG | Shape.LOG_FROM_LEAST:
                return np.log(np.maximum(values - self.origin, 0) + self.margin)
            case Shape.LOGIT:
                return np.asarray(logit(np.clip(values, self.margin, 1 - self.margin)))

    def log_slope(self, values: Floats) -> Floats:
        """Log of the derivative of `bent`: with it, likelihoods under different shapes compare."""
        match self.shape:
            case Shape.PLAIN:
                return np.zeros_like(values)
            case Shape.LOG | Shape.LOG_FROM_LEAST:
                return -np.log(np.maximum(values - self.origin, 0) + self.margin)
            case Shape.LOGIT:
                inside = np.clip(values, self.margin, 1 - self.margin)
                return -np.log(inside * (1 - inside))


def learn_scale(values: Floats) -> Scale:
    """The most likely shape of the known values of a column (G. Box and D. Cox 1964, up to three groups)."""
    ordered = np.sort(values)
    equal = int(np.searchsorted(ordered, ordered[0], side="right")) if len(ordered) else 0
    spiked = _SPIKE * len(ordered) < equal and len(np.unique(ordered)) > 2  # noqa: PLR2004  # two values are a yes and a no
    looked_at = ordered[np.linspace(0, len(ordered) - 1, min(len(ordered), _LOOKED_AT)).astype(int)]
    censored = equal * len(looked_at) // len(ordered) if spiked else 0
    shape = max(_shapes(ordered), key=lambda scale: _log_likelihood(scale, looked_at, censored))
    bent = shape.bent(ordered)
    return Scale(
        shape.shape,
        shape.origin,
        shape.margin,
        float(bent.mean()) if len(bent) else 0.0,
        (float(bent.std()) if len(bent) else 0.0) or 1.0,
        float(ordered[0]) if spiked else None,
    )


def _shapes(ordered: Floats) -> list[Scale]:
    """The shapes that a column with these values can have."""
    steps = np.unique(ordered)
    shapes = [Scale(Shape.PLAIN)]
    if len(steps) < 3 or steps[0] < 0:  # noqa: PLR2004  # two values have no shape
        return shapes
    least = float(steps[steps > 0][0])
    shapes.append(Scale(Shape.LOG, margin=0.0 if steps[0] > 0 else least / 2))
    if (steps == np.round(steps)).all():
        shapes.append(Scale(Shape.LOG_FROM_LEAST, float(steps[0]), float(steps[1] - steps[0]) / 2))
    if steps[-1] <= 1:
        to_one = float((1 - steps[steps < 1])[-1])
        shapes.append(Scale(Shape.LOGIT, margin=min(least, to_one) / 2))
    return shapes


def _log_likelihood(scale: Scale, ordered: Floats, censored: int) -> float:
    """Of sorted values of which the first `censored` stand for "this or less"."""
    bent = scale.bent(ordered)
    if censored and len(np.unique(bent)) > 2:  # noqa: PLR2004  # a line needs two points beside the spike
        return _censored(scale, ordered, bent, censored)
    return _grouped(bent) + float(scale.log_slope(ordered).sum())


def _censored(scale: Scale, ordered: Floats, bent: Floats, censored: int) -> float:
    """Of a t distribution whose quantiles fit best what is seen of it."""
    seen = slice(censored, None)
    quantiles = _TAIL.ppf((np.arange(len(bent)) + 0.5) / len(bent))
    width, centre = np.polyfit(quantiles[seen], bent[seen], 1)
    width = max(float(width), 1e-9)
    likely = _TAIL.logpdf((bent[seen] - centre) / width) - np.log(width) + scale.log_slope(ordered[seen])
    return float(likely.sum() + censored * _TAIL.logcdf((bent[0] - centre) / width))


def _grouped(bent: Floats) -> float:
    """Of one to three t distributions of one width, less what Schwarz's criterion takes for their number."""
    n, width = len(bent), float(bent.std()) if len(bent) else 0.0
    if not width:
        return 0.0
    standard = ((bent - bent.mean()) / width)[:, None]
    rows = Rows.of(standard, np.zeros((n, 0)), ())
    starts = [soft(np.arange(n) * groups // n, groups) for groups in _GROUPS]
    fits = [fit(rows, start, Spread.COMMON, steps=25, tolerance=1e-3) for start in starts]
    return max(-found.bic(rows) / 2 for found in fits) - n * float(np.log(width))


def spread_ties(numbers: Floats, random: np.random.Generator) -> Floats:
    """Equal values spread evenly over the gap around them, in a column where many are equal."""
    steps, place, counts = np.unique(numbers, return_inverse=True, return_counts=True)
    if not _rounded(counts):
        return numbers
    middles = (steps[1:] + steps[:-1]) / 2
    low = np.r_[2 * steps[0] - middles[0], middles]
    high = np.r_[middles, 2 * steps[-1] - middles[-1]]
    return np.asarray(low[place] + random.random(len(numbers)) * (high - low)[place])


def _rounded(counts: NDArray[np.intp]) -> bool:
    customers = int(counts.sum())
    return len(counts) > 2 and (len(counts) <= customers / 2 or counts.max() >= 0.03 * customers)  # noqa: PLR2004  # two values are a yes and a no
