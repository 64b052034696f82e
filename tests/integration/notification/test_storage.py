"""The SQL adapters on every database: what is kept, what can be read without the keys, what is forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from deploy.ledger.findings import Grace
from deploy.ledger.messages import check_messages
from services.notification import use_cases
from services.notification.adapters.people import SqlContacts, SqlPreferenceBook
from services.notification.adapters.tables import messages, sent_items
from services.notification.adapters.traces import SqlTraces
from services.notification.domain.channels import Channel
from services.notification.domain.errors import NotificationNotFound, VersionConflict
from services.notification.domain.manners import Topic
from services.notification.domain.messages import Message
from services.notification.domain.people import Contact, Preferences
from services.notification.ports import LogSearch
from shared.testing import NOW

AT_REST = Grace(NOW, settled=None, memory=timedelta(days=30))
PERSONAL = ("13800000001", "林晓月", "xiaoyue@example.com", "314159", "验证码")


@pytest.fixture
def told(replica: Any, a_code_for: Callable[..., Message], a_contact: Callable[..., Contact]) -> Any:
    """A replica that has sent one message to an account and a phone, and owes another."""
    replica.contacts.remember(a_contact(email="xiaoyue@example.com"))
    replica.messages.add(a_code_for("13800000001", account_id="cus-1", store_id="sto-1"))
    use_cases.deliver_due(replica.messages, replica.desk, NOW)
    replica.messages.add(a_code_for("13800000001", id="later", due_at=NOW + timedelta(days=1)))
    return replica


@pytest.mark.parametrize("table", ["messages", "deliveries", "notifications", "sent_items", "contacts"])
def test_nothing_personal_can_be_read_from_the_database_without_the_keys(told: Any, table: str) -> None:
    with told.database.reading() as connection:
        rows = connection.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608 - a table's name of ours

    assert rows
    assert not [word for word in PERSONAL if word in repr(rows)]


def test_a_finished_message_keeps_no_words(told: Any) -> None:
    with told.database.reading() as connection:
        kept = {row.id: row.content for row in connection.execute(messages.select())}

    assert kept.pop("later") is not None
    assert list(kept.values()) == [None]


def test_what_went_out_is_found_by_its_address_alone_newest_first(
    replica: Any, a_code_for: Callable[..., Message]
) -> None:
    for id_, phone, minutes in (("m1", "13800000001", 0), ("m2", "13800000002", 1), ("m3", "13800000001", 2)):
        replica.messages.add(a_code_for(phone, id=id_, facts={"code": f"10000{minutes}", "minutes": 5}))
        use_cases.deliver_due(replica.messages, replica.desk, NOW + timedelta(minutes=minutes))

    found = replica.sent_items.find("13800000001")

    assert [(item.channel, item.to, item.sent_at) for item in found] == [
        ("sms", "13800000001", NOW + timedelta(minutes=2)),
        ("sms", "13800000001", NOW),
    ]
    assert "100002" in found[0].text


def test_the_delivery_log_tells_what_went_where_without_the_words(told: Any) -> None:
    lines = told.log.find(LogSearch(frozenset({"sto-1"})), cursor=None, limit=10)

    assert {(line.channel, line.to, line.status) for line in lines} == {
        ("in_app", "cus-1", "sent"),
        ("sms", "138****0001", "sent"),
        ("email", "x***@example.com", "sent"),
    }
    assert told.log.find(LogSearch(frozenset({"sto-2"})), cursor=None, limit=10) == []
    assert len(told.log.find(LogSearch(None), cursor=None, limit=10)) == 3


@pytest.mark.parametrize(
    ("wanted", "channels"),
    [
        ({"status": "sent"}, {"in_app", "sms", "email"}),
        ({"status": "failed"}, set()),
        ({"channel": "sms"}, {"sms"}),
        ({"store_id": "sto-1", "template": "one_time_code"}, {"in_app", "sms", "email"}),
        ({"store_id": "sto-2"}, set()),
        ({"appointment_id": "apt-1"}, set()),
    ],
)
def test_the_log_is_searched_by_any_of_its_values(told: Any, wanted: dict[str, str], channels: set[str]) -> None:
    lines = told.log.find(LogSearch(None, **wanted), cursor=None, limit=10)

    assert {line.channel for line in lines} == channels


def test_the_log_is_read_page_by_page(told: Any) -> None:
    first = told.log.find(LogSearch(None), cursor=None, limit=2)
    rest = told.log.find(LogSearch(None), cursor=first[-1].id, limit=2)

    assert len({line.id for line in (*first, *rest)}) == 3


def test_a_notification_is_its_readers_alone(told: Any) -> None:
    (mine,) = told.notifications.find("cus-1", unread=True, cursor=None, limit=10)
    with pytest.raises(NotificationNotFound):
        told.notifications.mark_read("cus-2", mine.id, NOW)

    read = told.notifications.mark_read("cus-1", mine.id, NOW)
    again = told.notifications.mark_read("cus-1", mine.id, NOW + timedelta(hours=1))

    assert read.read_at == again.read_at == NOW
    assert told.notifications.find("cus-1", unread=True, cursor=None, limit=10) == []
    assert told.notifications.find("cus-1", unread=False, cursor=None, limit=10) == [read]
    assert told.notifications.find("cus-1", unread=False, cursor=read.id, limit=10) == []


def test_all_of_ones_own_are_marked_read_up_to_the_newest_seen(
    replica: Any, a_code_for: Callable[..., Message], a_contact: Callable[..., Contact]
) -> None:
    for account_id in ("cus-1", "cus-2"):
        replica.contacts.remember(a_contact(account_id=account_id))
        for number in range(3):
            replica.messages.add(a_code_for("13800000001", id=f"{account_id}-{number}", account_id=account_id))
    use_cases.deliver_due(replica.messages, replica.desk, NOW)
    newest, seen, _ = replica.notifications.find("cus-1", unread=True, cursor=None, limit=9)

    replica.notifications.mark_all_read("cus-1", seen.id, NOW)

    assert replica.notifications.find("cus-1", unread=True, cursor=None, limit=9) == [newest]
    assert [replica.notifications.count_unread(one) for one in ("cus-1", "cus-2")] == [1, 3]
    replica.notifications.mark_all_read("cus-1", None, NOW)
    assert replica.notifications.count_unread("cus-1") == 0


def test_contacts_keep_the_newest_revision_whatever_the_order(replica: Any, a_contact: Callable[..., Contact]) -> None:
    for revision in (2, 3, 1, 3):
        replica.contacts.remember(a_contact(revision=revision, phone=f"1380000000{revision}"))

    assert replica.contacts.find("cus-1") == a_contact(revision=3, phone="13800000003")
    assert replica.contacts.find("cus-2") is None


def test_contacts_that_arrive_at_once_leave_the_newest(
    replica: Any, another_replica: Callable[[], Any], a_contact: Callable[..., Contact]
) -> None:
    def remember(revision: int) -> None:
        mine = another_replica()
        mine.database.transact(lambda _: SqlContacts(mine.database).remember(a_contact(revision=revision)))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(remember, (1, 4, 2, 3)))

    assert replica.contacts.find("cus-1").revision == 4


def test_preferences_are_replaced_only_in_the_version_that_was_read(replica: Any) -> None:
    book = SqlPreferenceBook(replica.database)
    only_email = Preferences("cus-1", 1, "en", frozenset({Channel.EMAIL}))
    none_at_all = Preferences("cus-1", 2, None, frozenset())

    book.replace(only_email, 0)
    assert book.get("cus-1") == only_email
    book.replace(none_at_all, 1)
    assert book.get("cus-1") == none_at_all

    for stale in (0, 1):
        with pytest.raises(VersionConflict):
            book.replace(only_email, stale)


def test_reminders_of_an_older_revision_never_replace_newer_ones(
    replica: Any, a_code_for: Callable[..., Message]
) -> None:
    def plan(revision: int) -> None:
        reminder = a_code_for("1", id=f"r{revision}", template="reminder_2h", appointment_id="apt-1")
        replica.messages.plan_reminders("apt-1", revision, [reminder])

    for revision in (1, 3, 2, 3):
        plan(revision)

    assert [message.id for message in replica.messages.lease(NOW)] == ["r3"]


def test_only_the_reminders_of_an_appointment_are_dropped(replica: Any, a_code_for: Callable[..., Message]) -> None:
    replica.messages.add(a_code_for("1", id="news", template="appointment_confirmed", appointment_id="apt-1"))
    mine = a_code_for("1", id="mine", template="reminder_2h", appointment_id="apt-1")
    replica.messages.plan_reminders("apt-1", 1, [mine])
    replica.messages.add(a_code_for("1", id="others", template="reminder_2h", appointment_id="apt-2"))

    replica.messages.plan_reminders("apt-1", 2, [])

    assert {message.id for message in replica.messages.lease(NOW)} == {"news", "others"}


def test_plans_made_at_once_leave_those_of_the_newest_revision(
    replica: Any, another_replica: Callable[[], Any], a_code_for: Callable[..., Message]
) -> None:
    def plan(revision: int) -> None:
        mine = another_replica()
        reminder = a_code_for("1", id=f"r{revision}", template="reminder_2h", appointment_id="apt-1")
        mine.database.transact(lambda _: mine.messages.plan_reminders("apt-1", revision, [reminder]))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(plan, (2, 4, 1, 3)))

    assert [message.id for message in replica.messages.lease(NOW)] == ["r4"]


def test_old_words_and_old_lines_are_forgotten_and_what_is_owed_stays(told: Any) -> None:
    later = NOW + timedelta(days=1)

    assert told.sent_items.prune(NOW) == 0
    assert told.sent_items.prune(later) == 2
    assert told.messages.prune(told.database.now() + timedelta(days=1)) == 4

    with told.database.reading() as connection:
        assert connection.execute(sent_items.select()).all() == []
        assert [row.id for row in connection.execute(messages.select())] == ["later"]


def test_who_works_where_is_known_by_the_newest_telling_of_each_account(replica: Any, a_contact: Any) -> None:
    replica.contacts.remember(a_contact("acc-1", 1, stores=frozenset({"sto-1", "sto-2"})))
    replica.contacts.remember(a_contact("acc-2", 1, stores=frozenset({"sto-2"})))
    replica.contacts.remember(a_contact("cus-1", 1))
    assert replica.contacts.staff_of("sto-1") == ["acc-1"]
    assert sorted(replica.contacts.staff_of("sto-2")) == ["acc-1", "acc-2"]

    replica.contacts.remember(a_contact("acc-1", 3, stores=frozenset({"sto-2"})))
    replica.contacts.remember(a_contact("acc-1", 2, stores=frozenset({"sto-1"})))

    assert replica.contacts.staff_of("sto-1") == []
    assert sorted(replica.contacts.staff_of("sto-2")) == ["acc-1", "acc-2"]


def test_a_technicians_account_is_found_by_the_technician(replica: Any, a_contact: Any) -> None:
    replica.contacts.remember(a_contact("acc-1", 1, technician_id="tec-1"))
    replica.contacts.remember(a_contact("acc-2", 1, technician_id="tec-2"))
    replica.contacts.remember(a_contact("acc-1", 2, technician_id=None))

    assert replica.contacts.accounts_of(frozenset({"tec-1", "tec-2", "tec-9"})) == ["acc-2"]


def test_topics_switched_off_stay_so(replica: Any) -> None:
    chosen = Preferences("cus-1", 1, topics=frozenset({Topic.REMINDERS}))

    replica.preferences.replace(chosen, 0)

    assert replica.preferences.get("cus-1") == chosen
    assert replica.preferences.get("cus-2").topics == frozenset(Topic)


def test_a_reader_is_looked_up_with_what_they_chose(replica: Any, a_contact: Callable[..., Contact]) -> None:
    replica.contacts.remember(a_contact("cus-1", 1, language="zh-CN"))
    assert replica.contacts.reader("cus-1") == (a_contact("cus-1", 1, language="zh-CN"), Preferences("cus-1"))
    chosen = Preferences("cus-1", 1, "en", frozenset({Channel.SMS}), frozenset({Topic.REMINDERS}))

    replica.preferences.replace(chosen, 0)

    assert replica.contacts.reader("cus-1") == (a_contact("cus-1", 1, language="zh-CN"), chosen)
    assert replica.preferences.get("cus-1") == chosen
    assert replica.contacts.reader("cus-2") is None


def test_who_is_forgotten_leaves_nothing_that_was_written_to_them(told: Any, a_contact: Callable[..., Contact]) -> None:
    told.messages.add(Message("owed", "one_time_code", {"code": "1"}, NOW + timedelta(days=1), account_id="cus-1"))

    use_cases.forget_person(told.desk, SqlTraces(told.database), account_id="cus-1", revision=2)
    told.contacts.remember(a_contact(revision=1))

    contact = told.contacts.find("cus-1")
    assert (contact.name, contact.phone, contact.email) == ("", None, None)
    assert told.sent_items.find("13800000001") == []
    assert told.notifications.find("cus-1", unread=False, cursor=None, limit=9) == []
    assert told.log.find(LogSearch(None), cursor=None, limit=9) == []
    with told.database.reading() as connection:
        left = {row.id: (row.status, row.content) for row in connection.execute(messages.select())}
    assert left["owed"] == ("dropped", None)
    assert left["later"][0] == "waiting"
    assert sorted(status for status, _ in left.values()) == ["dropped", "forgotten", "waiting"]
    assert list(check_messages(told.database, NOW, AT_REST)) == []


def test_what_its_reader_wants_none_of_does_not_count_as_sent(replica: Any) -> None:
    replica.contacts.remember(Contact("cus-1", 1, phone="13800000001"))
    replica.preferences.replace(Preferences("cus-1", 1, topics=frozenset()), 0)
    replica.messages.add(Message("m1", "reminder_2h", {}, NOW, account_id="cus-1"))

    use_cases.deliver_due(replica.messages, replica.desk, NOW)

    assert replica.log.find(LogSearch(None), cursor=None, limit=9) == []
    with replica.database.reading() as connection:
        assert [row.status for row in connection.execute(messages.select())] == ["dropped"]
    assert list(check_messages(replica.database, NOW, AT_REST)) == []
