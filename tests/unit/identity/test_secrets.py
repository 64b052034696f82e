import subprocess
import sys

import argon2
import pytest

from services.identity.adapters.secrets import Argon2Secrets


@pytest.fixture(scope="module")
def secrets():
    return Argon2Secrets()


def test_a_code_is_six_digits_and_rarely_the_same(secrets):
    codes = [secrets.new_code() for _ in range(200)]

    assert all(len(code) == 6 and code.isdecimal() and code.isascii() for code in codes)
    assert len(set(codes)) > 190


def test_a_token_is_256_random_bits(secrets):
    assert len({secrets.new_token() for _ in range(100)}) == 100
    assert len(secrets.new_token()) == 43


def test_a_digest_depends_on_its_purpose_and_tells_nothing(secrets, keyring):
    digest = secrets.digest("one_time_code", "482913")

    assert digest == secrets.digest("one_time_code", "482913")
    assert digest != secrets.digest("refresh_token", "482913")
    assert "482913" not in digest
    assert len(digest) == 64


def test_a_password_matches_its_own_hash_only(secrets):
    one, other = secrets.hash_password("right horse"), secrets.hash_password("right horse")

    assert one != other
    assert one.startswith("$argon2id$")
    assert secrets.password_matches("right horse", one)
    assert not secrets.password_matches("wrong horse", one)


def test_nothing_matches_no_hash(secrets):
    assert not secrets.password_matches("", None)
    assert not secrets.password_matches("right horse", None)


def test_an_unknown_login_costs_the_same_work_as_a_wrong_password(secrets, monkeypatch):
    known = secrets.hash_password("right horse")
    secrets.password_matches("the hash of nothing is made once", None)
    worked = []
    monkeypatch.setattr(
        secrets, "_aside", lambda work, *given: worked.append((work.__name__, given[0])) or work(*given)
    )

    secrets.password_matches("wrong horse", known)
    secrets.password_matches("wrong horse", None)

    (one, known_hash), (other, nothing_hash) = worked
    assert one == other == "verify"
    assert argon2.extract_parameters(known_hash) == argon2.extract_parameters(nothing_hash)


def test_a_password_costs_what_owasp_asks_with_the_least_memory(secrets):
    parameters = argon2.extract_parameters(secrets.hash_password("right horse"))

    assert (parameters.memory_cost, parameters.time_cost, parameters.parallelism) == (7168, 5, 1)


def test_a_password_hashed_with_other_parameters_still_matches(secrets):
    before = argon2.PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1).hash("right horse")

    assert secrets.password_matches("right horse", before)


FLOOD = """
import eventlet, eventlet.tpool
eventlet.monkey_patch()
from services.identity.adapters.secrets import PARALLEL, Vault
vault = Vault()
vault.start(None)
pool = eventlet.GreenPool(40)
list(pool.imap(lambda _: vault.secrets.hash_password("right horse"), range(40)))
print(PARALLEL, len(eventlet.tpool._threads))
"""


def test_a_flood_of_sign_ins_starts_no_more_threads_than_hash_at_once():
    done = subprocess.run([sys.executable, "-c", FLOOD], capture_output=True, text=True, check=True, timeout=60)

    parallel, threads = map(int, done.stdout.split())
    assert 0 < threads <= parallel
