"""What no waiting would bring is told at once: booking asks, and scheduling, over a store of its own, knows why."""

from datetime import date, timedelta

import pytest
from nameko.testing.services import worker_factory

from services.booking.adapters.scheduling_client import BusScheduling
from services.booking.domain.queue.errors import NeverServed
from services.booking.domain.queue.ticket import Ticket
from services.booking.domain.waitlist.wish import Terms, Window
from services.scheduling.domain.choice.avoidance import Avoidance
from services.scheduling.service import SchedulingService
from shared.clock import FixedClock
from shared.errors import Forbidden
from shared.testing import NOW, InMemoryRpc, a_customer, an_admin
from tests.support.booking import START
from tests.support.booking_wishes import a_wish
from tests.support.scheduling import a_diary, a_store, a_treatment, a_worker, claim, open_shop

MONDAY = date(2026, 11, 23)
TODAY = date(2026, 11, 18)
ELSEWHERE = {"stores": ["sto-2"]}


class Shop:
    """Open from ten to ten; `tec-1` and `tec-2` give the treatment, `tec-3` gives others, `tec-4` works elsewhere."""

    def __init__(self, database):
        self.diary = open_shop(a_diary(database), technicians=2)
        for worker in (a_worker("tec-3", skills=["足疗"]), a_worker("tec-4", **ELSEWHERE)):
            self.diary.catalogue.remember("technician", worker)
        self.diary.catalogue.remember("treatment", a_treatment(treatment_id="tre-2", category="面部"))
        self.diary.catalogue.remember("treatment", a_treatment(treatment_id="tre-3", places=["home"]))
        self.diary.catalogue.remember("store", a_store(store_id="sto-2", slug="jingansi"))
        self.clock = FixedClock(NOW)

    def scheduling(self, actor=None):
        service = worker_factory(SchedulingService, diary=self.diary, actor=actor or an_admin(), clock=self.clock)
        return BusScheduling(InMemoryRpc({name: getattr(service, name) for name in ("find_free_today", "find_suited")}))

    def against(self, actor=None, **asked):
        """The code and the cause for which a ticket is refused."""
        asked = {"store_id": "sto-1", "treatment_id": "tre-1", **asked}
        ticket = Ticket("tic-1", asked.pop("store_id"), TODAY, 1, "waiting", 1, NOW, "cus-1", **asked)
        try:
            self.scheduling(actor).check_walk_in(ticket)
        except NeverServed as refused:
            return refused.code, refused.params.get("because")
        return None

    def hopeless(self, *windows, **asked):
        terms = Terms(tuple(Window(*one.split("-")) for one in windows), party_size=asked.pop("party_size", 1))
        wish = a_wish(**{"treatment_id": "tre-1", "terms": terms, **asked})
        return self.scheduling().find_suited([wish], 1).hopeless.get(wish.id)


@pytest.fixture
def shop(database_of):
    return Shop(database_of("scheduling"))


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        ({}, None),
        ({"technician_id": "tec-2"}, None),
        ({"technician_id": "tec-3"}, ("technician_unsuitable", "skill")),
        ({"technician_id": "tec-4"}, ("technician_unsuitable", "store")),
        ({"technician_id": "tec-3", "party_size": 2}, ("technician_unsuitable", "skill")),
        ({"technician_id": "tec-1", "party_size": 2}, None),
        ({"party_size": 3}, ("party_too_large", None)),
        ({"treatment_id": "tre-2"}, ("technician_unsuitable", "nobody")),
        ({"treatment_id": "tre-3"}, ("place_not_offered", None)),
        ({"store_id": "sto-2"}, None),
        ({"store_id": "sto-2", "technician_id": "tec-1"}, ("technician_unsuitable", "store")),
        ({"store_id": "sto-2", "treatment_id": "tre-2"}, ("technician_unsuitable", "nobody")),
    ],
)
def test_a_ticket_that_could_never_be_served_is_known_with_the_reason(shop, asked, refused):
    assert shop.against(**asked) == refused


