"""Secrets that an installation makes up: one for all processes, however many begin at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

from storage.keys.secret_files import make_once, replace

AT_ONCE = 16


def test_all_that_begin_at_once_have_the_same_whole_secret(tmp_path: Path) -> None:
    begin = Barrier(AT_ONCE)

    def secret_of(number: int) -> tuple[str, ...]:
        """Of one process, for each file; all meet before the next."""
        read = []
        for each in range(50):
            begin.wait()
            file = tmp_path / "data" / str(each)
            make_once(file, f"{number:02}" * 1_000)
            read.append(file.read_text())
        return tuple(read)

    with ThreadPoolExecutor(AT_ONCE) as processes:
        secrets = set(processes.map(secret_of, range(AT_ONCE)))
    assert len(secrets) == 1
    assert {len(secret) for secret in secrets.pop()} == {2_000}
    assert {file.name for file in (tmp_path / "data").iterdir()} == set(map(str, range(50)))


def test_a_secret_is_for_nobody_else_to_read_also_when_it_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    make_once(file, "one")
    assert file.stat().st_mode & 0o777 == 0o600
    replace(file, "two")
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("two", 0o600)
    assert list(tmp_path.iterdir()) == [file]
