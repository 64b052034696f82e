"""The refusals of the queue."""

from shared.errors import Conflict, Invalid, NotFound


class TicketUnknown(NotFound):
    """There is no such ticket, or it is not yours."""

    code = "ticket_unknown"


class AlreadyInQueue(Conflict):
    """The customer has a ticket in this store already; `number` is its."""

    code = "already_in_queue"


class TreatmentNotChosen(Invalid):
    """Nobody can be served before it is known with what."""

    code = "treatment_not_chosen"
