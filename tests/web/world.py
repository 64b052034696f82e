"""Who and what the pages of the table are opened with: made once, looked at by many."""

from dataclasses import dataclass

from tests.support.shop import Shop
from tests.support.visitors import Visitor, booked, customer_of, staff_of, technician_of


@dataclass(frozen=True)
class World:
    """People by their part, things by the names that paths have in braces."""

    people: dict[str, Visitor]
    things: dict[str, str]


def a_world(shop: Shop) -> World:
    """A customer with a visit to come and one that was called off, a technician of that visit who asks for leave, the
    store's staff.
    """
    customer = customer_of(shop)
    visit = booked(customer, "2026-11-19", technician="wang-jianguo")
    ended = booked(customer, "2026-11-20", treatment="foot-60")
    customer.ask("POST", f"/appointments/{ended['id']}/cancel", {"reason": "临时有事"}).raise_for_status()
    asked = {"conversation_id": None, "text": "徐家汇店，请帮我转人工"}
    handed_over = customer.ask("POST", "/chat/messages", asked).json()["conversation_id"]
    technician = technician_of(shop, "wang-jianguo")
    leave = {"from": "2027-02-01T00:00:00+08:00", "to": "2027-02-03T00:00:00+08:00", "reason": "回老家"}
    path = f"/technicians/{technician.account['technician_id']}/leave-requests"
    technician.ask("POST", path, leave).raise_for_status()
    people = {
        "customer": customer,
        "technician": technician,
        "reception": staff_of(shop, "reception.xujiahui"),
        "manager": staff_of(shop, "manager.xujiahui"),
        "admin": staff_of(shop, "admin"),
    }
    things = {
        "visit": visit["id"],
        "ended": ended["id"],
        "customer": customer.account["id"],
        "store": visit["store"]["id"],
        "treatment": visit["treatment"]["id"],
        "technician": visit["technician"]["id"],
        "handed_over": handed_over,
    }
    return World(people, things)
