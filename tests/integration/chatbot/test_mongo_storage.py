"""What only the server can show: unique turns, forgetting, crashes between two writes, messages at the same moment."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import eventlet
import pymongo
import pytest
from pymongo.errors import DuplicateKeyError

from services.chatbot import use_cases
from services.chatbot.adapters.faq_rows import MongoFaqRows
from services.chatbot.adapters.remembered import RememberedCatalogue
from services.chatbot.adapters.storage import MongoConversations, MongoProposals, MongoReplicas
from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.errors import ConversationAttended
from services.chatbot.domain.faq import FaqRow
from services.chatbot.domain.proposals import EXECUTING, OPEN, Proposal
from shared import migrations
from shared.events import Event
from shared.outbox_documents import DocumentOutbox
from shared.testing import NOW, a_call, a_receptionist
from tests.support.chatbot import Chat, replicas_of_demo

pytestmark = pytest.mark.real


def a_turn(number, text="你好"):
    return Turn("con-1", number, NOW, None, text, {}, {}, {}, 1.0, {})


def after(turn):
    return Conversation(id="con-1", started_at=NOW, turn=turn)


@pytest.fixture
def conversations(documents):
    return MongoConversations(documents)


def test_the_server_itself_refuses_a_second_turn_of_one_number(documents):
    documents.turns.insert_one({"_id": "a", "conversation_id": "con-1", "number": 1})

    with pytest.raises(DuplicateKeyError):
        documents.turns.insert_one({"_id": "b", "conversation_id": "con-1", "number": 1})


def test_everything_of_a_conversation_is_forgotten_after_its_time(documents):
    conversations = MongoConversations(documents, timedelta(days=3))
    conversations.append(after(1), a_turn(1))
    MongoProposals(documents, timedelta(days=3)).add(Proposal("p", "con-1", "book", {}, {}, "", NOW, NOW))

    for collection in (documents.conversations, documents.turns, documents.proposals):
        left = collection.find_one({})["delete_at"] - datetime.now(UTC)
        assert timedelta(days=2, hours=23) < left <= timedelta(days=3)
        indexes = collection.index_information().values()
        assert any(index.get("expireAfterSeconds") == 0 for index in indexes)


def test_a_turn_that_a_crash_kept_out_of_the_log_is_put_there_by_the_next(documents, conversations, monkeypatch):
    conversations.append(after(1), a_turn(1))
    with monkeypatch.context() as crash:
        crash.setattr(conversations, "_log", lambda turns: None)
        conversations.append(after(2), a_turn(2, "lost?"))
    assert documents.turns.count_documents({}) == 1
    assert [turn.text for turn in conversations.turns("con-1")] == ["你好", "lost?"]

    conversations.append(after(3), a_turn(3))

    assert documents.turns.count_documents({}) == 3
    assert [turn.number for turn in conversations.turns("con-1")] == [1, 2, 3]


def test_of_many_messages_at_once_one_takes_the_turn(conversations):
    conversations.append(after(1), a_turn(1))
    pool = eventlet.GreenPool()

    won = list(pool.imap(lambda i: conversations.append(after(2), a_turn(2, str(i))), range(16)))

    assert won.count(True) == 1
    assert [turn.number for turn in conversations.turns("con-1")] == [1, 2]


def test_of_many_confirmations_at_once_one_moves_the_proposal(documents):
    proposals = MongoProposals(documents)
    proposals.add(Proposal("pro-1", "con-1", "book", {}, {}, "", NOW, NOW))
    pool = eventlet.GreenPool()

    won = list(pool.imap(lambda _: proposals.move("pro-1", EXECUTING, expected=OPEN), range(16)))

    assert won.count(True) == 1


def test_of_many_accounts_at_once_one_binds_the_conversation(conversations):
    conversations.append(after(1), a_turn(1))
    pool = eventlet.GreenPool()

    won = list(pool.imap(lambda i: conversations.bind("con-1", f"cus-{i}"), range(16)))

    assert won.count(True) == 1


def test_the_same_event_from_many_handlers_leaves_the_newest(documents):
    replicas = MongoReplicas(documents)
    pool = eventlet.GreenPool()
    revisions = [1, 5, 3, 5, 2, 4, 1, 5]

    def keep(revision):
        replicas.keep("stores", "s", revision, {"id": "s", "slug": "s", "name": str(revision), "revision": revision})

    list(pool.imap(keep, revisions))

    assert [store.name for store in replicas.catalogue().stores] == ["5"]


def test_index_scripts_go_up_and_down_and_may_run_again(mongo_url):
    client = pymongo.MongoClient(mongo_url)
    database = client.get_default_database()
    scripts = migrations.document_scripts("chatbot")

    for script in (*scripts, *scripts):
        script.upgrade(database)
    assert len(database.turns.index_information()) == 4
    for script in (*reversed(scripts), *reversed(scripts)):
        script.downgrade(database)
    assert list(database.turns.index_information()) == ["_id_"]
    client.close()


def test_a_conversation_that_goes_on_is_kept_longer(documents):
    """Its time is a date after every turn, or the server would never forget it."""
    MongoConversations(documents, timedelta(days=1)).append(after(1), a_turn(1))
    MongoConversations(documents, timedelta(days=9)).append(after(2), a_turn(2))

    assert documents.conversations.find_one({})["delete_at"] - datetime.now(UTC) > timedelta(days=8)


# What a conversation announces lies in it until it is published.


def announce(facts, at):
    return [Event.of(fact, producer="chatbot", correlation_id="req-1", occurred_at=at) for fact in facts]


def mine(turn):
    return replace(after(turn), account_id="cus-1")


@pytest.fixture
def talking(documents):
    return MongoConversations(documents, timedelta(days=3), announce)


@pytest.fixture
def outbox(documents):
    return DocumentOutbox(documents.conversations, "chatbot")


def turns_of(events):
    return [event.data["turn"] for event in events]


def test_what_a_turn_announces_is_leased_by_one_and_gone_once_published(documents, talking, outbox):
    talking.append(mine(1), a_turn(1), mine(1).news())

    events = outbox.lease("one")
    assert DocumentOutbox(documents.conversations, "chatbot").lease("another") == []
    outbox.mark_published([event.id for event in events])

    assert (turns_of(events), outbox.lease("one")) == ([1], [])
    assert "outbox" not in documents.conversations.find_one({})


def test_what_was_not_published_yet_outlives_the_next_turn(talking, outbox):
    talking.append(mine(1), a_turn(1), mine(1).news())
    talking.append(mine(2), a_turn(2), mine(2).news())

    assert turns_of(outbox.lease("one")) == [1, 2]


def test_a_turn_that_is_kept_while_another_is_published_is_not_lost(talking, outbox):
    talking.append(mine(1), a_turn(1), mine(1).news())
    first = outbox.lease("one")

    talking.append(mine(2), a_turn(2), mine(2).news())
    outbox.mark_published([event.id for event in first])

    again = outbox.lease("one")
    assert turns_of(again) == [1, 2], "the first once more, under the same id"
    assert again[0] == first[0]


def test_a_turn_that_came_second_announces_nothing(talking, outbox):
    talking.append(mine(1), a_turn(1), mine(1).news())

    assert not talking.append(mine(1), a_turn(1, "me too"), mine(1).news())

    assert turns_of(outbox.lease("one")) == [1]


def test_what_could_not_be_published_comes_again_and_what_was_refused_after_a_pause(talking, outbox):
    talking.append(mine(1), a_turn(1), mine(1).news())
    [event] = outbox.lease("one")
    outbox.give_back([event.id])
    assert outbox.lease("two") == [event]

    outbox.set_aside(event.id, 1)

    assert outbox.lease("three") == []
    assert outbox.lease_refused("three") is None


def test_a_lease_that_ran_out_is_taken_by_another(documents, talking, outbox):
    talking.append(mine(1), a_turn(1), mine(1).news())
    outbox.lease("one")
    documents.conversations.update_one({}, {"$set": {"outbox_free_at": 1}})

    other = DocumentOutbox(documents.conversations, "chatbot")
    assert turns_of(other.lease("two")) == [1]
    outbox.give_back([event["id"] for event in documents.conversations.find_one({})["outbox"]])

    assert outbox.lease("one") == [], "the first has lost it, and touches it no more"


def test_nobodys_conversation_announces_nothing(talking, outbox):
    talking.append(after(1), a_turn(1), after(1).news())

    assert outbox.lease("one") == []


class Counter:
    """Receptionists at one conversation, each in a process of their own."""

    def __init__(self, documents):
        self.chat = Chat(replicas_of_demo())
        self.chat.conversations = MongoConversations(documents)
        self.chat.proposals = MongoProposals(documents)
        self.chat.say("转人工")

    def reply(self, text, key=None, **actor):
        call = a_call(a_receptionist("sto-xujiahui", **actor), key=key, body=text)
        asked = {"conversation_id": self.chat.conversation_id, "text": text}
        return use_cases.reply_to_customer(self.chat.desk, call, NOW, **asked)


def test_a_reply_sent_many_times_at_once_is_kept_once(documents):
    counter, pool = Counter(documents), eventlet.GreenPool()

    turns = {turn.number for turn in pool.imap(lambda _: counter.reply("您好", key="k-1"), range(8))}

    assert turns == {2}
    assert [turn.number for turn in counter.chat.conversations.turns(counter.chat.conversation_id)] == [1, 2]


def test_of_receptionists_who_answer_at_once_one_attends_and_the_customers_words_are_not_lost(documents):
    counter, pool = Counter(documents), eventlet.GreenPool()

    def act(number):
        if number == 0:
            return counter.chat.say("在吗") and "customer"
        try:
            return counter.reply(str(number), account_id=f"acc-{number}", name=str(number)).staff
        except ConversationAttended:
            return "refused"

    outcomes = list(pool.imap(act, range(5)))

    kept = [(turn.author, turn.text) for turn in counter.chat.conversations.turns(counter.chat.conversation_id)]
    assert outcomes.count("refused") == 3
    assert sorted(kept[1:]) == [("customer", "在吗"), ("staff", "")]


def test_what_another_process_wrote_is_found_by_the_next_question(documents):
    here, there = MongoFaqRows(documents), MongoFaqRows(documents)
    row = FaqRow(id="f1", slug="luggage", question="可以寄存行李吗？", answer="可以。")
    assert here.index().find("寄存行李") == []

    there.add(row)
    assert [found.row for found in here.index().find("寄存行李")] == [row]
    assert here.index() is here.index()

    changed = FaqRow(id="f1", slug="luggage", question="可以寄存行李吗？", answer="不可以。", version=2)
    there.save(changed)
    assert here.index().find("寄存行李")[0].row.answer == "不可以。"


def test_of_many_editors_at_once_one_writes_the_next_version(documents):
    rows = MongoFaqRows(documents)
    rows.add(FaqRow(id="f1", slug="luggage", question="问", answer="0"))
    pool = eventlet.GreenPool()

    def write(number):
        return rows.save(FaqRow(id="f1", slug="luggage", question="问", answer=str(number), version=2))

    assert list(pool.imap(write, range(16))).count(True) == 1


def test_a_process_reads_the_catalogue_again_only_after_a_change(documents):
    remembered = RememberedCatalogue()
    one_turn, next_turn, elsewhere = (MongoReplicas(documents, remembered) for _ in range(3))
    row = {"id": "s", "slug": "s", "name": "东门店", "revision": 1}
    elsewhere.keep("stores", "s", 1, row)

    before = one_turn.catalogue()
    assert next_turn.catalogue() is before

    elsewhere.keep("stores", "s", 2, {**row, "name": "西门店", "revision": 2})
    assert [store.name for store in next_turn.catalogue().stores] == ["西门店"]


def test_a_change_that_was_kept_by_a_handler_that_died_is_seen_after_it_is_told_again(documents):
    replicas = MongoReplicas(documents, RememberedCatalogue())
    row = {"id": "s", "slug": "s", "name": "东门店", "revision": 1}
    replicas.catalogue()
    documents.stores.insert_one({"_id": "s", "revision": 1, "row": row})
    assert replicas.catalogue().stores == (), "the number has not grown: the control"

    replicas.keep("stores", "s", 1, row)

    assert [store.name for store in replicas.catalogue().stores] == ["东门店"]
