"""What a process says when something it needs is missing at start: one clear line, exit code 1."""

import os
import subprocess
import sys

import pytest

from deploy.backends.process import free_port
from shared.config import ROOT
from tests.conftest import TEST_KEYS


def run(service, **variables):
    defaults = {"PROFILE": "test", "CATALOG_DATABASE_URL": "sqlite://"}
    environment = {**os.environ, **TEST_KEYS, **defaults, **variables}
    command = [sys.executable, "-W", "ignore", "-m", "shared.bus.runner", service]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)


def only_line_of(done):
    (line,) = done.stderr.strip().splitlines()
    return line


def test_a_missing_broker_is_named_in_one_line():
    done = run("catalog", AMQP_URL=f"amqp://guest:guest@127.0.0.1:{free_port()}/")

    assert done.returncode == 1
    assert only_line_of(done).startswith("catalog: the broker does not answer (AMQP_URL): ")


@pytest.mark.real
def test_a_missing_database_is_named_in_one_line(amqp_uri):
    done = run("catalog", AMQP_URL=amqp_uri, CATALOG_DATABASE_URL=f"mysql+pymysql://u:p@127.0.0.1:{free_port()}/x")

    assert done.returncode == 1
    assert only_line_of(done).startswith("catalog: the database does not answer (CATALOG_DATABASE_URL): ")


@pytest.mark.real
def test_a_missing_document_store_is_named_in_one_short_line(amqp_uri):
    done = run("chatbot", AMQP_URL=amqp_uri, MONGO_URL=f"mongodb://127.0.0.1:{free_port()}/x")

    assert done.returncode == 1
    assert only_line_of(done).startswith("chatbot: the document store does not answer (MONGO_URL): ")
    assert "Topology" not in only_line_of(done)


def test_what_is_not_configured_is_named():
    done = run("catalog", AMQP_URL="")

    assert done.returncode == 1
    assert "AMQP_URL" in only_line_of(done)


def test_an_unknown_service_is_named():
    done = run("barber")

    assert done.returncode == 1
    assert "barber" in only_line_of(done)


def test_without_a_name_the_usage_is_told():
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "shared.bus.runner"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 2
    assert only_line_of(done) == "usage: python -m shared.bus.runner SERVICE"
