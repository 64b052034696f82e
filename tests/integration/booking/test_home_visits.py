"""Visits at homes on real databases: what goes in comes out, and several processes at one visit."""

from datetime import timedelta

import eventlet
import pytest
from eventlet.greenpool import GreenPool
from sqlalchemy import select

from services.booking import use_cases
from services.booking.adapters.home_searches import SqlHomeSearches
from services.booking.adapters.tables import home_offers, sos_alerts
from services.booking.domain.alert.alert import Alert, Position
from services.booking.domain.home.lateness import Lateness
from services.booking.domain.home.offer import Candidate
from services.booking.domain.home.search import CLOSED, LOOKING, HomeSearch
from services.booking.domain.life.contact import Address
from services.booking.domain.ordering.request import BookingRequest
from services.booking.ports import AlertSearch
from shared.actor import Actor
from shared.errors import Refusal
from shared.idempotency import IdempotencyKeys
from shared.testing import NOW, a_call, a_customer, a_receptionist, a_technician, an_admin
from tests.support.booking import LI, START, WANG, ZHANG

ISOLATION = ["READ COMMITTED", "REPEATABLE READ"]
SYSTEM = Actor.system("booking")
DEADLINE = NOW + timedelta(minutes=10)
HOME = Address("衡山路12号", 121.44, 31.2)


class Visit:
    """A home visit that 王建国 is being asked to make, and what whoever works on it does, each in their own process."""

    def __init__(self, shop, number: int = 0) -> None:
        self.shop = shop
        starts_at = START + timedelta(days=number)
        request = BookingRequest(shop.store_id, shop.treatment_id, starts_at, place="home", address=HOME)
        booked = use_cases.book_appointment(shop.desk(key=f"key-{number}"), request)
        self.id = booked["id"]
        assert booked["status"] == "pending_acceptance"

    @property
    def row(self):
        return self.shop.storage().appointments.get(self.id)

    @property
    def search(self):
        return self.shop.storage().home_searches.find(self.id)

    def offers(self):
        return [(one.technician_id, one.state) for one in self.search.offers]

    def act(self, actor, action, *, now=NOW, **more):
        call = a_call(actor)
        storage = self.shop.storage(call)
        return use_cases.act_on_appointment(
            storage, call=call, now=now, action=action, appointment_id=self.id, **more
        ).appointment.status

    def declined(self, who=WANG, **more):
        return self.act(a_technician(who.id), "decline", reason="太远", **more)

    def accepted(self, who=WANG, **more):
        return self.act(a_technician(who.id), "accept", **more)

    def cancelled(self):
        call = a_call(a_customer())
        storage = self.shop.storage(call)
        return use_cases.cancel_appointment(storage, call=call, now=NOW, appointment_id=self.id).appointment.status

    def swept(self, now=NOW, checkpoint=lambda _: None):
        """What one replica's sweeps make of it."""
        call = a_call(SYSTEM)
        use_cases.expire_appointments(self.shop.storage(call), call=call, now=now)
        use_cases.look_for_technicians(self.shop.desk(SYSTEM, now=now, checkpoint=checkpoint))

    def settled(self):
        """What the sweep of open changes makes of it, once leases have ended."""
        for change in (self.shop.storage().changes.open_of(self.id),):
            if change:
                self.shop.storage().changes.release(change.id)
        use_cases.settle_changes(self.shop.storage(), self.shop.scheduling, now=NOW)
        self.shop.storage().home_searches.release(self.id)

    def told(self):
        return [event.type for event in self.shop.events()]

    def stands_on_its_claim(self) -> bool:
        claim = self.shop.scheduling.claims[self.id]
        return (claim.technician_ids, claim.revision) == (self.row.technician_ids, self.row.claim_revision)


def at_once(*works):
    """Every work in a greenlet of its own; what each gave, refusals included."""

    def outcome(work):
        try:
            return work()
        except Refusal as refusal:
            return refusal.code

    return list(GreenPool().imap(outcome, works))


@pytest.fixture
def visit(shop):
    return Visit(shop)


