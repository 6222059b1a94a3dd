"""Tables of customers whose groups are known: real ones, generated shops, other shapes, a crowd."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from sklearn.datasets import load_breast_cancer, load_iris, load_wine, make_blobs, make_circles, make_moons

from benchmarks.reference import DATA

_UNKNOWN = {"", "?", "NA"}

Labels = NDArray[np.integer]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Customers with their true groups: numbers, NaN where unknown, and codes, -1 where unknown."""

    numbers: NDArray[np.float64]
    codes: NDArray[np.int64]
    truth: Labels

    def columns(self) -> NDArray[np.float64]:
        return np.hstack([self.numbers, np.where(self.codes < 0, np.nan, self.codes)])

    def coded(self) -> tuple[int, ...]:
        return tuple(range(self.numbers.shape[1], self.numbers.shape[1] + self.codes.shape[1]))

    def plain(self) -> NDArray[np.float64]:
        """Standardised, the unknown at the median, categories as ones and zeros: what rivals ask for."""
        middle = np.nanmedian(self.numbers, axis=0)
        filled = np.where(np.isnan(self.numbers), middle, self.numbers)
        standard = (filled - filled.mean(axis=0)) / np.maximum(filled.std(axis=0), 1e-9)
        dummies = [np.eye(column.max() + 2)[column][:, :-1] for column in self.codes.T]
        return np.hstack([standard, *dummies])


# ---- real ones ------------------------------------------------------------------------------


def real_tables() -> Iterator[tuple[str, Table]]:
    """Credit approval and heart disease, with two groups each; none where the reference data are missing."""
    folder = DATA / "customers"
    if folder.is_dir():
        yield "credit", _credit(folder)
        yield "heart", _heart(folder)


def _credit(folder: Path) -> Table:
    return _read(folder / "credit_approval.csv", ("A2", "A3", "A8", "A11", "A14", "A15"), "A16", ("+",), ())


def _heart(folder: Path) -> Table:
    numbers = ("age", "trestbps", "chol", "thalch", "oldpeak", "ca")
    return _read(folder / "heart_disease.csv", numbers, "num", ("1", "2", "3", "4"), ("id", "dataset"))


def _read(
    path: Path, numbers: Sequence[str], truth: str, yes: Sequence[str], left_out: Sequence[str]
) -> Table:
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    words = [name for name in rows[0] if name not in {*numbers, truth, *left_out}]
    return Table(
        np.array([[_number(row[name]) for name in numbers] for row in rows]),
        np.column_stack([_codes([row[name] for row in rows]) for name in words]),
        np.array([int(row[truth] in yes) for row in rows]),
    )


def _number(cell: str) -> float:
    return np.nan if cell in _UNKNOWN else float(cell)


def _codes(cells: Sequence[str]) -> NDArray[np.int64]:
    words = sorted(set(cells) - _UNKNOWN)
    return np.array([-1 if cell in _UNKNOWN else words.index(cell) for cell in cells])


# ---- generated shops ------------------------------------------------------------------------


class Shops:
    """Shops of known difficulty, by the generator beside the reference data."""

    def __init__(self, generator: ModuleType) -> None:
        self._generator = generator

    def with_groups(self, seed: int, groups: int, error: float) -> Table:
        """`error` is the share of customers that nobody can tell the group of."""
        return Table(*self._generator.shop(seed, k=groups, err=error)[:3])

    def without_groups(self, seed: int) -> Table:
        return Table(*self._generator.null(seed)[:3])


def shops() -> Shops | None:
    path = DATA.parent / "prototypes" / "segments" / "shop_generator.py"
    spec = spec_from_file_location("shop_generator", path) if path.exists() else None
    if spec is None or spec.loader is None:
        return None
    generator = module_from_spec(spec)
    spec.loader.exec_module(generator)
    return Shops(generator)


# ---- numbers of other shapes ----------------------------------------------------------------


def other_shapes(draw: int) -> Iterator[tuple[str, Table]]:
    """Round, long, unequal, bent, skewed and heavy-tailed groups, others for each `draw`; no categories."""
    round_ones, truth = make_blobs(800, 3, centers=4, random_state=draw)
    yield "round", _numeric(round_ones, truth)
    yield "long", _numeric(round_ones @ np.array([[1, 0.9, 0], [0, 0.4, 0], [0, 0.3, 1]]), truth)
    unequal = make_blobs((400, 200, 80), 3, cluster_std=[2.5, 1.0, 0.5], random_state=draw)
    yield "unequal", _numeric(*unequal)
    yield "moons", _numeric(*make_moons(800, noise=0.08, random_state=draw))
    yield "rings", _numeric(*make_circles(800, noise=0.05, factor=0.4, random_state=draw))
    near, truth = make_blobs(900, 4, centers=3, cluster_std=0.8, center_box=(-4, 4), random_state=draw)
    yield "skewed", _numeric(np.exp(near / 2), truth)
    noise = np.random.default_rng(draw).standard_t(2, near.shape)
    yield "heavy-tailed", _numeric(near + noise / 2, truth)


def shipped() -> Iterator[tuple[str, Table]]:
    """The tables of numbers that scikit-learn ships."""
    for load in (load_iris, load_wine, load_breast_cancer):
        yield load.__name__.removeprefix("load_"), _numeric(*load(return_X_y=True))


def _numeric(numbers: NDArray[np.float64], truth: Labels) -> Table:
    return Table(numbers, np.zeros((len(numbers), 0), np.int64), truth)


def crowd(count: int) -> Table:
    """Four groups of equal spread: eight numbers and four categories of three levels."""
    random = np.random.default_rng(0)
    truth = random.integers(4, size=count)
    numbers = 1.2 * random.standard_normal((4, 8))[truth] + random.standard_normal((count, 8))
    shares = random.dirichlet([1, 1, 1], size=(4, 4))[:, truth].cumsum(axis=2)
    codes = (random.random((4, count, 1)) > shares).sum(axis=2).clip(0, 2).T
    return Table(numbers, codes, truth)
