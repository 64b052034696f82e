"""Booking's tables: what goes in comes out, personal data lies sealed, and searches select what they say."""

from dataclasses import replace
from datetime import date, timedelta

import eventlet
import pytest
from sqlalchemy import text

from services.booking.domain.errors import (
    AppointmentUnknown,
    NumberTaken,
    StoreUnknown,
    TechnicianUnknown,
    TreatmentUnknown,
)
from services.booking.domain.life.addons import AddedOn
from services.booking.domain.life.contact import Address
from services.booking.domain.life.history import Entry
from services.booking.domain.life.treatments import PlannedTreatment
from services.booking.domain.terms.rules import Policy
from services.booking.ports import Scope, Search
from services.booking.use_cases import find_appointments
from shared.call import IdempotencyKey
from shared.testing import NOW, a_call, a_customer, a_receptionist, a_technician, an_admin, sample
from tests.support.booking import START, a_change, an_appointment
from tests.support.booking_payments import a_payment

ALL = Scope(store_ids=None)
HOUR = timedelta(hours=1)
STORE, TREATMENT, TECHNICIAN = "01KQ8Y0000000000000XVJAHV1", "01KQ8Y0000000000000M0X1BV5", "01KQ8Y0000000000000WANGJ1A"


@pytest.fixture
def storage(shop):
    return shop.storage()


def here(n, **changes):
    """The n-th appointment of the sample store, each an hour after the one before."""
    start = START + timedelta(hours=n)
    defaults = {
        "id": f"apt-{n}",
        "number": f"NUMBER{n:02}",
        "store_id": STORE,
        "treatment_id": TREATMENT,
        "technician_ids": (TECHNICIAN,),
        "starts_at": start,
        "ends_at": start + timedelta(hours=1),
    }
    return an_appointment(**{**defaults, **changes})


def test_an_appointment_comes_out_as_it_went_in(storage):
    appointment = an_appointment(
        technician_ids=("tec-2", "tec-1"),
        address=Address("衡山路12号", 121.44, 31.2),
        note="请轻一点 🙏",
        chosen_because={"code": "rotation", "params": {"turn": 3}},
        answer_by=NOW,
    )

    storage.appointments.add(appointment)

    assert storage.appointments.get("apt-1") == appointment
    assert storage.appointments.lock("apt-1") == appointment


def test_a_visit_of_several_treatments_comes_out_as_it_went_in_and_moves_with_them(storage):
    massage = PlannedTreatment("tre-1", START, START + HOUR, ("tec-1",), technician_requested=True)
    facial = PlannedTreatment("tre-2", START + HOUR, START + 2 * HOUR, ("tec-2", "tec-1"))
    visit = an_appointment(technician_ids=("tec-1", "tec-2"), ends_at=facial.ends_at, planned=(massage, facial))
    alone = replace(facial, technician_ids=("tec-2",))

    storage.appointments.add(visit)

    assert storage.appointments.get("apt-1") == visit
    moved = replace(visit, version=visit.version + 1, planned=(massage, alone))
    storage.appointments.save(moved)
    assert storage.appointments.find(Search(ALL)) == [moved]


def test_what_few_visits_have_comes_out_as_it_went_in(storage):
    extras = {"addons": (AddedOn("hot-compress", "热敷", 15, 3800, treatment=1),), "extension_minutes": 30}
    visit = an_appointment(**extras, series_id="ser-1", course_id="cou-1")

    storage.appointments.add(visit)

    assert storage.appointments.get("apt-1") == visit
    plain = replace(visit, version=3, addons=(), extension_minutes=0, series_id=None, course_id=None)
    storage.appointments.save(plain)
    assert storage.appointments.get("apt-1") == plain


def test_a_change_of_addons_and_an_extension_come_out_as_they_went_in(storage):
    hot = AddedOn("hot-compress", "热敷", 15, 3800)
    target = replace(a_change().target, addons=(hot,))
    change = a_change(target=target, extension_minutes=15)

    storage.changes.open(change, "cus-1", None)

    assert storage.changes.find("chg-1") == change


