"""The safe mode's encryption: AES-256-CBC over 16 random bytes, the length, the message and the account's app id."""

import base64
import binascii
import hmac

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

BLOCK, KEY_BYTES, RANDOM_BYTES, LENGTH_BYTES = 32, 32, 16, 4
"""WeChat pads to 32 bytes, though AES has blocks of 16."""


class SealBroken(ValueError):
    """What came is not encrypted with our key for our account."""


def opened(encrypted: str, aes_key: str, app_id: str) -> bytes:
    """The XML inside; raises SealBroken."""
    try:
        key, ciphertext = key_of(aes_key), base64.b64decode(encrypted, validate=True)
        decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:RANDOM_BYTES])).decryptor()
        padded = decryptor.update(ciphertext) + decryptor.finalize()
    except (ValueError, binascii.Error) as error:
        raise SealBroken("not encrypted with our key") from error
    plain = _unpadded(padded)
    start = RANDOM_BYTES + LENGTH_BYTES
    end = start + int.from_bytes(plain[RANDOM_BYTES:start], "big")
    if end > len(plain) or not hmac.compare_digest(plain[end:], app_id.encode()):
        raise SealBroken("not for our account")
    return plain[start:end]


def sealed(message: bytes, aes_key: str, app_id: str, random: bytes) -> str:
    """The reverse, as WeChat does it; `random` has 16 bytes."""
    key = key_of(aes_key)
    plain = random + len(message).to_bytes(LENGTH_BYTES, "big") + message + app_id.encode()
    count = BLOCK - len(plain) % BLOCK
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:RANDOM_BYTES])).encryptor()
    ciphertext = encryptor.update(plain + bytes([count]) * count) + encryptor.finalize()
    return base64.b64encode(ciphertext).decode()


def key_of(aes_key: str) -> bytes:
    """The 32 bytes of the 43 characters on WeChat's page; raises ValueError."""
    key = base64.b64decode(aes_key + "=", validate=True)
    if len(key) != KEY_BYTES:
        raise ValueError("the EncodingAESKey has 43 characters")
    return key


def _unpadded(padded: bytes) -> bytes:
    count = padded[-1] if padded else 0
    if not 1 <= count <= BLOCK or len(padded) < count:
        raise SealBroken("the padding is wrong")
    return padded[:-count]
