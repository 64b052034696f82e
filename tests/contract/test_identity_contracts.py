"""What identity really announces, against the committed samples that its consumers are tested with."""

import json
from datetime import datetime, timedelta

import pytest
from nameko.testing.services import worker_factory
from sqlalchemy import select

from services.identity.adapters.secrets import Argon2Secrets
from services.identity.adapters.storage import SqlStorage
from services.identity.adapters.tables import audit_trail
from services.identity.domain.limits import Limit
from services.identity.domain.policy import LIMITED, Policy
from services.identity.service import IdentityService
from shared.call import Call
from shared.clock import FixedClock
from shared.events import Event, unsealed
from shared.idempotency import IdempotencyKeys
from shared.inbox import Inbox
from shared.outbox import Outbox
from shared.testing import NOW, a_customer, sample
from shared.testing.builders import SAMPLES

TYPES = ("one_time_code_issued", "registration_started", "account_changed", "account_erased", "session_ended")


@pytest.fixture
def database(database_of):
    return database_of("identity")


@pytest.fixture
def identity(database):
    """The service as the worker of a call sees it."""
    limits = dict.fromkeys(LIMITED, (Limit(100, 60),))

    def for_call(call):
        return worker_factory(
            IdentityService,
            storage=SqlStorage(database, Outbox(database, "identity"), call),
            secrets=Argon2Secrets(),
            policy=Policy(timedelta(minutes=5), 5, timedelta(days=30), timedelta(hours=24), limits),
            call=call,
            clock=FixedClock(NOW),
            inbox=Inbox(database),
            idempotency=IdempotencyKeys(database),
        )

    return for_call


@pytest.fixture
def announced(database, identity):
    """One event of each type, as a journey through the service leaves it in the outbox, over the wire and back."""
    outbox = Outbox(database, "identity")
    nobody = identity(Call())
    nobody.request_code({"phone": "13800000001"})
    [issued] = outbox.lease("test")
    code = unsealed(issued.data, "code")
    signed_in = nobody.open_session({"grant": "otp", "phone": "13800000001", "code": code})
    me = identity(Call(actor=a_customer(signed_in["account"]["id"])))
    me.update_account(
        {"version": 1, "name": "林晓月", "email": "xiaoyue@example.com", "gender": "female", "birthday": "1992-03-14"}
    )
    me.end_session({"session_id": signed_in["session_id"]})
    me.erase_account({})
    nobody.register({"email": "mei@example.com", "password": "right horse", "name": "陈梅"})
    return {event.type: Event.from_wire(event.to_wire()) for event in [issued, *outbox.lease("test")]}


def shape(data):
    """Names and kinds of values; a value that may be missing is told by the sample having one."""
    return {name: type(value) for name, value in data.items() if value is not None}


@pytest.mark.parametrize("type_", TYPES)
def test_what_is_announced_looks_like_the_sample(announced, type_):
    real, committed = announced[type_], sample("identity", type_)

    assert (real.type, real.version, real.producer) == (committed.type, committed.version, committed.producer)
    assert list(real.data) == list(committed.data)
    common = shape(real.data).keys() & shape(committed.data).keys()
    assert {name: shape(real.data)[name] for name in common} == {name: shape(committed.data)[name] for name in common}


@pytest.mark.parametrize("type_", TYPES)
def test_personal_fields_travel_sealed_and_open_with_the_keyring(announced, type_):
    for event in (announced[type_], sample("identity", type_)):
        personal = [name.removesuffix("_sealed") for name in event.data if name.endswith("_sealed")]
        assert all(unsealed(event.data, name) for name in personal)
        assert not {"phone", "email", "name", "code", "token", "birthday"} & set(event.data)


def test_the_sample_of_an_account_has_a_value_for_everything_a_customer_has(announced):
    """So that consumers' tests meet every field once."""
    only_staff = {"technician_id", "stores"}

    assert {name for name, value in sample("identity", "account_changed").data.items() if not value} == only_staff


def test_there_is_a_sample_of_every_announcement_and_no_other(announced):
    committed = {path.name for path in (SAMPLES / "identity").glob("*.json")}

    assert committed == {f"{type_}.v1.json" for type_ in TYPES}
    assert set(announced) == set(TYPES)


def test_the_sample_of_an_overridden_rule_becomes_a_row_of_the_trail_that_names_who_what_and_why(database, identity):
    told = sample("booking", "rule_overridden")

    identity(Call()).on_rule_overridden(told)

    with database.reading() as connection:
        [row] = connection.execute(select(audit_trail)).all()
    assert (row.action, row.actor, row.at) == (
        "rule_overridden",
        told.data["actor"],
        datetime.fromisoformat(told.data["at"]),
    )
    assert (row.request_id, row.reason) == (told.correlation_id, unsealed(told.data, "reason"))
    assert json.loads(row.detail) == {name: told.data[name] for name in ("appointment_id", "store_id", "action")}