def test_a_saved_appointment_replaces_row_and_technicians(storage):
    storage.appointments.add(an_appointment(technician_ids=("tec-1", "tec-2")))
    after = an_appointment(technician_ids=("tec-3",), version=3, contact=None, status="cancelled")

    storage.appointments.save(after)

    assert storage.appointments.get("apt-1") == after


def test_an_unknown_appointment_is_refused(storage):
    with pytest.raises(AppointmentUnknown):
        storage.appointments.get("apt-9")


def test_two_appointments_never_have_one_number(storage):
    storage.appointments.add(an_appointment())

    with pytest.raises(NumberTaken):
        storage.appointments.add(an_appointment(id="apt-2"))


def test_a_taken_number_undoes_the_transaction_which_may_try_another(storage):
    storage.appointments.add(an_appointment())
    second = an_appointment(id="apt-2")

    with pytest.raises(NumberTaken):
        storage.transact(lambda: [storage.attempts.lock("apt-2"), storage.appointments.add(second)])
    storage.transact(lambda: storage.appointments.add(replace(second, number="ANOTHER2")))

    assert storage.appointments.get("apt-2").number == "ANOTHER2"
    assert storage.attempts.left_open(0, 10) == []


def test_personal_data_lies_sealed(shop, storage):
    storage.appointments.add(an_appointment(note="怀孕三个月", address=Address("衡山路12号", 121.44, 31.2)))
    storage.appointments.record(
        [Entry.of(None, an_appointment(), action="cancel", actor="cus-1", at=NOW, reason="住院")], []
    )

    with shop.database.reading() as connection:
        lying = str(connection.execute(text("SELECT contact, address, note FROM appointments")).one())
        lying += str(connection.execute(text("SELECT reason FROM appointment_history")).one())
    assert lying.count("v1:demo-test:") == 4
    for secret in ("林晓月", "13800000001", "衡山路", "怀孕", "住院"):
        assert secret not in lying


def test_the_history_is_told_in_order(storage):
    before, after = an_appointment(), an_appointment(version=3, starts_at=START + timedelta(days=1))
    moved = Entry.of(before, after, action="reschedule", actor="cus-1", at=NOW, reason="临时有会")
    storage.appointments.record([moved], [])
    storage.appointments.record([Entry.of(None, before, action="request", actor="cus-1", at=NOW)], [])

    first, second = storage.appointments.history("apt-1")

    assert (first.version, first.changes) == (2, {})
    assert second == moved


def found(storage, **search):
    return [one.id for one in storage.appointments.find(Search(**{"scope": ALL, **search}))]


def test_the_newest_start_comes_first_and_a_page_continues_where_the_last_one_ended(storage):
    for n in range(5):
        storage.appointments.add(here(n))
    twin = here(4, id="apt-4b", number="TWIN0004")
    storage.appointments.add(twin)

    assert found(storage, limit=2) == ["apt-4b", "apt-4"]
    assert found(storage, limit=2, after=(twin.starts_at, "apt-4b")) == ["apt-4", "apt-3"]


def test_each_filter_selects(storage):
    storage.appointments.add(here(0))
    storage.appointments.add(here(1, status="cancelled"))
    storage.appointments.add(here(2, technician_ids=("tec-1", "tec-7")))
    storage.appointments.add(here(3, store_id="sto-2", customer_id="cus-9"))

    assert found(storage, statuses=["cancelled", "expired"]) == ["apt-1"]
    assert found(storage, technician_id="tec-7") == ["apt-2"]
    assert found(storage, customer_id="cus-9") == ["apt-3"]
    assert found(storage, store_id="sto-2") == ["apt-3"]
    assert found(storage, starts_from=START + timedelta(hours=2)) == ["apt-3", "apt-2"]
    assert found(storage, starts_before=START + timedelta(hours=1)) == ["apt-0"]


@pytest.mark.parametrize(
    ("scope", "ids"),
    [
        (Scope(customer_id="cus-2"), ["apt-1"]),
        (Scope(technician_id="tec-7"), ["apt-2"]),
        (Scope(customer_id="cus-2", technician_id="tec-7"), ["apt-2", "apt-1"]),
        (Scope(store_ids=frozenset({"sto-2"})), ["apt-3"]),
        (Scope(customer_id="cus-2", store_ids=frozenset({"sto-2"})), ["apt-3", "apt-1"]),
        (Scope(), []),
        (ALL, ["apt-3", "apt-2", "apt-1", "apt-0"]),
    ],
)
def test_nobody_finds_what_is_not_theirs(storage, scope, ids):
    storage.appointments.add(here(0))
    storage.appointments.add(here(1, customer_id="cus-2"))
    storage.appointments.add(here(2, technician_ids=("tec-7",)))
    storage.appointments.add(here(3, store_id="sto-2"))

    assert found(storage, scope=scope) == ids


