"""What pages show of a proposal besides the words: the rule of money, where a home visit goes, and what to change."""

import pytest

A_BOOKING = "我想约明天下午3点徐家汇店的肩颈推拿"
A_HOME_VISIT = ("明天下午三点上门做肩颈推拿", "徐汇区漕溪北路88号")


def test_a_proposal_s_card_has_the_rule_of_cancellation_and_nothing_is_left_to_say_beside_it(chat):
    answer = chat.say(A_BOOKING)
    (card,) = answer["reply"]["cards"]

    assert card["rule"] == answer["proposal"]["appointment"]["rule"]
    assert "13:00前可免费取消" in card["rule"]
    assert answer["reply"]["beside"] == ""
    assert answer["proposal"]["summary"] in answer["reply"]["text"], "who reads no cards is told all the same"


def test_an_answer_without_a_proposal_has_nothing_beside_a_card(chat):
    assert "beside" not in chat.say("有停车场吗")["reply"]


def test_where_a_home_visit_goes_is_told_with_the_proposal_and_is_not_among_what_is_logged_of_cards(chat):
    answer = [chat.say(text) for text in A_HOME_VISIT][-1]
    (card,) = answer["reply"]["cards"]

    assert answer["proposal"]["appointment"]["address"]["text"] == A_HOME_VISIT[1]
    assert "address" not in card
    assert answer["reply"]["beside"], "from where the way is reckoned stands on no card"


def test_a_change_is_told_from_when_and_a_cancellation_what_it_costs(chat):
    chat.say(A_BOOKING)
    chat.confirm()
    moved = chat.say("改到周五下午三点")["proposal"]["appointment"]
    chat.decline()
    cancelled = chat.say("取消明天下午的预约")["proposal"]["appointment"]

    assert (moved["was"], moved["starts_at"]) == ("2026-11-19T15:00:00+08:00", "2026-11-20T15:00:00+08:00")
    assert "免费取消" in moved["rule"]
    assert "不收费" in cancelled["rule"]


@pytest.mark.parametrize(
    ("booking", "change", "other_time"),
    [
        (A_BOOKING, "再改改", "换个时间"),
        ("Neck and shoulder tuina at Xujiahui tomorrow at 3 pm", "Change it", "A different time"),
    ],
)
def test_who_wants_a_proposal_changed_is_asked_what_and_may_tap_the_answer(chat, booking, change, other_time):
    chat.say(booking)
    asked = chat.say(change)

    assert asked["proposal"] is None
    assert other_time in asked["reply"]["quick_replies"]
    assert "10:00" in chat.say(other_time)["reply"]["text"]


def test_another_time_of_what_is_being_booked_is_no_complaint(chat):
    chat.say("Neck and shoulder tuina at Xujiahui tomorrow at 3 pm")
    chat.say("Change it")

    assert not chat.say("Another time")["handoff"]


def test_but_out_of_nothing_a_complaint_is_one(chat):
    chat.say("Neck and shoulder tuina at Xujiahui tomorrow at 3 pm")

    assert chat.say("I want to complain, terrible service")["handoff"]
