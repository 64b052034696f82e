"""What is proposed is booked at its owner's word, once; nothing else ever books."""

from datetime import timedelta

import pytest

from services.chatbot.adapters import booking_client
from services.chatbot.domain.errors import (
    ConversationBusy,
    ConversationUnknown,
    CustomersOnly,
    NotSignedIn,
    ProposalClosed,
    ProposalExpired,
    ProposalUnknown,
)
from services.chatbot.domain.proposals import DECLINED, DONE, EXECUTING, EXPIRED, FAILED, NEXT_STATES, OPEN, must_follow
from shared.testing import a_receptionist

A_BOOKING = "我想约明天下午3点徐家汇店的肩颈推拿"


def state_of(chat, proposal_id):
    return chat.proposals.get(proposal_id).state


@pytest.fixture
def proposed(chat):
    """The id of an open proposal."""
    return chat.say(A_BOOKING)["proposal"]["id"]


def test_a_sentence_with_everything_becomes_a_proposal_and_books_nothing(chat):
    answer = chat.say(A_BOOKING)

    assert answer["proposal"]["kind"] == "book"
    assert answer["proposal"]["appointment"]["starts_at"] == "2026-11-19T15:00:00+08:00"
    assert answer["proposal"]["appointment"]["price_fen"] == 19800
    assert answer["proposal"]["expires_at"] == chat.clock.now() + timedelta(minutes=10)
    assert answer["proposal"]["expires_at"].isoformat().endswith("+08:00"), "on the store's clock"
    assert chat.shop.calls == []


def test_a_proposal_states_the_time_the_price_and_the_rule_of_cancellation(chat):
    summary = chat.say(A_BOOKING)["proposal"]["summary"]

    assert all(
        told in summary for told in ("徐家汇店", "11月19日（周四）15:00至16:00", "¥198", "13:00前可免费取消", "20%")
    )


def test_a_confirmed_proposal_is_booked_word_for_word_under_its_own_key(chat, proposed):
    request = chat.proposals.get(proposed).request

    answer = chat.confirm()

    assert chat.shop.calls == [("book_appointment", request)]
    assert chat.shop.by_key == {proposed: answer["appointment"]["id"]}
    assert (answer["proposal"], state_of(chat, proposed)) == (None, DONE)


@pytest.mark.parametrize("word", ["好的", "确认", "可以", "嗯，就这样", "ok", "yes please"])
def test_saying_yes_confirms_as_the_button_does(chat, proposed, word):
    answer = chat.say(word)

    assert answer["appointment"]["status"] == "confirmed"
    assert state_of(chat, proposed) == DONE


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("confirmed", "done.book"),
        ("pending_acceptance", "done.book.acceptance"),
        ("pending_payment", "done.book.payment"),
    ],
)
def test_what_still_waits_is_not_said_to_be_settled(chat, proposed, status, said):
    chat.shop.booked_as = status

    answer = chat.confirm(proposed)

    assert (chat.says, answer["appointment"]["status"]) == ([said], status)


def test_confirming_again_gives_the_same_appointment_and_books_no_second(chat, proposed):
    first, again = chat.confirm(proposed), chat.confirm(proposed)

    assert again["appointment"] == first["appointment"]
    assert len(chat.shop.booked) == 1


def test_however_often_yes_is_said_there_is_one_appointment(chat, proposed):
    answers = [chat.say("好的") for _ in range(4)]

    assert {answer["appointment"]["id"] for answer in answers} == {"apt-1"}
    assert len(chat.shop.calls) == 1


@pytest.mark.parametrize("word", ["我考虑一下", "多少钱", "谢谢", "王师傅厉害吗", "不用了", "转人工"])
def test_no_other_word_books(chat, proposed, word):
    chat.say(word)

    assert chat.shop.calls == []


def test_yes_without_a_proposal_books_nothing(chat):
    chat.say("好的")

    assert (chat.says, chat.shop.calls) == (["nothing_to_confirm"], [])


