"""Contracts, which managers write down, and wishes for shifts, which are the technicians' own."""

from datetime import date, datetime, timedelta

from services.scheduling.domain.hours.cells import Span
from services.scheduling.domain.rostering.contracts import Contract, ShiftWish
from services.scheduling.ports import Diary
from services.scheduling.use_cases.permissions import require_roster_reader, require_roster_writer
from services.scheduling.use_cases.roster_problems import contract_of
from shared.actor import Actor
from shared.ids import new_id

SHOWN_DAYS = 92


def get_contract(diary: Diary, *, actor: Actor, now: datetime, technician_id: str) -> tuple[Contract, bool]:
    """The contract, and whether somebody wrote it down: if not, it is what the working plan amounts to."""
    require_roster_reader(actor, diary.catalogue.technician(technician_id))
    written = diary.agreements.contracts([technician_id]).get(technician_id)
    if written is not None:
        return written, True
    roster = diary.rosters.of([technician_id], Span(now.date(), 1))[technician_id]
    return contract_of(roster, now.date()), False


def put_contract(diary: Diary, *, actor: Actor, technician_id: str, contract: Contract) -> tuple[Contract, bool]:
    require_roster_writer(actor, diary.catalogue.technician(technician_id))
    diary.agreements.put_contract(technician_id, contract)
    return contract, True


def list_shift_wishes(
    diary: Diary, *, actor: Actor, now: datetime, technician_id: str, first: date | None = None
) -> list[ShiftWish]:
    """The wishes of three months, from today or the day asked for."""
    require_roster_reader(actor, diary.catalogue.technician(technician_id))
    return diary.agreements.wishes([technician_id], first or now.date() - timedelta(days=1), SHOWN_DAYS)


def add_shift_wish(diary: Diary, *, actor: Actor, wish: ShiftWish) -> ShiftWish:
    require_roster_reader(actor, diary.catalogue.technician(wish.technician_id))
    added = ShiftWish(wish.technician_id, wish.on, wish.kind, wish.window, new_id())
    diary.agreements.add_wish(added)
    return added


def delete_shift_wish(diary: Diary, *, actor: Actor, technician_id: str, wish_id: str) -> None:
    require_roster_reader(actor, diary.catalogue.technician(technician_id))
    diary.agreements.delete_wish(technician_id, wish_id)
