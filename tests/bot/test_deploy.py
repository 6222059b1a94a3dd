"""Units and containers, as far as they can be judged where none is started."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.__main__ import _parser
from bot.settings import from_environment

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
UNITS = sorted((ROOT / "deploy" / "systemd").glob("*.service"))
OURS = {name: each for name, each in COMPOSE["services"].items() if each["image"] == "personabot"}


def test_the_services_are_written_as_compose_wants_them() -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    done = subprocess.run([*command, str(ROOT / "compose.yaml")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_image_is_of_one_release() -> None:
    bases = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    others = [each["image"] for name, each in COMPOSE["services"].items() if name not in OURS]
    assert all(re.search(r":\d+\.\d+", image) for image in (*bases, *others))


def test_every_process_has_its_service() -> None:
    commands = {name: each.get("command", ["run"]) for name, each in OURS.items()}
    assert commands == {"prepare": ["prepare"], "web-1": ["run"], "web-2": ["run"], "worker": ["worker"]}
    for command in commands.values():
        assert _parser("en").parse_args(command)
    assert OURS["worker"]["deploy"]["replicas"] == 2


@pytest.mark.parametrize("name", OURS)
def test_a_service_sets_only_what_there_is_to_set(name: str) -> None:
    settings = from_environment(OURS[name]["environment"])
    assert settings.unknown == ()
    assert settings.store_url == "s3://personabot/files"
    assert settings.analyses_at_once == (0 if name.startswith("web") else 1)


def test_nobody_starts_before_tables_and_bucket_are_made() -> None:
    assert set(OURS["prepare"]["depends_on"]) == {"postgres", "store"}
    for name in OURS.keys() - {"prepare"}:
        assert OURS[name]["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_understood_and_sets_only_what_there_is_to_set(unit: Path, tmp_path: Path) -> None:
    told = re.findall(r"^Environment=(.*)$", unit.read_text(), re.MULTILINE)[0].replace("%i", "8001")
    assert from_environment(dict(each.split("=", 1) for each in told.split())).unknown == ()
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    here = tmp_path / unit.name.replace("@", "@8001")
    here.write_text(unit.read_text().replace("/opt/personabot/.venv/bin/personabot", "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(here)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
