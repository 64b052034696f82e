"""The demonstration shop in memory: its catalogue, a scheduling that knows what is taken, a booking that is honest."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from services.chatbot import use_cases
from services.chatbot.adapters.booking_client import BookingClient
from services.chatbot.adapters.in_memory import (
    InMemoryAddresses,
    InMemoryChannels,
    InMemoryConversations,
    InMemoryFaqRows,
    InMemoryInsight,
    InMemoryProposals,
    InMemoryReceived,
    InMemoryReplicas,
)
from services.chatbot.adapters.model import NoModel
from services.chatbot.adapters.places import YamlPlaces
from services.chatbot.adapters.scheduling_client import SchedulingClient
from services.chatbot.adapters.texts import YamlTexts
from services.chatbot.domain.catalogue import WEEKDAYS, Catalogue
from services.chatbot.ports import Desk, Model
from shared.actor import ANONYMOUS, Actor
from shared.call import Call
from shared.clock import FixedClock
from shared.errors import Conflict, Unavailable
from shared.testing import NOW, InMemoryRpc, a_call, a_customer

DEMO = Path(__file__).parents[2] / "deploy" / "demo" / "demo.yml"
SHANGHAI = ZoneInfo("Asia/Shanghai")
SOONEST, FARTHEST = NOW + timedelta(minutes=30), NOW + timedelta(days=60)
LONG_AGO, LONG_HENCE = "2000-01-01T00:00:00+00:00", "2100-01-01T00:00:00+00:00"
PLANS = {"A": (10, 19), "B": (13, 22), "C": (9.5, 18.5)}
Json = dict[str, Any]


@cache
def demo() -> Json:
    return yaml.safe_load(DEMO.read_text(encoding="utf-8"))


def replicas_of_demo() -> InMemoryReplicas:
    """The demonstration shop as its catalogue events would have told it; an id is its slug with a prefix."""
    shop, replicas = demo(), InMemoryReplicas()
    for row in shop["stores"]:
        opens, closes = row["hours"].split("-")
        hours = {day: [{"from": opens, "to": closes}] for day in WEEKDAYS}
        data = {**row, "store_id": f"sto-{row['slug']}", "revision": 1, "timezone": "Asia/Shanghai"}
        use_cases.remember_store(replicas, {**data, "opening_hours": hours})
    for row in shop["treatments"]:
        data = {**row, "treatment_id": f"tre-{row['slug']}", "revision": 1, "duration_minutes": row["minutes"]}
        use_cases.remember_treatment(replicas, {**data, "body_parts": row["body"]})
    for row in shop["technicians"]:
        data = {**row, "technician_id": f"tec-{row['slug']}", "revision": 1, "stores": [f"sto-{row['store']}"]}
        use_cases.remember_technician(replicas, data)
    use_cases.remember_rules(
        replicas,
        {
            "rules_id": "rul-1",
            "revision": 1,
            "scope": "brand",
            "effective_from": "2026-01-01T00:00:00+00:00",
            "values": shop["rules"],
        },
    )
    return replicas


class Shop:
    """Scheduling and booking as the chat sees them: free starts every quarter of an hour, appointments by key."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.rows = {row["slug"]: row for row in demo()["technicians"]}
        self.taken: set[tuple[str, datetime]] = set()
        self.appointments: dict[str, Json] = {}
        self.waiting: dict[str, Json] = {}
        self.by_key: dict[str, str] = {}
        self.is_away = False
        self.booked_as = "confirmed"
        self.dies_after_booking = 0
        self.in_progress = 0
        self.calls: list[tuple[str, Json]] = []
        self.scheduling = InMemoryRpc({"find_availability": self._find, "explain_availability": self._explain})

    def booking(self, call: Call) -> InMemoryRpc:
        methods = {
            "book_appointment": lambda request: self._once(call, "book_appointment", request, self._book),
            "reschedule_appointment": lambda request: self._once(call, "reschedule_appointment", request, self._move),
            "cancel_appointment": lambda request: self._once(call, "cancel_appointment", request, self._cancel),
            "join_waitlist": lambda request: self._once(call, "join_waitlist", request, self._wait),
            "find_appointments": lambda request: self._mine(call, request),
        }
        return InMemoryRpc(methods)

    @property
    def booked(self) -> list[Json]:
        return [view for view in self.appointments.values() if view["status"] == "confirmed"]

    def fill(self, starts_at: str, *technicians: str) -> None:
        """Nobody (or none of these) is free at that start."""
        for slug in technicians or self.rows:
            self.taken.add((slug, datetime.fromisoformat(starts_at)))

    def fill_day(self, day: str, *technicians: str) -> None:
        start = datetime.fromisoformat(f"{day}T00:00:00+08:00")
        for quarter in range(96):
            self.fill((start + timedelta(minutes=15 * quarter)).isoformat(), *technicians)

    def has(
        self, start: str, treatment: str, store: str = "xujiahui", technician: str = "wang-jianguo", **changes: Any
    ) -> Json:
        """Put an appointment there that the customer already has."""
        view = self._view(
            {
                "store_id": f"sto-{store}",
                "treatment_id": f"tre-{treatment}",
                "starts_at": start,
                "technician_id": f"tec-{technician}",
                "place": "store",
                "party_size": 1,
            },
            f"apt-{len(self.appointments) + 1}",
        )
        self.appointments[view["id"]] = {**view, **changes}
        return view

    def _find(self, request: Json) -> Json:
        self._must_answer()
        first = date.fromisoformat(request["from"])
        days = [first + timedelta(days=ahead) for ahead in range(request.get("days", 1))]
        found = {day: self._slots(request, day) for day in days}
        view: Json = {"days": [{"date": day.isoformat(), "slots": slots} for day, slots in found.items()]}
        if "between" not in request:
            return view
        first_minute, last_minute = request["between"].split("-")
        inside = [
            slot for slots in found.values() for slot in slots if first_minute <= slot["starts_at"][11:16] < last_minute
        ]
        return {**view, "suggestions": inside[: request["suggest"]]}

    def _slots(self, request: Json, day: date) -> list[Json]:
        minutes = self._minutes(request)
        start = datetime.combine(day, datetime.min.time(), SHANGHAI)
        starts = (start + timedelta(minutes=15 * quarter) for quarter in range(96))
        return [
            {
                "starts_at": at.isoformat(),
                "ends_at": (at + timedelta(minutes=minutes)).isoformat(),
                "technician_ids": [f"tec-{slug}" for slug in free],
            }
            for at in starts
            if (free := self._free(request, at, minutes)) and SOONEST <= at < FARTHEST
        ]

    def _minutes(self, request: Json) -> int:
        following = (self._row(one["treatment_id"]) for one in request.get("then") or ())
        return self._treatment(request).duration_minutes + sum(row.duration_minutes for row in following)

    def _free(self, request: Json, at: datetime, minutes: int) -> list[str]:
        treatment, slugs = self._treatment(request), []
        for slug, row in self.rows.items():
            opens, closes = PLANS[row["plan"]]
            hour, end = at.hour + at.minute / 60, at.hour + (at.minute + minutes) / 60
            is_there = f"sto-{row['store']}" == request["store_id"] and treatment.category in row["skills"]
            is_able = row["level"] >= treatment.level and (request.get("place") != "home" or row["home_visits"])
            is_able = is_able and request.get("technician_gender") in {None, row["gender"]}
            is_on = opens <= hour and end <= closes and at.isoweekday() not in row["days_off"]
            is_asked = request.get("technician_id") in {None, f"tec-{slug}"}
            if is_there and is_able and is_on and is_asked and (slug, at) not in self.taken:
                slugs.append(slug)
        return slugs

    def _explain(self, request: Json) -> Json:
        self._must_answer()
        code = self._why_not(datetime.fromisoformat(request["starts_at"]))
        return {"offered": False, "reasons": [{"code": code, "params": {}}]}

    def _why_not(self, at: datetime) -> str:
        rules = {
            "in_the_past": at <= NOW,
            "too_soon": at < SOONEST,
            "too_far_ahead": at >= FARTHEST,
            "slot_taken": any(taken == at for _, taken in self.taken),
            "off_grid": bool(at.minute % 15),
        }
        return next((code for code, holds in rules.items() if holds), "outside_hours")

    def _row(self, treatment_id: str) -> Any:
        return next(row for row in self.catalogue.treatments if row.id == treatment_id)

    def _treatment(self, request: Json) -> Any:
        return self._row(request["treatment_id"])

    def _must_answer(self) -> None:
        if self.is_away:
            raise Unavailable("nobody answers", code="service_unavailable")

    def _once(self, call: Call, method: str, request: Json, work: Callable[[Json], Json]) -> Json:
        self._must_answer()
        self.calls.append((method, request))
        assert call.idempotency is not None, "every write carries a key"
        assert call.actor.is_signed_in, "booking would refuse"
        if self.in_progress:
            self.in_progress -= 1
            raise Conflict("a twin is running", code="idempotency_key_in_progress")
        key = call.idempotency.key
        if key not in self.by_key:
            self.by_key[key] = work(request)["id"]
        if self.dies_after_booking:
            self.dies_after_booking -= 1
            raise Unavailable("the answer was lost", code="deadline_exceeded")
        at = self.by_key[key]
        return self.appointments.get(at) or {"id": at, "status": "waiting"}

    def _book(self, request: Json) -> Json:
        at = datetime.fromisoformat(request["starts_at"])
        free = self._free(request, at, self._minutes(request))
        if not free:
            raise Conflict("taken", code="slot_taken")
        view = self._view({**request, "technician_id": f"tec-{free[0]}"}, f"apt-{len(self.appointments) + 1}")
        if request.get("technician_id") is None:
            view["chosen_because"] = {"rule": "rotation"}
        self.appointments[view["id"]] = view
        self.taken.add((free[0], at))
        return view

    def _move(self, request: Json) -> Json:
        view = self.appointments[request["appointment_id"]]
        asked = {kind: request.get(f"{kind}_id") or view[kind]["id"] for kind in ("technician", "treatment")}
        wanted = {**view, **{f"{kind}_id": asked[kind] for kind in asked}, "store_id": view["store"]["id"]}
        view |= {
            **self._view({**wanted, "starts_at": request["starts_at"]}, view["id"]),
            "version": view["version"] + 1,
        }
        return view

    def _wait(self, request: Json) -> Json:
        wish_id = f"wis-{len(self.waiting) + 1}"
        self.waiting[wish_id] = request
        return {"id": wish_id}

    def _cancel(self, request: Json) -> Json:
        view = self.appointments[request["appointment_id"]]
        if view["status"] != "confirmed":
            raise Conflict("illegal", code="illegal_transition")
        view["status"] = "cancelled"
        return view

    def _mine(self, call: Call, request: Json) -> Json:
        self._must_answer()
        within = [
            datetime.fromisoformat(request.get(name) or far) for name, far in (("from", LONG_AGO), ("to", LONG_HENCE))
        ]
        mine = [view for view in self.appointments.values() if view["status"] in request["status"]]
        items = [view for view in mine if within[0] <= datetime.fromisoformat(view["starts_at"]) < within[1]]
        newest = sorted(items, key=lambda view: datetime.fromisoformat(view["starts_at"]), reverse=True)
        return {"items": newest[: request["limit"]] if call.actor.account_id == "cus-1" else [], "next_cursor": None}

    def _view(self, request: Json, appointment_id: str) -> Json:
        rows = {row.id: row for rows in (self.catalogue.stores, self.catalogue.treatments) for row in rows}
        rows |= {row.id: row for row in self.catalogue.technicians}
        named = {
            kind: {"id": rows[request[f"{kind}_id"]].id, "slug": rows[request[f"{kind}_id"]].slug,
                   "name": rows[request[f"{kind}_id"]].name}
            for kind in ("store", "treatment", "technician")
        }  # fmt: skip
        treatment = rows[request["treatment_id"]]
        start = datetime.fromisoformat(request["starts_at"])
        return {
            "id": appointment_id,
            "number": appointment_id.upper(),
            "status": self.booked_as,
            "version": 1,
            **named,
            "starts_at": request["starts_at"],
            "ends_at": (start + timedelta(minutes=treatment.duration_minutes)).isoformat(),
            "place": request["place"],
            "party_size": request["party_size"],
            "price_fen": treatment.price_fen,
            "free_cancel_until": (start - timedelta(hours=2)).isoformat(),
            "late_cancel_fee_percent": 20,
            "contact": {"name": "林晓月", "phone": "13800000001"},
            "address": None,
            "note": request.get("note"),
        }


