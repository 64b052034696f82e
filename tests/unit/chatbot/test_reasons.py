"""Why a time cannot be had, told without what concerns somebody else."""

import pytest

WANTED = "明天下午3点徐家汇店肩颈推拿"


@pytest.fixture
def reasons(chat):
    """Give these reasons, as (code, technician) pairs, for a start nobody can take."""

    def give(*pairs):
        chat.shop.fill("2026-11-19T15:00:00+08:00")
        told = [{"code": code, "params": {}, "technician_id": who} for code, who in pairs]
        chat.shop.scheduling.methods["explain_availability"] = lambda _: {"offered": False, "reasons": told}

    return give


def test_a_reason_of_the_store_is_told_without_those_of_its_people(chat, reasons):
    reasons(("technician_unsuitable", "tec-chen-jing"), ("outside_hours", None))
    chat.say(WANTED)

    assert chat.says[:-1] == ["reason.outside_hours"]


def test_where_anyone_would_do_and_somebody_is_taken_the_time_is_taken(chat, reasons):
    reasons(
        ("technician_unsuitable", "tec-chen-jing"), ("slot_taken", "tec-zhang-wei"), ("outside_hours", "tec-zhao-min")
    )
    chat.say(WANTED)

    assert chat.says[:-1] == ["reason.slot_taken"]


def test_where_somebody_is_wanted_their_own_reason_is_told(chat, reasons):
    reasons(("outside_hours", "tec-wang-jianguo"), ("slot_taken", "tec-zhang-wei"))
    chat.say(WANTED + "找王师傅")

    assert chat.says[:-1] == ["reason.outside_hours"]


def test_where_no_reason_is_left_the_time_has_just_been_taken(chat, reasons):
    reasons()
    chat.say(WANTED)

    assert chat.says[:-1] == ["reason.slot_taken"]
