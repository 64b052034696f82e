"""Whatever is sent, the catalogue answers or refuses; it never falls over."""

import json
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from shared.errors import Refusal
from tests.unit.catalog.conftest import Counter, a_store, a_technician, a_treatment

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
CLOSURES = [{"from": "2026-12-01", "to": "2026-12-02", "reason": "盘点"}]
SOUND: dict[str, dict[str, Any]] = {
    "create_store": {**a_store(), "timezone": "Asia/Tokyo", "closures": CLOSURES},
    "create_treatment": {
        **a_treatment(),
        "segments": [{"name": "全程", "minutes": 90}],
        "course": {"sessions": 5, "price_fen": 1},
    },
    "create_technician": {
        **a_technician("li", {"id": "sto-1"}),
        "home_base": {"lng": 1, "lat": 2},
        "photo_url": "/li.webp",
        "rating": 4.5,
    },
    "create_resource": {"store_id": "sto-1", "kind": "bed", "name": "1号床", "units": 1, "treatments": None},
    "create_rules": {"scope": "brand", "effective_from": "2026-12-01", "slot_step_minutes": 15, "travel_speed_kmh": 22},
    "list_technicians": {"near": "121.4,31.2", "sort": "distance", "q": "王", "cursor": "WzFd", "limit": 5},
    "list_treatments": {"store_id": "sto-1", "category": "推拿", "q": "按摩", "cursor": "WyJhIl0"},
    "update_store": {"store_id": "sto-1", "version": 1, "name": "新"},
    "delete_resource": {"resource_id": "res-1", "store_id": "sto-1", "version": 1},
}


@given(st.sampled_from(sorted(SOUND)), st.data())
@settings(max_examples=150, deadline=None)
def test_a_request_with_anything_in_one_place_is_answered_or_refused(method: str, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from([*SOUND[method], "another"]), label="field")
    asked = {**SOUND[method], field: data.draw(ANYTHING, label="value")}

    with suppress(ValidationError, Refusal):
        json.dumps(Counter().ask(method, **asked))
