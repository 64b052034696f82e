import json
from dataclasses import dataclass
from datetime import date

import pytest

from shared.crypto import SealBroken
from shared.events import Event, Fact, personal, unsealed
from shared.testing import NOW
from shared.testing.builders import SAMPLES


@dataclass(frozen=True)
class Contact:
    name: str = personal()


@dataclass(frozen=True)
class VisitPlanned(Fact):
    visit_id: str
    contact: Contact | None
    birthday: date | None = personal(default=None)  # noqa: RUF009 - a field


def test_a_personal_field_travels_sealed_under_its_own_name():
    data = VisitPlanned("vis-1", Contact("林晓月"), date(1992, 3, 14)).data()

    assert list(data) == ["visit_id", "contact", "birthday_sealed"]
    assert list(data["contact"]) == ["name_sealed"]
    assert "林晓月" not in json.dumps(data, ensure_ascii=False)
    assert unsealed(data, "birthday") == "1992-03-14"
    assert unsealed(data["contact"], "name") == "林晓月"


def test_nothing_is_sealed_where_nothing_is_known():
    data = VisitPlanned("vis-1", None).data()

    assert data == {"visit_id": "vis-1", "contact": None, "birthday_sealed": None}
    assert unsealed(data, "birthday") is None
    assert unsealed(data, "phone") is None


def test_a_sealed_value_under_another_name_does_not_open():
    data = VisitPlanned("vis-1", Contact("林晓月"), None).data()

    with pytest.raises(SealBroken):
        unsealed({"phone_sealed": data["contact"]["name_sealed"]}, "phone")


def test_an_event_comes_back_from_the_wire_as_it_went():
    event = Event.of(VisitPlanned("vis-1", None), producer="test", correlation_id="req-1", occurred_at=NOW)

    assert event.type == "visit_planned"
    assert Event.from_wire(json.dumps(event.to_wire())) == event


def sealed_values(data):
    for name, value in data.items():
        if isinstance(value, dict):
            yield from sealed_values(value)
        elif name.endswith("_sealed") and value is not None:
            yield data, name.removesuffix("_sealed")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.json")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_everything_sealed_in_a_sample_opens_with_the_keyring_of_the_tests(path):
    event = Event.from_wire(path.read_text())

    assert path.name == f"{event.type}.v{event.version}.json"
    assert path.parent.name == event.producer
    assert all(unsealed(data, name) for data, name in sealed_values(event.data))
