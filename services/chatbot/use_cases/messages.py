"""A turn: read the conversation, understand, decide, act, and keep it all under the next number, or start over.

Two messages at the same moment never interleave: each is decided on the state it read, and only the first keeps its
turn; the other reads again. What 确认 refers to is fixed at the first reading, so that nobody confirms what was never
shown.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from services.chatbot.domain import understanding as nlu
from services.chatbot.domain.catalogue import Catalogue
from services.chatbot.domain.conversation import MAX_TEXT, Conversation, Turn
from services.chatbot.domain.dialogue.frame import CONFIRMATION
from services.chatbot.domain.errors import (
    ConversationBusy,
    ConversationUnknown,
    MessageTooLong,
    ProposalClosed,
    ProposalUnknown,
)
from services.chatbot.domain.events import BOT, CUSTOMER
from services.chatbot.domain.proposals import DECLINED, OPEN, Proposal
from services.chatbot.domain.replies import Card, Say, Step, say, step
from services.chatbot.domain.text import language_of, masked, printable
from services.chatbot.domain.understanding import Reader, Understanding
from services.chatbot.domain.wording import as_json, rendered
from services.chatbot.ports import Desk
from services.chatbot.use_cases import confirming, handover
from services.chatbot.use_cases.conversations import last_proposal, opened, standing
from services.chatbot.use_cases.dialogue import decided
from services.chatbot.use_cases.scene import Scene
from shared.call import Call
from shared.errors import Unavailable

TRIES = 12
Answer = dict[str, Any]
Decide = Callable[[Scene], Step]


def send_message(desk: Desk, *, call: Call, now: datetime, conversation_id: str | None, text: str) -> Answer:
    """Answer one message. Raises MessageTooLong, ConversationUnknown, ConversationBusy."""
    if len(text) > MAX_TEXT:
        raise MessageTooLong(params={"max": MAX_TEXT})
    said = printable(text)
    return _Exchange(desk, call, now, said).run(conversation_id, handover.unless_attended(_unless_away(decided)))


def confirm_proposal(desk: Desk, *, call: Call, now: datetime, proposal_id: str) -> Answer:
    """Carry the proposal out for its owner; the chat answer with `appointment` (None when it could not be had).

    Raises ProposalUnknown, NotSignedIn, CustomersOnly, ProposalExpired, ProposalClosed.
    """
    proposal = _own(desk, call, proposal_id)
    confirming.must_be_a_customer(call.actor)

    def decide(scene: Scene) -> Step:
        current = desk.proposals.get(proposal_id)
        confirming.must_be_confirmable(scene, current)
        return confirming.carry_out(scene, current)

    return _Exchange(desk, call, now, "", "affirm").run(proposal.conversation_id, decide)


def decline_proposal(desk: Desk, *, call: Call, now: datetime, proposal_id: str) -> Answer:
    """Withdraw the proposal; again is harmless. Raises ProposalUnknown, ProposalClosed (it is being carried out)."""
    proposal = _own(desk, call, proposal_id)

    def decide(scene: Scene) -> Step:
        if not desk.proposals.move(proposal_id, DECLINED, expected=OPEN):
            state = desk.proposals.get(proposal_id).state
            if state != DECLINED:
                raise ProposalClosed(params={"state": state})
        is_current = scene.conversation.proposal_id == proposal_id and scene.frame.asked == CONFIRMATION
        return step(say("declined"), frame=scene.frame.given_up() if is_current else scene.frame)

    return _Exchange(desk, call, now, "", "deny").run(proposal.conversation_id, decide)


def _own(desk: Desk, call: Call, proposal_id: str) -> Proposal:
    proposal = desk.proposals.get(proposal_id)
    try:
        desk.conversations.get(proposal.conversation_id).must_be_open_to(call.actor)
    except ConversationUnknown as unknown:
        raise ProposalUnknown from unknown
    return proposal


def _unless_away(decide: Decide) -> Decide:
    """While a service is away the chat says so, and the turn is kept."""

    def decided_or_sorry(scene: Scene) -> Step:
        try:
            return decide(scene)
        except Unavailable:
            return step(say("away"), frame=scene.frame).aside()

    return decided_or_sorry


@dataclass
class _Exchange:
    """One turn in the making. `gesture` is the intent of a button that was pressed instead of a text."""

    desk: Desk
    call: Call
    now: datetime
    text: str
    gesture: str | None = None

    def run(self, conversation_id: str | None, decide: Decide) -> Answer:
        pinned: Proposal | None = None
        for attempt in range(TRIES):
            started = time.perf_counter()
            scene = self._scene(opened(self.desk.conversations, self.call.actor, self.now, conversation_id))
            pinned = scene.proposal if attempt == 0 else pinned and self.desk.proposals.get(pinned.id)
            outcome = decide(replace(scene, proposal=pinned))
            answer = self._kept(scene, outcome, started)
            if answer is not None:
                return answer
        raise ConversationBusy

    def _scene(self, conversation: Conversation) -> Scene:
        catalogue = self.desk.replicas.catalogue()
        language = language_of(self.text, asked_for=self.call.language, before=conversation.language)
        said = self._understood(conversation, catalogue)
        flags = tuple(dict.fromkeys((*conversation.red_flags, *said.red_flags)))
        return Scene(
            self.desk, self.call.actor, self.now, catalogue, replace(conversation, red_flags=flags), language, said,
            self.text, last_proposal(self.desk, conversation),
        )  # fmt: skip

    def _understood(self, conversation: Conversation, catalogue: Catalogue) -> Understanding:
        if self.gesture:
            return Understanding(self.gesture, 1.0)
        store = catalogue.store(conversation.frame.one("store")) or next(iter(catalogue.stores), None)
        now = self.now.astimezone(store.zone) if store else self.now
        return Reader(catalogue).understand(self.text, now, store=conversation.frame.one("store"))

    def _kept(self, scene: Scene, outcome: Step, started: float) -> Answer | None:
        """The answer, once the turn is kept; None when another one was kept first."""
        before = scene.conversation
        if outcome.proposal and outcome.proposal.state == OPEN:
            self.desk.proposals.add(outcome.proposal)
        after = replace(
            before,
            turn=before.turn + 1,
            frame=outcome.frame,
            language=scene.language,
            proposal_id=_proposal_after(before, outcome),
            store_id=handover.store_of(scene, outcome.frame) or before.store_id,
        )
        after = handover.kept(after, scene, outcome)
        reply = _reply(scene, outcome)
        turn = self._turn(scene, outcome, reply, started)
        if not self.desk.conversations.append(after, turn, after.news(turn.author)):
            self._withdraw(outcome.proposal)
            return None
        if before.proposal_id and before.proposal_id != after.proposal_id:
            self.desk.proposals.move(before.proposal_id, DECLINED, expected=OPEN)
        return self._answer(scene, after, outcome, reply)

    def _withdraw(self, proposal: Proposal | None) -> None:
        """A proposal that was never shown."""
        if proposal:
            self.desk.proposals.move(proposal.id, DECLINED, expected=OPEN)

    def _turn(self, scene: Scene, outcome: Step, reply: Mapping[str, Any], started: float) -> Turn:
        return Turn(
            conversation_id=scene.conversation.id,
            number=scene.conversation.turn + 1,
            at=self.now,
            account_id=self.call.actor.account_id,
            text=masked(self.text),
            understanding=scene.said.as_kept(),
            decision=_decision(scene, outcome, self.gesture),
            reply=reply,
            latency_ms=round((time.perf_counter() - started) * 1000, 2),
            versions={"understanding": nlu.VERSION},
            author=BOT if outcome.says else CUSTOMER,
        )

    def _answer(self, scene: Scene, after: Conversation, outcome: Step, reply: Mapping[str, Any]) -> Answer:
        proposal = standing(self.desk, after, self.now)
        return {
            "conversation_id": after.id,
            "turn": after.turn,
            "reply": reply,
            "understanding": scene.said.as_view(),
            "proposal": proposal.as_view() if proposal else None,
            "handoff": after.handoff,
            "appointment": outcome.appointment,
        }


def _proposal_after(before: Conversation, outcome: Step) -> str | None:
    if outcome.proposal:
        return outcome.proposal.id
    return before.proposal_id if outcome.keeps_proposal else None


def _reply(scene: Scene, outcome: Step) -> Mapping[str, Any]:
    def words(said: Say) -> str:
        return rendered(said, scene.language, scene.desk.texts)

    return {
        "text": "\n".join(words(said) for said in outcome.says),
        "quick_replies": [words(said) for said in outcome.quick_replies],
        "cards": [_card(card, scene.language) for card in outcome.cards],
    }


def _card(card: Card, language: str) -> dict[str, Any]:
    return {"kind": card.kind, **as_json(card.fields, language)}


def _decision(scene: Scene, outcome: Step, gesture: str | None) -> dict[str, Any]:
    return {
        "says": [said.key for said in outcome.says],
        "task": outcome.frame.task,
        "asked": outcome.frame.asked,
        "proposal_id": outcome.proposal.id if outcome.proposal else None,
        "confirmed": scene.proposal.id if outcome.appointment and scene.proposal else None,
        "handoff": outcome.handoff,
        "faq": [card.fields["id"] for card in outcome.cards if card.kind == "faq"],
        "unanswered": outcome.unanswered,
        "by_button": gesture is not None,
    }
