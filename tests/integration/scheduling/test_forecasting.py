"""What a store expects, from the visits in its database."""

from datetime import timedelta

import pytest

from services.scheduling.adapters.storage import SqlDiary
from services.scheduling.use_cases import forecasting
from shared.testing.builders import NOW
from tests.support.scheduling import MORNING, claim, end, open_shop

LATER = NOW + timedelta(days=8)


@pytest.fixture
def shop(diary: SqlDiary, monkeypatch: pytest.MonkeyPatch) -> SqlDiary:
    """A store that needs two visits, to expect others like them."""
    monkeypatch.setattr(forecasting, "FEWEST", 2)
    return open_shop(diary, technicians=2)


def test_a_store_expects_what_it_had(shop: SqlDiary) -> None:
    claim(shop, "apt-1", MORNING, customer_id="cus-1")
    claim(shop, "apt-2", MORNING, customer_id="cus-2")
    forecast = forecasting.forecast_of(shop, shop.catalogue.store("sto-1"), LATER)

    assert forecast is not None
    assert forecast.weekly == 2
    assert (forecast.days[3], forecast.times[20]) == (1, 1)


def test_what_was_cancelled_and_what_is_still_to_come_tell_nothing(shop: SqlDiary) -> None:
    claim(shop, "apt-1", MORNING, customer_id="cus-1")
    claim(shop, "apt-2", MORNING, customer_id="cus-2")
    end(shop, "apt-2")
    store = shop.catalogue.store("sto-1")

    assert forecasting.forecast_of(shop, store, LATER) is None
    assert forecasting.forecast_of(shop, store, MORNING) is None
