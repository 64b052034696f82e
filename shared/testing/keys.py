"""The keyring of the tests. The committed samples of events are sealed with it, so every test can open them."""

from shared.crypto import Keyring

TEST_KEYS = "demo-test:bmV2ZXItdXNlLXRoaXMta2V5LWZvci1wZW9wbGUtISE"
TEST_INDEX_KEY = "bmV2ZXItdXNlLXRoaXMta2V5LXRvLWZpbmQtYnktISE"


def a_keyring() -> Keyring:
    return Keyring.parse(TEST_KEYS, TEST_INDEX_KEY)
