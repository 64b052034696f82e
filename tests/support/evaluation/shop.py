"""The demonstration shop's time and books in memory, by its own rules: who works when, knows what, and is taken."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from shared.errors import Conflict, Invalid, NotFound
from shared.testing import NOW
from tests.support.chatbot import PLANS, SHANGHAI, Json, Shop, demo

GRID = timedelta(minutes=15)
MINE, THEIRS = "cus-1", "cus-2"
ENDED = {"cancelled", "completed"}


class DemoShop(Shop):
    """Scheduling refuses here for the reasons it has in the running system, and whoever works is busy meanwhile."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.busy: list[tuple[str, datetime, datetime]] = []
        self.rules = demo()["rules"]
        self.menu = {row["slug"]: row for row in demo()["treatments"]}
        self.doors = {row["slug"]: row for row in demo()["stores"]}
        self.now = NOW

    # what a story finds there

    def fill(self, starts_at: str, *technicians: str) -> None:
        start = _instant(starts_at)
        self.busy += [(slug, start, start + timedelta(hours=1)) for slug in technicians or self.rows]

    def fill_store(self, starts_at: str, store: str) -> None:
        self.fill(starts_at, *self._staff(store))

    def fill_day(self, day: str, store: str) -> None:
        start = _instant(f"{day}T00:00")
        self.busy += [(slug, start, start + timedelta(days=1)) for slug in self._staff(store)]

    def put(self, start: str, treatment: str, technician: str = "wang-jianguo", **changes: Any) -> None:
        """An appointment that is there already."""
        store = self.rows[technician]["store"]
        view = self.has(_instant(start).isoformat(), treatment, store, **changes)
        view = self.appointments[view["id"]]
        row = next(row for row in self.catalogue.technicians if row.slug == technician)
        view |= {"technician": {"id": row.id, "slug": row.slug, "name": row.name}, "owner": MINE} | changes
        self._occupy(view)

    # what scheduling answers

    def _slots(self, request: Json, day: date) -> list[Json]:
        start = datetime.combine(day, datetime.min.time(), SHANGHAI)
        minutes = self._treatment(request).duration_minutes
        free = ((at, self._takers(request, at)) for at in (start + GRID * quarter for quarter in range(96)))
        return [
            {
                "starts_at": at.isoformat(),
                "ends_at": (at + timedelta(minutes=minutes)).isoformat(),
                "technician_ids": [f"tec-{slug}" for slug in slugs],
            }
            for at, slugs in free
            if slugs and not list(self._against_time(request, at))
        ]

    def _explain(self, request: Json) -> Json:
        self._must_answer()
        at = datetime.fromisoformat(request["starts_at"])
        codes = list(self._against(request, at))
        named = request.get("technician_id")
        return {
            "offered": not codes,
            "reasons": [{"code": code, "params": params, "technician_id": named} for code, params in codes],
        }

    def _against(self, request: Json, at: datetime) -> Iterator[tuple[str, Json]]:
        """Why not, the most telling first."""
        if self._takers(request, at) and not list(self._against_time(request, at)):
            return
        yield from self._against_time(request, at)
        able = [slug for slug in self._asked_for(request) if self._can(request, slug)]
        if not able:
            yield "technician_unsuitable", {}
            return
        here = [slug for slug in able if self._works(request, slug, at)]
        if self._guests(request) > len(able):
            yield "party_too_large", {"most": len(able)}
        yield ("slot_taken" if here else "outside_hours"), {}

    def _against_time(self, request: Json, at: datetime) -> Iterator[tuple[str, Json]]:
        if at <= self.now:
            yield "in_the_past", {}
        elif at < self.now + timedelta(minutes=self.rules["min_notice_minutes"]):
            yield "too_soon", {"min_notice_minutes": self.rules["min_notice_minutes"]}
        if at > self.now + timedelta(days=self.rules["book_ahead_days"]):
            yield "too_far_ahead", {"book_ahead_days": self.rules["book_ahead_days"]}
        if at.minute % 15:
            yield "off_grid", {"step_minutes": 15}
        treatment = self.menu[self._treatment(request).slug]
        if request.get("place", "store") not in treatment["places"]:
            yield "place_not_offered", {"places": treatment["places"]}

    # who can, who works, who is free

    def _takers(self, request: Json, at: datetime) -> list[str]:
        """Who could give it then; nobody where they are too few for the party."""
        free = [slug for slug in self._asked_for(request) if self._can(request, slug) and self._fits(request, slug, at)]
        return free if len(free) >= self._guests(request) else []

    def _free(self, request: Json, at: datetime, minutes: int) -> list[str]:
        return self._takers(request, at)

    def _asked_for(self, request: Json) -> Iterable[str]:
        named = request.get("technician_id")
        if named and self._guests(request) == 1:
            return [str(named).removeprefix("tec-")]
        return self._staff(request["store_id"].removeprefix("sto-"))

    def _can(self, request: Json, slug: str) -> bool:
        who, treatment = self.rows[slug], self.menu[self._treatment(request).slug]
        is_there = f"sto-{who['store']}" == request["store_id"]
        goes = who["home_visits"] or request.get("place") != "home"
        suits = request.get("technician_gender") in {None, who["gender"]}
        return (
            is_there
            and suits
            and goes
            and treatment["category"] in who["skills"]
            and who["level"] >= treatment["level"]
        )

    def _works(self, request: Json, slug: str, at: datetime) -> bool:
        who, minutes = self.rows[slug], self._treatment(request).duration_minutes
        opens, closes = (_hours(part) for part in self.doors[who["store"]]["hours"].split("-"))
        first, last = PLANS[who["plan"]]
        hour = at.hour + at.minute / 60
        is_on = max(first, opens) <= hour and hour + minutes / 60 <= min(last, closes)
        return is_on and at.isoweekday() not in who["days_off"]

    def _fits(self, request: Json, slug: str, at: datetime) -> bool:
        own = request.get("appointment_id")
        mine = self.appointments[own]["technician"]["slug"] if own else None
        start, end = self._span(self._treatment(request).slug, at)
        over = (
            taken
            for taken in self.busy
            if taken[0] == slug
            and taken[1] < end
            and start < taken[2]
            and not (own and slug == mine and self._is(taken, own))
        )
        return self._works(request, slug, at) and not any(True for _ in over)

    def _is(self, taken: tuple[str, datetime, datetime], appointment_id: str) -> bool:
        view = self.appointments[appointment_id]
        return taken[1:] == self._span(view["treatment"]["slug"], _instant(view["starts_at"]))

    def _span(self, treatment: str, at: datetime) -> tuple[datetime, datetime]:
        row = self.menu[treatment]
        before, after = timedelta(minutes=row["prep"]), timedelta(minutes=row["minutes"] + row["turnover"])
        return at - before, at + after

    def _staff(self, store: str) -> Sequence[str]:
        return [slug for slug, row in self.rows.items() if row["store"] == store]

    def _guests(self, request: Json) -> int:
        return request.get("party_size") or self.menu[self._treatment(request).slug].get("party_size", 1)

    # what booking does

    def _book(self, request: Json) -> Json:
        self._must_be_free(request)
        at, guests = _instant(request["starts_at"]), self._guests(request)
        first, *more = self._takers(request, at)[:guests]
        view = self._view({**request, "technician_id": f"tec-{first}"}, f"apt-{len(self.appointments) + 1}")
        own_size = self.menu[view["treatment"]["slug"]].get("party_size", 1)
        view |= {"owner": MINE, "party_size": guests, "note": request.get("note"), "place": request["place"]}
        view["price_fen"] = view["price_fen"] * (1 if guests == own_size else guests)
        view |= {} if request.get("technician_id") else {"chosen_because": {"rule": "rotation"}}
        self.appointments[view["id"]] = view
        self._occupy(view, *more)
        return view

    def _move(self, request: Json) -> Json:
        view = self._of_caller(request)
        treatment = request.get("treatment_id") or view["treatment"]["id"]
        technician = request.get("technician_id") or view["technician"]["id"]
        asked = {
            "store_id": view["store"]["id"],
            "treatment_id": treatment,
            "technician_id": technician,
            "starts_at": request.get("starts_at") or view["starts_at"],
            "appointment_id": view["id"],
            "place": view["place"],
        }
        self._must_be_free(asked)
        self._release(view)
        moved = self._view({**asked, "party_size": view["party_size"]}, view["id"])
        view |= {name: moved[name] for name in ("treatment", "technician", "starts_at", "ends_at", "price_fen")}
        view["version"] += 1
        self._occupy(view)
        return view

    def _cancel(self, request: Json) -> Json:
        self._release(self._of_caller(request))
        return super()._cancel(request)

    def _must_be_free(self, request: Json) -> None:
        codes = list(self._against(request, _instant(request["starts_at"])))
        if codes:
            code, params = codes[0]
            raise (Conflict if code == "slot_taken" else Invalid)(code, code=code, params=params)

    def _of_caller(self, request: Json) -> Json:
        view = self.appointments.get(request["appointment_id"])
        if view is None or view.get("owner") != MINE:
            raise NotFound("not yours", code="not_found")
        return view

    def _mine(self, call: Any, request: Json) -> Json:
        self._must_answer()
        since = _instant(request["from"]) if request.get("from") else datetime.min.replace(tzinfo=SHANGHAI)
        wanted = request.get("status")
        mine = [view for view in self.appointments.values() if view.get("owner") == call.actor.account_id]
        found = [view for view in mine if not wanted or view["status"] in wanted]
        return {"items": [view for view in found if _instant(view["starts_at"]) >= since], "next_cursor": None}

    def _occupy(self, view: Json, *more: str) -> None:
        start, end = self._span(view["treatment"]["slug"], _instant(view["starts_at"]))
        self.busy += [(slug, start, end) for slug in (view["technician"]["slug"], *more)]

    def _release(self, view: Json) -> None:
        start, end = self._span(view["treatment"]["slug"], _instant(view["starts_at"]))
        self.busy.remove((view["technician"]["slug"], start, end))

    @property
    def in_force(self) -> dict[str, Json]:
        return {at: dict(view) for at, view in self.appointments.items() if view["status"] not in ENDED}


def _instant(text: str) -> datetime:
    """A moment; on the shop's clock where it names no zone."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=SHANGHAI)


def _hours(clock: str) -> float:
    hours, minutes = clock.split(":")
    return int(hours) + int(minutes) / 60
