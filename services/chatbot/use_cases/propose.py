"""Making a proposal: exactly what would be done, in words and as booking will be asked."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.chatbot.domain import policy
from services.chatbot.domain.catalogue import Rules, Store, Technician, Treatment
from services.chatbot.domain.dialogue.frame import BOOK, CANCEL, CONFIRMATION, RESCHEDULE, Frame
from services.chatbot.domain.places import Located
from services.chatbot.domain.proposals import VALID_FOR, Proposal
from services.chatbot.domain.replies import Card, Say, Step, say, step
from services.chatbot.ports import Slot
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.wish import Wish
from shared.ids import new_id

CONFIRM = (say("quick.confirm"), say("quick.decline"))
HOME, STORE = "home", "store"


def propose_booking(scene: Scene, frame: Frame, wish: Wish, slot: Slot, *remarks: Say) -> Step:
    who = wish.person_for(slot, scene.catalogue)
    rules = scene.rules(wish.store, wish.treatment)
    request = {
        "store_id": wish.store.id,
        "treatment_id": wish.treatment.id,
        "starts_at": slot.starts_at.isoformat(),
        "technician_id": who.id if who else None,
        "place": HOME if wish.home else STORE,
        "party_size": wish.guests,
        **_besides(scene, frame, wish, who),
    }
    rule = rule_of(rules, slot.starts_at, scene.now)
    preview = {**_preview(scene, wish, slot, who, rules), "rule": scene.words(rule)}
    summary = say("proposal.book", **_told(wish, slot, who), price_fen=preview["price_fen"],
                  party_size=wish.guests, rule=rule)  # fmt: skip
    told = (*remarks, *_of_strength(wish, who), summary, *_of_way(wish.home), *_of_note(scene, frame))
    return proposed(scene, frame, BOOK, request, preview, summary, told=told, replies=_consent(scene, frame))


def propose_move(scene: Scene, frame: Frame, wish: Wish, slot: Slot, old: Mapping[str, Any], *remarks: Say) -> Step:
    """`old` is the view of the appointment that moves."""
    who = wish.person_for(slot, scene.catalogue)
    is_other_treatment = wish.treatment.slug != old["treatment"]["slug"]
    request: dict[str, Any] = {"appointment_id": old["id"], "starts_at": slot.starts_at.isoformat()}
    preview = {**old, "starts_at": slot.starts_at.isoformat(), "ends_at": _ends(wish, slot).isoformat()}
    rules = scene.rules(wish.store, wish.treatment)
    if who:
        request["technician_id"] = who.id
        preview |= {"technician": _row(who, scene.language)}
    if is_other_treatment:
        request["treatment_id"] = wish.treatment.id
        price = policy.price_of(wish.treatment, old["party_size"]) + (
            rules.home_visit_fee_fen if old["place"] == HOME else 0
        )
        preview |= {"treatment": _row(wish.treatment, scene.language), "price_fen": price}
    was = datetime.fromisoformat(old["starts_at"]).astimezone(wish.store.zone)
    kept = who or scene.catalogue.technician((old.get("technician") or {}).get("slug"))
    rule = rule_of(rules, slot.starts_at, scene.now)
    preview |= {"was": was.isoformat(), "rule": scene.words(rule)}
    summary = say("proposal.reschedule", **_told(wish, slot, kept), was=was, price_fen=preview["price_fen"],
                  party_size=old["party_size"], rule=rule)  # fmt: skip
    return proposed(scene, frame, RESCHEDULE, request, preview, summary, told=(*remarks, summary))


def propose_cancellation(scene: Scene, frame: Frame, wish: Wish, old: Mapping[str, Any], *remarks: Say) -> Step:
    starts_at = datetime.fromisoformat(old["starts_at"]).astimezone(wish.store.zone)
    until = datetime.fromisoformat(old["free_cancel_until"])
    fee = policy.cancellation_fee(old["price_fen"], old["late_cancel_fee_percent"], until, scene.now)
    cost = say("cancel_costs", fee_fen=fee) if fee else say("cancel_is_free")
    summary = say("proposal.cancel", treatment=wish.treatment, store=wish.store, start=starts_at, cost=cost)
    request = {"appointment_id": old["id"], "expected_fee_fen": fee}
    preview = {**old, "fee_fen": fee, "rule": scene.words(cost)}
    return proposed(scene, frame, CANCEL, request, preview, summary, told=(*remarks, summary))


def rule_of(rules: Rules, starts_at: datetime, now: datetime) -> Say:
    """The rule of cancellation as it will apply to a start."""
    if not rules.late_cancel_fee_percent:
        return say("rule.free")
    until = policy.free_until(rules, starts_at).astimezone(starts_at.tzinfo)
    key = "rule.until" if until > now else "rule.late"
    return say(key, until=until, percent=rules.late_cancel_fee_percent)


def proposed(
    scene: Scene,
    frame: Frame,
    kind: str,
    request: Mapping[str, Any],
    preview: Mapping[str, Any],
    summary: Say,
    *,
    told: tuple[Say, ...],
    replies: tuple[Say, ...] = (),
) -> Step:
    """The step that shows it: what is `told` has the summary in it."""
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
        *told,
        say("please_confirm"),
        frame=frame.asking(CONFIRMATION),
        quick_replies=(*CONFIRM, *replies),
        cards=(Card("proposal", {"proposal_id": proposal.id, **preview}),),
        proposal=proposal,
    )


def _besides(scene: Scene, frame: Frame, wish: Wish, who: Technician | None) -> dict[str, Any]:
    """What only some bookings say: an address, a contact, a note, more treatments, the gender of whoever comes."""
    contact = {name: value for name in ("name", "phone") if (value := frame.one(name))}
    note = _note(scene, frame)
    at = wish.home
    besides: dict[str, Any] = {
        "address": {"text": at.text, "lng": at.at.lng, "lat": at.at.lat} if at else None,
        "contact": contact or None,
        "note": note or None,
        "then": [{"treatment_id": row.id} for row in wish.then] or None,
        "technician_gender": wish.gender if who is None else None,
    }
    return {name: value for name, value in besides.items() if value is not None}


def _note(scene: Scene, frame: Frame) -> str:
    """For the technician, in the language of the shop: a wished strength, and health only with the customer's yes."""
    strength = frame.slots.get("strength")
    parts = [scene.desk.texts(f"note.strength.{strength}", "zh-CN")] if strength else []
    if frame.tells_technician and scene.conversation.red_flags:
        flags = "、".join(scene.desk.texts(f"flag.{flag}", "zh-CN") for flag in scene.conversation.red_flags)
        parts.append(scene.desk.texts("note.health", "zh-CN").format(flags=flags))
    return "；".join(parts)


