"""Customers' archives, for staff and for the customer they are about."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.customers import Care, Customer, CustomerList, CustomerQuery, Timeline, UpdateCustomer
from gateway.schemas.values import PageQuery

blp = Blueprint("customers", __name__, description="Customers' archives")


@blp.get("/customers")
@blp.signed_in
@blp.query(CustomerQuery)
@blp.answers(200, CustomerList)
def find_customers(asked: Json) -> Json:
    """Find customers by phone or name"""
    return ask("customer_profile", "find_customers", asked)


@blp.get("/customers/<id:customer_id>")
@blp.signed_in
@blp.answers(200, Customer)
def get_customer(customer_id: str) -> Json:
    """A customer's archive"""
    return ask("customer_profile", "get_customer", customer_id=customer_id)


@blp.patch("/customers/<id:customer_id>")
@blp.action
@blp.body(UpdateCustomer)
@blp.answers(200, Customer)
def update_customer(asked: Json, customer_id: str) -> Json:
    """Change a customer's archive"""
    return ask("customer_profile", "update_customer", asked, customer_id=customer_id)


@blp.get("/customers/<id:customer_id>/timeline")
@blp.signed_in
@blp.query(PageQuery)
@blp.answers(200, Timeline)
def get_timeline(asked: Json, customer_id: str) -> Json:
    """What happened with the customer, newest first"""
    return ask("customer_profile", "get_timeline", asked, customer_id=customer_id)


@blp.get("/appointments/<id:appointment_id>/care")
@blp.signed_in
@blp.answers(200, Care)
def get_care(appointment_id: str) -> Json:
    """What whoever gives the visit must know of the customer's health

    For its technicians from its confirmation until a day after its end, and for the staff of its store.
    """
    return ask("customer_profile", "get_care", appointment_id=appointment_id)
