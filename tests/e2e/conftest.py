"""The journey is made in both profiles: all in one process, and as separate processes on real servers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import system
from tests.support.shop import Shop


@pytest.fixture(scope="session", params=["embedded", pytest.param("separate", marks=pytest.mark.real)])
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    if request.param == "embedded":
        home: Path = tmp_path_factory.mktemp("demo")
        with system.embedded(home) as url:
            yield Shop(url)
    else:
        with system.separate(request.getfixturevalue("real_backends")) as (url, _):
            yield Shop(url)