def test_an_expired_proposal_is_refused_at_the_button(chat, proposed):
    chat.clock.forward(minutes=10)

    with pytest.raises(ProposalExpired):
        chat.confirm(proposed)
    assert state_of(chat, proposed) == EXPIRED
    assert chat.shop.calls == []


def test_yes_to_an_expired_proposal_proposes_anew(chat, proposed):
    chat.clock.forward(minutes=11)

    answer = chat.say("好的")

    assert chat.says[0] == "proposal_expired"
    assert answer["proposal"]["id"] != proposed
    assert chat.shop.calls == []


def test_somebody_else_sees_neither_the_proposal_nor_the_conversation(chat, proposed):
    chat.sign_in("cus-2")

    with pytest.raises(ProposalUnknown):
        chat.confirm(proposed)
    with pytest.raises(ProposalUnknown):
        chat.decline(proposed)
    with pytest.raises(ConversationUnknown):
        chat.say("好的")
    assert chat.shop.calls == []


def test_signed_out_the_owners_conversation_is_unknown_too(chat, proposed):
    chat.sign_out()

    with pytest.raises(ProposalUnknown):
        chat.confirm(proposed)


def test_an_unknown_proposal_is_unknown(chat):
    with pytest.raises(ProposalUnknown):
        chat.confirm("01NOSUCHPROPOSAL")


def test_who_is_not_signed_in_is_told_to_and_the_proposal_stays(chat):
    chat.sign_out()
    proposed = chat.say(A_BOOKING)["proposal"]["id"]

    answer = chat.say("好的")

    assert chat.says == ["sign_in_first"]
    assert answer["proposal"]["id"] == proposed
    assert answer["reply"]["cards"] == [{"kind": "sign_in"}]
    with pytest.raises(NotSignedIn):
        chat.confirm(proposed)
    assert state_of(chat, proposed) == OPEN


def test_after_signing_in_the_same_proposal_is_confirmed_and_the_conversation_is_theirs(chat):
    chat.sign_out()
    proposed = chat.say(A_BOOKING)["proposal"]["id"]
    chat.sign_in()

    assert chat.confirm(proposed)["appointment"]["id"] == "apt-1"
    chat.sign_in("cus-2")
    with pytest.raises(ConversationUnknown):
        chat.say("好的")


def test_staff_are_sent_to_the_board(chat):
    chat.actor = a_receptionist("sto-xujiahui")
    proposed = chat.say(A_BOOKING)["proposal"]["id"]

    with pytest.raises(CustomersOnly):
        chat.confirm(proposed)
    chat.say("好的")
    assert (chat.says, chat.shop.calls) == (["customers_only"], [])


def test_a_lost_answer_leaves_it_open_and_the_next_yes_finds_the_same_appointment(chat, proposed):
    chat.shop.dies_after_booking = 1

    assert chat.confirm(proposed)["appointment"] is None
    assert state_of(chat, proposed) == EXECUTING
    answer = chat.say("确认")

    assert answer["appointment"]["id"] == "apt-1"
    assert (len(chat.shop.booked), state_of(chat, proposed)) == (1, DONE)


def test_a_crash_between_booking_and_writing_it_down_books_no_second(chat, proposed, monkeypatch):
    move = chat.proposals.move

    def crash(proposal_id, state, **more):
        if state == DONE:
            raise SystemExit
        return move(proposal_id, state, **more)

    monkeypatch.setattr(chat.proposals, "move", crash)
    with pytest.raises(SystemExit):
        chat.confirm(proposed)
    monkeypatch.setattr(chat.proposals, "move", move)

    assert chat.confirm(proposed)["appointment"]["id"] == "apt-1"
    assert len(chat.shop.booked) == 1


