"""What the commands tell of a refusal."""

from deploy.cli import in_words
from shared.errors import Forbidden, Invalid


def test_a_refusal_is_told_with_what_is_wrong_with_each_field():
    refusal = Invalid(
        "the request is not as it should be", fields={"password": ["Too short.", "Too plain."], "name": ["?"]}
    )

    assert in_words(refusal) == "the request is not as it should be · password: Too short. Too plain. · name: ?"


def test_a_refusal_of_no_field_is_one_sentence():
    assert in_words(Forbidden("only for administrators")) == "only for administrators"