def _of_strength(wish: Wish, who: Technician | None) -> tuple[Say, ...]:
    """Whether the strength that was wished for can be promised."""
    if not wish.strength:
        return ()
    is_known = who is not None and who.strength == wish.strength
    return () if is_known else (say("strength_is_noted", strength=say(f"strength.{wish.strength}")),)


def _of_way(home: Located | None) -> tuple[Say, ...]:
    return (say("way_reckoned_from", near=home.near),) if home else ()


def _of_note(scene: Scene, frame: Frame) -> tuple[Say, ...]:
    """That their health is noted, or the one question whether it may be."""
    flags = tuple(say(f"flag.{flag}") for flag in scene.conversation.red_flags)
    if not flags or frame.tells_technician is False:
        return ()
    return (say("health.is_noted" if frame.tells_technician else "health.may_we_tell", flags=flags),)


def _consent(scene: Scene, frame: Frame) -> tuple[Say, ...]:
    is_open = scene.conversation.red_flags and frame.tells_technician is None
    return (say("quick.tell_technician"),) if is_open else ()


def _ends(wish: Wish, slot: Slot) -> datetime:
    return slot.ends_at.astimezone(wish.store.zone)


def _told(wish: Wish, slot: Slot, who: Technician | None) -> dict[str, Any]:
    anyone = say(f"anyone.{wish.gender}") if wish.gender else say("anyone")
    return {
        "treatment": say("joined", names=wish.treatments) if wish.then else wish.treatment,
        "minutes": wish.minutes,
        "store": wish.store,
        "start": slot.starts_at,
        "end": _ends(wish, slot).strftime("%H:%M"),
        "technician": who or anyone,
        "place": say("place.home", address=wish.home.text) if wish.home else say("place.store"),
    }


def _preview(scene: Scene, wish: Wish, slot: Slot, who: Technician | None, rules: Rules) -> dict[str, Any]:
    """Without the address, which stands in the summary alone: previews are logged with the cards."""
    fee = rules.home_visit_fee_fen if wish.home else 0
    view: dict[str, Any] = {
        "store": _row(wish.store, scene.language),
        "treatment": _row(wish.treatment, scene.language),
        "technician": _row(who, scene.language) if who else None,
        "starts_at": slot.starts_at.isoformat(),
        "ends_at": _ends(wish, slot).isoformat(),
        "place": HOME if wish.home else STORE,
        "party_size": wish.guests,
        "price_fen": sum(policy.price_of(row, wish.guests) for row in wish.treatments) + fee,
    }
    if wish.then:
        view["treatments"] = [_row(row, scene.language) for row in wish.treatments]
    return view


def _row(row: Store | Treatment | Technician, language: str) -> dict[str, str]:
    return {"id": row.id, "slug": row.slug, "name": row.named(language)}
