"""Randomness, keyed digests and argon2.

The parameters are those of OWASP's equally strong choices for argon2id that take the least memory (7 MiB, 5 passes,
1 lane): some 25 ms of one core. Inline that would stop every other greenlet of the process, so under eventlet a hash
runs in a native thread. There are only `PARALLEL` of these threads: glibc gives each an arena of its own, which keeps
the memory of the last hash, and eventlet's twenty kept 290 MiB of 19 each.
"""

import secrets
from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

import argon2
from eventlet import patcher, tpool
from eventlet.semaphore import Semaphore

from shared.bus import Dependency, Resources
from shared.call import Call
from shared.crypto import keyring

T = TypeVar("T")

PARALLEL = 2
MEMORY_KIB, PASSES, LANES = 7168, 5, 1
CODE_DIGITS = 6
TOKEN_BYTES = 32


class Argon2Secrets:
    """Passwords by argon2id; codes and tokens by an HMAC whose key is not in the database."""

    def __init__(self) -> None:
        self._hasher = argon2.PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=LANES)
        self._free = Semaphore(PARALLEL)

    def new_code(self) -> str:
        return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"

    def new_token(self) -> str:
        return secrets.token_urlsafe(TOKEN_BYTES)

    def digest(self, purpose: str, secret: str) -> str:
        return keyring().index(f"{purpose}:{secret}")

    def hash_password(self, password: str) -> str:
        return self._aside(self._hasher.hash, password)

    def password_matches(self, password: str, password_hash: str | None) -> bool:
        """Against no hash, the work is done on a hash of nothing, so that time does not tell who has an account."""
        try:
            self._aside(self._hasher.verify, password_hash or self._hash_of_nothing, password)
        except argon2.exceptions.VerificationError:
            return False
        return password_hash is not None

    @cached_property
    def _hash_of_nothing(self) -> str:
        return self.hash_password(self.new_token())

    def _aside(self, work: Callable[..., T], *args: Any) -> T:
        if not patcher.is_monkey_patched("thread"):
            return work(*args)
        with self._free:
            return tpool.execute(work, *args)  # type: ignore[no-any-return]


class Vault(Dependency):
    """Injects the one `Argon2Secrets` of the process."""

    def start(self, resources: Resources) -> None:  # noqa: ARG002
        tpool.set_num_threads(PARALLEL)  # the threads start with the first hash, below
        self.secrets = Argon2Secrets()
        self.secrets.password_matches("", None)  # so that the first unknown login takes no longer than the next

    def provide(self, resources: Resources, call: Call) -> Argon2Secrets:  # noqa: ARG002
        return self.secrets
