"""The catalogue is complete, and says nothing that cannot be."""

import pytest

from prompts.values import catalog
from segmentation.channels.catalogue import REGIONS, Entry, catalogue
from segmentation.model.channels import ChannelKind


@pytest.fixture(scope="module")
def entries() -> dict[str, Entry]:
    return {entry.channel.key: entry for entry in catalogue()}


def test_there_are_channels_enough_in_every_region(entries: dict[str, Entry]) -> None:
    assert len(entries) >= 60
    for region in REGIONS:
        own = [entry for entry in entries.values() if region in entry.channel.regions]
        assert sum(entry.usable_in(region) for entry in entries.values()) >= 20
        assert own, region


def test_every_kind_of_channel_is_there(entries: dict[str, Entry]) -> None:
    assert {entry.channel.kind for entry in entries.values()} == set(ChannelKind)


def test_every_channel_has_its_name_and_presence_in_every_language_and_no_text_is_left_over(
    entries: dict[str, Entry],
) -> None:
    texts = catalog()
    expected = {f"channels.{key}.{part}" for key in entries for part in ("name", "presence")}
    for language in texts.languages:
        assert {key for key in texts.keys(language) if key.startswith("channels.")} == expected


@pytest.mark.parametrize(
    ("channel", "region"),
    [
        ("facebook", "china"), ("instagram", "china"), ("youtube", "china"), ("whatsapp", "china"),
        ("telegram", "china"), ("line", "china"), ("google_business", "china"), ("x", "china"),
        ("facebook", "russia_cis"), ("instagram", "russia_cis"), ("linkedin", "russia_cis"),
        ("social_ads", "russia_cis"), ("tiktok", "india"), ("tiktok", "china"), ("wechat", "india"),
    ],
)  # fmt: skip
def test_what_is_blocked_is_known_to_be(entries: dict[str, Entry], channel: str, region: str) -> None:
    assert not entries[channel].usable_in(region)


@pytest.mark.parametrize("region", sorted(REGIONS))
def test_where_a_channel_leads_it_can_be_used(entries: dict[str, Entry], region: str) -> None:
    leading = [entry for entry in entries.values() if region in entry.leading]
    assert leading
    assert all(entry.usable_in(region) for entry in leading)


def test_no_name_of_a_source_stands_for_two_channels(entries: dict[str, Entry]) -> None:
    names = [alias for entry in entries.values() for alias in {*entry.aliases, entry.channel.key}]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_the_answers_about_own_channels_are_channels(entries: dict[str, Entry]) -> None:
    answers = {
        "in_store", "website", "wechat", "wechat_groups", "wechat_moments", "xiaohongshu", "douyin",
        "facebook", "instagram", "tiktok", "youtube", "telegram", "whatsapp", "line", "email", "sms",
    }  # fmt: skip
    assert answers <= entries.keys()


def test_every_block_and_every_lead_has_its_sentence(entries: dict[str, Entry]) -> None:
    said = {f"reasons.blocked.{region}" for entry in entries.values() for region in entry.channel.blocked}
    said |= {f"reasons.restricted.{region}" for entry in entries.values() for region in entry.restricted}
    said |= {f"reasons.leading.{region}" for entry in entries.values() for region in entry.leading}
    for language in catalog().languages:
        kinds = ("reasons.blocked.", "reasons.restricted.", "reasons.leading.")
        assert {key for key in catalog().keys(language) if key.startswith(kinds)} == said