class Chat:
    """A customer at the chat: says things, presses buttons. `actor` may change on the way, as by signing in."""

    def __init__(self, replicas: InMemoryReplicas) -> None:
        self.replicas = replicas
        self.shop = Shop(replicas.catalogue())
        self.proposals = InMemoryProposals()
        self.conversations = InMemoryConversations(self.proposals)
        self.faq = InMemoryFaqRows.seeded()
        self.received, self.channels = InMemoryReceived(), InMemoryChannels()
        self.model: Model = NoModel()
        self.insight = InMemoryInsight(self.conversations)
        self.clock = FixedClock(NOW)
        self.actor: Actor = a_customer()
        self.language = "zh-CN"
        self.conversation_id: str | None = None
        self.answer: Json = {}

    @property
    def call(self) -> Call:
        return a_call(self.actor, language=self.language)

    @property
    def desk(self) -> Desk:
        return Desk(
            conversations=self.conversations,
            proposals=self.proposals,
            replicas=self.replicas,
            availability=SchedulingClient(self.shop.scheduling),
            bookings=BookingClient(self.shop.booking, self.call),
            texts=YamlTexts(),
            places=YamlPlaces(),
            faq=self.faq,
            addresses=InMemoryAddresses(),
            received=self.received,
            channels=self.channels,
            model=self.model,
            insight=self.insight,
        )

    def say(self, text: str, *, conversation_id: str | None = None) -> Json:
        self.answer = use_cases.send_message(
            self.desk,
            call=self.call,
            now=self.clock.now(),
            conversation_id=conversation_id or self.conversation_id,
            text=text,
        )
        self.conversation_id = self.answer["conversation_id"]
        return self.answer

    def confirm(self, proposal_id: str | None = None) -> Json:
        at = proposal_id or self.answer["proposal"]["id"]
        self.answer = use_cases.confirm_proposal(self.desk, call=self.call, now=self.clock.now(), proposal_id=at)
        return self.answer

    def decline(self, proposal_id: str | None = None) -> Json:
        at = proposal_id or self.answer["proposal"]["id"]
        self.answer = use_cases.decline_proposal(self.desk, call=self.call, now=self.clock.now(), proposal_id=at)
        return self.answer

    def sign_in(self, account_id: str = "cus-1") -> None:
        self.actor = a_customer(account_id)

    def sign_out(self) -> None:
        self.actor = ANONYMOUS

    @property
    def text(self) -> str:
        return self.answer["reply"]["text"]

    @property
    def says(self) -> list[str]:
        """The keys of what was said last."""
        return list(self.conversations.log[self.conversation_id or "", self.answer["turn"]].decision["says"])