@pytest.mark.parametrize(
    ("actor", "ids"),
    [
        (a_customer("cus-1"), ["apt-1", "apt-0"]),
        (a_customer("cus-2"), []),
        (a_technician(TECHNICIAN), ["apt-1", "apt-0"]),
        (a_technician("tec-9"), []),
        (a_receptionist(STORE), ["apt-1", "apt-0"]),
        (a_receptionist("sto-2"), []),
        (an_admin(), ["apt-1", "apt-0"]),
    ],
)
def test_each_role_finds_its_own(storage, actor, ids):
    storage.appointments.add(here(0))
    storage.appointments.add(here(1))

    page = find_appointments(storage, call=a_call(actor), now=NOW)

    assert [seen.appointment.id for seen in page.items] == ids
    assert page.next_cursor is None


def test_a_date_is_a_whole_day_on_the_stores_calendar(storage):
    first_minute = START.replace(hour=16, minute=0)  # midnight in Shanghai, the 24th
    storage.appointments.add(here(0, starts_at=first_minute - timedelta(minutes=5), ends_at=first_minute))
    storage.appointments.add(here(1, starts_at=first_minute, ends_at=first_minute + timedelta(hours=1)))

    day = {"starts_from": date(2026, 11, 24), "starts_to": date(2026, 11, 24)}
    page = find_appointments(storage, call=a_call(), now=NOW, store_id=STORE, **day)

    assert [seen.appointment.id for seen in page.items] == ["apt-1"]


def test_a_page_says_how_to_go_on(storage):
    for n in range(3):
        storage.appointments.add(here(n))

    first = find_appointments(storage, call=a_call(), now=NOW, limit=2)
    rest = find_appointments(storage, call=a_call(), now=NOW, limit=2, cursor=first.next_cursor)

    assert [seen.appointment.id for page in (first, rest) for seen in page.items] == ["apt-2", "apt-1", "apt-0"]
    assert rest.next_cursor is None


def test_only_what_still_waits_is_overdue(storage):
    storage.appointments.add(here(0, status="pending_payment", answer_by=NOW))
    storage.appointments.add(here(1, status="pending_acceptance", answer_by=NOW + timedelta(seconds=1)))
    storage.appointments.add(here(2, status="confirmed", answer_by=NOW))

    assert storage.appointments.overdue(NOW, 10) == ["apt-0"]


def test_a_change_comes_out_as_it_went_in_and_once_settled_is_open_no_more(storage):
    change = a_change(reason="临时有会", override_reason="熟客")

    storage.changes.open(change, "cus-1", None)

    assert storage.changes.find("chg-1") == change
    assert storage.changes.open_of("apt-1") == change
    storage.changes.settle("chg-1", "applied", {"id": "apt-1"})
    assert storage.changes.open_of("apt-1") is None
    assert storage.changes.find("chg-1").answer == {"id": "apt-1"}


def test_a_change_left_open_is_taken_by_one_sweep(storage):
    storage.changes.open(a_change(), "cus-1", None)
    assert storage.changes.take_left_open() is None

    storage.changes.release("chg-1")

    assert storage.changes.take_left_open().id == "chg-1"
    assert storage.changes.take_left_open() is None


