"""The scene of one turn: who says what to whom, and what the bot has at hand."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from services.chatbot.domain.catalogue import Catalogue, Rules, Store, Treatment
from services.chatbot.domain.conversation import Conversation
from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.dialogue.gestures import gestures
from services.chatbot.domain.proposals import OPEN, Proposal
from services.chatbot.domain.replies import Say
from services.chatbot.domain.text import normalised
from services.chatbot.domain.understanding import Understanding
from services.chatbot.domain.wording import rendered
from services.chatbot.ports import Desk
from shared.actor import Actor


@dataclass(frozen=True)
class Scene:
    """`now` is UTC. `proposal` stood when the turn began: it is what 确认 refers to, even if others came since."""

    desk: Desk
    actor: Actor
    now: datetime
    catalogue: Catalogue
    conversation: Conversation
    language: str
    said: Understanding
    text: str = ""
    proposal: Proposal | None = None

    @property
    def frame(self) -> Frame:
        return self.conversation.frame

    @property
    def open_proposal(self) -> Proposal | None:
        return self.proposal if self.proposal and self.proposal.state == OPEN else None

    @cached_property
    def plain(self) -> str:
        """The text as it is compared."""
        return normalised(self.text)

    @cached_property
    def gestures(self) -> frozenset[str]:
        return gestures(self.plain)

    def words(self, said: Say) -> str:
        return rendered(said, self.language, self.desk.texts)

    def rules(self, store: Store, treatment: Treatment | None) -> Rules:
        scopes = ["brand", store.id, *([treatment.id] if treatment else [])]
        return self.desk.replicas.rules(scopes, self.now)
