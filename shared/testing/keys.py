"""The keyring of the tests (that of `tests/conftest.py`). The committed samples of events are sealed with it."""

from shared.crypto import Keyring

TEST_KEYS = "demo-test:" + "A" * 43
TEST_INDEX_KEY = "B" * 42 + "A"


def a_keyring() -> Keyring:
    return Keyring.parse(TEST_KEYS, TEST_INDEX_KEY)
