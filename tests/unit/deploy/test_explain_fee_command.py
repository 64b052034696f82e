"""`mingyitang explain-fee`: a dispute replayed from the database alone, in two languages."""

import json
from datetime import datetime

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from deploy import installation
from deploy.commands.fees import explain_fee
from services.booking.adapters.storage import SqlStorage
from services.booking.adapters.tables import appointments
from services.booking.domain.life.appointment import Appointment
from services.booking.domain.payment.payment import Payment
from services.booking.domain.terms.deposit import Deposit
from services.booking.domain.terms.rules import Policy
from services.booking.use_cases import cancel_appointment
from services.booking.use_cases.steps import tell_step
from shared.call import IdempotencyKey
from shared.errors import NotFound
from shared.outbox import Outbox
from shared.testing import NOW, a_call, sample
from tests.support.booking import START, an_appointment

STORE, TREATMENT = "01KQ8Y0000000000000XVJAHV1", "01KQ8Y0000000000000M0X1BV5"
VALUES = {"free_cancel_hours": 2, "late_cancel_fee_percent": 20, "deposit_percent": 30, "slot_step_minutes": 15}
CANCELLED_AT = datetime.fromisoformat("2026-11-23T13:30:00+08:00")


@pytest.fixture
def shop(database_of, monkeypatch):
    """A visit at three in the afternoon for 168 yuan, its deposit paid, called off at half past one."""
    database = database_of("booking")
    storage = SqlStorage(database, Outbox(database, "booking"), a_call())
    for kind, event in {"store": "store_changed", "treatment": "treatment_changed"}.items():
        storage.catalogue.remember(kind, sample("catalog", event).data)
    rule = {**sample("catalog", "booking_rules_changed").data, "rules_id": "rul-1", "values": VALUES}
    storage.catalogue.remember("rules", {**rule, "retired": True})
    storage.transact(lambda: _book(storage, _visit()))
    cancel_appointment(storage, call=a_call(), now=CANCELLED_AT, appointment_id="apt-1")
    monkeypatch.setattr(installation, "adopt", lambda: "a test")
    monkeypatch.setattr("deploy.stores.database_of", lambda _: _Open(database))
    return database


def _visit() -> Appointment:
    return an_appointment(
        store_id=STORE,
        treatment_id=TREATMENT,
        technician_ids=("tec-1",),
        price_fen=16800,
        policy=Policy("rul-1", 2, 20),
        deposit=Deposit(5040, 30),
        starts_at=START,
    )


def _book(storage: SqlStorage, visit: Appointment) -> None:
    storage.appointments.add(visit)
    tell_step(storage, None, visit, action="request", actor="cus-1", now=NOW)
    paid = Payment("pay-1", visit.id, visit.customer_id, visit.store_id, "sandbox", 5040)
    storage.payments.open(paid, "cus-1", IdempotencyKey("pay-1", "POST /pay", "body"))
    storage.payments.save(paid.step("settle"), [], NOW)


class _Open:
    def __init__(self, database) -> None:
        self.database = database

    def __enter__(self):
        return self.database

    def __exit__(self, *_: object) -> None:
        """The test's database stays open."""


def test_the_rows_the_times_and_the_arithmetic_are_told_in_two_languages(shop):
    assert shop
    done = CliRunner().invoke(explain_fee, ["apt-1"])

    assert done.exit_code == 0, done.output
    for line in (
        "  rul-1 · brand · 自 2026-11-01 08:00 起 · free_cancel_hours=2 late_cancel_fee_percent=20 deposit_percent=30",
        "免费取消截止：2026-11-23 15:00 − 2 小时 = 2026-11-23 13:00",
        "  晚于截止 30 分钟：费用 ¥168 × 20% = ¥33.60",
        "  已付 ¥50.40，退还 ¥50.40 − ¥33.60 = ¥16.80",
        "重新计算：一致",
        "2026-11-23 13:30 cancel-late by the customer, confirmed until then",
        "  30 min after that: fee ¥168 × 20% = ¥33.60",
        "Judged once more: the same",
    ):
        assert line in done.output.splitlines(), done.output


def test_the_number_people_read_out_names_it_as_well_and_one_language_is_enough(shop):
    assert shop
    done = CliRunner().invoke(explain_fee, ["7k4m9qxb", "--language", "en"])

    assert done.exit_code == 0, done.output
    assert "费用" not in done.output


def test_as_json_it_holds_everything_the_judgement_was_made_of(shop):
    assert shop
    told = json.loads(CliRunner().invoke(explain_fee, ["apt-1", "--json"]).output)

    assert (told["fee_fen"], told["deposit"]["refund_fen"], told["replay_agrees"]) == (3360, 1680, True)
    assert told["terms"]["rows"][0]["values"] == {name: VALUES[name] for name in VALUES if name != "slot_step_minutes"}
    assert told["ending"]["late_by_minutes"] == 30


def test_a_fee_that_was_changed_afterwards_is_told_and_fails(shop):
    with shop.transaction() as connection:
        connection.execute(update(appointments).values(fee_fen=99))

    done = CliRunner().invoke(explain_fee, ["apt-1"])

    assert done.exit_code == 1
    assert "NOT the same (fee)" in done.output


def test_an_appointment_nobody_knows_is_refused_in_words(shop):
    assert shop
    done = CliRunner().invoke(explain_fee, ["apt-9"])

    assert isinstance(done.exception, NotFound)
    assert "apt-9" in str(done.exception)
