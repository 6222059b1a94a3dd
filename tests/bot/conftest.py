"""The desk of most tests here; some have one of their own."""

from pathlib import Path

import pytest

from storage.database import Database
from tests.bot.desk import Desk


@pytest.fixture
def desk(database: Database, tmp_path: Path) -> Desk:
    """With room for a small file, on a database of each kind in turn."""
    return Desk(database, tmp_path, max_upload_bytes=100_000)