def test_who_are_to_be_kept_apart_do_not_wait_for_each_other(shop):
    shop.diary.avoidances.put(Avoidance("cus-1", "tec-1", "customer", "", "acc-1", NOW))
    mine, asked = a_customer("cus-1"), {"technician_id": "tec-1", "customer_id": "cus-1"}

    assert shop.against(**asked) == ("technician_unsuitable", "never_again")
    assert shop.against(mine, **asked) == ("technician_unsuitable", "unavailable")
    assert shop.against(**{**asked, "customer_id": "cus-2"}) is None
    with pytest.raises(Forbidden):
        shop.against(a_customer("cus-2"), **asked)


def test_who_gives_other_treatments_shortens_nobodys_wait(shop):
    (free,) = shop.scheduling().find_free_today("sto-1", [("tre-1", 1)])

    assert set(free.technicians) == {"tec-1", "tec-2"}


@pytest.mark.parametrize(
    ("windows", "why"),
    [
        ((), None),
        (("08:00-09:30",), "outside_hours"),
        (("22:00-24:00",), "outside_hours"),
        (("21:30-22:30",), "outside_hours"),  # an hour would not be over at ten
        (("20:30-22:30",), None),
        (("08:00-09:30", "22:00-23:00"), "outside_hours"),
        (("08:00-09:30", "18:00-19:00"), None),
        (("15:01-15:04",), "off_grid"),
    ],
)
def test_windows_in_which_the_store_never_takes_anybody_are_hopeless(shop, windows, why):
    assert shop.hopeless(*windows) == why


def test_that_all_is_taken_or_nobody_on_duty_is_no_reason_not_to_wait(shop):
    for who in (1, 2):
        claim(shop.diary, f"apt-{who}", START, technician_id=f"tec-{who}")
    assert shop.hopeless("14:30-15:30") is None
    shop.diary.catalogue.remember("technician", a_worker("tec-9", stores=["sto-2"]))

    assert shop.hopeless("14:30-15:30", store_id="sto-2") is None


@pytest.mark.parametrize(
    ("minutes_later", "windows", "why"),
    [
        (0, ("10:00-10:20",), "too_soon"),  # it is ten, and half an hour's notice is asked for
        (0, ("10:00-11:00",), None),
        (5 * 60, ("10:00-12:00",), "in_the_past"),
        (5 * 60, ("10:00-12:00", "18:00-19:00"), None),
        (13 * 60, (), "outside_hours"),
    ],
)
def test_windows_of_today_that_have_gone_by_are_hopeless(shop, minutes_later, windows, why):
    shop.clock.at = NOW + timedelta(minutes=minutes_later)

    found = shop.hopeless(*windows, first=TODAY, last=TODAY)

    assert found in {why, "in_the_past"} if why == "outside_hours" else found == why
    assert shop.hopeless(*windows, first=TODAY, last=MONDAY) is None


def test_days_on_which_the_store_is_closed_are_hopeless_and_a_day_beyond_the_horizon_is_not(shop):
    closed = [{"from": "2026-11-22T16:00:00+00:00", "to": "2026-11-23T16:00:00+00:00"}]
    shop.diary.catalogue.remember("store", a_store(revision=2, closures=closed))

    assert shop.hopeless() == "outside_hours"
    assert shop.hopeless(last=MONDAY + timedelta(days=1)) is None
    far = TODAY + timedelta(days=80)
    assert shop.hopeless(first=far, last=far) is None


@pytest.mark.parametrize("party_size", [1, 2])
def test_a_technician_who_can_never_is_hopeless_for_one_and_for_two(shop, party_size):
    assert shop.hopeless(technician_id="tec-3", party_size=party_size) == "technician_unsuitable"
    assert shop.hopeless(technician_id="tec-1", party_size=party_size) is None
