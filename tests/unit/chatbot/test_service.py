"""The entrypoints: what they load, what they answer."""

import pytest
from marshmallow import ValidationError
from nameko.testing.services import worker_factory

from services.chatbot.domain.errors import ConversationUnknown
from services.chatbot.service import ChatbotService

A_BOOKING = {"conversation_id": None, "text": "明天下午3点徐家汇店足疗"}


@pytest.fixture
def service(chat):
    return worker_factory(ChatbotService, desk=chat.desk, replicas=chat.replicas, call=chat.call, clock=chat.clock)


def test_a_message_is_answered_and_its_proposal_confirmed(service, chat):
    asked = service.send_message(A_BOOKING)
    answer = service.confirm_proposal({"proposal_id": asked["proposal"]["id"]})

    assert answer["appointment"]["status"] == "confirmed"
    assert (answer["conversation_id"], answer["turn"], answer["proposal"]) == (asked["conversation_id"], 2, None)
    assert len(chat.shop.booked) == 1


def test_yes_answers_with_the_appointment_as_the_button_does(service):
    asked = service.send_message(A_BOOKING)
    answer = service.send_message({"conversation_id": asked["conversation_id"], "text": "好的"})

    assert answer["appointment"]["id"] == "apt-1"
    assert "appointment" not in asked


def test_a_proposal_is_declined(service, chat):
    asked = service.send_message(A_BOOKING)

    assert service.decline_proposal({"proposal_id": asked["proposal"]["id"]})["proposal"] is None
    assert chat.shop.calls == []


def test_a_conversation_is_read_and_deleted(service):
    asked = service.send_message(A_BOOKING)
    named = {"conversation_id": asked["conversation_id"]}

    view = service.get_conversation(named)

    assert (view["turn"], view["language"], view["handoff"]) == (1, "zh-CN", False)
    assert [turn["text"] for turn in view["turns"]] == [A_BOOKING["text"]]
    assert view["proposal"]["id"] == asked["proposal"]["id"]
    assert service.delete_conversation(named) is None
    with pytest.raises(ConversationUnknown):
        service.get_conversation(named)


@pytest.mark.parametrize(
    ("method", "request_"),
    [
        ("send_message", {}),
        ("send_message", {"text": ""}),
        ("send_message", {"text": 7}),
        ("send_message", {"text": None}),
        ("send_message", {"text": "好", "conversation_id": 7}),
        ("confirm_proposal", {}),
        ("decline_proposal", {"proposal_id": ""}),
        ("get_conversation", {"conversation_id": "x" * 61}),
        ("get_conversation", {"conversation_id": "\ud800"}),
        ("delete_conversation", {"conversation_id": {"$ne": None}}),
    ],
)
def test_a_malformed_request_is_refused(service, method, request_):
    with pytest.raises(ValidationError):
        getattr(service, method)(request_)
