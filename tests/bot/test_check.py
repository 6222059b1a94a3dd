"""`personabot check` finds what is wrong with an installation before its owners do."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.operator.check import check
from bot.settings import Settings
from prompts.values import catalog
from tests.telegram.bot_api import TOKEN, bot_api


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data=tmp_path / "data")


def wrong(settings: Settings) -> set[str]:
    findings = list(check(settings))
    for each in findings:
        for language in catalog().languages:
            assert catalog().text(each.key, language, **each.values)
    return {each.key.rpartition(".")[2] for each in findings if not each.is_well}


def test_the_defaults_are_well(settings: Settings) -> None:
    assert wrong(settings) == set()


def test_each_thing_that_is_wrong_is_found_beside_the_others(settings: Settings, tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_text("")
    elsewhere = "postgresql+psycopg://nobody@127.0.0.1:1/nothing"
    assert wrong(replace(settings, database_url=elsewhere, public_url="http://shop.example")) == {
        "database_away",
        "secret_missing",
        "master_key_missing",
        "store_of_this_machine",
        "public_address_open",
    }
    assert wrong(replace(settings, data=tmp_path / "file" / "data")) >= {"folder_not_writable"}
    assert wrong(replace(settings, database_url="no address")) == {
        "bad_database_url",
        "secret_missing",
        "master_key_missing",
        "store_of_this_machine",
    }


def test_a_store_that_does_not_answer_is_found(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("AWS_ALLOW_HTTP", "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "nothing")
    assert wrong(replace(settings, store_url="s3://bucket/files")) == {"store_away"}


@pytest.mark.postgres
def test_processes_that_share_a_database_must_share_secrets_too(
    settings: Settings, postgres_url: str
) -> None:
    shared = replace(settings, database_url=postgres_url, session_secret="the same for all of them")
    assert wrong(shared) == {"master_key_missing", "store_of_this_machine"}


async def test_the_bots_token_is_tried(settings: Settings) -> None:
    async with bot_api() as api:
        there = replace(settings, telegram_api_url=api.url)
        assert await asyncio.to_thread(wrong, replace(there, telegram_token=TOKEN)) == set()
        assert await asyncio.to_thread(wrong, replace(there, telegram_token="1:wrong")) == {"telegram_token"}
