"""`make bench`: every benchmark in turn, or those named on the command line.

Figures are ratios against a named rival in the same run: absolute times depend on the machine.
"""

import sys

from benchmarks import big_file, cards, mixture, pollock, promises, scale, turns, upload_to_cards, value

BENCHMARKS = (upload_to_cards, cards, value, turns, promises, scale, pollock, big_file, mixture)


def main() -> None:
    wanted = sys.argv[1:]
    for benchmark in BENCHMARKS:
        name = benchmark.__name__.rpartition(".")[2]
        if not wanted or name in wanted:
            print(f"\n== {name}: {(benchmark.__doc__ or '').splitlines()[0]}")
            benchmark.main()


if __name__ == "__main__":
    main()
