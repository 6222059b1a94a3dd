"""How Telegram's servers call a webhook: side by side, again later and later until they hear 2xx."""

import asyncio
import re
from dataclasses import dataclass

import httpx

from tests.telegram.cloud import Cloud, Json, RefusalError

FIRST_DELAY_SECONDS, LONGEST_DELAY_SECONDS = 0.05, 5.0
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@dataclass(frozen=True)
class Post:
    """A call of the webhook; `status` is 0 when nobody answered."""

    update_id: int
    status: int
    at: float


class WebhookCaller:
    def __init__(self, cloud: Cloud) -> None:
        self.url = ""
        self.secret = ""
        self.posts: list[Post] = []
        self._cloud = cloud
        self._under_way: dict[int, asyncio.Task[None]] = {}

    def set(self, url: str, secret: str, allowed: list[str] | None) -> bool:
        if secret and not SECRET.fullmatch(secret):
            raise RefusalError(400, "Bad Request: secret token contains unallowed characters")
        self.url, self.secret = url, secret
        self._cloud.allow(allowed)
        self._cloud.changed()
        return True

    def delete(self) -> bool:
        self.url = ""
        return True

    def info(self) -> Json:
        waiting = {"has_custom_certificate": False, "pending_update_count": len(self._cloud.updates)}
        return {"url": self.url, **waiting}

    async def run(self) -> None:
        """Call until the cloud closes."""
        async with httpx.AsyncClient(timeout=60) as http:
            while not self._cloud.closed:
                for update in self._unsent():
                    self._under_way[update["update_id"]] = asyncio.create_task(self._bring(http, update))
                await self._cloud.until(lambda: self._cloud.closed or bool(self._unsent()), float("inf"))
            for task in self._under_way.values():
                task.cancel()
            await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    def _unsent(self) -> list[Json]:
        waiting = self._cloud.updates if self.url else []
        return [update for update in waiting if update["update_id"] not in self._under_way]

    async def _bring(self, http: httpx.AsyncClient, update: Json) -> None:
        delay = FIRST_DELAY_SECONDS
        while self.url and not await self._post(http, update):
            await asyncio.sleep(delay)
            delay = min(2 * delay, LONGEST_DELAY_SECONDS)
        del self._under_way[update["update_id"]]
        self._cloud.changed()

    async def _post(self, http: httpx.AsyncClient, update: Json) -> bool:
        at = asyncio.get_running_loop().time()
        try:
            answer = await http.post(self.url, json=update, headers={HEADER: self.secret})
            status = answer.status_code
        except httpx.HTTPError:
            status = 0
        self.posts.append(Post(update["update_id"], status, at))
        self._cloud.changed()
        if status // 100 != 2:
            return False
        self._cloud.updates = [one for one in self._cloud.updates if one is not update]
        return True
