"""A turn: read the conversation, understand, decide, act, and keep it all under the next number, or start over.

Two messages at the same moment never interleave: each is decided on the state it read, and only the first keeps its
turn; the other reads again. What 确认 refers to is fixed at the first reading, so that nobody confirms what was never
shown.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from services.chatbot.domain import model
from services.chatbot.domain import understanding as nlu
from services.chatbot.domain.catalogue import Catalogue
from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.errors import ConversationBusy
from services.chatbot.domain.events import BOT, CUSTOMER
from services.chatbot.domain.masking import masked
from services.chatbot.domain.proposals import DECLINED, OPEN, Proposal
from services.chatbot.domain.red_flags import find_denied
from services.chatbot.domain.replies import Step, say, step
from services.chatbot.domain.text import language_of, normalised
from services.chatbot.domain.understanding import Reader, Understanding
from services.chatbot.ports import Desk
from services.chatbot.use_cases import handover
from services.chatbot.use_cases.conversations import last_proposal, opened, standing
from services.chatbot.use_cases.dialogue import decided
from services.chatbot.use_cases.replying import decision_of, reply_of
from services.chatbot.use_cases.scene import Scene
from shared.call import Call
from shared.errors import Unavailable

TRIES = 12
Answer = dict[str, Any]
Decide = Callable[[Scene], Step]


class Entry(Protocol):
    """How a message came in. `key` tells it from the others, where the channel may bring it twice."""

    @property
    def key(self) -> Mapping[str, str] | None: ...

    def opened(self, desk: Desk, call: Call, now: datetime) -> Conversation:
        """The conversation it goes on with; asked again before every try."""
        ...


@dataclass(frozen=True)
class OnThePage:
    """On our own pages, which name the conversation; None begins one."""

    conversation_id: str | None
    key: Mapping[str, str] | None = None

    def opened(self, desk: Desk, call: Call, now: datetime) -> Conversation:
        """Raises ConversationUnknown."""
        return opened(desk.conversations, call.actor, now, self.conversation_id)


def talking(scene: Scene) -> Step:
    """What is said is decided by the dialogue; by nobody while a person answers; while a service is away the chat says
    so, and the turn is kept.
    """
    if scene.conversation.handoff:
        return handover.silence(scene)
    try:
        return decided(scene)
    except Unavailable:
        return step(say("away"), frame=scene.frame).aside()


@dataclass
class Exchange:
    """One turn in the making. `gesture` is the intent of a button that was pressed instead of a text."""

    desk: Desk
    call: Call
    now: datetime
    text: str
    entry: Entry
    gesture: str | None = None

    def run(self, decide: Decide) -> Answer:
        """The chat's answer. Raises what `entry` and `decide` refuse, and ConversationBusy."""
        pinned: Proposal | None = None
        for attempt in range(TRIES):
            started = time.perf_counter()
            scene = self._scene(self.entry.opened(self.desk, self.call, self.now))
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
        denied = find_denied(normalised(self.text))
        before = [flag for flag in conversation.red_flags if flag not in denied]
        flags = tuple(dict.fromkeys((*before, *said.red_flags)))
        return Scene(
            self.desk, self.call.actor, self.now, catalogue, replace(conversation, red_flags=flags), language, said,
            self.text, last_proposal(self.desk, conversation),
        )  # fmt: skip

    def _understood(self, conversation: Conversation, catalogue: Catalogue) -> Understanding:
        if self.gesture:
            return Understanding(self.gesture, 1.0)
        store = catalogue.store(conversation.frame.one("store")) or next(iter(catalogue.stores), None)
        now = self.now.astimezone(store.zone) if store else self.now
        said = Reader(catalogue).understand(self.text, now, store=conversation.frame.one("store"))
        return self._second_opinion(said) if model.is_unsure(said) and not conversation.handoff else said

    def _second_opinion(self, said: Understanding) -> Understanding:
        """What the model, if there is one, takes the sentence for. It leads no further than our own opinion would."""
        suggested = self.desk.model.intent_of(model.tellable(self.text), model.SUGGESTED)
        return replace(said, intent=suggested) if suggested in model.SUGGESTED else said

    def _rephrased(self, outcome: Step, reply: Mapping[str, Any]) -> Mapping[str, Any]:
        """The reply in the model's words where it has any and they state the same facts."""
        text = str(reply["text"])
        if not model.may_rephrase(outcome) or model.has_contacts(text):
            return reply
        return {**reply, "text": model.faithful(text, self.desk.model.rephrased(text))}

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
            store_id=handover.store_of(scene, outcome.frame),
        )
        after = handover.kept(after, scene, outcome)
        reply = self._rephrased(outcome, reply_of(scene, outcome))
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
            decision=decision_of(scene, outcome, self.gesture),
            reply=reply,
            latency_ms=round((time.perf_counter() - started) * 1000, 2),
            versions={"understanding": nlu.VERSION} | ({"model": who} if (who := self.desk.model.name) else {}),
            author=BOT if outcome.says else CUSTOMER,
            key=self.entry.key,
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