@pytest.mark.parametrize("text", ["改成四点", "再约一个后天三点的足疗", "取消我的预约"])
def test_what_was_left_unfinished_is_ended_before_anything_new_is_begun(chat, proposed, text):
    chat.shop.dies_after_booking = 1
    chat.confirm(proposed)

    answer = chat.say(text)

    assert (chat.says, answer["appointment"]["id"], answer["proposal"]) == (["done.book"], "apt-1", None)
    assert len(chat.shop.booked) == 1


def test_an_execution_broken_off_long_ago_is_not_taken_up_again(chat, proposed):
    """Booking has forgotten the key by then, and would book a second time."""
    chat.shop.dies_after_booking = 1
    chat.confirm(proposed)
    chat.clock.forward(hours=13)

    with pytest.raises(ProposalExpired):
        chat.confirm(proposed)
    assert (state_of(chat, proposed), len(chat.shop.calls)) == (FAILED, 1)


def test_two_confirmations_at_once_give_one_appointment(chat, proposed):
    """The second finds the proposal executing and asks booking under the same key."""
    chat.proposals.move(proposed, EXECUTING, expected=OPEN)

    chat.confirm(proposed)
    chat.confirm(proposed)

    assert len(chat.shop.booked) == 1


def test_the_one_that_was_late_does_not_bring_the_finished_task_back(chat, proposed, monkeypatch):
    """Both buttons were pressed: the first booked, and the second's turn is kept first."""
    append, came = chat.conversations.append, []

    def append_second(conversation, turn, news):
        if not came:
            came.append(True)
            chat.confirm(proposed)
        return append(conversation, turn, news)

    monkeypatch.setattr(chat.conversations, "append", append_second)
    chat.confirm(proposed)
    chat.say("改到后天四点")

    assert chat.answer["proposal"]["kind"] == "reschedule"


def test_many_messages_at_once_all_find_their_turn(chat, monkeypatch):
    chat.say("你好")
    append, waiting = chat.conversations.append, ["谢谢"] * 9

    def append_last(conversation, turn, news):
        if waiting:
            chat.say(waiting.pop())
        return append(conversation, turn, news)

    monkeypatch.setattr(chat.conversations, "append", append_last)
    chat.say("谢谢")

    assert chat.conversations.kept[chat.conversation_id].turn == 11


def test_while_a_twin_is_running_its_answer_is_waited_for(chat, proposed, monkeypatch):
    monkeypatch.setattr(booking_client, "TWIN_PAUSE_SECONDS", 0)
    chat.shop.in_progress = 3

    assert chat.confirm(proposed)["appointment"]["id"] == "apt-1"


def test_a_twin_that_takes_too_long_is_told_of(chat, proposed, monkeypatch):
    monkeypatch.setattr(booking_client, "TWIN_PAUSE_SECONDS", 0)
    chat.shop.in_progress = 100

    chat.confirm(proposed)

    assert (chat.says, state_of(chat, proposed)) == (["in_progress"], EXECUTING)


def test_a_slot_taken_meanwhile_is_said_and_the_nearest_offered(chat, proposed):
    chat.shop.fill("2026-11-19T15:00:00+08:00")

    answer = chat.confirm(proposed)

    assert (answer["appointment"], answer["proposal"]) == (None, None)
    assert chat.says[0] == "reason.slot_taken"
    assert chat.says[-1] == "nearest"
    assert "14:45" in " ".join(answer["reply"]["quick_replies"])
    assert (state_of(chat, proposed), chat.shop.booked) == (FAILED, [])


def test_what_could_not_be_done_cannot_be_confirmed_again(chat, proposed):
    chat.shop.fill("2026-11-19T15:00:00+08:00")
    chat.confirm(proposed)

    with pytest.raises(ProposalClosed):
        chat.confirm(proposed)


