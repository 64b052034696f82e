"""The waitlist: waiting for time that is taken, and taking what is offered."""

from gateway.api.appointments import customer_meant, told
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.waitlist import AcceptedAppointment, JoinWaitlist, Wish, WishList, WishQuery

blp = Blueprint("waitlist", __name__, description="The waitlist")


@blp.post("/waitlist")
@blp.keyed_action
@blp.body(JoinWaitlist)
@blp.answers(201, Wish)
def join_waitlist(asked: Json) -> Json:
    """Wait for time that is taken

    409 `slots_available` with examples in `starts` while what is wished for can be booked, 422 `wish_hopeless` when it
    never can (`because` is the rule's code), 409 `already_waiting` with the `wish_id` for the same wish under another
    key, 409 `waitlist_limit_reached`. When time becomes free, whoever has waited longest for it is offered it
    first; who lets an offer go by without a word stands behind those who did not.
    """
    return ask("booking", "join_waitlist", asked, customer_id=customer_meant(asked))


@blp.get("/waitlist")
@blp.signed_in
@blp.query(WishQuery)
@blp.answers(200, WishList)
def find_wishes(asked: Json) -> Json:
    """Wishes of mine, and for staff those of their stores"""
    return ask("booking", "find_wishes", asked)


@blp.get("/waitlist/<id:wish_id>")
@blp.signed_in
@blp.answers(200, Wish)
def get_wish(wish_id: str) -> Json:
    """A wish, with the offer it has"""
    return ask("booking", "get_wish", wish_id=wish_id)


@blp.post("/waitlist/<id:wish_id>/accept")
@blp.action
@blp.answers(200, AcceptedAppointment)
def accept_offer(wish_id: str) -> Json:
    """Accept what is offered: it becomes an appointment"""
    return told(ask("booking", "accept_offer", wish_id=wish_id))


@blp.post("/waitlist/<id:wish_id>/decline")
@blp.action
@blp.answers(200, Wish)
def decline_offer(wish_id: str) -> Json:
    """Decline what is offered, and go on waiting for another time"""
    return ask("booking", "decline_offer", wish_id=wish_id)


@blp.delete("/waitlist/<id:wish_id>")
@blp.action
@blp.answers(204)
def withdraw_wish(wish_id: str) -> None:
    """Wait no longer"""
    ask("booking", "withdraw_wish", wish_id=wish_id)
