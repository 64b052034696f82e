"""`GET /live` in the embedded profile: the same, on greenlets, under eventlet's server."""

import json
import subprocess
import sys
import time

import pytest

from shared.config import ROOT
from tests.integration.gateway.conftest import KEY, Served, free_port, token, wait_until_it_serves
from tests.unit.gateway.conftest import SETTINGS


@pytest.fixture
def gateway(tmp_path):
    port, log = free_port(), tmp_path / "gateway.log"
    settings = {**SETTINGS, "jwt_secret_key": KEY, "live_streams": 5, "live_streams_per_account": 2}
    command = [sys.executable, "-m", "tests.integration.gateway.embedded_gateway", str(port), str(tmp_path)]
    with log.open("wb") as out:
        process = subprocess.Popen([*command, json.dumps(settings)], cwd=ROOT, stdout=out, stderr=out)
    served = Served(port, process, log)
    wait_until_it_serves(served)
    yield served
    served.end()


def version(frame):
    return json.loads(frame["data"])["version"]


def test_what_happens_is_told_one_by_one_and_not_gathered(gateway):
    page = gateway.listen(token("cus-1"))

    first = version(page.until("appointment_changed"))
    began = time.monotonic()
    second = version(page.until("appointment_changed"))

    assert second == first + 1
    assert time.monotonic() - began < 1


def test_who_comes_again_goes_on_where_they_were(gateway):
    page = gateway.listen(token("cus-1"))
    last = page.until("appointment_changed")
    page.close()
    time.sleep(0.5)

    again = gateway.listen(token("cus-1"), **{"Last-Event-ID": last["id"]})

    assert version(again.until("appointment_changed")) == version(last) + 1


def test_calls_are_answered_while_as_many_listen_as_may(gateway):
    pages = [gateway.listen(token(f"cus-{number}")) for number in range(8)]

    assert [page.status for page in pages] == [200] * 5 + [503] * 3
    assert gateway.get("/healthz") == (200, {"status": "ok"})


def test_pages_that_have_hung_up_make_room(gateway):
    for _ in range(6):
        page = gateway.listen(token("cus-1"))
        assert page.status == 200
        page.close()
