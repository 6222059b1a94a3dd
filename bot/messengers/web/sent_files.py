"""A file as a page sends it: the body is its bytes, the headers say its name and size."""

from urllib.parse import unquote

from starlette.requests import Request

from bot.dialogue.inbound import SentFile
from bot.errors import OwnerFixableError
from bot.intake import readable_name
from bot.messages import Conversation, Reception
from bot.messengers.web.posts import whole_number
from bot.settings import MEGABYTE


def name_of(request: Request) -> str:
    """X-File-Name, percent-encoded."""
    return readable_name(unquote(request.headers.get("x-file-name", "")))


async def keep(reception: Reception, conversation: Conversation, request: Request, limit: int) -> SentFile:
    """Stream it into the store; X-File-Size lets us refuse more than `limit` bytes in time.

    Raises OwnerFixableError as `keep_file` does, ClientDisconnect when it breaks off.
    """
    if whole_number(request.headers.get("x-file-size", "")) > limit:
        raise OwnerFixableError("file_too_large", {"limit_mb": limit // MEGABYTE})
    return await reception.keep_file(conversation, name_of(request), request.stream())
