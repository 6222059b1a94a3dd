"""The master keys: they wrap all other keys, and are kept outside the database."""

import hashlib
import os
import secrets
from base64 import b64decode, b64encode
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from segmentation.errors import OwnerFixableError
from storage.keys import secret_files

KEY_BYTES = 32
NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A key that only the master key of this name can open."""

    master: str
    key: str


class Masters:
    """Master keys, the current one first; older ones still open what they have wrapped.

    They are read again whenever a key is made, and when one of an unknown name is met: so a new one
    needs no restart.
    """

    def __init__(self, read: Callable[[], str]) -> None:
        """`read` gives the keys in base64, separated by commas or line ends.

        Raises OwnerFixableError("bad_master_key") when they are anything else.
        """
        self._read = read
        self._keys = self._read_again()

    @property
    def current(self) -> str:
        """The name of the key that wraps from now on."""
        self._keys = self._read_again()
        return next(iter(self._keys))

    @property
    def older(self) -> tuple[str, ...]:
        return tuple(self._keys)[1:]

    def wrap(self, key: bytes, holder: str) -> Wrapped:
        name, nonce = self.current, os.urandom(NONCE_BYTES)
        sealed = AESGCM(self._keys[name]).encrypt(nonce, key, holder.encode())
        return Wrapped(name, b64encode(nonce + sealed).decode())

    def unwrap(self, wrapped: Wrapped, holder: str) -> bytes:
        """Raises OwnerFixableError("wrong_master_key") when no key here has wrapped it."""
        if wrapped.master not in self._keys:
            self._keys = self._read_again()
        sealed = b64decode(wrapped.key)
        try:
            master = AESGCM(self._keys[wrapped.master])
            return master.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], holder.encode())
        except (KeyError, InvalidTag):
            raise OwnerFixableError("wrong_master_key", {"name": wrapped.master}) from None

    def _read_again(self) -> Mapping[str, bytes]:
        texts = self._read().replace(",", "\n").split()
        return {_name(key): key for key in map(_decoded, texts or [""])}


def masters_in(file: Path) -> Masters:
    """Those kept in a file, which is made with a first one where there is none.

    Raises OwnerFixableError("bad_master_key_file") when it cannot be made or read.
    """
    with _told(file):
        secret_files.make_once(file, f"{new_master()}\n")
    return Masters(lambda: _read(file))


def put_first(file: Path, master: str) -> None:
    """Make `master` the current one of a file; the others stay, for what they have wrapped."""
    secret_files.replace(file, f"{master}\n{file.read_text(encoding='ascii')}")


def new_master() -> str:
    return b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def _read(file: Path) -> str:
    with _told(file):
        return file.read_text(encoding="ascii")


@contextmanager
def _told(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeDecodeError):
        raise OwnerFixableError("bad_master_key_file", {"file": str(file)}) from None


def _decoded(text: str) -> bytes:
    try:
        key = b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise OwnerFixableError("bad_master_key", {"bytes": KEY_BYTES})
    return key


def _name(key: bytes) -> str:
    """Says which key it is and nothing about it."""
    return hashlib.sha256(b"name of a master key" + key).hexdigest()[:16]
