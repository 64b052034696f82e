"""One contract for the documents in memory and in MongoDB: compare-and-set, binding, upserts by revision."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.dialogue.frame import Frame, Offer
from services.chatbot.domain.errors import ConversationUnknown, FaqRowUnknown, ProposalUnknown
from services.chatbot.domain.faq import Edit, FaqRow
from services.chatbot.domain.handover import CaseNote, Handover
from services.chatbot.domain.proposals import DECLINED, DONE, EXECUTING, FAILED, OPEN, Proposal
from shared.testing import NOW


def a_conversation(**changes):
    frame = Frame(
        task="book",
        slots={"treatment": "foot-60", "time_range": ["12:00", "18:00"], "party_size": 2},
        asked="time",
        offers=(Offer(datetime.fromisoformat("2026-11-19T15:00:00+08:00"), "liu-yang"), Offer(NOW)),
        appointments=("apt-1",),
    )
    return Conversation(**{"id": "con-1", "started_at": NOW, "turn": 1, "language": "zh-CN", "frame": frame, **changes})


def a_turn(number=1, **changes):
    defaults = {
        "conversation_id": "con-1",
        "number": number,
        "at": NOW,
        "account_id": None,
        "text": "想做足疗",
        "understanding": {"intent": "book", "confidence": 0.9, "slots": {"treatment": "foot-60"}},
        "decision": {"says": ["ask_store"], "task": "book"},
        "reply": {"text": "您想去哪家店？", "quick_replies": [], "cards": []},
        "latency_ms": 1.5,
        "versions": {"understanding": "rules-1"},
    }
    return Turn(**{**defaults, **changes})


def a_proposal(**changes):
    defaults = {
        "id": "pro-1",
        "conversation_id": "con-1",
        "kind": "book",
        "request": {"store_id": "sto-1", "party_size": 1},
        "appointment": {"price_fen": 15800, "technician": None},
        "summary": "为您预约",
        "proposed_at": NOW,
        "expires_at": NOW + timedelta(minutes=10),
    }
    return Proposal(**{**defaults, **changes})


def test_a_conversation_comes_back_as_it_was_kept(kept):
    conversation = a_conversation(account_id="cus-1", proposal_id="pro-1", red_flags=("pregnancy",), handoff=True)

    assert kept.conversations.append(conversation, a_turn())
    assert kept.conversations.get("con-1") == conversation


def handed_over(**changes):
    handover = Handover("complaint", NOW, waiting_since=NOW, attended_by="acc-li", attended_name="小李")
    note = CaseNote("C123456", NOW, "138****5678 态度差", {"store": "xujiahui"})
    return a_conversation(handoff=True, handover=handover, notes=(note,), store_id="sto-1", **changes)


def test_a_conversation_with_the_staff_is_found_as_it_was_kept_with_its_last_turn(kept):
    reply = a_turn(author="staff", staff="小李", key={"key": "k", "path": "p", "body_hash": "b"})
    kept.conversations.append(handed_over(channel="wechat", address_sealed="v1:…"), reply)
    kept.conversations.append(a_conversation(id="con-2"), a_turn(conversation_id="con-2"))

    [(found, last)] = kept.conversations.handed_over()

    assert found == handed_over(channel="wechat", address_sealed="v1:…")
    assert last == reply


def test_the_conversations_of_an_account_on_our_pages_are_found_with_their_last_turns(kept):
    kept.conversations.append(a_conversation(account_id="cus-1"), a_turn())
    elsewhere = a_conversation(id="con-2", account_id="cus-1", channel="wechat")
    kept.conversations.append(elsewhere, a_turn(conversation_id="con-2"))
    kept.conversations.append(a_conversation(id="con-3", account_id="cus-2"), a_turn(conversation_id="con-3"))

    assert list(kept.conversations.told_by("cus-1")) == [(a_conversation(account_id="cus-1"), a_turn())]


def test_a_conversation_that_was_given_back_is_with_nobody(kept):
    kept.conversations.append(handed_over(), a_turn())
    released = replace(handed_over(turn=2, account_id=None), handoff=False)
    kept.conversations.append(released, a_turn(2))

    assert list(kept.conversations.handed_over()) == []
    assert kept.conversations.get("con-1") == released


def test_an_unknown_conversation_is_unknown(kept):
    with pytest.raises(ConversationUnknown):
        kept.conversations.get("con-1")


def test_of_two_turns_of_one_number_the_first_is_kept(kept):
    kept.conversations.append(a_conversation(), a_turn())
    second = a_conversation(turn=2, language="en")

    assert kept.conversations.append(second, a_turn(2, text="first"))
    assert not kept.conversations.append(replace(second, language="zh-CN"), a_turn(2, text="second"))
    assert kept.conversations.get("con-1").language == "en"
    assert [turn.text for turn in kept.conversations.turns("con-1")] == ["想做足疗", "first"]


def test_a_conversation_is_started_once(kept):
    assert kept.conversations.append(a_conversation(), a_turn())
    assert not kept.conversations.append(a_conversation(), a_turn())


def test_turns_come_back_whole_and_in_order(kept):
    for number in (1, 2, 3):
        kept.conversations.append(a_conversation(turn=number), a_turn(number))

    assert list(kept.conversations.turns("con-1")) == [a_turn(number) for number in (1, 2, 3)]


def test_the_first_account_binds_an_anonymous_conversation(kept):
    kept.conversations.append(a_conversation(), a_turn())

    assert kept.conversations.bind("con-1", "cus-1")
    assert kept.conversations.bind("con-1", "cus-1")
    assert not kept.conversations.bind("con-1", "cus-2")
    assert kept.conversations.get("con-1").account_id == "cus-1"


def test_what_was_decided_for_nobody_is_not_kept_once_somebody_owns_it(kept):
    kept.conversations.append(a_conversation(), a_turn())
    kept.conversations.bind("con-1", "cus-1")

    assert not kept.conversations.append(a_conversation(turn=2, account_id=None), a_turn(2))
    assert kept.conversations.append(a_conversation(turn=2, account_id="cus-1"), a_turn(2))


def test_a_deleted_conversation_leaves_nothing(kept):
    kept.conversations.append(a_conversation(), a_turn())
    kept.proposals.add(a_proposal())
    kept.conversations.delete("con-1")
    kept.conversations.delete("con-1")

    with pytest.raises(ConversationUnknown):
        kept.conversations.get("con-1")
    with pytest.raises(ProposalUnknown):
        kept.proposals.get("pro-1")


def test_deleting_one_conversation_leaves_the_others(kept):
    kept.conversations.append(a_conversation(), a_turn())
    kept.conversations.append(a_conversation(id="con-2"), a_turn(conversation_id="con-2"))
    kept.conversations.delete("con-1")

    assert len(kept.conversations.turns("con-2")) == 1


def test_a_proposal_comes_back_as_it_was_made(kept):
    kept.proposals.add(a_proposal())

    assert kept.proposals.get("pro-1") == a_proposal()


def test_a_proposal_is_moved_once_from_each_state(kept):
    kept.proposals.add(a_proposal())

    assert kept.proposals.move("pro-1", EXECUTING, expected=OPEN)
    assert not kept.proposals.move("pro-1", EXECUTING, expected=OPEN)
    assert not kept.proposals.move("pro-1", DECLINED, expected=OPEN)
    assert kept.proposals.move("pro-1", DONE, expected=EXECUTING, outcome={"id": "apt-1"})
    assert kept.proposals.get("pro-1") == a_proposal(state=DONE, outcome={"id": "apt-1"})


def test_a_failure_keeps_its_code(kept):
    kept.proposals.add(a_proposal(state=EXECUTING))
    kept.proposals.move("pro-1", FAILED, expected=EXECUTING, failure="slot_taken")

    assert kept.proposals.get("pro-1").failure == "slot_taken"


def test_an_unknown_proposal_cannot_be_moved(kept):
    assert not kept.proposals.move("pro-9", EXECUTING, expected=OPEN)


def a_store(revision, name, **changes):
    return {"id": "sto-1", "slug": "s", "name": name, "revision": revision, "aliases": ["a"], **changes}


@pytest.mark.parametrize("order", [(1, 2, 3), (3, 2, 1), (2, 3, 3, 1), (1, 3, 2, 3)])
def test_the_newest_row_is_kept_whatever_the_order(kept, order):
    for revision in order:
        kept.replicas.keep("stores", "sto-1", revision, a_store(revision, f"name {revision}"))

    assert [store.name for store in kept.replicas.catalogue().stores] == ["name 3"]


def test_a_retired_row_is_not_offered_and_stays_retired(kept):
    kept.replicas.keep("stores", "sto-1", 2, a_store(2, "gone", retired=True))
    kept.replicas.keep("stores", "sto-1", 1, a_store(1, "late"))

    assert kept.replicas.catalogue().stores == ()


def test_the_particular_rule_wins_over_the_general_and_a_later_one_over_an_earlier(kept):
    rows = [
        ("brand", "2026-01-01", {"free_cancel_hours": 2, "late_cancel_fee_percent": 20}),
        ("brand", "2026-06-01", {"late_cancel_fee_percent": 30}),
        ("sto-1", "2026-01-01", {"free_cancel_hours": 4}),
        ("brand", "2027-01-01", {"late_cancel_fee_percent": 99}),
    ]
    for number, (scope, since, values) in enumerate(rows):
        row = {"id": f"rul-{number}", "scope": scope, "effective_from": f"{since}T00:00:00+00:00", "values": values}
        kept.replicas.keep("rules", f"rul-{number}", 1, {**row, "revision": 1})
    now = datetime(2026, 11, 18, tzinfo=UTC)

    assert kept.replicas.rules(["brand", "sto-1"], now).free_cancel_hours == 4
    assert kept.replicas.rules(["brand", "sto-2"], now).free_cancel_hours == 2
    assert kept.replicas.rules(["brand"], now).late_cancel_fee_percent == 30


def a_faq_row(**changes):
    edits = (Edit(1, "acc-1", NOW, {"key": "k", "path": "p", "body_hash": "b"}),)
    words = {"aliases": ("行李放哪",), "keywords": ("行李",), "question_en": "Luggage?", "aliases_en": ("suitcase",)}
    defaults = {"id": "f1", "slug": "luggage", "question": "可以寄存行李吗？", "answer": "可以。", **words}
    return FaqRow(**{**defaults, "edits": edits, **changes})


def rows_found(kept, text="行李"):
    return [found.row for found in kept.faq.index().find(text)]


def test_a_row_of_the_faq_comes_back_as_it_was_written_and_is_found_at_once(kept):
    assert rows_found(kept) == []
    assert kept.faq.add(a_faq_row())

    assert kept.faq.get("f1") == a_faq_row()
    assert rows_found(kept) == [a_faq_row()]


def test_an_id_and_a_slug_are_taken_once(kept):
    kept.faq.add(a_faq_row())

    assert not kept.faq.add(a_faq_row(slug="other"))
    assert not kept.faq.add(a_faq_row(id="f2"))
    with pytest.raises(FaqRowUnknown):
        kept.faq.get("f2")


def test_of_two_next_versions_of_a_row_the_first_is_kept(kept):
    kept.faq.add(a_faq_row())

    assert kept.faq.save(a_faq_row(version=2, answer="一"))
    assert not kept.faq.save(a_faq_row(version=2, answer="二"))
    assert [row.answer for row in rows_found(kept)] == ["一"]


def test_a_retired_row_is_kept_but_not_found(kept):
    kept.faq.add(a_faq_row())
    kept.faq.save(a_faq_row(version=2, retired=True))

    assert rows_found(kept) == []
    assert kept.faq.get("f1").retired
