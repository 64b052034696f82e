"""Making a proposal: exactly what would be done, in words and as booking will be asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.chatbot.domain import policy
from services.chatbot.domain.catalogue import Rules, Store, Technician, Treatment
from services.chatbot.domain.frame import BOOK, CANCEL, CONFIRMATION, RESCHEDULE, Frame
from services.chatbot.domain.proposals import VALID_FOR, Proposal
from services.chatbot.domain.replies import Card, Say, Step, say, step
from services.chatbot.ports import Slot
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.wish import Wish
from shared.ids import new_id

CONFIRM = (say("quick.confirm"), say("quick.decline"))


def propose_booking(scene: Scene, frame: Frame, wish: Wish, slot: Slot) -> Step:
    who = wish.person_for(slot, scene.catalogue)
    request = {
        "store_id": wish.store.id,
        "treatment_id": wish.treatment.id,
        "starts_at": slot.starts_at.isoformat(),
        "technician_id": who.id if who else None,
        "place": "store",
        "party_size": wish.party_size or wish.treatment.party_size,
    }
    preview = _preview(scene, wish, slot, who)
    rules = scene.rules(wish.store, wish.treatment)
    summary = say("proposal.book", **_told(wish, slot.starts_at, slot.ends_at, who), price_fen=preview["price_fen"],
                  party_size=request["party_size"], rule=rule_of(rules, slot.starts_at, scene.now))  # fmt: skip
    return _proposed(scene, frame, BOOK, request, preview, summary)


def propose_move(scene: Scene, frame: Frame, wish: Wish, slot: Slot, old: Mapping[str, Any]) -> Step:
    """`old` is the view of the appointment that moves."""
    request: dict[str, Any] = {"appointment_id": old["id"], "starts_at": slot.starts_at.isoformat()}
    if wish.technician:
        request["technician_id"] = wish.technician.id
    preview = {**old, "starts_at": slot.starts_at.isoformat(), "ends_at": slot.ends_at.isoformat()}
    if wish.technician:
        preview["technician"] = _row(wish.technician, scene.language)
    was = datetime.fromisoformat(old["starts_at"]).astimezone(wish.store.zone)
    rules = scene.rules(wish.store, wish.treatment)
    summary = say("proposal.reschedule", **_told(wish, slot.starts_at, slot.ends_at, wish.technician), was=was,
                  price_fen=old["price_fen"], rule=rule_of(rules, slot.starts_at, scene.now))  # fmt: skip
    return _proposed(scene, frame, RESCHEDULE, request, preview, summary)


def propose_cancellation(scene: Scene, frame: Frame, wish: Wish, old: Mapping[str, Any]) -> Step:
    starts_at = datetime.fromisoformat(old["starts_at"]).astimezone(wish.store.zone)
    until = datetime.fromisoformat(old["free_cancel_until"])
    fee = policy.cancellation_fee(old["price_fen"], old["late_cancel_fee_percent"], until, scene.now)
    cost = say("cancel_costs", fee_fen=fee) if fee else say("cancel_is_free")
    summary = say("proposal.cancel", treatment=wish.treatment, store=wish.store, start=starts_at, cost=cost)
    return _proposed(scene, frame, CANCEL, {"appointment_id": old["id"]}, {**old, "fee_fen": fee}, summary)


def rule_of(rules: Rules, starts_at: datetime, now: datetime) -> Say:
    """The rule of cancellation as it will apply to a start."""
    if not rules.late_cancel_fee_percent:
        return say("rule.free")
    until = policy.free_until(rules, starts_at).astimezone(starts_at.tzinfo)
    key = "rule.until" if until > now else "rule.late"
    return say(key, until=until, percent=rules.late_cancel_fee_percent)


def _proposed(
    scene: Scene, frame: Frame, kind: str, request: dict[str, Any], preview: dict[str, Any], summary: Say
) -> Step:
    proposal = Proposal(
        id=new_id(),
        conversation_id=scene.conversation.id,
        kind=kind,
        request=request,
        appointment=preview,
        summary=scene.words(summary),
        proposed_at=scene.now,
        expires_at=scene.now + VALID_FOR,
    )
    return step(
        summary,
        say("please_confirm"),
        frame=frame.asking(CONFIRMATION),
        quick_replies=CONFIRM,
        cards=(Card("proposal", {"proposal_id": proposal.id, **preview}),),
        proposal=proposal,
    )


def _told(wish: Wish, starts_at: datetime, ends_at: datetime, who: Technician | None) -> dict[str, Any]:
    return {
        "treatment": wish.treatment,
        "minutes": wish.treatment.duration_minutes,
        "store": wish.store,
        "start": starts_at,
        "end": ends_at.astimezone(wish.store.zone).strftime("%H:%M"),
        "technician": who or say("anyone"),
    }


def _preview(scene: Scene, wish: Wish, slot: Slot, who: Technician | None) -> dict[str, Any]:
    return {
        "store": _row(wish.store, scene.language),
        "treatment": _row(wish.treatment, scene.language),
        "technician": _row(who, scene.language) if who else None,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": slot.ends_at.astimezone(wish.store.zone).isoformat(),
        "place": "store",
        "party_size": wish.party_size or wish.treatment.party_size,
        "price_fen": policy.price_of(wish.treatment, wish.party_size),
    }


def _row(row: Store | Treatment | Technician, language: str) -> dict[str, str]:
    return {"id": row.id, "slug": row.slug, "name": row.named(language)}
