"""Groups of customers: how many, which, and how fast, beside what a user would otherwise pick.

`python -m benchmarks.mixture SHOPS` takes so many shops of each difficulty and so many without groups
(40 and 100 in the figures of DECISIONS.md). Rivals that are not installed are left out and named: the
extra group `rivals` of pyproject.toml has them.
"""

import csv
import importlib.util
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.datasets import load_breast_cancer, load_iris, load_wine, make_blobs, make_circles, make_moons
from sklearn.metrics import adjusted_rand_score, silhouette_score
from sklearn.mixture import GaussianMixture

from benchmarks.reference import DATA
from segmentation.mixture.estimator import CustomerMixture

_FIRST_SEED = 1_000
"""Shops below this seed were looked at while the method was made."""
_MOST = 9
_ERRORS = (0.01, 0.04, 0.10)
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


def main() -> None:
    warnings.simplefilter("ignore")
    shops = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 8
    _groups_given()
    _other_shapes()
    _speed()
    _number_of_groups(shops, shops * 5 // 2)


# ---- how many ------------------------------------------------------------------------------


def _ours(table: Table) -> Labels:
    return CustomerMixture(categorical_features=table.coded()).fit(table.columns()).labels_


def _silhouette(table: Table) -> Labels:
    plain = table.plain()
    tried = [KMeans(groups, n_init=3, random_state=0).fit_predict(plain) for groups in range(2, _MOST + 1)]
    seen = np.random.default_rng(0).permutation(len(plain))[:1_500]
    apart = [labels for labels in tried if _count(labels[seen]) > 1]
    return max(apart, key=lambda labels: silhouette_score(plain[seen], labels[seen]))


def _gaussian_bic(table: Table) -> Labels:
    plain = table.plain()
    tried = [
        GaussianMixture(groups, random_state=0, reg_covar=1e-3).fit(plain) for groups in range(1, _MOST + 1)
    ]
    return np.asarray(min(tried, key=lambda model: model.bic(plain)).predict(plain))


_CHOOSERS = {"this": _ours, "silhouette + k-means": _silhouette, "BIC + Gaussian mixture": _gaussian_bic}


def _number_of_groups(shops: int, without: int) -> None:
    generator = _generator()
    if generator is None:
        print("no generator of shops beside the reference data: the number of groups is not measured")
        return
    for error in _ERRORS:
        seeds = range(_FIRST_SEED, _FIRST_SEED + shops)
        tables = [Table(*generator.shop(seed, k=1 + seed % 8, err=error)[:3]) for seed in seeds]
        for name, chooser in _CHOOSERS.items():
            found = [chooser(table) for table in tables]
            both = list(zip(tables, found, strict=True))
            exact = np.mean([_count(labels) == _count(table.truth) for table, labels in both])
            index = np.mean([_agreement(table, labels) for table, labels in both])
            print(f"{error:.0%} Bayes error, {shops} shops, {name}: exact {exact:.2f}, index {index:.2f}")
    nothing = [Table(*generator.null(seed)[:3]) for seed in range(_FIRST_SEED, _FIRST_SEED + without)]
    for name, chooser in _CHOOSERS.items():
        alarms = np.mean([_count(chooser(table)) > 1 for table in nothing])
        print(f"no groups, {without} shops, {name}: false alarms {alarms:.0%}")


def _count(labels: Labels) -> int:
    return len(np.unique(labels))


def _agreement(table: Table, labels: Labels) -> float:
    return float(adjusted_rand_score(table.truth, labels))


def _generator() -> ModuleType | None:
    path = DATA.parent / "prototypes" / "segments" / "shop_generator.py"
    spec = spec_from_file_location("shop_generator", path) if path.exists() else None
    if spec is None or spec.loader is None:
        return None
    generator = module_from_spec(spec)
    spec.loader.exec_module(generator)
    return generator


# ---- which, when their number is given -----------------------------------------------------


def _groups_given() -> None:
    folder = DATA / "customers"
    if not folder.is_dir():
        print("no reference data: credit and heart are not measured")
        return
    for name, table in (("credit", _credit(folder)), ("heart", _heart(folder))):
        indices = {rival: _agreement(table, labels) for rival, labels in _two_groups(table)}
        print(
            f"{name}, two groups given: "
            + ", ".join(f"{rival} {index:.3f}" for rival, index in indices.items())
        )


def _two_groups(table: Table) -> Iterator[tuple[str, Labels]]:
    yield "this", CustomerMixture(2, categorical_features=table.coded()).fit(table.columns()).labels_
    yield "one-hot k-means", KMeans(2, n_init=10, random_state=0).fit_predict(table.plain())
    for name, needed, rival in _RIVALS:
        if importlib.util.find_spec(needed) is None:
            print(f"{name} is not installed")
        else:
            yield name, rival(table)


def _kamila(table: Table) -> Labels:
    from pykamila import KAMILA  # noqa: PLC0415  # rivals are imported where they are installed

    numbers = np.arange(table.numbers.shape[1])
    mixed = np.hstack([table.plain()[:, numbers], table.codes])
    return np.asarray(KAMILA(2, random_state=0).fit(mixed, numbers).labels_)


def _k_prototypes(table: Table) -> Labels:
    from kmodes.kprototypes import KPrototypes  # noqa: PLC0415

    numbers = table.numbers.shape[1]
    mixed = np.hstack([table.plain()[:, :numbers], table.codes])
    found = KPrototypes(2, n_init=5, random_state=0).fit_predict(mixed, categorical=list(table.coded()))
    return np.asarray(found)


def _stepmix(table: Table) -> Labels:
    model, frame = _stepmix_of(table, 2)
    return np.asarray(model.fit(frame).predict(frame))


def _gower_medoids(table: Table) -> Labels:
    """Partitioning around medoids, the best of ten starts, on Gower's distances."""
    import gower  # noqa: PLC0415

    coded = [column in table.coded() for column in range(table.columns().shape[1])]
    far = gower.gower_matrix(np.nan_to_num(table.columns(), nan=-1), cat_features=coded)
    starts = (np.random.default_rng(seed).choice(len(far), 2, replace=False) for seed in range(10))
    medoids = min(
        (_settled(far, start) for start in starts), key=lambda found: far[:, found].min(axis=1).sum()
    )
    return np.asarray(far[:, medoids].argmin(axis=1))


def _settled(far: NDArray[np.float64], medoids: NDArray[np.intp]) -> NDArray[np.intp]:
    for _ in range(50):
        nearest = far[:, medoids].argmin(axis=1)
        members = [np.flatnonzero(nearest == group) for group in range(len(medoids))]
        moved = np.array([here[far[np.ix_(here, here)].sum(axis=1).argmin()] for here in members])
        if (moved == medoids).all():
            break
        medoids = moved
    return medoids


def _stepmix_of(table: Table, groups: int) -> tuple[Any, Any]:
    import pandas as pd  # noqa: PLC0415
    from stepmix.stepmix import StepMix  # noqa: PLC0415
    from stepmix.utils import get_mixed_descriptor  # noqa: PLC0415

    numbers = table.numbers.shape[1]
    frame = pd.DataFrame(
        np.hstack([table.plain()[:, :numbers], np.where(table.codes < 0, np.nan, table.codes)])
    )
    frame.columns = [f"column{place}" for place in range(frame.shape[1])]
    names = list(frame.columns)
    data, kinds = get_mixed_descriptor(frame, continuous=names[:numbers], categorical_nan=names[numbers:])
    model = StepMix(groups, measurement=kinds, n_init=3, random_state=0, verbose=0, progress_bar=0)
    return model, data


_RIVALS: tuple[tuple[str, str, Callable[[Table], Labels]], ...] = (
    ("KAMILA", "pykamila", _kamila),
    ("StepMix", "stepmix", _stepmix),
    ("k-prototypes", "kmodes", _k_prototypes),
    ("Gower + PAM", "gower", _gower_medoids),
)


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


# ---- numbers of other shapes ---------------------------------------------------------------


def _other_shapes() -> None:
    """Round, long, unequal and bent groups, and three tables that scikit-learn ships, no categories."""
    ours, theirs = [], []
    for name, table in _shapes():
        ours.append(_agreement(table, _ours(table)))
        theirs.append(_agreement(table, _gaussian_bic(table)))
        print(f"{name}: this {ours[-1]:.2f}, BIC + Gaussian mixture {theirs[-1]:.2f}", flush=True)
    print(f"other shapes, mean index: this {np.mean(ours):.2f}, BIC + Gaussian mixture {np.mean(theirs):.2f}")


def _shapes() -> Iterator[tuple[str, Table]]:
    round_ones, truth = make_blobs(800, 3, centers=4, random_state=5)
    yield "round", _numeric(round_ones, truth)
    yield "long", _numeric(round_ones @ np.array([[1, 0.9, 0], [0, 0.4, 0], [0, 0.3, 1]]), truth)
    yield "unequal", _numeric(*make_blobs((400, 200, 80), 3, cluster_std=[2.5, 1.0, 0.5], random_state=2))
    yield "moons", _numeric(*make_moons(800, noise=0.08, random_state=0))
    yield "rings", _numeric(*make_circles(800, noise=0.05, factor=0.4, random_state=0))
    for load in (load_iris, load_wine, load_breast_cancer):
        yield load.__name__.removeprefix("load_"), _numeric(*load(return_X_y=True))


def _numeric(numbers: NDArray[np.float64], truth: Labels) -> Table:
    return Table(numbers, np.zeros((len(numbers), 0), np.int64), truth)


# ---- how fast ------------------------------------------------------------------------------


def _speed() -> None:
    """1,000,000 customers by 12 traits; StepMix on as many as can be waited for, its time taken as linear."""
    table = _crowd(1_000_000)
    began = time.perf_counter()
    model = CustomerMixture(4, categorical_features=table.coded()).fit(table.columns())
    took = time.perf_counter() - began
    print(
        f"1,000,000 x 12: fitted and assigned in {took:.1f} s, index {_agreement(table, model.labels_):.3f}"
    )
    if importlib.util.find_spec("stepmix") is None:
        print("StepMix is not installed")
        return
    few = 20_000
    sample = Table(table.numbers[:few], table.codes[:few], table.truth[:few])
    began = time.perf_counter()
    rival, data = _stepmix_of(sample, 4)
    index = _agreement(sample, np.asarray(rival.fit(data).predict(data)))
    theirs = (time.perf_counter() - began) * len(table.truth) / few
    print(f"StepMix, from {few:,}: {theirs:.0f} s, {theirs / took:.0f} times as long, index {index:.3f}")


def _crowd(count: int) -> Table:
    """Four groups of equal spread: eight numbers and four categories of three levels."""
    random = np.random.default_rng(0)
    truth = random.integers(4, size=count)
    numbers = 1.2 * random.standard_normal((4, 8))[truth] + random.standard_normal((count, 8))
    shares = random.dirichlet([1, 1, 1], size=(4, 4))[:, truth].cumsum(axis=2)
    codes = (random.random((4, count, 1)) > shares).sum(axis=2).clip(0, 2).T
    return Table(numbers, codes, truth)


if __name__ == "__main__":
    main()