def test_a_change_of_mind_withdraws_the_proposal_and_yes_means_the_new_one(chat, proposed):
    newer = chat.say("改成四点")["proposal"]["id"]

    assert state_of(chat, proposed) == DECLINED
    with pytest.raises(ProposalClosed):
        chat.confirm(proposed)
    chat.say("好的")
    assert state_of(chat, newer) == DONE
    assert [view["starts_at"] for view in chat.shop.booked] == ["2026-11-19T16:00:00+08:00"]


def test_after_a_change_of_mind_that_cannot_be_had_yes_does_not_book_the_old(chat, proposed):
    chat.shop.fill_day("2026-11-20")

    chat.say("改成后天下午三点")
    chat.say("好的")

    assert (state_of(chat, proposed), chat.shop.booked) == (DECLINED, [])


def test_a_red_flag_withdraws_the_proposal(chat, proposed):
    answer = chat.say("对了，我有点发烧")

    assert (answer["proposal"], state_of(chat, proposed)) == (None, DECLINED)
    chat.say("好的")
    assert chat.shop.calls == []


def test_a_side_question_leaves_the_proposal_standing(chat, proposed):
    answer = chat.say("停车方便吗")

    assert answer["proposal"]["id"] == proposed
    assert chat.says[-1] == "back.confirmation"


def test_a_declined_proposal_cannot_be_confirmed_and_declining_again_is_harmless(chat, proposed):
    chat.decline(proposed)
    chat.decline(proposed)

    with pytest.raises(ProposalClosed):
        chat.confirm(proposed)
    assert chat.shop.calls == []


def test_what_is_done_cannot_be_declined(chat, proposed):
    chat.confirm(proposed)

    with pytest.raises(ProposalClosed):
        chat.decline(proposed)


def test_cancelling_at_the_proposal_declines_it_instead_of_an_appointment(chat, proposed):
    chat.shop.has("2026-11-20T15:00:00+08:00", "foot-60")

    chat.say("取消")

    assert (chat.says, state_of(chat, proposed)) == (["declined"], DECLINED)
    assert len(chat.shop.booked) == 1


def test_a_message_that_came_between_makes_the_other_decide_again(chat, monkeypatch):
    chat.say("我想约足疗")
    append, came = chat.conversations.append, []

    def append_second(conversation, turn, news):
        if not came:
            came.append(True)
            chat.say("徐家汇店")
        return append(conversation, turn, news)

    monkeypatch.setattr(chat.conversations, "append", append_second)
    answer = chat.say("明天下午三点")

    assert answer["turn"] == 3
    assert answer["proposal"]["appointment"]["store"]["slug"] == "xujiahui"


def test_yes_means_what_was_shown_when_it_was_said(chat, proposed, monkeypatch):
    """A newer proposal that slips in between is not confirmed unseen."""
    append, came = chat.conversations.append, []

    def append_second(conversation, turn, news):
        if not came:
            came.append(True)
            chat.say("改成四点")
        return append(conversation, turn, news)

    monkeypatch.setattr(chat.conversations, "append", append_second)
    chat.say("好的")

    assert [view["starts_at"] for view in chat.shop.booked] == ["2026-11-19T15:00:00+08:00"]


def test_a_conversation_that_never_comes_to_rest_is_busy(chat, monkeypatch):
    chat.say("你好")
    monkeypatch.setattr(chat.conversations, "append", lambda *_: False)

    with pytest.raises(ConversationBusy):
        chat.say(A_BOOKING)
    assert {proposal.state for proposal in chat.proposals.kept.values()} == {DECLINED}


@pytest.mark.parametrize(("expected", "state"), [(OPEN, DONE), (DONE, OPEN), (EXECUTING, DECLINED), (DECLINED, OPEN)])
def test_an_unknown_step_of_a_proposal_is_a_mistake(expected, state):
    with pytest.raises(ValueError, match="never goes"):
        must_follow(state, expected)


def test_every_state_has_its_next_ones():
    assert set(NEXT_STATES) == set().union({OPEN}, *NEXT_STATES.values())
