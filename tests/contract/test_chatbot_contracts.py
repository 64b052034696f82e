"""The chat hears what catalog announces, and speaks with scheduling and booking as they load and answer."""

import importlib.util
import re
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml
from nameko.testing.services import worker_factory

from gateway.schemas import faq, inbox
from gateway.schemas.chat import ChatAnswer as GatewayAnswer
from gateway.schemas.chat import Conversation, Turn
from services.booking.domain.life.transitions import STATUSES
from services.booking.schemas import requests as booking
from services.booking.schemas.views import AppointmentView
from services.booking.service import BookingService
from services.chatbot.adapters import booking_client
from services.chatbot.adapters.in_memory import InMemoryReplicas
from services.chatbot.adapters.rows import catalogue_of
from services.chatbot.adapters.scheduling_client import SchedulingClient
from services.chatbot.adapters.texts import TEXTS, YamlTexts
from services.chatbot.domain.red_flags import RULED_OUT
from services.chatbot.ports import Question
from services.chatbot.service import ChatbotService
from services.scheduling.domain.offer.reasons import Reason
from services.scheduling.schemas import requests as scheduling
from services.scheduling.schemas import views
from services.scheduling.service import SchedulingService
from shared.actor import ANONYMOUS
from shared.clock import FixedClock
from shared.errors import NotFound
from shared.events import Event
from shared.testing import NOW, InMemoryRpc, a_call, a_receptionist, an_admin, sample
from tests.support.chatbot import Chat, demo, replicas_of_demo

HEARD = ("store_changed", "treatment_changed", "technician_changed", "booking_rules_changed")
CODE = Path(booking_client.__file__).parents[1]
A_QUESTION = Question("sto-1", "tre-1", "tec-1", 2, "apt-1")
START = datetime(2026, 11, 19, 15, tzinfo=ZoneInfo("Asia/Shanghai"))


def a_service(**dependencies):
    replicas = dependencies.pop("replicas", InMemoryReplicas())
    return worker_factory(ChatbotService, replicas=replicas, clock=FixedClock(NOW), **dependencies)


def test_an_account_that_identity_erased_is_forgotten():
    chat, erased = Chat(replicas_of_demo()), sample("identity", "account_erased")
    chat.sign_in(erased.data["account_id"])
    chat.say("你好")

    a_service(desk=chat.desk).on_account_erased(erased)

    assert not chat.conversations.kept


def test_the_catalogs_samples_fill_the_copy():
    replicas = InMemoryReplicas()
    service = a_service(replicas=replicas)

    for type_ in HEARD:
        getattr(service, f"on_{type_}")(sample("catalog", type_))
        getattr(service, f"on_{type_}")(sample("catalog", type_))

    catalogue = replicas.catalogue()
    assert [row.slug for row in catalogue.stores] == ["xujiahui"]
    assert catalogue.store("xujiahui").hours_on(date(2026, 11, 20)) == ((600, 840), (900, 1560))
    assert catalogue.treatment("moxibustion-45").contraindications == ("孕期", "高热", "皮肤破损")
    assert catalogue.stores_of(catalogue.technician("wang-jianguo")) == catalogue.stores
    assert replicas.rules(["brand"], NOW).late_cancel_fee_percent == 20


def test_what_scheduling_is_asked_it_loads():
    service = InMemoryRpc(
        {"find_availability": lambda _: {"days": []}, "explain_availability": lambda _: {"reasons": []}}
    )
    client = SchedulingClient(service)
    client.find(A_QUESTION, date(2026, 11, 19), 7)
    client.explain(A_QUESTION, START)

    (_, find), (_, explain) = service.calls
    assert scheduling.FindAvailability().load(find)["days"] == 7
    assert scheduling.ExplainAvailability().load(explain)["starts_at"] == START
    assert all(hasattr(SchedulingService, method) for method, _ in service.calls)


def test_what_scheduling_explains_is_read():
    answer = views.explanation_view([Reason("slot_taken", technician_id="tec-1")])
    client = SchedulingClient(InMemoryRpc({"explain_availability": lambda _: answer}))

    assert [reason.code for reason in client.explain(A_QUESTION, START)] == ["slot_taken"]