@pytest.fixture
def real_visit(real_shop):
    return lambda isolation: Visit(real_shop(isolation))


def test_a_search_comes_out_as_it_went_in(shop):
    storage = shop.storage()
    search = HomeSearch.begun("apt-1", START, DEADLINE, NOW).ask(WANG.id, DEADLINE, NOW)
    search = search.end("declined", NOW, "太远").move_to(Candidate(LI.id, {"extra_travel_minutes": 7}))

    storage.transact(lambda: storage.home_searches.save(search))
    assert storage.home_searches.find("apt-1") == search

    later = search.ask(LI.id, DEADLINE, NOW).at(START + timedelta(hours=1), NOW)
    storage.transact(lambda: storage.home_searches.save(later))
    assert storage.home_searches.find("apt-1") == later
    assert storage.home_searches.find("apt-2") is None


def test_why_somebody_declined_lies_sealed(shop, visit):
    visit.declined()

    with shop.database.reading() as connection:
        raw = connection.exec_driver_sql("SELECT reason FROM home_offers").scalar_one()
        assert connection.execute(select(home_offers.c.reason)).scalar_one() == "太远"
    assert raw.startswith("v1:")


def test_a_search_is_taken_by_one_sweep_until_its_lease_ends(shop, visit):
    searches = shop.storage().home_searches
    assert searches.take_looking() is None
    visit.declined()

    assert [searches.take_looking(), searches.take_looking()] == [visit.id, None]
    searches.release(visit.id)
    assert searches.take_looking() == visit.id


def test_only_open_searches_are_overdue(shop, visit):
    searches, end = shop.storage().home_searches, START - timedelta(minutes=30)
    assert (searches.overdue(end - timedelta(seconds=1), 9), searches.overdue(end, 9)) == ([], [visit.id])

    visit.accepted()

    assert searches.overdue(end, 9) == []


def test_an_alert_comes_out_as_it_went_in_and_its_place_lies_sealed(shop):
    alerts = shop.storage().alerts
    alert = Alert("sos-1", "apt-1", "sto-1", "acc-1", "technician", NOW, NOW, Position(121.44, 31.2))
    alerts.add(alert)
    again = alert.again(None, NOW + timedelta(minutes=1)).acknowledged("acc-2", NOW, "已报警")

    assert alerts.open_of("apt-1", "acc-1") == alerts.get("sos-1") == alert
    alerts.save(again)
    assert (alerts.open_of("apt-1", "acc-1"), alerts.get("sos-1")) == (None, again)
    with shop.database.reading() as connection:
        raw = connection.exec_driver_sql("SELECT position, note FROM sos_alerts").one()
        assert connection.execute(select(sos_alerts.c.note)).scalar_one() == "已报警"
    assert all(value.startswith("v1:") for value in raw)


def test_alerts_are_found_by_store_by_who_called_and_page_by_page(shop):
    alerts = shop.storage().alerts
    for number, store in enumerate(["sto-1", "sto-2", "sto-1"]):
        at = NOW + timedelta(minutes=number)
        alerts.add(Alert(f"sos-{number}", f"apt-{number}", store, f"acc-{number}", "technician", at, at))
    alerts.save(alerts.get("sos-0").acknowledged("acc-9", NOW, None))

    def found(stores, raised_by="", **more):
        return [one.id for one in alerts.find(AlertSearch(stores, raised_by, **more))]

    assert found(None) == ["sos-2", "sos-1", "sos-0"]
    assert found(frozenset({"sto-1"})) == ["sos-2", "sos-0"]
    assert found(frozenset(), "acc-1") == ["sos-1"]
    assert found(None, is_open=True) == ["sos-2", "sos-1"]
    assert found(None, is_open=False) == ["sos-0"]
    assert found(None, store_id="sto-2") == ["sos-1"]
    assert found(None, after=(NOW + timedelta(minutes=2), "sos-2"), limit=1) == ["sos-1"]


