"""What a user would otherwise pick to group customers; packages that are missing are left out and named.

The group `rivals` of pyproject.toml has them.
"""

import importlib.util
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import KMeans
from sklearn.metrics import silhouette_score
from sklearn.mixture import GaussianMixture

from benchmarks.labelled import Labels, Table

_MOST = 9

# ---- that choose the number of groups --------------------------------------------------------


def silhouette(table: Table) -> Labels:
    plain = table.plain()
    tried = [KMeans(groups, n_init=3, random_state=0).fit_predict(plain) for groups in range(2, _MOST + 1)]
    seen = np.random.default_rng(0).permutation(len(plain))[:1_500]
    apart = [labels for labels in tried if len(np.unique(labels[seen])) > 1]
    return max(apart, key=lambda labels: silhouette_score(plain[seen], labels[seen]))


def gaussian_bic(table: Table) -> Labels:
    plain = table.plain()
    tried = [
        GaussianMixture(groups, random_state=0, reg_covar=1e-3).fit(plain) for groups in range(1, _MOST + 1)
    ]
    return np.asarray(min(tried, key=lambda model: model.bic(plain)).predict(plain))


# ---- that are given two ---------------------------------------------------------------------


def in_two(table: Table) -> Iterator[tuple[str, Labels]]:
    """The groups of every rival that is installed."""
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
    model, frame = stepmix_of(table, 2)
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


def stepmix_of(table: Table, groups: int) -> tuple[Any, Any]:
    """The model with three starts, and the table as it wants it."""
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
