"""Scheduling, asked over the bus."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Protocol

from services.booking.domain.home.lateness import Lateness
from services.booking.domain.home.offer import Candidate
from services.booking.domain.life.change import Change
from services.booking.domain.life.claim import Claim
from services.booking.domain.life.treatments import PlannedTreatment
from services.booking.domain.queue.errors import NeverServed
from services.booking.domain.queue.estimate import FreeTime, Stretch, What
from services.booking.domain.queue.ticket import Ticket
from services.booking.domain.series.series import DateInTheWay, SeriesClaims
from services.booking.domain.waitlist.wish import WaitlistWish
from services.booking.ports import Suited, Wish
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.events import Event

Json = dict[str, Any]
SPEAKS_FOR_THEM = ("extra_travel_minutes", "late_minutes", "expected_starts_at")


class Client(Protocol):
    """The part of the bus's client that is needed here."""

    def call(self, method: str, request: Json, timeout: float | None = None) -> Json: ...


class BusScheduling:
    """The scheduling service behind a client of the bus."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def claim_time(self, claim_id: str, customer_id: str, wish: Wish) -> Claim:
        asked = {"claim_id": claim_id, "customer_id": customer_id, "store_id": wish.store_id, **_where(wish)}
        asked |= {"for_guest": True} if wish.for_guest else {}
        asked |= {"walk_in": True} if wish.walk_in else {}
        return claim_of(self.client.call("claim_time", asked))

    def claim_series(
        self, customer_id: str, wish: Wish, visits: Sequence[tuple[str, datetime]], *, is_trial: bool = False
    ) -> SeriesClaims:
        asked = {"customer_id": customer_id, "store_id": wish.store_id, **_where(wish), "trial": is_trial}
        asked |= {"for_guest": True} if wish.for_guest else {}
        del asked["starts_at"]
        starts = [{"claim_id": one, "starts_at": at.astimezone(UTC).isoformat()} for one, at in visits]
        told = self.client.call("claim_series", {**asked, "visits": starts})
        return SeriesClaims(tuple(map(claim_of, told["claims"])), tuple(map(_in_the_way, told["conflicts"])))

    def move_claim(self, change: Change, wish: Wish) -> Claim:
        return claim_of(self.client.call("move_claim", _move(change, wish)))

    def preview_move(self, change: Change, wish: Wish) -> Claim:
        return claim_of(self.client.call("preview_move", _move(change, wish)))

    def rank_for_home(self, claim_id: str, besides: Collection[str]) -> list[Candidate]:
        ranked = self.client.call("rank_home_technicians", {"claim_id": claim_id, "besides": sorted(besides)})
        return [_candidate(one) for one in ranked["items"]]

    def report_lateness(self, claim_id: str, technician_id: str, store_id: str, minutes: int) -> list[Lateness]:
        named = {"claim_id": claim_id, "technician_id": technician_id, "store_id": store_id}
        told = self.client.call("report_lateness", {**named, "minutes": minutes})
        return [_lateness(one) for one in told["visits"]]

    def find_free_today(self, store_id: str, wanted: Sequence[What]) -> list[FreeTime]:
        wishes = [{"store_id": store_id, "treatment_id": one, "party_size": size} for one, size in wanted]
        return [_free(one) for one in self.client.call("find_free_today", {"wishes": wishes})["items"]]

    def check_walk_in(self, ticket: Ticket) -> None:
        names = ("store_id", "treatment_id", "technician_id", "party_size", "customer_id")
        asked = {name: getattr(ticket, name) for name in names}
        for one in self.client.call("find_free_today", {"wishes": [asked]})["items"]:
            if against := one.get("against"):
                raise NeverServed(code=against["code"], params=against["params"])

    def find_suited(self, wishes: Sequence[WaitlistWish], most: int) -> Suited:
        found = self.client.call("find_suited", {"waiting": [_waiting(one) for one in wishes], "most": most})
        starts = tuple(datetime.fromisoformat(one["starts_at"]) for one in found["starts"])
        return Suited(found["wish_id"], starts, {one["wish_id"]: one["code"] for one in found["hopeless"]})

    def extend_claim(self, change: Change) -> Claim:
        return claim_of(self.client.call("extend_claim", {**_of(change), "minutes": change.extension_minutes}))

    def settle_change(self, claim_id: str, change_id: str) -> Claim | None:
        settled = self.client.call("settle_change", {"claim_id": claim_id, "change_id": change_id})
        return claim_of({"change_id": change_id, **settled["claim"]}) if settled["moved"] else None


class SchedulingClient(Dependency):
    """Injects scheduling, called on behalf of whoever called us."""

    def provide(self, resources: Resources, call: Call) -> BusScheduling:
        return BusScheduling(resources.client("scheduling", call))


def claim_of(told: Mapping[str, Any]) -> Claim:
    """A claim as scheduling tells it, in an answer (technicians are objects) or in an event (they are ids)."""
    treatments = told.get("treatments", ())
    return Claim(
        id=told["claim_id"],
        revision=told["claim_revision"],
        starts_at=datetime.fromisoformat(told["starts_at"]),
        ends_at=datetime.fromisoformat(told["ends_at"]),
        technician_ids=_ids(told["technicians"]),
        chosen_because=told.get("chosen_because"),
        treatment_id=told.get("treatment_id"),
        change_id=told.get("change_id"),
        cause=told.get("cause"),
        actor=told.get("actor"),
        planned=tuple(map(_planned, treatments)) if len(treatments) > 1 else (),
    )


def claim_told(event: Event) -> dict[str, Claim]:
    return {"claim": claim_of(event.data)}


def _candidate(told: Mapping[str, Any]) -> Candidate:
    return Candidate(told["technician_id"], {name: told[name] for name in SPEAKS_FOR_THEM})


def _lateness(told: Mapping[str, Any]) -> Lateness:
    expected_at = datetime.fromisoformat(told["expected_starts_at"])
    return Lateness(told["appointment_id"], told["late_minutes"], expected_at)


def _planned(told: Mapping[str, Any]) -> PlannedTreatment:
    return PlannedTreatment(
        told["treatment_id"],
        datetime.fromisoformat(told["starts_at"]),
        datetime.fromisoformat(told["ends_at"]),
        _ids(told["technicians"]),
    )


def _ids(told: Iterable[Any]) -> tuple[str, ...]:
    return tuple(one["id"] if isinstance(one, Mapping) else one for one in told)


def _move(change: Change, wish: Wish) -> Json:
    moved = {**_of(change), **_where(wish), "addons": list(wish.addons)}
    moved |= {"arranged": True} if wish.is_arranged else {}
    return {**moved, "override_reason": change.override_reason} if change.override_reason else moved


def _in_the_way(told: Mapping[str, Any]) -> DateInTheWay:
    instead = tuple(datetime.fromisoformat(one) for one in told["alternatives"])
    return DateInTheWay(datetime.fromisoformat(told["starts_at"]), told["code"], told["params"], instead)


def _of(change: Change) -> Json:
    return {
        "claim_id": change.appointment_id,
        "change_id": change.id,
        "expected_revision": change.expected_revision,
    }


def _free(told: Json) -> FreeTime:
    places = told["places"]
    return FreeTime(
        told["treatment_id"],
        told["party_size"],
        told["needed_minutes"],
        {one["id"]: tuple(map(_stretch, one["starts"])) for one in told["technicians"]},
        None if places is None else tuple((_stretch(one), one["places"]) for one in places),
    )


def _stretch(told: Json) -> Stretch:
    return datetime.fromisoformat(told["from"]), datetime.fromisoformat(told["to"])


def _waiting(wish: WaitlistWish) -> Json:
    terms = wish.terms
    return {
        "wish_id": wish.id,
        "customer_id": wish.customer_id,
        "for_guest": terms.for_guest,
        "store_id": wish.store_id,
        "treatment_id": wish.treatment_id,
        "technician_id": wish.technician_id,
        "technician_gender": terms.technician_gender,
        "party_size": terms.party_size,
        "place": terms.place,
        "address": terms.address and {"lng": terms.address.lng, "lat": terms.address.lat},
        "from": wish.first.isoformat(),
        "to": wish.last.isoformat(),
        "windows": [{"from": one.start, "to": one.end} for one in terms.windows],
        "passed": [{"from": one.start.isoformat(), "to": one.end.isoformat()} for one in wish.passed],
    }


def _where(wish: Wish) -> Json:
    where: Json = {
        "treatment_id": wish.treatment_id,
        "starts_at": wish.starts_at.astimezone(UTC).isoformat(),
        "technician_id": wish.technician_id,
        "place": wish.place,
        "party_size": wish.party_size,
    }
    if wish.technician_gender is not None:
        where["technician_gender"] = wish.technician_gender
    if wish.address is not None:
        position = asdict(wish.address)
        where["address"] = {"lng": position["lng"], "lat": position["lat"]}
    if wish.then:
        where["then"] = [asdict(one) for one in wish.then]
    if wish.addons:
        where["addons"] = list(wish.addons)
    return where
