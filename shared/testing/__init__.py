"""Builders and fakes for tests: real behaviour, held in memory."""

from shared.testing.builders import (
    NOW,
    a_call,
    a_customer,
    a_manager,
    a_receptionist,
    a_technician,
    an_admin,
    an_event,
    sample,
)
from shared.testing.fakes import InMemoryInbox, InMemoryKeys, InMemoryRpc
from shared.testing.keys import a_keyring

__all__ = [
    "NOW",
    "InMemoryInbox",
    "InMemoryKeys",
    "InMemoryRpc",
    "a_call",
    "a_customer",
    "a_keyring",
    "a_manager",
    "a_receptionist",
    "a_technician",
    "an_admin",
    "an_event",
    "sample",
]