def test_what_booking_is_asked_it_loads():
    chat = Chat(replicas_of_demo())
    chat.say("明天下午3点徐家汇店找王师傅做肩颈推拿")
    chat.confirm()
    chat.say("把我的预约改到后天四点")
    chat.confirm()
    chat.say("取消我的预约")
    chat.confirm()

    loaders = {
        "book_appointment": booking.BookAppointment,
        "reschedule_appointment": booking.RescheduleAppointment,
        "cancel_appointment": booking.CancelAppointment,
    }
    assert [method for method, _ in chat.shop.calls] == list(loaders)
    for method, request in chat.shop.calls:
        assert loaders[method]().load(request)
        assert hasattr(BookingService, method)


def test_what_booking_is_asked_for_a_list_it_loads():
    service = InMemoryRpc({"find_appointments": lambda _: {"items": []}})
    booking_client.BookingClient(lambda _: service, None).upcoming(NOW)

    assert booking.FindAppointments().load(service.calls[0][1])["statuses"]
    assert set(booking_client.UPCOMING) <= set(STATUSES)


def test_every_field_of_an_appointment_that_the_chat_reads_is_in_bookings_view():
    told = set(AppointmentView().fields)
    chat = Chat(replicas_of_demo())

    assert set(chat.shop.has("2026-11-20T15:00:00+08:00", "foot-60")) - told == set()


def test_an_answer_is_what_the_gateway_promises():
    chat = Chat(replicas_of_demo())
    service = worker_factory(ChatbotService, desk=chat.desk, replicas=chat.replicas, call=chat.call, clock=chat.clock)

    answer = service.send_message({"conversation_id": None, "text": "明天下午3点徐家汇店足疗"})

    required = {name for name, field in GatewayAnswer().fields.items() if field.required}
    assert required <= set(answer)
    assert set(GatewayAnswer().fields) >= set(answer)
    assert set(answer["proposal"]) == {"id", "kind", "summary", "appointment", "expires_at"}
    assert datetime.fromisoformat(answer["proposal"]["expires_at"]).tzinfo is not None


def promised(shape):
    return {name for name, field in shape().fields.items() if field.required}


def test_what_the_staff_are_answered_is_what_the_gateway_promises():
    chat = Chat(replicas_of_demo())
    chat.say("我要投诉徐家汇店")
    call = a_call(a_receptionist("sto-xujiahui", name="小李"))
    service = worker_factory(ChatbotService, desk=chat.desk, replicas=chat.replicas, call=call, clock=chat.clock)
    of_it = {"conversation_id": chat.conversation_id}

    said = service.reply_to_customer({**of_it, "text": "您好"})
    taken = service.attend_conversation(of_it)
    [waiting] = service.find_inbox({})["items"]
    given = service.release_conversation(of_it)

    assert promised(inbox.Said) <= set(said) <= set(inbox.Said().fields)
    assert promised(inbox.Waiting) <= set(waiting) <= set(inbox.Waiting().fields)
    assert (waiting["id"], waiting["attended_by"]["name"]) == (waiting["conversation_id"], "小李")
    assert promised(inbox.CaseNote) <= set(waiting["notes"][0])
    for seen in (taken, given):
        assert promised(Conversation) <= set(seen) <= set(Conversation().fields)
        assert all(promised(Turn) <= set(turn) <= set(Turn().fields) for turn in seen["turns"])
    assert (taken["handoff"], given["handoff"], given["attended_by"]) == (True, False, None)


