"""What each customer was told, beside what the services keep: their visits, and the messages about them."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from deploy.ledger import Finding
from deploy.stores import metadata_of
from shared.db import Database
from tests.support.crowd import Customer

# The step of an appointment → the message about it inside the pages.
TOLD = {
    "confirm": "appointment_confirmed",
    "reschedule": "appointment_rescheduled",
    "cancel": "appointment_cancelled",
    "cancel-late": "appointment_cancelled",
}
COLUMNS = ("id", "customer_id", "status", "version", "starts_at")
Books = Mapping[str, Database]


def check_customers(databases: Books, customers: Sequence[Customer]) -> list[Finding]:
    """Everything in which a customer's view differs from the database, and messages that came twice or never."""
    return [*_views(databases["booking"], customers), *_news(databases, [customer.id for customer in customers])]


def _views(booking: Database, customers: Sequence[Customer]) -> Iterator[Finding]:
    kept: dict[str, dict[str, tuple[str, int, datetime]]] = defaultdict(dict)
    table = metadata_of("booking").tables["appointments"].c
    theirs = table.customer_id.in_([customer.id for customer in customers])
    with booking.reading() as connection:
        for row in connection.execute(select(*(table[name] for name in COLUMNS)).where(theirs)):
            kept[row.customer_id][row.id] = (row.status, row.version, row.starts_at)
    for customer in customers:
        seen = {
            an_id: (visit["status"], visit["version"], datetime.fromisoformat(visit["starts_at"]))
            for an_id, visit in customer.view.items()
        }
        for an_id in seen.keys() | kept[customer.id].keys():
            if seen.get(an_id) != kept[customer.id].get(an_id):
                told = f"they were told {seen.get(an_id)}, booking keeps {kept[customer.id].get(an_id)}"
                yield Finding("customer_misled", an_id, told)


def _news(databases: Books, customer_ids: Sequence[str]) -> Iterator[Finding]:
    """Each step is one message in the pages, and one text message to each of two people: host and guest."""
    due, told, sent = _due(databases["booking"], customer_ids), Counter(), defaultdict(Counter)
    notification = metadata_of("notification").tables
    inside, deliveries = notification["notifications"].c, notification["deliveries"].c
    with databases["notification"].reading() as connection:
        mine = select(inside.appointment_id, inside.template).where(inside.account_id.in_(customer_ids))
        told.update((row.appointment_id, row.template) for row in connection.execute(mine))
        by_sms = select(deliveries.appointment_id, deliveries.template, deliveries.recipient)
        for row in connection.execute(by_sms.where(deliveries.channel == "sms")):
            sent[row.appointment_id, row.template][row.recipient] += 1
    for key in due.keys() | {key for key in told if key[1] in TOLD.values()}:
        if told[key] != due[key] or [*sent[key].values()] != [due[key]] * 2:
            times = f"due {due[key]} times, {told[key]} in the pages, by SMS {[*sent[key].values()]}"
            yield Finding("message_not_once", key[0], f"{key[1]}: {times}")


def _due(booking: Database, customer_ids: Sequence[str]) -> Counter[tuple[str, str]]:
    tables = metadata_of("booking").tables
    step, visit = tables["appointment_history"].c, tables["appointments"].c
    theirs = select(step.appointment_id, step.action).where(
        step.appointment_id == visit.id, visit.customer_id.in_(customer_ids), step.action.in_(TOLD)
    )
    with booking.reading() as connection:
        return Counter((row.appointment_id, TOLD[row.action]) for row in connection.execute(theirs))
