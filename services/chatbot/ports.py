"""What the use cases need from outside."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from services.chatbot.domain.catalogue import Catalogue, Rules
from services.chatbot.domain.conversation import Conversation, Turn
from services.chatbot.domain.faq import FaqIndex, FaqRow
from services.chatbot.domain.insight import DayFigures, Review
from services.chatbot.domain.places import Located, Point
from services.chatbot.domain.proposals import Proposal
from shared.events import Fact

STORES, TREATMENTS, TECHNICIANS, RULES = "stores", "treatments", "technicians", "rules"


class Conversations(Protocol):
    """Conversations and their turns."""

    def get(self, conversation_id: str) -> Conversation:
        """Raises ConversationUnknown."""
        ...

    def append(self, conversation: Conversation, turn: Turn, facts: Sequence[Fact] = ()) -> bool:
        """Keep the conversation after this turn, and the turn; `turn.number` 1 starts the conversation. The facts are
        announced if it is kept.

        False when another turn of this number came first, or somebody has become its owner meanwhile.
        """
        ...

    def bind(self, conversation_id: str, account_id: str) -> bool:
        """Make it this account's if it is nobody's; False when somebody was faster."""
        ...

    def turns(self, conversation_id: str) -> Sequence[Turn]:
        """All turns in order."""
        ...

    def handed_over(self) -> Sequence[tuple[Conversation, Turn]]:
        """The conversations in the hands of the staff, each with its last turn."""
        ...

    def of(self, account_id: str) -> Sequence[str]:
        """The ids of the conversations that are this account's."""
        ...

    def told_by(self, account_id: str) -> Sequence[tuple[Conversation, Turn]]:
        """The account's conversations on our pages, each with its last turn."""
        ...

    def delete(self, conversation_id: str) -> None:
        """Forget the conversation with its turns and proposals."""
        ...


class Proposals(Protocol):
    """Proposals and their states."""

    def add(self, proposal: Proposal) -> None: ...

    def get(self, proposal_id: str) -> Proposal:
        """Raises ProposalUnknown."""
        ...

    def move(
        self,
        proposal_id: str,
        state: str,
        *,
        expected: str,
        outcome: Mapping[str, Any] | None = None,
        failure: str | None = None,
    ) -> bool:
        """Compare-and-set of the state; False when it was not in the expected one."""
        ...


class Replicas(Protocol):
    """The chat's copy of the catalogue."""

    def keep(self, kind: str, row_id: str, revision: int, row: Mapping[str, Any]) -> None:
        """Keep the row unless one of the same or a higher revision is there."""
        ...

    def catalogue(self) -> Catalogue: ...

    def rules(self, scopes: Sequence[str], at: datetime) -> Rules:
        """The rules in force for the scopes, from the general to the particular."""
        ...


class FaqRows(Protocol):
    """The FAQ as its staff have written it."""

    def index(self) -> FaqIndex:
        """All rows in force, to be searched; what an edit changed is in it at once."""
        ...

    def get(self, row_id: str) -> FaqRow:
        """Raises FaqRowUnknown."""
        ...

    def add(self, row: FaqRow) -> bool:
        """False when there is a row of this id or slug."""
        ...

    def save(self, row: FaqRow) -> bool:
        """Keep the row's next version; False when another one came first."""
        ...


class Addresses(Protocol):
    """Where people are in a channel, which is personal: it is kept sealed, and conversations are found without it."""

    def conversation_of(self, channel: str, address: str) -> str:
        """The id of the conversation with this address: always the same, and nobody can guess it."""
        ...

    def sealed(self, address: str) -> str: ...

    def opened(self, sealed: str) -> str: ...


class Received(Protocol):
    """What channels have brought, and what was sent through them."""

    def is_first(self, call_id: str, digest: str) -> bool:
        """Whether the channel's request is new, or the very same again; False when it brought something else."""
        ...

    def was_sent(self, conversation_id: str, turn: int) -> bool: ...

    def mark_sent(self, conversation_id: str, turn: int) -> None: ...


class Channels(Protocol):
    """The one port to where customers are."""

    def send(self, channel: str, address: str, reply: Mapping[str, Any]) -> None:
        """Send a reply (`text`, `quick_replies`); what the channel will never take is logged and given up.

        Raises Unavailable when it does not answer.
        """
        ...


