import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.identity.domain.contacts import is_phone, normal_email, normal_login, normal_phone
from services.identity.domain.errors import PhoneInvalid
from shared.errors import Invalid


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("13800000001", "+8613800000001"),
        ("138-0000-0001", "+8613800000001"),
        ("+86 138 0000 0001", "+8613800000001"),
        ("008613800000001", "+8613800000001"),
        ("１３８００００００００１", None),
        ("021-54010001", "+862154010001"),
        ("+1 650 253 0000", "+16502530000"),
        ("(021) 5401-0001", "+862154010001"),
        (" 13800000001 ", "+8613800000001"),
        ("call 13800000001", None),
        ("13800000001\x00", None),
        ("\u202e13800000001", None),
        ("1380000000a", None),
        ("", None),
    ],
)
def test_a_phone_has_one_form(typed, kept):
    if kept is None:
        assert not is_phone(typed)
    else:
        assert normal_phone(typed) == kept


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=50))
def test_anything_is_a_phone_in_one_form_or_refused(text):
    try:
        once = normal_phone(text)
    except PhoneInvalid:
        assert not is_phone(text)
    else:
        assert normal_phone(once) == once


@settings(max_examples=40)
@given(st.emails())
def test_an_address_has_one_form(email):
    assert normal_email(normal_email(email)) == normal_email(email.upper()).lower() or not email.isascii()


@pytest.mark.parametrize(
    "text", ["", "@", "a@b", "a b@c.de", "a@b.c\r\nBcc: x@y.z", "a" * 250 + "@b.cd", "a@.", "a@b..."]
)
def test_what_is_no_address_is_refused(text):
    with pytest.raises(Invalid):
        normal_email(text)


def test_full_width_letters_make_no_second_login():
    assert normal_login(" Ａdmin ") == normal_login("admin") == "admin"
