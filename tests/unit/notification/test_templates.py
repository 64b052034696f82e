import re
from collections.abc import Callable
from typing import Any

import pytest

from services.notification.adapters.templates import shipped_templates
from services.notification.domain.appointments import REMINDERS
from services.notification.domain.messages import Message
from services.notification.domain.occasions import Occasion
from services.notification.domain.tellings import TELLINGS, Telling
from services.notification.domain.templates import LANGUAGES, Text, fill, placeholders
from services.notification.domain.wording import words_of

TEMPLATES = shipped_templates()


def every_template_of(telling: Telling) -> set[str]:
    """Whatever its rule may name: it is asked about occasions that differ in all that rules look at."""
    if isinstance(telling.say, str):
        return {telling.say}
    facts: list[dict[str, Any]] = [
        {}, {"fee_fen": 100}, {"minutes": 5}, {"how": "expired"}, {"moved_because": "leave"}, {"instead_of": "王建国"},
        *({"status": status} for status in ("requested", "approved", "refused", "taken_back")),
    ]  # fmt: skip
    occasions = [
        Occasion(id="e", type="t", facts=fact, by=by, booked_by="cus-1") for fact in facts for by in ("cus-1", "acc-2")
    ]
    return {template for occasion in occasions if (template := telling.template(occasion))}


STORE = {"id": "sto-1", "name": "徐家汇店", "name_en": "Xujiahui", "phone": "021-54010001"}
TREATMENT = {"name": "艾灸", "name_en": "Moxibustion"}
SOON = "2026-11-18T02:30:00+00:00"
SAMPLE_FACTS: dict[str, dict[str, Any]] = {
    "one_time_code": {"code": "314159", "minutes": 5},
    "registration": {"token": "tok_Zx-9", "name": "林晓月"},
    "waitlist_offered": {"store": STORE, "treatment": TREATMENT, "starts_at": SOON, "answer_by": SOON},
    "queue_ticket_called": {"store": STORE, "number": 7},
    "payment_settled": {"amount_fen": 5000},
    "payment_failed": {"amount_fen": 5000},
    "payment_refunded": {"amount_fen": 5000},
    "course_bought": {"treatment": TREATMENT, "sessions": 10, "expires_on": "2027-11-18"},
}
LEAVE = {"technician": {"id": "tec-1", "name": "王建国"}, "starts_at": SOON, "ends_at": SOON, "refusal": "当天人手不足"}
SAMPLE_FACTS |= dict.fromkeys(("leave_requested", "leave_approved", "leave_refused", "leave_taken_back"), LEAVE)
BESIDE = {"answer_by": SOON, "deposit_fen": 3000, "minutes": 20, "expected_at": SOON, "proposed_starts_at": SOON}
TOLD = {template for says in TELLINGS.values() for one in says for template in every_template_of(one)}
OF_APPOINTMENTS = (TOLD | set(REMINDERS)) - set(SAMPLE_FACTS)

every_text = pytest.mark.parametrize(
    ("name", "language"), [(name, language) for name in sorted(TEMPLATES.texts) for language in LANGUAGES]
)


def test_every_message_has_a_template() -> None:
    assert set(TEMPLATES.texts) == TOLD | set(REMINDERS) | set(SAMPLE_FACTS)


@every_text
def test_every_template_renders_in_every_language_and_leaves_no_placeholder(
    name: str, language: str, a_message: Callable[..., Message], facts: dict[str, Any]
) -> None:
    about = {"facts": {**facts, **BESIDE}} if name in OF_APPOINTMENTS else {"facts": SAMPLE_FACTS[name]}
    message = a_message(template=name, **about)

    text = TEMPLATES.render(name, language, words_of(message, language, TEMPLATES.phrases[language], "林晓月"))

    assert text.subject
    assert text.body
    assert not re.search(r"[{}]|None", text.subject + text.body)


@every_text
def test_a_template_tells_the_same_facts_in_every_language(name: str, language: str) -> None:
    said = {language: placeholders(text) for language, text in TEMPLATES.texts[name].items()}

    assert said[language] == said[LANGUAGES[0]]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_phrase(language: str) -> None:
    assert set(TEMPLATES.phrases[language]) == set(TEMPLATES.phrases[LANGUAGES[0]])
    assert len(TEMPLATES.phrases[language]["weekdays"]) == 7
    assert len(TEMPLATES.phrases[language]["months"]) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_code_is_the_first_number_of_its_text(language: str) -> None:
    text = TEMPLATES.render("one_time_code", language, {"code": "012345", "minutes": "5"})

    first_number = re.search(r"\d+", TEMPLATES.phrases[language]["signature"] + text.body)

    assert first_number is not None
    assert first_number[0] == "012345"


def test_what_is_filled_in_is_never_read_as_a_template() -> None:
    assert fill("{name}, {code}", {"name": "{code}", "code": "314159"}) == "{code}, 314159"


def test_pythons_format_language_is_not_understood() -> None:
    assert fill("{name.__class__} {0} {name!r} {name:>9}", {"name": "x"}) == "{name.__class__} {0} {name!r} {name:>9}"


def test_line_breaks_cannot_be_filled_in_to_forge_a_header() -> None:
    assert fill("Dear {name}", {"name": "Ann\r\nBcc: all@example.com"}) == "Dear Ann Bcc: all@example.com"


def test_a_missing_word_is_an_error_and_not_a_gap() -> None:
    with pytest.raises(KeyError, match="minutes"):
        TEMPLATES.render("one_time_code", "en", {"code": "314159"})


@pytest.mark.parametrize(
    ("wanted", "spoken"),
    [("zh-CN", "zh-CN"), ("zh-TW", "zh-CN"), ("zh", "zh-CN"), ("en", "en"), ("EN-gb", "en"), ("fr", "zh-CN")],
)
def test_a_language_tag_is_matched_by_its_primary_language(wanted: str, spoken: str) -> None:
    assert TEMPLATES.language(wanted) == spoken


def test_placeholders_of_subject_and_body_are_found() -> None:
    assert placeholders(Text("{a}", "{b} and {a}")) == {"a", "b"}
