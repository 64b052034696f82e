"""The booking service over ports held in memory."""

import pytest

from tests.support.booking_desk import Desk


@pytest.fixture
def desk() -> Desk:
    return Desk()
