"""Visits that lie outside what the catalogue and the rosters say by now, and what is decided for them.

Nobody can refuse a closure that the catalogue has published, nor a technician who is gone: the visits stay, flagged,
until somebody decides. The same way moves single visits for other reasons, such as a better route.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from services.scheduling.domain.business.shop import Store
from services.scheduling.domain.claim.claims import RELEASED, Claim
from services.scheduling.domain.claim.conflicts import Conflict, Listed, Outcome, outside, span_of
from services.scheduling.domain.claim.decisions import CONFLICT, FOREVER, Decision, RosterChange
from services.scheduling.domain.errors import NotAllowed, Unknown
from services.scheduling.domain.hours.cells import instant_of
from services.scheduling.domain.hours.windows import local_cell
from services.scheduling.ports import Diary
from services.scheduling.use_cases.conflicts import Work, carry_out, days_altered, with_options
from shared.actor import Actor
from shared.interval import Interval


def find_conflicts(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    store_id: str,
    first: date | None = None,
    days: int | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Listed:
    """The visits to come that do not lie in working time, by start, with what could become of each. For staff.

    `cursor` is the id of the last visit already seen.
    """
    store = diary.catalogue.store(store_id)
    _require_staff(actor, store_id)

    def gather() -> Listed:
        during = _during(store, first, days, now)
        claims = diary.claims.of_store(store_id, during) if during else []
        found = outside_hours(diary, store, claims, now)
        seen = next((number for number, one in enumerate(found, 1) if one.claim.id == cursor), 0)
        page, change = found[seen : seen + limit], RosterChange(CONFLICT)
        return Listed(with_options(diary, change, page, now), page[-1].claim.id if len(found) > seen + limit else None)

    return diary.look(gather)


def decide_conflicts(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    store_id: str,
    decisions: Mapping[str, Decision],
    dry_run: bool = False,
) -> Outcome:
    """What the store's staff decide for visits of theirs, all of it or nothing; Unknown for a visit that is not."""
    store = diary.catalogue.store(store_id)
    _require_staff(actor, store_id)
    return rearrange(diary, actor=actor, now=now, store=store, cause=CONFLICT, decisions=decisions, dry_run=dry_run)


def rearrange(
    diary: Diary,
    *,
    actor: Actor,
    now: datetime,
    store: Store,
    cause: str,
    decisions: Mapping[str, Decision],
    dry_run: bool = False,
) -> Outcome:
    """Move and reassign visits of a store as decided, in one transaction; `cause` is told to the customers."""
    change = RosterChange(cause)
    work = Work(actor, now, change, lambda: _named(diary, store, decisions, now), decisions)
    if not dry_run:
        return carry_out(diary, work)
    return Outcome(open=diary.look(lambda: with_options(diary, change, work.find(), now)), is_dry_run=True)


def outside_hours(diary: Diary, store: Store, claims: Sequence[Claim], now: datetime) -> list[Conflict]:
    """Those of the claims that do not lie in working time as things are, in the order given."""
    return [conflict for conflict in _judged(diary, store, claims, now) if conflict.because]


def _named(diary: Diary, store: Store, decisions: Mapping[str, Decision], now: datetime) -> list[Conflict]:
    claims = [_of_store(diary, store, claim_id) for claim_id in decisions]
    return sorted(_judged(diary, store, claims, now), key=lambda one: (one.claim.starts_at, one.claim.id))


def _of_store(diary: Diary, store: Store, claim_id: str) -> Claim:
    claim = diary.claims.find(claim_id)
    if claim is None or claim.status == RELEASED or claim.wish.store_id != store.id:
        raise Unknown(params={"id": claim_id})
    return claim


def _judged(diary: Diary, store: Store, claims: Sequence[Claim], now: datetime) -> list[Conflict]:
    if not claims:
        return []
    members = [member.id for member in diary.catalogue.members(store.id)]
    known = {*members, *(unit.id for unit in diary.catalogue.units(store.id))}
    span = span_of(claims)
    rosters, altered = diary.rosters.of(members, span), days_altered(diary, claims, span, now)
    return [Conflict(claim, outside(claim, store, rosters, known, altered[claim.id], now)) for claim in claims]


def _during(store: Store, first: date | None, days: int | None, now: datetime) -> Interval | None:
    """From now on, or the days asked for as far as they are still to come."""
    start = now if first is None else max(now, instant_of(local_cell(store.zone, first, 0)))
    since = first or now.astimezone(store.zone).date()
    end = now + FOREVER if days is None else instant_of(local_cell(store.zone, since, days * 24 * 60))
    return Interval(start, end) if start < end else None


def _require_staff(actor: Actor, store_id: str) -> None:
    if not actor.works_for(store_id):
        raise Unknown(params={"id": store_id}) if actor.is_staff else NotAllowed