def test_a_row_of_the_faq_is_what_the_gateway_promises():
    chat = Chat(replicas_of_demo())
    call = a_call(an_admin())
    service = worker_factory(ChatbotService, desk=chat.desk, replicas=chat.replicas, call=call, clock=chat.clock)

    row = service.create_faq_row({"question": "可以寄存行李吗？", "answer": "可以。", "aliases": ["行李放哪"]})
    changed = service.update_faq_row({"faq_id": row["id"], "version": 1, "answer": "不可以。"})
    [listed] = [one for one in service.find_faq_rows({"limit": 100})["items"] if one["id"] == row["id"]]
    found = service.search_faq({"q": "行李放哪"})["items"][0]

    for shown in (row, changed, listed, found, service.get_faq_row({"faq_id": row["id"]})):
        assert promised(faq.FaqRow) <= set(shown) <= set(faq.FaqRow().fields)
    assert (changed["version"], listed["answer"], found["confidence"] > 0.9) == (2, "不可以。", True)
    assert service.delete_faq_row({"faq_id": row["id"], "version": 2}) == {}
    with pytest.raises(NotFound):
        service.get_faq_row({"faq_id": row["id"]})


def test_what_the_gateway_brings_from_wechat_is_loaded_and_what_is_announced_delivered():
    chat = Chat(replicas_of_demo())
    service = worker_factory(
        ChatbotService, desk=chat.desk, replicas=chat.replicas, call=a_call(ANONYMOUS), clock=chat.clock
    )
    told = {"channel": "wechat", "sender": "oGuest", "message_id": "m", "call_id": "c", "digest": "d"}

    assert service.receive_message({**told, "text": "你好"}) == {}
    [fact] = chat.conversations.announced
    service.on_chat_message_added(
        Event.of(fact, producer="chatbot", correlation_id="r", occurred_at=NOW),
    )

    assert [address for _, address, _ in chat.channels.sent] == ["oGuest"]
    service.on_chat_message_added(sample("chatbot", "chat_message_added"))


def test_each_turn_of_somebodys_conversation_is_announced_as_the_sample_says():
    chat = Chat(replicas_of_demo())
    chat.sign_in("cus-1")
    chat.say("徐家汇店几点关门")
    chat.say("明天下午3点徐家汇店足疗")
    committed = sample("chatbot", "chat_message_added")

    announced = chat.conversations.announced

    assert [fact.turn for fact in announced] == [1, 2]
    assert {fact.type() for fact in announced} == {committed.type}
    assert all(list(fact.data()) == list(committed.data) for fact in announced)
    assert {type(value) for value in announced[0].data().values()} == {type(value) for value in committed.data.values()}


def test_who_is_not_signed_in_is_announced_to_nobody():
    chat = Chat(replicas_of_demo())
    chat.sign_out()
    chat.say("你好")

    assert chat.conversations.announced == []


def test_red_flags_rule_out_what_the_shop_says_they_do():
    shop = demo()["red_flags"]

    assert {flag: None if met == "all" else frozenset(met) for flag, met in shop.items()} == RULED_OUT


def test_every_kind_of_row_is_read_from_the_copy():
    assert catalogue_of({}).stores == ()


def test_the_index_scripts_can_be_taken_up_and_down():
    for script in sorted((CODE / "migrations").glob("[0-9]*.py")):
        spec = importlib.util.spec_from_file_location(script.stem, script)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert callable(module.upgrade)
        assert callable(module.downgrade)


LANGUAGES = yaml.safe_load(TEXTS.read_text(encoding="utf-8"))
PLACEHOLDER = re.compile(r"{(\w+)}")


def test_both_languages_say_the_same_things_with_the_same_values():
    chinese, english = LANGUAGES["zh-CN"], LANGUAGES["en"]

    assert set(chinese) == set(english)
    for key, text in chinese.items():
        assert set(PLACEHOLDER.findall(str(text))) == set(PLACEHOLDER.findall(str(english[key]))), key


def said_in_the_code():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (CODE / "use_cases").glob("*.py"))
    return set(re.findall(r"say\(\s*\"([a-z_.]+)\"", source))


@pytest.mark.parametrize("key", sorted(said_in_the_code()))
def test_what_the_code_says_has_a_text(key):
    assert key in LANGUAGES["zh-CN"]


def test_a_reason_without_a_text_of_its_own_is_told_in_general():
    assert YamlTexts()("reason.brand_new", "zh-CN") == YamlTexts()("reason.other", "zh-CN")
    with pytest.raises(KeyError):
        YamlTexts()("no_such_text", "zh-CN")
