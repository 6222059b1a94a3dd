"""Groups of customers: how many, which, and how fast, beside what a user would otherwise pick.

`python -m benchmarks.mixture SHOPS` takes so many shops of each difficulty and two and a half times as many
without groups (40 and 100 in the figures of DECISIONS.md).
"""

import importlib.util
import sys
import time
import warnings
from collections import defaultdict
from collections.abc import Callable

import numpy as np
from sklearn.metrics import adjusted_rand_score

from benchmarks import labelled, rivals
from benchmarks.labelled import Labels, Shops, Table
from segmentation.mixture.estimator import CustomerMixture

_FIRST_SEED = 1_000
"""Shops below this seed were looked at while the method was made."""
_DRAWS = range(5)
"""Of each of the other shapes."""
_ERRORS = (0.01, 0.04, 0.10)


def main() -> None:
    warnings.simplefilter("ignore")
    shops = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 8
    _groups_given()
    _other_shapes()
    _speed()
    _number_of_groups(range(_FIRST_SEED, _FIRST_SEED + shops))


def _ours(table: Table, groups: int | None = None) -> Labels:
    return CustomerMixture(groups, categorical_features=table.coded()).fit(table.columns()).labels_


_CHOOSERS = {
    "this": _ours,
    "silhouette + k-means": rivals.silhouette,
    "BIC + Gaussian mixture": rivals.gaussian_bic,
}


def _number_of_groups(seeds: range) -> None:
    shops = labelled.shops()
    if shops is None:
        print("no generator of shops beside the reference data: the number of groups is not measured")
        return
    for error in _ERRORS:
        _found_in([shops.with_groups(seed, 1 + seed % 8, error) for seed in seeds], error)
    _alarms(shops, range(seeds.start, seeds.start + len(seeds) * 5 // 2))


def _found_in(tables: list[Table], error: float) -> None:
    for name, chooser in _CHOOSERS.items():
        both = [(table, chooser(table)) for table in tables]
        exact = np.mean([_count(labels) == _count(table.truth) for table, labels in both])
        index = np.mean([_agreement(table, labels) for table, labels in both])
        print(f"{error:.0%} Bayes error, {len(both)} shops, {name}: exact {exact:.2f}, index {index:.2f}")


def _alarms(shops: Shops, seeds: range) -> None:
    tables = [shops.without_groups(seed) for seed in seeds]
    for name, chooser in _CHOOSERS.items():
        alarms = np.mean([_count(chooser(table)) > 1 for table in tables])
        print(f"no groups, {len(tables)} shops, {name}: false alarms {alarms:.0%}")


def _count(labels: Labels) -> int:
    return len(np.unique(labels))


def _agreement(table: Table, labels: Labels) -> float:
    return float(adjusted_rand_score(table.truth, labels))


def _groups_given() -> None:
    for name, table in labelled.real_tables():
        found = {"this": _ours(table, 2), **dict(rivals.in_two(table))}
        indices = ", ".join(f"{each} {_agreement(table, labels):.3f}" for each, labels in found.items())
        print(f"{name}, two groups given: {indices}")


def _other_shapes() -> None:
    drawn = [table for draw in _DRAWS for table in labelled.other_shapes(draw)]
    ours, theirs = defaultdict(list), defaultdict(list)
    for name, table in (*drawn, *labelled.shipped()):
        ours[name].append(_agreement(table, _ours(table)))
        theirs[name].append(_agreement(table, rivals.gaussian_bic(table)))
    for name in ours:
        print(f"{name}: this {np.mean(ours[name]):.2f}, BIC + Gaussian mixture {np.mean(theirs[name]):.2f}")
    mine, other = (np.mean([np.mean(each) for each in found.values()]) for found in (ours, theirs))
    print(f"other shapes, mean index: this {mine:.2f}, BIC + Gaussian mixture {other:.2f}")


def _speed() -> None:
    """1,000,000 customers by 12 traits; StepMix on as many as can be waited for, its time taken as linear."""
    table, few = labelled.crowd(1_000_000), 20_000
    columns = table.columns()
    ours = CustomerMixture(4, categorical_features=table.coded())
    took, labels = _timed(lambda: ours.fit(columns).labels_)
    index = _agreement(table, labels)
    print(f"1,000,000 x 12: fitted and assigned in {took:.1f} s of processor time, index {index:.3f}")
    if importlib.util.find_spec("stepmix") is None:
        print("StepMix is not installed")
        return
    sample = Table(table.numbers[:few], table.codes[:few], table.truth[:few])
    rival, frame = rivals.stepmix_of(sample, 4)
    theirs, labels = _timed(lambda: np.asarray(rival.fit(frame).predict(frame)))
    theirs *= len(table.truth) / few
    index = _agreement(sample, labels)
    print(f"StepMix, from {few:,}: {theirs:.0f} s, {theirs / took:.0f} times as long, index {index:.3f}")


def _timed(act: Callable[[], Labels]) -> tuple[float, Labels]:
    """Seconds of processor time, and what came of them."""
    began = time.process_time()
    found = act()
    return time.process_time() - began, found


if __name__ == "__main__":
    main()
