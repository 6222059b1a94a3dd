"""A table as the mixture wants it: numbers on their scales, categories as dummies.

Where many customers share the least value of a column (nobody returns less than nothing), it stands for
"this or less". In learning, each of them gets a value below that agrees with their other numbers; else the
many equal ones would look like a group.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from segmentation.mixture.repeats import Repeats, learn_repeats
from segmentation.mixture.rows import Floats, Rows
from segmentation.mixture.scales import Scale, learn_scale, spread_ties

_SWEEPS = 6
_NARROWEST = 1e-3
"""Standard deviations: draws never come from less."""
_RAREST = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Encoder:
    """Learnt from a sample of customers; `numbers` and `categories` are column numbers of the table."""

    numbers: tuple[int, ...]
    categories: tuple[int, ...]
    scales: tuple[Scale, ...]
    centres: Floats
    widths: Floats
    below: Floats
    """What a censored value stands for on average, standardised; NaN where a column has none."""
    values: tuple[Floats, ...]
    """The known values of each category, ascending; others are as good as unknown."""
    repeats: Repeats

    def rows(self, table: Floats) -> Rows:
        """The customers of `table` (n, columns), NaN where unknown."""
        scaled = _scaled(table, self.numbers, self.scales)
        censored = _censored(table, self.numbers, self.scales)
        numbers = np.where(censored, self.below, (scaled - self.centres) / self.widths)
        dummies = _dummies(table, self.categories, self.values)
        spikes = _spikes(censored, scaled, self.scales)
        return Rows.of(numbers, self.repeats.left_out(spikes, dummies), self.repeats.levels)


def learn(table: Floats, categories: tuple[int, ...], random: np.random.Generator) -> tuple[Encoder, Rows]:
    """How the columns of `table` are best seen, and its customers seen so."""
    numbers = tuple(column for column in range(table.shape[1]) if column not in categories)
    scales = tuple(learn_scale(_known(table[:, column])) for column in numbers)
    censored = _censored(table, numbers, scales)
    drawn = _draw_below(_untied(_scaled(table, numbers, scales), censored, random), censored, random)
    centres, widths = _moments(drawn)
    standard = (drawn - centres) / widths
    values = tuple(np.unique(_known(table[:, column])) for column in categories)
    dummies, spikes = _dummies(table, categories, values), _spikes(censored, drawn, scales)
    encoder = Encoder(
        numbers=numbers,
        categories=categories,
        scales=scales,
        centres=centres,
        widths=widths,
        below=_moments(np.where(censored, standard, np.nan))[0],
        values=values,
        repeats=learn_repeats(spikes, dummies, [len(each) for each in values]),
    )
    left = encoder.repeats.left_out(spikes, dummies)
    return encoder, Rows.of(standard, left, encoder.repeats.levels)


def _known(values: Floats) -> Floats:
    return values[~np.isnan(values)]


def _scaled(table: Floats, numbers: tuple[int, ...], scales: tuple[Scale, ...]) -> Floats:
    columns = [scale(table[:, column]) for column, scale in zip(numbers, scales, strict=True)]
    return np.column_stack(columns) if columns else np.zeros((len(table), 0))


def _censored(table: Floats, numbers: tuple[int, ...], scales: tuple[Scale, ...]) -> NDArray[np.bool_]:
    columns = [
        table[:, column] <= (-np.inf if scale.censored_at is None else scale.censored_at)
        for column, scale in zip(numbers, scales, strict=True)
    ]
    return np.column_stack(columns) if columns else np.zeros((len(table), 0), np.bool_)


def _spikes(censored: NDArray[np.bool_], numbers: Floats, scales: tuple[Scale, ...]) -> Floats:
    """(n, 2 x spiked numbers): at the least value, above it; neither where the number is unknown."""
    spiked = [column for column, scale in enumerate(scales) if scale.censored_at is not None]
    least, known = censored[:, spiked], ~np.isnan(numbers[:, spiked])
    return np.asarray(np.hstack([least, known & ~least]), dtype=numbers.dtype)


def _dummies(table: Floats, categories: tuple[int, ...], values: tuple[Floats, ...]) -> Floats:
    columns = [table[:, [column]] == known for column, known in zip(categories, values, strict=True)]
    return np.hstack([np.zeros((len(table), 0)), *columns]).astype(table.dtype)


def _moments(numbers: Floats) -> tuple[Floats, Floats]:
    """Means (NaN where nothing is known) and standard deviations (1 where there is no spread)."""
    known = ~np.isnan(numbers)
    count = known.sum(axis=0)
    with np.errstate(invalid="ignore"):
        means = np.where(known, numbers, 0).sum(axis=0) / count
    spread = np.sqrt((np.where(known, numbers - means, 0) ** 2).sum(axis=0) / np.maximum(count, 1))
    return means, np.where(spread > 0, spread, 1.0)


def _untied(numbers: Floats, censored: NDArray[np.bool_], random: np.random.Generator) -> Floats:
    spread = numbers.copy()
    for column in range(numbers.shape[1]):
        free = ~censored[:, column] & ~np.isnan(numbers[:, column])
        spread[free, column] = spread_ties(numbers[free, column], random)
    return spread


def _draw_below(numbers: Floats, censored: NDArray[np.bool_], random: np.random.Generator) -> Floats:
    """Values at most the least for the censored, as their other numbers suggest (Gibbs sampling)."""
    known = ~np.isnan(numbers)
    spiked = np.flatnonzero(censored.any(axis=0))
    bounds = {column: numbers[censored[:, column], column][0] for column in spiked}
    drawn = np.where(known, numbers, 0.0)
    for column in spiked:
        drawn[censored[:, column], column] -= _tail(
            numbers[known[:, column], column], random, censored[:, column]
        )
    for _ in range(_SWEEPS):
        for column in spiked:
            here = censored[:, column]
            expected, noise = _expected(drawn, known, int(column))
            part = ndtr((bounds[column] - expected[here]) / noise)
            quantile = np.maximum(random.random(here.sum()) * part, _RAREST)
            drawn[here, column] = np.minimum(expected[here] + noise * ndtri(quantile), bounds[column])
    return np.where(known, drawn, np.nan)


def _tail(values: Floats, random: np.random.Generator, censored: NDArray[np.bool_]) -> Floats:
    """How far below the least the censored lie, if the values are the top of a normal distribution."""
    count = int(censored.sum())
    part = count / len(values)
    above = np.sort(values)[count:]
    expected = ndtri(part + (1 - part) * (np.arange(len(above)) + 0.5) / len(above))
    width = max(float(np.polyfit(expected, above, 1)[0]), _NARROWEST)
    quantiles = ndtri(part * (random.permutation(count) + 0.5) / count)
    return np.asarray(width * (ndtri(part) - quantiles))


def _expected(drawn: Floats, known: NDArray[np.bool_], column: int) -> tuple[Floats, float]:
    """What the other numbers say about one (least squares), and how far off they are."""
    told = known[:, column]
    others = np.delete(drawn, column, axis=1)
    others = np.column_stack([np.ones(len(drawn)), others])
    slopes = np.linalg.lstsq(others[told], drawn[told, column], rcond=None)[0]
    expected = others @ slopes
    return expected, max(float((drawn[told, column] - expected[told]).std()), _NARROWEST)
