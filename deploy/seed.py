"""The demonstration shop, filled in through the services' own RPCs. Running it again changes nothing.

What is there already is recognised by its slug, login, phone or name and left as it is, so that a shop somebody has
been trying things in keeps their changes.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import yaml

from services.catalog.domain.hours import DAYS
from shared.actor import PLATFORM_ADMIN, RECEPTIONIST, STORE_MANAGER
from shared.config import ROOT
from shared.errors import Conflict, NotFound

DEMO = Path(__file__).parent / "demo" / "demo.yml"
# What is told of treatments beside the file that all demonstrations share, by slug.
BESIDE = {"addons": DEMO.with_name("addons.yml"), "described": DEMO.with_name("descriptions.yml")}
FAQ = ROOT / "services" / "chatbot" / "data" / "faq.yml"
PLANS = {"A": ("10:00", "19:00"), "B": ("13:00", "22:00"), "C": ("09:30", "18:30")}
TITLES = {RECEPTIONIST: "前台", STORE_MANAGER: "店长", PLATFORM_ADMIN: "平台管理员"}
HEALTH = ("allergies", "skin")
IN_FORCE_FOR = timedelta(days=30)
PATIENCE_SECONDS, PAUSE_SECONDS = 30.0, 0.1

Json = dict[str, Any]
CallService = Callable[[str, str, Json], Json]
Ids = dict[str, str]
T = TypeVar("T")


@dataclass
class Summary:
    """How many of each kind were made, nothing on a second run; and how many accounts there are for the shop."""

    made: Counter[str] = field(default_factory=Counter)
    accounts: int = 0

    def __str__(self) -> str:
        made = ", ".join(f"{count} {kind}" for kind, count in self.made.items()) or "nothing, it was all there"
        return f"made {made}; {self.accounts} accounts"


@dataclass
class Seeding:
    """One run: how to call, how to wait for an event to arrive, what has been made."""

    call: CallService
    today: date
    sleep: Callable[[float], None] = time.sleep
    summary: Summary = field(default_factory=Summary)

    def make(self, kind: str, service: str, method: str, request: Json) -> Json:
        made = self.call(service, method, request)
        self.summary.made[kind] += 1
        return made

    def everything(self, service: str, method: str, request: Json) -> Iterator[Json]:
        """Every item of a list, page after page."""
        cursor = None
        while True:
            page = self.call(service, method, {**request, "limit": 100, **({"cursor": cursor} if cursor else {})})
            yield from page["items"]
            cursor = page["next_cursor"]
            if cursor is None:
                return

    def once_known(self, work: Callable[[], T]) -> T:
        """`work`, as soon as the event it depends on has reached the other service."""
        for _ in range(round(PATIENCE_SECONDS / PAUSE_SECONDS)):
            try:
                return work()
            except NotFound:
                self.sleep(PAUSE_SECONDS)
        return work()


def seed(call_service: CallService, today: date, sleep: Callable[[float], None] = time.sleep) -> Summary:
    """Fill the shop in. `call_service(service, method, request)` calls as the system; `today` is the shop's date.

    `sleep` waits for events to travel; a greenlet hands its own over.
    """
    run = Seeding(call_service, today, sleep)
    demo = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    stores = _entries(run, "stores", "store", (_store(written) for written in demo["stores"]))
    more = {name: yaml.safe_load(at.read_text(encoding="utf-8")) for name, at in BESIDE.items()}
    _entries(run, "treatments", "treatment", (_treatment(written, **more) for written in demo["treatments"]))
    technicians = _entries(
        run, "technicians", "technician", (_technician(written, stores) for written in demo["technicians"])
    )
    _beds(run, demo["stores"], stores)
    _rules(run, demo["rules"])
    customers = _accounts(run, demo, stores, technicians)
    _working_plans(run, demo, technicians)
    _archives(run, demo["accounts"]["customers"], customers)
    _faq(run)
    return run.summary


def _faq(run: Seeding) -> None:
    """What the chat answers beside booking; a row that staff have deleted stays deleted, and its slug taken."""
    there = {row["slug"] for row in run.everything("chatbot", "find_faq_rows", {})}
    for row in yaml.safe_load(FAQ.read_text(encoding="utf-8")):
        if row["slug"] not in there:
            with suppress(Conflict):
                run.make("faq rows", "chatbot", "create_faq_row", row)


def _entries(run: Seeding, kind: str, noun: str, wanted: Iterator[Json]) -> Ids:
    """The ids by slug of what is in the catalogue now; what was missing is made."""
    ids = {entry["slug"]: entry["id"] for entry in run.everything("catalog", f"list_{kind}", {})}
    for entry in wanted:
        if entry["slug"] not in ids:
            ids[entry["slug"]] = run.make(kind, "catalog", f"create_{noun}", entry)["id"]
    return ids


def _store(written: Mapping[str, Any]) -> Json:
    opens, closes = written["hours"].split("-")
    same = {name: value for name, value in written.items() if name not in {"hours", "beds"}}
    return {**same, "opening_hours": {day: [{"from": opens, "to": closes}] for day in DAYS}}


def _treatment(written: Mapping[str, Any], addons: Mapping[str, Any], described: Mapping[str, Any]) -> Json:
    renamed = {
        "minutes": "duration_minutes",
        "prep": "prep_minutes",
        "turnover": "turnover_minutes",
        "body": "body_parts",
    }
    same = {renamed.get(name, name): value for name, value in written.items()}
    zh, en = described.get(written["slug"], ("", ""))
    return {**same, "addons": addons.get(written["slug"], []), "description": zh, "description_en": en}


def _technician(written: Mapping[str, Any], stores: Ids) -> Json:
    same = {name: value for name, value in written.items() if name not in {"store", "plan", "days_off"}}
    return {**same, "stores": [stores[written["store"]]], "certified": True}


def _beds(run: Seeding, written: list[Json], stores: Ids) -> None:
    for store in written:
        store_id = stores[store["slug"]]
        there = {bed["name"] for bed in run.everything("catalog", "list_resources", {"store_id": store_id})}
        for number in range(1, store["beds"] + 1):
            bed = {"store_id": store_id, "kind": "bed", "name": f"{number}号床", "units": 1}
            if bed["name"] not in there:
                run.make("beds", "catalog", "create_resource", bed)


def _rules(run: Seeding, values: Json) -> None:
    if not any(run.everything("catalog", "list_rules", {"scope": "brand"})):
        since = (run.today - IN_FORCE_FOR).isoformat()
        run.make("rules", "catalog", "create_rules", {"scope": "brand", "effective_from": since, **values})


def _working_plans(run: Seeding, demo: Json, technicians: Ids) -> None:
    """Open-ended weekly plans, in force for a while already, so that the recent past has a roster as well."""
    hours = {store["slug"]: store["hours"].split("-") for store in demo["stores"]}
    for technician in demo["technicians"]:
        technician_id = technicians[technician["slug"]]
        plan = {
            "technician_id": technician_id,
            "effective_from": (run.today - IN_FORCE_FOR).isoformat(),
            "weekly": weekly_plan(technician["plan"], technician["days_off"], *hours[technician["store"]]),
            "exceptions": [],
        }
        if not _has_plan(run, technician_id):
            run.make("working plans", "scheduling", "put_working_plan", plan)


def weekly_plan(plan: str, days_off: list[int], opens: str, closes: str) -> dict[str, list[dict[str, str]]]:
    """The week of a plan cut to the store's hours; `days_off` count from 1 = Monday. Clock times compare as text."""
    starts, ends = PLANS[plan]
    shift = {"from": max(starts, opens), "to": min(ends, closes)}
    return {day: [] if number in days_off else [dict(shift)] for number, day in enumerate(DAYS, start=1)}


