"""The queue in the store, and the board of its reception."""

from gateway.api.appointments import customer_meant, told
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.queue import (
    Board,
    BoardQuery,
    ServedTicket,
    ServeTicket,
    TakeTicket,
    Ticket,
    TicketList,
    TicketQuery,
)

blp = Blueprint("queue", __name__, description="The queue in the store, and the reception's board")


@blp.post("/queue-tickets")
@blp.keyed_action
@blp.body(TakeTicket)
@blp.answers(201, Ticket)
def take_ticket(asked: Json) -> Json:
    """Take a number

    A customer takes their own; reception takes one for a guest, who is found by their phone if they give it. 409
    `already_in_queue` for a second ticket in the same store on the same day; 422 `technician_unsuitable` and its like
    for what could never be served there.
    """
    return ask("booking", "take_ticket", asked, customer_id=customer_meant({**asked, "contact": asked}))


@blp.get("/queue-tickets")
@blp.signed_in
@blp.query(TicketQuery)
@blp.answers(200, TicketList)
def find_tickets(asked: Json) -> Json:
    """Tickets of a day, with when each will have their turn: my own, and for staff those of their stores"""
    return ask("booking", "find_tickets", asked)


@blp.get("/queue-tickets/<id:ticket_id>")
@blp.signed_in
@blp.answers(200, Ticket)
def get_ticket(ticket_id: str) -> Json:
    """A ticket, with when it will have its turn"""
    return ask("booking", "get_ticket", ticket_id=ticket_id)


@blp.post("/queue-tickets/<id:ticket_id>/call")
@blp.action
@blp.answers(200, Ticket)
def call_ticket(ticket_id: str) -> Json:
    """Call a number

    Who does not come by `answer_by` is `skipped`, and may be called again the same day.
    """
    return ask("booking", "call_ticket", ticket_id=ticket_id)


@blp.post("/queue-tickets/<id:ticket_id>/serve")
@blp.action
@blp.body(ServeTicket, required=False)
@blp.answers(200, ServedTicket)
def serve_ticket(asked: Json, ticket_id: str) -> Json:
    """Serve a number: it becomes an appointment that is checked in

    422 `treatment_not_chosen` where neither the ticket nor the request says what; 409 `slot_taken` while nobody is
    free.
    """
    served = ask("booking", "serve_ticket", asked, ticket_id=ticket_id)
    return {**served, "appointment": told(served["appointment"])} if "appointment" in served else served


@blp.post("/queue-tickets/<id:ticket_id>/leave")
@blp.action
@blp.answers(200, Ticket)
def leave_queue(ticket_id: str) -> Json:
    """Go without being served"""
    return ask("booking", "leave_queue", ticket_id=ticket_id)


@blp.get("/board")
@blp.signed_in
@blp.query(BoardQuery)
@blp.answers(200, Board)
def get_board(asked: Json) -> Json:
    """A store's day at the reception, for its staff: visits by status, who is late, the queue, offers waiting"""
    return ask("booking", "get_board", asked)
