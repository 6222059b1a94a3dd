"""Links to send what is too large for a chat: signed, for one owner, for one file, for a day."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from bot.errors import BuilderError
from bot.messages import Conversation
from bot.settings import Settings

PATH = "/upload"
LIFETIME = timedelta(days=1)
NONCE_BYTES = 12


class LinkRefusedError(BuilderError):
    """A link that cannot be used: `reason` is broken or expired."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class UploadPass:
    """What a link allows: one event, `event_id`, in one conversation."""

    conversation: Conversation
    event_id: str
    made_at: datetime


class UploadLinks:
    """Makes links and reads them; nothing is kept of a link before it is used."""

    def __init__(self, settings: Settings) -> None:
        self._address = settings.public_address
        self._signer = URLSafeTimedSerializer(
            settings.session_secret,
            salt="personabot.upload.link",
            signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
        )

    def make(self, conversation: Conversation) -> str:
        """A link for the owner of a conversation; empty when nobody could reach this installation by it."""
        if not self._address:
            return ""
        content = (conversation.messenger, conversation.address, secrets.token_urlsafe(NONCE_BYTES))
        return f"{self._address}{PATH}/{self._signer.dumps(content)}"

    def read(self, token: str) -> UploadPass:
        """What the end of a link says. Raises LinkRefusedError."""
        try:
            content, made_at = self._signer.loads(
                token, max_age=int(LIFETIME.total_seconds()), return_timestamp=True
            )
        except SignatureExpired:
            raise LinkRefusedError("expired") from None
        except BadSignature:
            raise LinkRefusedError("broken") from None
        messenger, address, nonce = content
        return UploadPass(Conversation(messenger, address), f"upload-link:{nonce}", made_at)
