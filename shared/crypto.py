"""Personal data at rest and on the bus: AES-256-GCM, a keyring that can rotate, and a blind index to find by.

A sealed value reads `v1:<key id>:<nonce>:<ciphertext>`; the place it belongs to (`customers.phone`) is authenticated
with it, so that a value copied to another column does not open.
"""

import base64
import hashlib
import hmac
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "v1"
NONCE_BYTES, KEY_BYTES = 12, 32
DEMO_KEY_PREFIX = "demo"
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")


class SealBroken(ValueError):
    """The value was not sealed by us, not for this place, or its key is gone."""


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class Keyring:
    """Keys by id; `current` seals, all open. `index_key` is for the blind index and never rotates with them."""

    keys: Mapping[str, bytes] = field(repr=False)
    current: str
    index_key: bytes = field(repr=False)

    @classmethod
    def parse(cls, keys: str, index_key: str) -> "Keyring":
        """From `id:base64,id:base64` (the first one seals) and the base64 index key; ValueError says what is wrong."""
        parsed = {}
        for part in filter(None, (part.strip() for part in keys.split(","))):
            key_id, _, encoded = part.partition(":")
            if not KEY_ID.fullmatch(key_id) or key_id in parsed:
                msg = f"a key's id must be new and made of letters, digits, - and _, not {key_id[:20]!r}"
                raise ValueError(msg)
            parsed[key_id] = _key(encoded, f"key {key_id!r}")
        if not parsed:
            msg = "the keyring is empty"
            raise ValueError(msg)
        return cls(parsed, next(iter(parsed)), _key(index_key, "the blind index key"))

    @property
    def is_for_demonstration(self) -> bool:
        return any(key_id.startswith(DEMO_KEY_PREFIX) for key_id in self.keys)

    def seal(self, text: str, place: str) -> str:
        nonce = os.urandom(NONCE_BYTES)
        sealed = AESGCM(self.keys[self.current]).encrypt(nonce, text.encode(), place.encode())
        return f"{VERSION}:{self.current}:{_encode(nonce)}:{_encode(sealed)}"

    def unseal(self, sealed: str, place: str) -> str:
        try:
            version, key_id, nonce, ciphertext = sealed.split(":")
            if version != VERSION:
                raise SealBroken(version)
            return AESGCM(self.keys[key_id]).decrypt(_decode(nonce), _decode(ciphertext), place.encode()).decode()
        except KeyError as error:
            msg = f"a sealed value of {place} needs the key {error}, which PERSONAL_DATA_KEYS lacks"
            raise SealBroken(msg) from error
        except (ValueError, InvalidTag) as error:
            msg = f"a sealed value of {place} does not open"
            raise SealBroken(msg) from error

    @property
    def current_prefix(self) -> str:
        """What a value sealed with the current key begins with."""
        return f"{VERSION}:{self.current}:"

    def is_current(self, sealed: str) -> bool:
        return sealed.startswith(self.current_prefix)

    def index(self, text: str) -> str:
        """The blind index of a normalised value: equal values have equal indexes, and nothing else is told."""
        return hmac.new(self.index_key, text.encode(), hashlib.sha256).hexdigest()


def _key(encoded: str, what: str) -> bytes:
    try:
        raw = _decode(encoded)
    except ValueError as error:
        msg = f"{what} is not base64"
        raise ValueError(msg) from error
    if len(raw) != KEY_BYTES:
        msg = f"{what} must be {KEY_BYTES} bytes, not {len(raw)}"
        raise ValueError(msg)
    return raw


def new_key() -> str:
    """A fresh random key, as the keyring's text carries it."""
    return _encode(os.urandom(KEY_BYTES))


_installed: list[Keyring] = []


def install(ring: Keyring) -> None:
    """Make this the process's keyring."""
    _installed[:] = [ring]


def keyring() -> Keyring:
    """The process's keyring; a program that touches personal data without one is misconfigured."""
    if not _installed:
        msg = "no keyring installed: set PERSONAL_DATA_KEYS and BLIND_INDEX_KEY"
        raise RuntimeError(msg)
    return _installed[0]