def test_lateness_is_kept_as_it_was_last_told(shop):
    latenesses = shop.storage().latenesses
    for minutes in (20, 5):
        latenesses.put(Lateness.of("apt-1", START, minutes))

    assert latenesses.of(["apt-1", "apt-2"]) == {"apt-1": Lateness("apt-1", 5, START + timedelta(minutes=5))}
    assert latenesses.of([]) == {}


def test_a_visits_code_is_always_the_same_and_its_own(shop):
    arrivals = shop.storage().arrivals
    codes = {arrivals.code_of(f"apt-{number}") for number in range(50)}

    assert arrivals.code_of("apt-1") == arrivals.code_of("apt-1")
    assert len(codes) > 40
    assert all(len(code) == 4 and code.isdigit() for code in codes)


def test_however_many_guess_at_once_no_more_than_five_guesses_are_looked_at(shop, visit):
    visit.accepted()
    visit.act(a_technician(WANG.id), "depart")
    keys = IdempotencyKeys(shop.database)

    def guess(number):
        desk = shop.desk(a_technician(WANG.id))
        return use_cases.arrive_at_home(desk, keys, appointment_id=visit.id, code=f"x{number}")

    outcomes = at_once(*[lambda number=number: guess(number) for number in range(12)])

    assert sorted(outcomes) == ["arrival_code_locked"] * 7 + ["arrival_code_wrong"] * 5
    assert visit.row.status == "departed"


def at_the_deadline(visit):
    """王建国 says yes at the last second while two replicas find that the offer has expired."""
    just_before = DEADLINE - timedelta(seconds=1)
    answers = at_once(
        lambda: visit.swept(DEADLINE), lambda: visit.accepted(now=just_before), lambda: visit.swept(DEADLINE)
    )
    return answers[1]


def check_the_deadline(visit):
    answer = at_the_deadline(visit)

    if answer == "confirmed":
        assert (visit.row.status, visit.offers(), visit.search.state) == (
            "confirmed",
            [(WANG.id, "accepted")],
            CLOSED,
        )
    else:
        assert answer in {"illegal_transition", "appointment_unknown", "change_in_progress"}
        assert visit.offers() == [(WANG.id, "expired"), (LI.id, "offered")]
        assert visit.row.technician_ids == (LI.id,)
    assert visit.stands_on_its_claim()
    assert visit.told().count("home_offer_ended") == 1


def test_at_the_deadline_either_the_yes_counts_or_the_next_is_asked(visit):
    check_the_deadline(visit)


@pytest.mark.real
@pytest.mark.parametrize("isolation", ISOLATION)
def test_at_the_deadline_either_the_yes_counts_or_the_next_is_asked_on_the_real_server(real_shop, isolation):
    shop = real_shop(isolation)
    for number in range(6):
        visit = Visit(shop, number)
        check_the_deadline_of_one(visit)


def check_the_deadline_of_one(visit):
    """The same of one visit among many: what was told is that of all of them."""
    answer = at_the_deadline(visit)
    states = [state for _, state in visit.offers()]
    assert states == (["accepted"] if answer == "confirmed" else ["expired", "offered"])
    assert visit.stands_on_its_claim()


def test_two_sweeps_begin_one_round(visit):
    visit.declined()

    at_once(*[visit.swept] * 4)

    assert visit.offers() == [(WANG.id, "declined"), (LI.id, "offered")]
    assert visit.stands_on_its_claim()


@pytest.mark.parametrize("first", ["accept", "cancel"])
def test_of_a_yes_and_a_cancellation_one_is_first_and_the_other_follows_its_rules(visit, first):
    works = [visit.accepted, visit.cancelled]
    at_once(*(works if first == "accept" else works[::-1]))

    # Whoever was first: the customer may cancel what was accepted; nobody accepts what was cancelled.
    assert visit.row.status == "cancelled"
    assert visit.search.state == CLOSED
    assert [state for _, state in visit.offers()] in ([["accepted"]], [["withdrawn"]], ["accepted"], ["withdrawn"])


