"""A shop that has been open for a week, for pictures: what was booked then is done, and today is under way.

Two lives on one set of data: in the first, a week ago, customers book; in the second, today, reception has looked after
everybody. What is booked does not depend on chance.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path

from tests.support import system
from tests.support.shop import Client, Json, Shop, new_key
from tests.support.visitors import Visitor, booked, customer_of, staff_of, technician_of

STORE = "xujiahui"
A_WEEK_AGO = "2026-11-09T08:00:00+08:00"
FIRST_DAY, TODAY = date(2026, 11, 10), date(2026, 11, 18)
NOW = "2026-11-18T14:20:00+08:00"
DAYS_BOOKED = 11
VISITS_A_DAY = (4, 6, 5, 7, 9, 8, 5)
NAMES = ("周雨桐", "何思远", "江若琳", "陆子谦", "苏婉清", "韩屿", "方知夏", "程亦舟")
PHONES = [f"1380013{number:04}" for number in range(len(NAMES))]
TREATMENTS = (
    *("shoulder-neck-60", "full-body-90", "foot-60", "head-45", "moxibustion-45", "waist-60"),
    *("hydration-75", "shoulder-neck-care-45", "back-scraping-40", "meridian-90", "facial-clean-60", "cupping-30"),
)
# Of those who do not come, one in so many visits.
CALLS_OFF, STAYS_AWAY = 9, 13
HOME = {"text": "上海市徐汇区天平路185号", "lng": 121.4402, "lat": 31.2012}


@contextmanager
def busy_shop(home: Path) -> Iterator[Shop]:
    """The embedded shop with its data under `home`, on Wednesday afternoon."""
    with system.embedded(home, DEMO_NOW=A_WEEK_AGO) as url:
        _book_a_fortnight(Shop(url))
    with system.embedded(home, DEMO_NOW=NOW) as url:
        shop = Shop(url)
        reception = staff_of(shop, f"reception.{STORE}")
        _look_after(reception)
        _let_people_walk_in(shop, reception)
        _ask_technicians_home(customer_of(shop, PHONES[0]), customer_of(shop, PHONES[3]))
        yield shop


def _book_a_fortnight(shop: Shop) -> None:
    guests = [_named(customer_of(shop, phone), name) for phone, name in zip(PHONES, NAMES, strict=True)]
    who, what = cycle(guests), cycle(TREATMENTS)
    for day in (FIRST_DAY + timedelta(days=number) for number in range(DAYS_BOOKED)):
        visits = VISITS_A_DAY[day.weekday()]
        for number in range(visits):
            _book_at(next(who), next(what), day, number / visits)


def _named(guest: Visitor, name: str) -> Visitor:
    version = guest.get("/me")["version"]
    guest.ask("PATCH", "/me", {"name": name, "version": version}).raise_for_status()
    return guest


def _book_at(guest: Client, treatment: str, day: date, share: float) -> None:
    """The offered time that lies this far into the day; another treatment where nobody works who gives this one."""
    slots = guest.shop.slots(STORE, treatment, day.isoformat())
    if not slots:
        return _book_at(guest, TREATMENTS[0], day, share)
    starts_at = slots[int(len(slots) * share)]["starts_at"]
    return guest.book(guest.booking(STORE, treatment, starts_at)).raise_for_status()


def _ask_technicians_home(*guests: Client) -> None:
    """One whom the technician comes to tomorrow, one who waits for the answer."""
    settled, waiting = guests
    visit = _book_at_home(settled, "li-xiuying", TODAY + timedelta(days=1))
    _do(technician_of(settled.shop, "li-xiuying"), visit, "accept")
    _book_at_home(waiting, "wang-jianguo", TODAY)


def _book_at_home(guest: Client, technician: str, day: date) -> Json:
    address = {**HOME, "contact_name": "家里", "contact_phone": "13800130000"}
    return booked(guest, day.isoformat(), technician=technician, place="home", address=address)


def _look_after(reception: Client) -> None:
    """Everything until now is done, but for those who called off or stayed away; who is due now is being treated."""
    visits = reception.get("/appointments", **{"from": FIRST_DAY.isoformat(), "to": NOW, "limit": 100})["items"]
    for number, visit in enumerate(sorted(visits, key=lambda one: one["starts_at"]), 1):
        if number % CALLS_OFF == 0:
            _do(reception, visit, "cancel", reason="临时有事")
        elif number % STAYS_AWAY == 0:
            _do(reception, visit, "no-show")
        else:
            for action in ("check-in", "start") if visit["ends_at"] > NOW else ("check-in", "start", "finish"):
                _do(reception, visit, action)


def _do(who: Client, visit: Json, action: str, **body: str) -> None:
    who.ask("POST", f"/appointments/{visit['id']}/{action}", body).raise_for_status()


def _let_people_walk_in(shop: Shop, reception: Client) -> None:
    for name, treatment in (("散客 赵女士", "foot-60"), ("散客 钱先生", "shoulder-neck-60")):
        wish = {"store_id": shop.store(STORE)["id"], "treatment_id": shop.treatment(treatment)["id"], "name": name}
        reception.ask("POST", "/queue-tickets", wish, key=new_key()).raise_for_status()
