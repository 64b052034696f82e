from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from services.notification.adapters.templates import shipped_templates
from services.notification.domain.messages import Message
from services.notification.domain.wording import clean_name, moment_in_words, words_of

PHRASES = shipped_templates().phrases
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def words(a_message: Callable[..., Message], facts: dict[str, Any]) -> Callable[..., Any]:
    def of(language: str = "zh-CN", reader: str = "林晓月", zone: str = "Asia/Shanghai", **changes: Any) -> Any:
        message = a_message(facts={**facts, **changes}, zone=zone)
        return words_of(message, language, PHRASES[language], reader)

    return of


@pytest.mark.parametrize(("language", "said"), [("zh-CN", "11月23日周一 15:00"), ("en", "Monday 23 November, 15:00")])
def test_an_instant_is_told_as_the_stores_clock_shows_it_with_the_weekday_in_words(language: str, said: str) -> None:
    at = datetime(2026, 11, 23, 7, 0, tzinfo=UTC)

    assert moment_in_words(at, SHANGHAI, PHRASES[language]) == said


def test_the_weekday_is_that_of_the_store_and_not_of_utc() -> None:
    late_on_sunday = datetime(2026, 11, 22, 16, 5, tzinfo=UTC)

    assert moment_in_words(late_on_sunday, SHANGHAI, PHRASES["zh-CN"]) == "11月23日周一 00:05"


def test_names_and_amounts_are_told_in_the_readers_language(words: Callable[..., Any]) -> None:
    chinese, english = words("zh-CN"), words("en")

    assert (chinese["treatment"], chinese["store"]) == ("艾灸", "徐家汇店")
    assert (english["treatment"], english["store"]) == ("Moxibustion", "Xujiahui")
    assert chinese["price"] == english["price"] == "¥168"
    assert chinese["fee"] == "¥33.60"


def test_a_name_without_a_translation_is_told_as_it_is(words: Callable[..., Any]) -> None:
    assert words("en", treatment={"name": "督灸", "name_en": None})["treatment"] == "督灸"


def test_all_treatments_of_a_visit_are_named(words: Callable[..., Any]) -> None:
    two = [{"name": "艾灸", "name_en": "Moxibustion"}, {"name": "拔罐", "name_en": "Cupping"}]

    assert words(treatments=two)["treatment"] == "艾灸、拔罐"
    assert words("en", treatments=two)["treatment"] == "Moxibustion, Cupping"


def test_a_visit_in_the_store_names_its_address_and_a_home_visit_the_customers(words: Callable[..., Any]) -> None:
    assert words()["place"] == "徐家汇店（肇嘉浜路1065号3楼）"
    assert words(place="home", address="漕溪路1号")["place"] == "上门（漕溪路1号）"
    assert words("en", place="home", address="1 Caoxi Road")["place"] == "your address (1 Caoxi Road)"


def test_all_technicians_of_a_party_are_named(words: Callable[..., Any]) -> None:
    assert words(technicians=["王建国", "李秀英"])["technician"] == "王建国、李秀英"
    assert words("en", technicians=["王建国", "李秀英"])["technician"] == "王建国, 李秀英"


def test_an_appointment_without_a_technician_yet_says_so(words: Callable[..., Any]) -> None:
    assert words(technicians=[])["technician"] == "待安排"


def test_a_proposal_that_names_no_time_leaves_it_to_the_customer(words: Callable[..., Any]) -> None:
    assert words()["proposed_starts"] == "您方便的其他时间"
    assert words("en")["proposed_starts"] == "a time of your choice"
    assert words(proposed_starts_at="2026-11-24T07:00:00+00:00")["proposed_starts"] == "11月24日周二 15:00"


def test_a_reader_without_a_name_is_greeted_as_a_customer(words: Callable[..., Any]) -> None:
    assert words(reader="")["greeting"] == "顾客，您好！"
    assert words("en", reader="Ann")["greeting"] == "Dear Ann,"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("林晓月", "林晓月"),
        ("Anne-Marie O'Neil", "Anne-Marie O'Neil"),
        ("买买提·热合曼", "买买提·热合曼"),
        ("win now http://evil.example/1", "win now httpevilexam"),
        ("call 13800000002", "call"),
    ],
)
def test_a_name_cannot_carry_a_link_or_a_number_to_a_strangers_phone(typed: str, told: str) -> None:
    assert clean_name(typed) == told


@pytest.mark.parametrize(
    ("sent_at", "language", "said"),
    [
        ("2026-11-23T04:59:00+00:00", "zh-CN", "11月23日周一 13:00前可免费取消。"),
        ("2026-11-23T04:59:00+00:00", "en", "Free cancellation until Monday 23 November, 13:00."),
        ("2026-11-23T05:00:00+00:00", "zh-CN", "已过免费取消时间，现在取消可能收取费用。"),
        ("2026-11-23T05:00:00+00:00", "en", "Free cancellation has ended; a fee may apply."),
    ],
)
def test_a_moment_that_is_past_when_the_message_goes_out_is_not_promised(
    a_message: Callable[..., Message], facts: dict[str, Any], sent_at: str, language: str, said: str
) -> None:
    message = a_message(appointment_id="apt-1", facts=facts, due_at=datetime.fromisoformat(sent_at))

    assert words_of(message, language, PHRASES[language], "林晓月")["free_cancel"] == said
