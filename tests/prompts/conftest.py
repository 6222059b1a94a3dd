"""Whole analyses, made once for all tests of what is shown of them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.answers_file import read_answers
from bot.beliefs import beliefs
from bot.work.sample import write_answers, write_sample
from prompts.values import catalog
from segmentation.model.analysis import Analysis
from segmentation.model.beliefs import Beliefs
from segmentation.pipeline import analyse, understand

TODAY = date(2026, 7, 1)
REFERENCE = ("customers/marketing_campaign.csv", "customers/Mall_Customers.csv", "online_retail.csv.gz")


@pytest.fixture(scope="session", params=catalog().languages)
def sample(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Analysis, Beliefs]:
    """The sample shop with what its owner told."""
    language: str = request.param
    folder = tmp_path_factory.mktemp(language)
    told = beliefs(read_answers(write_answers(folder, language, catalog()), TODAY.year))
    return analysed(write_sample(folder, language, catalog()), told, language, folder), told


@pytest.fixture(scope="session", params=REFERENCE)
def real(
    request: pytest.FixtureRequest, reference_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> Analysis:
    """Real customers, with nothing told."""
    path = reference_data / request.param
    return analysed([path], Beliefs(), "en", tmp_path_factory.mktemp(path.stem))


def analysed(paths: Sequence[Path], told: Beliefs, language: str, folder: Path) -> Analysis:
    files = [understand(path, path.name, workdir=folder, language=language) for path in paths]
    return analyse(files, told, language=language, today=TODAY)