class Model(Protocol):
    """A language model, if any: it never fails, at worst it says nothing, and nothing it says is believed unseen."""

    @property
    def name(self) -> str:
        """For the log; empty where there is none."""
        ...

    def rephrased(self, text: str) -> str | None: ...

    def intent_of(self, text: str, intents: Collection[str]) -> str | None:
        """One of `intents`."""
        ...


@dataclass(frozen=True)
class Question:
    """A question about free times. `technician_id` None means anyone; `appointment_id` is one that would move.

    `then` are ids of treatments that follow in the same visit; `home` is where a home visit goes.
    """

    store_id: str
    treatment_id: str
    technician_id: str | None = None
    party_size: int | None = None
    appointment_id: str | None = None
    then: tuple[str, ...] = ()
    home: Point | None = None


@dataclass(frozen=True)
class Slot:
    """A free start, on the store's clock, and who could give the treatment then."""

    starts_at: datetime
    ends_at: datetime
    technician_ids: tuple[str, ...]


@dataclass(frozen=True)
class Reason:
    """Why a start is not offered: a stable code and its parameters; of one technician where that one is named."""

    code: str
    params: Mapping[str, Any]
    technician_id: str | None = None


class Availability(Protocol):
    """True free times, from the one that owns time."""

    def find(self, question: Question, first: date, days: int) -> Sequence[Slot]: ...

    def best(self, question: Question, first: date, days: int, window: Sequence[str], count: int) -> Sequence[Slot]:
        """The free starts in a window of the day (`["15:00", "18:00"]`) that suit the store best, best first."""
        ...

    def explain(self, question: Question, starts_at: datetime) -> Sequence[Reason]:
        """Why not; empty when it is offered."""
        ...


class Bookings(Protocol):
    """The customer's appointments. All writing is idempotent by `key`; refusals are raised as `shared.errors` kinds."""

    def upcoming(self, now: datetime) -> Sequence[Mapping[str, Any]]:
        """Views of the caller's appointments that are still to come, the next first."""
        ...

    def last(self, now: datetime) -> Mapping[str, Any] | None:
        """View of the caller's latest visit, or where there was none yet of the next that is booked."""
        ...

    def carry_out(self, kind: str, request: Mapping[str, Any], *, key: str) -> Mapping[str, Any]:
        """Book, reschedule or cancel: the appointment's view afterwards; or join the waitlist: the wish's."""
        ...


class Places(Protocol):
    """Where addresses are."""

    def locate(self, address: str) -> Located | None:
        """None where the address tells no street, estate or landmark that is known."""
        ...

    def named(self, words: str) -> Sequence[Located]:
        """Every known place that the words name or begin to name, the most particular first."""
        ...


class Insight(Protocol):
    """What the conversations tell the shop."""

    def turns_since(self, at: datetime) -> Sequence[Turn]:
        """All turns of all conversations from then on, without what was replied."""
        ...

    def last_day(self) -> date | None:
        """The last day that has figures; None before the first."""
        ...

    def keep(self, figures: Sequence[DayFigures], since: date) -> None:
        """In place of all that was kept from that day on."""
        ...

    def figures(self, first: date, last: date, store_id: str | None = None) -> Sequence[DayFigures]:
        """Of that store, or of every one and of none, both days included."""
        ...

    def review(self, review_id: str) -> Review:
        """Raises ReviewUnknown."""
        ...

    def reviews(self, state: str | None = None) -> Sequence[Review]: ...

    def save(self, review: Review) -> bool:
        """Revision 1 is added, a later one follows the one before; False when somebody was faster."""
        ...

    def forget(self, conversation_id: str) -> None:
        """Name the conversation in no review any more."""
        ...


class Texts(Protocol):
    """Patterns of the answers."""

    def __call__(self, key: str, language: str) -> str: ...


@dataclass(frozen=True)
class Desk:
    """Everything a turn may need."""

    conversations: Conversations
    proposals: Proposals
    replicas: Replicas
    availability: Availability
    bookings: Bookings
    texts: Texts
    places: Places
    faq: FaqRows
    addresses: Addresses
    received: Received
    channels: Channels
    model: Model
    insight: Insight
