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


class ConversationAttended(Conflict):
    """A colleague is answering this customer; take the conversation over, or leave it to them."""

    code = "conversation_attended"


class NotHandedOver(Conflict):
    """The conversation is not in the hands of the staff (any more): the bot answers."""

    code = "conversation_not_handed_over"


class VersionConflict(Conflict):
    """Something has been changed or said since it was read."""

    code = "version_conflict"


class KeyReused(Invalid):
    """The idempotency key was used before with another body."""

    code = "idempotency_key_reused"


class SignInRequired(Forbidden):
    """Only somebody signed in has conversations to look for."""

    code = "sign_in_required"


class StaffOnly(Forbidden):
    """Only the staff may do this."""

    code = "staff_only"


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


class CallbackReplayed(Conflict):
    """A channel's request was used before, for another message."""

    code = "callback_replayed"


class FaqRowUnknown(NotFound):
    """There is no such row of the FAQ."""

    code = "faq_row_unknown"


class SlugTaken(Conflict):
    """Another row of the FAQ has this slug."""

    code = "slug_taken"


class NotYoursToEdit(Forbidden):
    """A store's rows are its manager's to edit, the brand's the platform's."""

    code = "forbidden"


class ReviewUnknown(NotFound):
    """There is no such unanswered question, or it was asked in stores of others."""

    code = "review_unknown"


class ReviewSettled(Conflict):
    """Something was made of this question already."""

    code = "review_settled"


class ManagersOnly(Forbidden):
    """Only a store's manager and the platform see this."""

    code = "managers_only"
