"""A file is sealed with a key of its own (AES-256-GCM), which lies in the row that tells of the file.

So nothing needs to be stored anew when the keyring rotates: `rotate-keys` seals the row's key. And a file whose row is
gone is lost to everybody, whatever copy of it a backup or a bucket's versions still hold.
"""

import base64
import os
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shared.files.port import FileMissing, name_of

NONCE_BYTES, KEY_BITS = 12, 256


@dataclass(frozen=True)
class SealedFile:
    """What is stored under `name`; `key` (base64) opens it, and belongs into an encrypted column."""

    name: str
    content: bytes = field(repr=False)
    key: str = field(repr=False)


def seal_file(content: bytes) -> SealedFile:
    key, nonce = AESGCM.generate_key(KEY_BITS), os.urandom(NONCE_BYTES)
    sealed = nonce + AESGCM(key).encrypt(nonce, content, None)
    return SealedFile(name_of(sealed), sealed, base64.b64encode(key).decode())


def open_file(sealed: bytes, key: str) -> bytes:
    """The content in plain; one that was damaged, or belongs to another key, is as good as missing."""
    try:
        return AESGCM(base64.b64decode(key)).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], None)
    except (InvalidTag, ValueError) as error:
        raise FileMissing("what is stored does not open") from error
