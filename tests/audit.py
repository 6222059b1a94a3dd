"""Known holes in the dependencies, as far as somebody can be asked who knows of them.

Whoever is asked has to know of an old hole first: a mirror that answers "nothing is known" to everything
would look like good news.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-dev.lock")
KNOWN_TO_HAVE_HOLES = "jinja2==2.10\n"


def main() -> int:
    """The exit code: not 0 only when there are holes, so that one can work without a network."""
    if not _somebody_knows():
        print("NOT AUDITED: nobody who knows of holes in packages can be reached from here.")
        return 0
    locks = [argument for lock in LOCKS for argument in ("--requirement", str(ROOT / lock))]
    audit = _audit("--require-hashes", *locks)
    print(audit.stdout, audit.stderr, sep="\n")
    return audit.returncode


def _somebody_knows() -> bool:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as old:
        old.write(KNOWN_TO_HAVE_HOLES)
        old.flush()
        control = _audit("--no-deps", "--requirement", old.name)
    return control.returncode != 0 and "Fix Versions" in control.stdout


def _audit(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = ("pip_audit", "--disable-pip", "--progress-spinner", "off", *arguments)
    return subprocess.run([sys.executable, "-m", *command], check=False, text=True, capture_output=True)


if __name__ == "__main__":
    sys.exit(main())
