import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.crypto import Keyring, SealBroken, new_key
from shared.testing import a_keyring

OLD, NEW = f"k1:{new_key()}", f"k2:{new_key()}"
INDEX = new_key()


@given(st.text(max_size=200))
def test_what_is_sealed_opens_at_its_place(text):
    ring = a_keyring()

    assert ring.unseal(ring.seal(text, "customers.phone"), "customers.phone") == text


def test_the_same_text_never_looks_the_same_twice():
    ring = a_keyring()

    assert len({ring.seal("13800000001", "customers.phone") for _ in range(50)}) == 50


def test_a_sealed_value_does_not_open_in_another_place():
    ring = a_keyring()

    with pytest.raises(SealBroken, match=r"accounts\.name"):
        ring.unseal(ring.seal("林晓月", "accounts.phone"), "accounts.name")


def test_a_value_whose_key_was_dropped_too_early_names_the_key():
    sealed = Keyring.parse(f"k2:{new_key()}", new_key()).seal("林晓月", "accounts.name")

    with pytest.raises(SealBroken, match=r"accounts\.name needs the key 'k2', which PERSONAL_DATA_KEYS lacks"):
        Keyring.parse(f"k1:{new_key()}", new_key()).unseal(sealed, "accounts.name")


@pytest.mark.parametrize("part", [0, 1, 2, 3])
def test_a_sealed_value_with_one_part_changed_does_not_open(part):
    ring = a_keyring()
    parts = ring.seal("13800000001", "a.b").split(":")
    parts[part] = ("B" if parts[part][0] == "A" else "A") + parts[part][1:]

    with pytest.raises(SealBroken):
        ring.unseal(":".join(parts), "a.b")


@pytest.mark.parametrize("garbage", ["", "v1", "plain text", "v1:k:n:c:x", "v1:demo-test::", "v2:demo-test:AAAA:AAAA"])
def test_what_we_never_sealed_does_not_open(garbage):
    with pytest.raises(SealBroken):
        a_keyring().unseal(garbage, "a.b")


def test_after_a_rotation_the_old_opens_and_the_new_seals():
    before, after = Keyring.parse(OLD, INDEX), Keyring.parse(f"{NEW},{OLD}", INDEX)
    sealed = before.seal("13800000001", "a.b")

    assert after.unseal(sealed, "a.b") == "13800000001"
    assert not after.is_current(sealed)
    assert after.is_current(after.seal("13800000001", "a.b"))


def test_a_key_that_is_gone_opens_nothing():
    sealed = Keyring.parse(OLD, INDEX).seal("13800000001", "a.b")

    with pytest.raises(SealBroken):
        Keyring.parse(NEW, INDEX).unseal(sealed, "a.b")


def test_the_blind_index_outlives_the_keys_and_depends_on_its_own():
    assert Keyring.parse(OLD, INDEX).index("x") == Keyring.parse(NEW, INDEX).index("x")
    assert Keyring.parse(OLD, INDEX).index("x") != Keyring.parse(OLD, new_key()).index("x")
    assert Keyring.parse(OLD, INDEX).index("x") != Keyring.parse(OLD, INDEX).index("y")


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ("", "empty"),
        (" , ", "empty"),
        ("k1", "32 bytes"),
        ("k1:AAAA", "32 bytes, not 3"),
        ("k1:é", "not base64"),
        (f":{new_key()}", "id"),
        (f"k 1:{new_key()}", "id"),
        (f"k1:{new_key()},k1:{new_key()}", "id"),
    ],
)
def test_a_keyring_that_cannot_be_used_says_why(keys, says):
    with pytest.raises(ValueError, match=says):
        Keyring.parse(keys, INDEX)


def test_a_keyring_reads_the_base64_of_other_tools():
    raw = bytes(range(200, 232))

    ring = Keyring.parse(f"k1: {base64.b64encode(raw).decode()}".replace(": ", ":"), base64.b64encode(raw).decode())

    assert ring.keys["k1"] == ring.index_key == raw


def test_a_keyring_does_not_show_its_keys():
    ring = Keyring.parse(OLD, INDEX)

    assert repr(ring) == "Keyring(current='k1')"


def test_demonstration_keys_are_told_by_their_id():
    assert Keyring.parse(f"demo-1:{new_key()}", INDEX).is_for_demonstration
    assert Keyring.parse(f"k1:{new_key()},demo-1:{new_key()}", INDEX).is_for_demonstration
    assert not Keyring.parse(OLD, INDEX).is_for_demonstration
