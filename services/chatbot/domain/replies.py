"""What the chat answers, before it is put into words: keys of texts with their parameters."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from services.chatbot.domain.dialogue.frame import Frame
from services.chatbot.domain.proposals import Proposal


@dataclass(frozen=True)
class Say:
    """One text by its key, with values that are worded in the customer's language when it is rendered."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)


def say(key: str, **params: Any) -> Say:
    return Say(key, params)


@dataclass(frozen=True)
class Card:
    """Something to show beside the text: a treatment, store, technician, appointment, proposal, sign_in, link, or faq:
    the row that an answer came from.
    """

    kind: str
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """What a turn comes to: the words, the frame afterwards, and perhaps a proposal or a person to take over.

    `proposal` is a new one. An earlier one stands on only where `keeps_proposal` says so: after a change of mind 好的
    must not confirm what the customer no longer wants. `unanswered` is what staff should look at: nothing fitted.
    """

    says: tuple[Say, ...]
    frame: Frame
    quick_replies: tuple[Say, ...] = ()
    cards: tuple[Card, ...] = ()
    proposal: Proposal | None = None
    appointment: Mapping[str, Any] | None = None
    handoff: bool = False
    keeps_proposal: bool = False
    unanswered: bool = False

    def aside(self) -> Self:
        """The same as a remark beside the proposal, which stands on."""
        return replace(self, keeps_proposal=True)

    def after(self, *says: Say) -> Self:
        """The same with something said first."""
        return replace(self, says=(*says, *self.says))


def step(*says: Say, frame: Frame, **more: Any) -> Step:
    return Step(says, frame, **more)
