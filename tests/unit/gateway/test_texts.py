"""Texts for people: both languages have the same codes, and no code of any service is without one."""

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from marshmallow import ValidationError, fields, validate

from gateway import errors, texts
from services.scheduling.domain.choice.judgement import (
    CODE_OF_COMPONENT,
    FEWEST_VISITS,
    IN_TURN,
    KEPT,
    ONLY_ONE,
    REQUESTED,
)
from services.scheduling.use_cases.drafts import BY_THE_SHOP
from shared.errors import KINDS

ROOT = Path(__file__).parents[3]
CONTRACT = [
    "slot_taken",
    "illegal_transition",
    "idempotency_key_in_progress",
    "version_conflict",
    "in_the_past",
    "too_soon",
    "too_far_ahead",
    "outside_hours",
    "off_grid",
    "technician_unsuitable",
    "place_not_offered",
    "out_of_area",
    "party_too_large",
    "note_too_long",
    "phone_invalid",
    "idempotency_key_missing",
    "idempotency_key_reused",
    "claims_in_the_way",
    "decision_impossible",
    "claim_released",
    "claim_mismatch",
    "change_refused",
    "sign_in_failed",
    "too_many_requests",
    "grant_unavailable",
    "refresh_token_reused",
    "refresh_token_invalid",
    "service_unavailable",
    "deadline_exceeded",
    "internal_error",
    "malformed",
    "invalid",
]


def codes_in(source: Path) -> Iterator[str]:
    """Every `code = "…"` of a class, and every `code="…"` of a call."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        given = node.value if named_code(node) else None
        if isinstance(given, ast.Constant) and isinstance(given.value, str):
            yield given.value


def named_code(node: ast.AST) -> bool:
    match node:
        case (
            ast.Assign(targets=[ast.Name(id="code")])
            | ast.AnnAssign(target=ast.Name(id="code"))
            | ast.keyword(arg="code")
        ):
            return True
    return False


def sources() -> list[Path]:
    return [*ROOT.glob("services/*/domain/**/errors.py"), *ROOT.glob("shared/*.py"), *ROOT.glob("shared/bus/*.py")]


def test_both_languages_have_the_same_codes_with_the_same_parameters():
    chinese, english = texts.table("zh-CN")["codes"], texts.table("en")["codes"]

    assert set(chinese) == set(english)
    for code, text in chinese.items():
        assert parameters(text["detail"]) == parameters(english[code]["detail"]), code
        assert text["title"], code
        assert english[code]["title"], code


def parameters(detail: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(detail) if name}


@pytest.mark.parametrize("source", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_code_of_a_service_has_a_text(source):
    missing = set(codes_in(source)) - set(texts.table("zh-CN")["codes"])

    assert not missing


def test_every_code_of_the_contract_and_of_the_gateway_has_a_text():
    wanted = {
        *CONTRACT,
        *errors.STATUS_OF_CODE,
        *errors.CODE_OF_STATUS.values(),
        *(kind.code for kind in KINDS.values()),
        *(code for source in ROOT.glob("gateway/**/*.py") for code in codes_in(source)),
    }

    assert not wanted - set(texts.table("zh-CN")["codes"])


def test_every_reason_for_a_choice_has_words_in_both_languages():
    codes = {REQUESTED, KEPT, ONLY_ONE, FEWEST_VISITS, IN_TURN, BY_THE_SHOP, *CODE_OF_COMPONENT.values()}

    for language in errors.LANGUAGES:
        assert set(texts.table(language)["chosen"]) == codes
    assert texts.of_choice("of_tomorrow", {}, "en") is None


def test_parameters_are_filled_and_a_missing_one_never_fails_an_answer():
    assert texts.of("too_many_requests", {"retry_after": 30}, "en").detail == "Please try again in 30 seconds."
    assert texts.of("too_many_requests", {}, "en").detail == "Please try again in … seconds."


def test_a_code_newer_than_the_table_is_still_told():
    assert "brand_new" in texts.of("brand_new", {}, "zh-CN").detail


def test_field_messages_are_chinese_for_chinese_readers():
    assert texts.of_field("Missing data for required field.", "zh-CN") == "必填。"
    assert texts.of_field("Missing data for required field.", "en") == "Missing data for required field."
    assert texts.of_field("Something new.", "zh-CN") == "Something new."


def test_what_a_field_message_says_of_numbers_and_choices_is_kept():
    said = "Must be greater than or equal to 1 and less than or equal to 100."

    assert texts.of_field(said, "zh-CN") == "应在 1 与 100 之间。"
    assert texts.of_field("Must be one of: otp, password.", "zh-CN") == "应为以下之一：otp, password。"
    assert texts.of_field(said, "en") == said


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (fields.String(), 1),
        (fields.String(), None),
        (fields.Integer(strict=True), 1.5),
        (fields.Boolean(), "perhaps"),
        (fields.Float(), "nan"),
        (fields.Date(), "x"),
        (fields.AwareDateTime(), "2026-11-20"),
        (fields.Dict(), 1),
        (fields.List(fields.String()), 1),
        (fields.String(validate=validate.Length(1, 9)), ""),
        (fields.String(validate=validate.Length(min=1)), ""),
        (fields.String(validate=validate.Length(max=1)), "xx"),
        (fields.Integer(validate=validate.Range(1, 9)), 0),
        (fields.Integer(validate=validate.Range(min=1)), 0),
        (fields.Integer(validate=validate.Range(max=1)), 2),
        (fields.String(validate=validate.OneOf(["a", "b"])), "c"),
        (fields.String(validate=validate.Regexp("a")), "b"),
    ],
)
def test_what_marshmallow_says_is_chinese_for_chinese_readers(field, value):
    with pytest.raises(ValidationError) as refused:
        field.deserialize(value)

    for said in refused.value.messages:
        assert texts.of_field(said, "zh-CN") != said


def test_what_scheduling_says_of_a_field_is_chinese_for_chinese_readers():
    said = [line for source in ROOT.glob("services/scheduling/schemas/*.py") for line in validation_lines(source)]

    assert said
    assert not [line for line in said if texts.of_field(line, "zh-CN") == line]


def validation_lines(source: Path) -> Iterator[str]:
    """What stands in every `ValidationError("…")`."""
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Name(id="ValidationError"), args=[ast.Constant(value=str(line)), *_]):
                yield line