def _has_plan(run: Seeding, technician_id: str) -> bool:
    answer = run.once_known(partial(run.call, "scheduling", "get_working_plan", {"technician_id": technician_id}))
    return any(answer.get("weekly", {}).values())


def _accounts(run: Seeding, demo: Json, stores: Ids, technicians: Ids) -> Ids:
    """The customers' ids by phone. Identity answers with the account there is, so each is simply asked for."""
    accounts = demo["accounts"]
    for technician in demo["technicians"]:
        _account(run, _technicians_account(technician, accounts["technicians"]["password"], technicians))
    for staff in accounts["staff"]:
        _account(run, _staff_account(staff, demo["stores"], stores))
    return {customer["phone"]: _account(run, _customers_account(customer)) for customer in accounts["customers"]}


def _account(run: Seeding, account: Json) -> str:
    run.summary.accounts += 1
    return str(run.call("identity", "create_account", account)["account_id"])


def _technicians_account(technician: Mapping[str, Any], password: str, technicians: Ids) -> Json:
    login = technician["slug"]
    same = {"name": technician["name"], "gender": technician["gender"], "password": password}
    return {**same, "login": login, "roles": ["technician"], "stores": [], "technician_id": technicians[login]}


def _staff_account(staff: Mapping[str, Any], written: list[Json], stores: Ids) -> Json:
    """The platform's own reach every store without naming one."""
    slugs = [] if staff["stores"] == "all" else staff["stores"]
    where = "".join(store["name"] for store in written if store["slug"] in slugs)
    return {
        "login": staff["login"],
        "password": staff["password"],
        "name": where + TITLES[staff["role"]],
        "roles": [staff["role"]],
        "stores": [stores[slug] for slug in slugs],
    }


def _customers_account(customer: Mapping[str, Any]) -> Json:
    same = {name: value for name, value in customer.items() if name not in HEALTH}
    return {**same, "birthday": customer["birthday"].isoformat(), "roles": ["customer"], "stores": []}


def _archives(run: Seeding, customers: list[Json], ids: Ids) -> None:
    """What the account does not say, into archives that nobody has edited yet."""
    for customer in customers:
        health = {name: customer[name] for name in HEALTH if name in customer}
        asked = {"customer_id": ids[customer["phone"]]}
        if not health:
            continue
        archive = run.once_known(partial(run.call, "customer_profile", "get_customer", asked))
        if archive["version"] == 1:
            run.make("health notes", "customer_profile", "update_customer", {**asked, "version": 1, **health})