def test_to_decline_at_once_and_twice_is_to_decline_once(visit):
    outcomes = at_once(visit.declined, visit.declined, visit.declined)

    assert sorted(outcomes) == ["illegal_transition", "illegal_transition", "pending_acceptance"]
    assert visit.told().count("home_offer_ended") == 1


def test_to_accept_and_decline_at_once_is_one_of_both(visit):
    accepted, declined = at_once(visit.accepted, visit.declined)

    assert (accepted == "confirmed") != (declined == "pending_acceptance")
    assert visit.row.status == ("confirmed" if accepted == "confirmed" else "pending_acceptance")


@pytest.mark.parametrize("moment", ["after_round", "after_round_moved"])
def test_a_process_that_dies_in_a_round_leaves_nothing_undone(visit, moment):
    visit.declined()

    def crash(reached):
        if reached == moment:
            raise SystemExit

    with pytest.raises(SystemExit):
        visit.swept(checkpoint=crash)
    assert visit.offers()[-1] == (LI.id, "moving")

    visit.settled()
    visit.swept()

    assert visit.offers()[-1] == (LI.id, "offered")
    assert [who for who, state in visit.offers() if state == "offered"] == [LI.id]
    assert visit.told().count("home_visit_offered") == 2
    assert visit.stands_on_its_claim()


def test_the_event_of_a_move_comes_before_its_answer_and_is_followed_once(visit):
    visit.declined()
    visit.shop.scheduling.meanwhile = lambda: use_cases.apply_claim(
        visit.shop.storage(), visit.shop.scheduling.claims[visit.id], now=NOW
    )

    visit.swept()

    assert visit.offers() == [(WANG.id, "declined"), (LI.id, "offered")]
    assert visit.told().count("home_visit_offered") == 2


def test_a_visit_assigned_while_it_looks_for_the_next_goes_to_one_of_them(visit):
    visit.declined()

    def assign():
        return use_cases.assign_technician(
            visit.shop.desk(a_receptionist(visit.shop.store_id)), visit.id, technician_id=WANG_IN_STORE
        )

    outcomes = at_once(visit.swept, assign)

    assert outcomes[1] == "change_in_progress" or isinstance(outcomes[1], dict)
    assert [state for _, state in visit.offers()].count("offered") == 1
    assert visit.stands_on_its_claim()


# The technician of the committed samples: staff assign only whom the catalogue knows.
WANG_IN_STORE = "01KQ8Y0000000000000WANGJ1A"


def test_control_without_the_lease_two_sweeps_would_ask_scheduling_twice(visit, monkeypatch):
    """The lease spares scheduling the question; that one round is begun is the appointment's lock's doing."""
    monkeypatch.setattr(SqlHomeSearches, "_lease", lambda *_: True)
    asked = []
    ranked = visit.shop.scheduling.rank_for_home

    def rank(claim_id, besides):
        asked.append(claim_id)
        eventlet.sleep(0.01)
        return ranked(claim_id, besides)

    monkeypatch.setattr(visit.shop.scheduling, "rank_for_home", rank)
    visit.declined()

    at_once(visit.swept, visit.swept)

    assert len(asked) > 1
    assert visit.offers() == [(WANG.id, "declined"), (LI.id, "offered")]


def test_calls_for_help_at_once_are_one_alert(shop, visit):
    visit.accepted()
    visit.act(a_technician(WANG.id), "depart")

    def call():
        mine = a_call(a_technician(WANG.id))
        where = {"lng": 121.44, "lat": 31.2}
        use_cases.raise_sos(shop.storage(mine), call=mine, now=NOW, appointment_id=visit.id, **where)

    at_once(call, call, call)

    (seen,) = use_cases.find_sos_alerts(shop.storage(), call=a_call(an_admin())).items
    assert seen.alert.calls == 3


def test_it_looks_for_nobody_once_it_is_looked_at_by_dispatch(visit):
    for who in (WANG, LI, ZHANG):
        visit.declined(who)
        assert visit.search.state == LOOKING
        visit.swept()

    assert visit.shop.storage().home_searches.take_looking() is None
    assert visit.row.answer_by is None
