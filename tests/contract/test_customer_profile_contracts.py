"""customer_profile understands every event it listens to, as its producer commits it."""

from collections.abc import Callable
from typing import Any

import pytest
from nameko.testing.services import worker_factory

from services.customer_profile.adapters.storage import SqlArchives, SqlTimeline
from services.customer_profile.adapters.visits import SqlVisits
from services.customer_profile.service import CustomerProfileService
from shared.clock import FixedClock
from shared.db import Database
from shared.inbox import Inbox
from shared.testing import NOW, InMemoryKeys, a_call, a_customer, a_receptionist, a_technician, sample
from shared.testing.builders import SAMPLES

CUSTOMER, STORE = "01KQ8Y0000000000000ACC0VNT", "01KQ8Y0000000000000XVJAHV1"


@pytest.fixture
def profile(database_of: Callable[[str], Database]) -> Callable[..., Any]:
    database = database_of("customer_profile")

    def by(actor: Any = None) -> Any:
        return worker_factory(
            CustomerProfileService,
            archives=SqlArchives(database),
            timeline=SqlTimeline(database),
            visits=SqlVisits(database),
            clock=FixedClock(NOW),
            call=a_call(actor or a_customer(CUSTOMER)),
            inbox=Inbox(database),
            idempotency=InMemoryKeys(),
        )

    return by


def test_identitys_account_becomes_an_archive_that_its_customer_reads(profile: Any) -> None:
    profile().on_account_changed(sample("identity", "account_changed"))

    archive = profile().get_customer({"customer_id": CUSTOMER})

    assert (archive["name"], archive["phone"]) == ("林晓月", "+8613800000001")
    assert (archive["gender"], archive["birthday"], archive["language"]) == ("female", "1992-03-14", "zh-CN")


@pytest.mark.parametrize(
    "type_",
    [
        path.name.removeprefix("appointment_").removesuffix(".v1.json")
        for path in (SAMPLES / "booking").glob("appointment_*")
    ],
)
def test_bookings_event_becomes_an_entry_and_opens_the_archive_to_the_store(profile: Any, type_: str) -> None:
    profile().on_account_changed(sample("identity", "account_changed"))
    event = sample("booking", f"appointment_{type_}")

    getattr(profile(), f"on_{event.type}")(event)
    getattr(profile(), f"on_{event.type}")(event)

    (entry,) = profile(a_receptionist(STORE)).get_timeline({"customer_id": CUSTOMER})["items"]
    assert entry["kind"] == event.type
    assert entry["details"]["number"] == event.data["number"]


def test_of_bookings_visit_and_catalogs_treatment_its_technician_learns_what_matters(profile: Any) -> None:
    account, visit = sample("identity", "account_changed"), sample("booking", "appointment_confirmed")
    profile().on_account_changed(account)
    profile().on_treatment_changed(sample("catalog", "treatment_changed"))
    profile().on_appointment_confirmed(visit)
    profile().update_customer({"customer_id": CUSTOMER, "version": 1, "conditions": ["hypertension", "pregnancy"]})

    wang = a_technician(visit.data["technicians"][0]["id"])
    care = profile(wang).get_care({"appointment_id": visit.data["appointment_id"]})

    assert care["contraindications"] == ["孕期", "高热", "皮肤破损"]
    assert [(one["code"], one["matters"]) for one in care["conditions"]] == [
        ("pregnancy", True),
        ("hypertension", False),
    ]
