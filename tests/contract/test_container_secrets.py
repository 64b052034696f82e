"""The secrets and users made for containers: once, each in one hand, with its own rights."""

import os
import re
from pathlib import Path

import pytest

from deploy import broker, broker_users, installation, make_secrets
from shared import config
from shared.config import ROOT
from tests.support.deployment import (
    PROCESSES,
    SERVICES,
    required,
)


def test_secrets_are_made_once_and_stay(tmp_path: Path) -> None:
    make_secrets.main(tmp_path, "production")
    first = {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()}

    make_secrets.main(tmp_path, "production")

    assert {path: path.read_text() for path in tmp_path.rglob("*") if path.is_file()} == first


def test_a_start_that_was_cut_short_makes_secrets_that_fit_together(tmp_path: Path) -> None:
    make_secrets.main(tmp_path, "production")
    (tmp_path / "deploy" / make_secrets.MARK).unlink()

    make_secrets.main(tmp_path, "production")

    url = (tmp_path / "booking" / "booking_database_url").read_text()
    assert re.search(r":([^:@]+)@", url)[1] in (tmp_path / "mysql" / "users.sql").read_text()  # type: ignore[index]


@pytest.mark.parametrize("profile", ["production", "demo"])
@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_accepts_the_secrets_made_for_its_profile(
    process: str, profile: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_secrets.main(tmp_path, profile)
    for variable in required(process):
        monkeypatch.delenv(variable, raising=False)
        monkeypatch.setenv(f"{variable}_FILE", str(tmp_path / process / variable.lower()))
    monkeypatch.setenv("PROFILE", profile)

    settings = config.load(process)

    assert f"//{process}:" in settings["amqp_url"]


def test_the_commands_find_every_store_in_the_folder_they_are_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_secrets.main(tmp_path, "production")
    for name in [name for name in os.environ if name.endswith("_URL")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "deploy"))
    with monkeypatch.context() as patched:
        patched.setattr(os, "environ", dict(os.environ))
        installation.adopt()
        adopted = set(os.environ)

    assert {variable for service in SERVICES for variable in required(service)} <= adopted


def test_no_secret_is_in_two_hands(tmp_path: Path) -> None:
    make_secrets.main(tmp_path, "production")
    urls = {process: (tmp_path / process / "amqp_url").read_text() for process in PROCESSES}

    assert len({re.search(r":([^:@]+)@", url)[1] for url in urls.values()}) == len(PROCESSES)  # type: ignore[index]


def test_the_calls_a_service_is_allowed_are_those_it_makes() -> None:
    made: dict[str, set[str]] = {}
    for service in SERVICES:
        sources = (ROOT / "services" / service).rglob("*.py")
        called = {name for file in sources for name in re.findall(r'\.client\("(\w+)"', file.read_text())}
        if called:
            made[service] = called

    assert made == {service: set(called) for service, called in broker_users.CALLS.items()}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_publish_its_own_events_and_nobody_elses(service: str) -> None:
    write = broker_users.permissions(service)["write"]

    assert re.match(write, f"{service}.events")
    assert not [other for other in SERVICES if other != service and re.match(write, f"{other}.events")]
    assert not re.match(write, "amq.default")


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_may_read_its_own_queues_and_nobody_elses(service: str) -> None:
    read = broker_users.permissions(service)["read"]
    others = [other for other in SERVICES if other != service]

    for queue in ("rpc-{}", "evt-booking-appointment_confirmed--{}.on_it", "{}.dead-letters", "rpc.reply-{}-01K"):
        assert re.match(read, queue.format(service))
        assert not [other for other in others if re.match(read, queue.format(other))]


def test_nobody_listens_to_calls_that_are_not_for_them() -> None:
    for service in SERVICES:
        heard = broker_users.rpc_permissions(service)["read"]
        assert re.match(heard, f"{service}.*")
        assert not [other for other in SERVICES if other != service and re.match(heard, f"{other}.*")]
    assert not [
        service for service in SERVICES if re.match(broker_users.rpc_permissions("gateway")["read"], f"{service}.*")
    ]


def test_the_password_hash_is_rabbitmqs() -> None:
    """The example of RabbitMQ's own documentation of the algorithm."""
    assert (
        broker_users.password_hash("test12", bytes.fromhex("908DC60A"))
        == "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"
    )


def test_where_the_broker_cannot_be_managed_everybody_uses_the_url_that_was_given() -> None:
    urls = broker.prepare({"AMQP_URL": "amqp://me:mine@broker/shop", "AMQP_MANAGEMENT_URL": ""})

    assert urls == dict.fromkeys([*PROCESSES, "deploy"], "amqp://me:mine@broker/shop")
