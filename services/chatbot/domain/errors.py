"""What the chat refuses, each with its stable code."""

from shared.errors import Conflict, Forbidden, Invalid, NotFound


class MessageTooLong(Invalid):
    """A message has at most 1000 characters."""

    code = "message_too_long"


class ConversationUnknown(NotFound):
    """There is no such conversation, or it is somebody else's."""

    code = "conversation_unknown"


class ConversationBusy(Conflict):
    """Other messages of the same conversation kept coming first."""

    code = "conversation_busy"


class ProposalUnknown(NotFound):
    """There is no such proposal, or it is somebody else's."""

    code = "proposal_unknown"


class ProposalExpired(Conflict):
    """The proposal was not confirmed in time; ask again."""

    code = "proposal_expired"


class ProposalClosed(Conflict):
    """The proposal was declined, replaced, already carried out, or could not be carried out."""

    code = "proposal_closed"


class NotSignedIn(Forbidden):
    """Only somebody signed in can confirm a proposal; it stays open meanwhile."""

    code = "not_signed_in"


class CustomersOnly(Forbidden):
    """The chat books for the customer who is signed in; staff book on the board."""

    code = "customers_only"