def test_the_newest_revision_of_a_catalogue_row_stays(shop, storage):
    data = sample("catalog", "treatment_changed").data
    newer = {**data, "revision": 9, "name": "艾灸（新）"}

    for row in (newer, data, {**newer, "name": "again"}):
        storage.catalogue.remember("treatment", row)

    assert shop.storage().catalogue.offer(STORE, TREATMENT, None, NOW).treatment.name == "艾灸（新）"


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [("store", StoreUnknown), ("treatment", TreatmentUnknown), ("technician", TechnicianUnknown)],
)
def test_what_is_retired_is_not_offered_but_still_named(shop, storage, kind, refusal):
    data = sample("catalog", f"{kind}_changed").data
    storage.catalogue.remember(kind, {**data, "revision": 99, "retired": True})
    catalogue = shop.storage().catalogue

    with pytest.raises(refusal):
        catalogue.offer(STORE, TREATMENT, TECHNICIAN, NOW)
    directory = catalogue.directory_of([here(0)])
    assert directory.store(STORE).slug == "xujiahui"
    assert directory.technicians_of([TECHNICIAN])[0].name == "王建国"


def test_a_technician_not_heard_of_yet_is_named_by_id(storage):
    technicians = storage.catalogue.directory_of([here(0, technician_ids=("tec-new",))]).technicians_of(["tec-new"])

    assert [(one.id, one.name) for one in technicians] == [("tec-new", "")]


def test_the_most_specific_rule_in_force_holds(shop, storage):
    rules = sample("catalog", "booking_rules_changed").data
    for rules_id, scope, fee in (("r-store", STORE, 50), ("r-other", "sto-2", 70), ("r-late", STORE, 90)):
        effective_from = "2027-01-01T00:00:00+00:00" if rules_id == "r-late" else rules["effective_from"]
        storage.catalogue.remember(
            "rules",
            {**rules, "rules_id": rules_id, "scope": scope, "effective_from": effective_from}
            | {"values": {"late_cancel_fee_percent": fee}},
        )

    here_now = shop.storage().catalogue.offer(STORE, TREATMENT, None, NOW).rules

    assert (here_now.late_cancel_fee_percent, here_now.free_cancel_hours) == (50, 2)
    assert here_now.version == f"{rules['rules_id']}+r-store"


def test_a_policy_made_of_many_rule_rows_is_kept_whole_and_read_back_however_old(shop, storage):
    rules = sample("catalog", "booking_rules_changed").data
    for n in range(40):
        row = {
            **rules,
            "rules_id": f"01KQ8Y000000000000000RV{n:03}",
            "values": {"free_cancel_hours": n},
            "retired": n < 20,
        }
        storage.catalogue.remember("rules", row)
    version = "+".join(f"01KQ8Y000000000000000RV{n:03}" for n in range(40))

    storage.appointments.add(an_appointment(policy=Policy(version, 39, 20)))

    kept = shop.storage().appointments.get("apt-1").policy
    assert kept.version == version
    assert shop.storage().catalogue.rules_of(version).free_cancel_hours == 39


def test_a_payment_comes_out_as_it_went_in_and_waits_for_one_sweep(storage):
    payment = a_payment(asked={"outcome": "fail"})
    storage.payments.open(payment, "cus-1", IdempotencyKey("pay-1", "POST /pay", "body"))

    assert storage.payments.get("pay-1") == replace(payment, body_hash="body")
    assert storage.payments.take_under_way() is None
    storage.payments.release("pay-1")
    eventlet.sleep(0.01)
    assert storage.payments.take_under_way().id == "pay-1"
    assert storage.payments.take_under_way() is None


def test_the_payment_whose_money_came_in_is_the_one_that_counts(storage):
    key = IdempotencyKey("pay-1", "POST /pay", "body")
    storage.payments.open(a_payment(id="pay-1"), "cus-1", key)
    storage.payments.open(a_payment(id="pay-2"), "cus-1", replace(key, key="pay-2"))
    assert storage.payments.standing(["apt-1", "apt-9"])["apt-1"].id == "pay-2"

    storage.payments.save(a_payment(id="pay-1").concluded("settled"), [], NOW)

    assert storage.payments.standing(["apt-1"])["apt-1"].id == "pay-1"
    assert storage.payments.standing([]) == {}


def test_only_the_customers_own_visits_within_memory_count_as_no_shows(storage):
    storage.appointments.add(here(0, status="no_show"))
    storage.appointments.add(here(1, status="no_show", customer_id="cus-2"))
    storage.appointments.add(here(2, status="cancelled"))
    storage.appointments.add(here(3, status="no_show", starts_at=START - timedelta(days=90)))

    assert storage.appointments.count_no_shows("cus-1", START - timedelta(days=30)) == 1
