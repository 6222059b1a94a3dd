"""One holder's key: it seals texts, and the keys of blobs, each for its one place."""

import hmac
import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from segmentation.errors import DefectError

NONCE_BYTES = 12
TAG_BYTES = 16


class TamperedError(DefectError):
    """Something sealed was changed, moved to another place, or belongs to somebody else."""


class DataKey:
    """AES-256-GCM (NIST SP 800-38D) with a random nonce before each text.

    What is sealed opens only for the same holder and place. Nonces are random, so one key is good for
    2**32 texts.
    """

    def __init__(self, holder: str, key: bytes) -> None:
        self._holder = holder
        self._cipher = AESGCM(key)

    def seal(self, place: str, text: str) -> str:
        """`place` says what the text is and in which row, such as answers/age."""
        return b2a_base64(self.seal_bytes(place, text.encode()), newline=False).decode()

    def open(self, place: str, sealed: str) -> str:
        """Raises TamperedError when this was not sealed here."""
        try:
            return self.open_bytes(place, a2b_base64(sealed)).decode()
        except ValueError:  # no base64, or no text
            raise TamperedError(place) from None

    def seal_if_any(self, place: str, text: str | None) -> str | None:
        return None if text is None else self.seal(place, text)

    def open_if_any(self, place: str, sealed: str | None) -> str | None:
        return None if sealed is None else self.open(place, sealed)

    def seal_each(self, place: str, texts: Mapping[str, str | None]) -> dict[str, str | None]:
        """The columns of one row, by name; what is None stays None."""
        return {column: self.seal_if_any(f"{place}/{column}", text) for column, text in texts.items()}

    def seal_bytes(self, place: str, content: bytes) -> bytes:
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, self._bound(place))

    def open_bytes(self, place: str, sealed: bytes) -> bytes:
        try:
            return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], self._bound(place))
        except (InvalidTag, ValueError):
            raise TamperedError(place) from None

    def _bound(self, place: str) -> bytes:
        return f"{self._holder}/{place}".encode()


class LookUpKey:
    """What has to be found again by its own text: hidden, and always in the same way."""

    def __init__(self, key: bytes) -> None:
        self._addresses = AESSIV(HKDFExpand(SHA256(), 64, b"addresses").derive(key))
        self._marks = HKDFExpand(SHA256(), 32, b"marks").derive(key)

    def hide(self, messenger: str, address: str) -> str:
        """An address: a keyed hash of it, and itself encrypted under that hash (AES-SIV, RFC 5297)."""
        hidden = self._addresses.encrypt(address.encode(), [messenger.encode()])
        return b2a_base64(hidden, newline=False).decode()

    def reveal(self, messenger: str, hidden: str) -> str:
        try:
            return self._addresses.decrypt(a2b_base64(hidden), [messenger.encode()]).decode()
        except (InvalidTag, ValueError):
            raise TamperedError("address") from None

    def mark(self, text: str) -> str:
        """A keyed hash (HMAC-SHA-256): the same for the same text, and no way back."""
        return hmac.digest(self._marks, text.encode(), "sha256").hex()
