"""A file too large for Telegram comes by a link, and the owner hears of it in Telegram."""

import re

import httpx
import pytest

from tests.messengers.house import House

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_file_too_large_for_telegram_arrives_by_a_link(webhook_house: House) -> None:
    house, mei = webhook_house, webhook_house.api.person("Mei", "zh-hans")
    mei.send_file(b"x", "all.csv", claimed_size=21_000_000)
    await mei.hears(2)
    link = re.search(r"https?://\S+", mei.texts[0])
    assert link
    async with httpx.AsyncClient() as browser:
        assert 'lang="zh"' in (await browser.get(link[0])).text
        table = "客户,日期,金额\n" + "".join(f"A{n % 9},2026-01-{1 + n % 28:02d},{n}\n" for n in range(60))
        headers = {"Origin": house.web_url, "X-File-Name": "all.csv"}
        answer = await browser.post(link[0], content=table.encode(), headers=headers)
    assert answer.status_code == 201
    await house.api.cloud.until(lambda: any("同意吗" in text for text in mei.texts))
    mei.tap("✓ 同意")
    await house.api.cloud.until(lambda: any("我正在看 all.csv" in text for text in mei.texts))
    await house.quiet(60)
    assert "60" in mei.texts[-1]
