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
