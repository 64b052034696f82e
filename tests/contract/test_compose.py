"""What containers are told agrees with the code: services, images, variables, volumes."""

from pathlib import Path

import pytest

from deploy import make_secrets
from shared import config
from tests.support.deployment import (
    OUTSIDE_CONFIG,
    PROCESSES,
    VERSION,
    compose,
    given_to,
    required,
)


@pytest.mark.parametrize("process", PROCESSES)
def test_compose_runs_every_process_from_an_image_of_its_own(process: str) -> None:
    container = compose()["services"][process]

    assert container["image"] == f"mingyitang/{process}:${{VERSION:-{VERSION}}}"
    assert container["build"]["args"] == {"SERVICE": process}
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert "healthcheck" in container
    assert container["depends_on"]["migrations"]["condition"] == "service_completed_successfully"


def test_compose_runs_nothing_that_is_not_there() -> None:
    others = {"secrets", "migrations", "seed-demo", "rabbitmq", "mysql", "mongodb", "front", "gateway-live"}

    assert set(compose()["services"]) == {*PROCESSES, *others}


@pytest.mark.parametrize("process", PROCESSES)
def test_compose_gives_a_process_every_variable_it_needs_and_none_it_does_not_know(process: str) -> None:
    given = given_to(compose()["services"][process]["environment"])
    known = {variable for variable, _ in config.placeholders(process).values()}

    assert required(process) <= given
    assert given <= known | OUTSIDE_CONFIG


@pytest.mark.parametrize("process", PROCESSES)
def test_compose_mounts_a_process_its_own_secrets_alone_and_they_are_there(process: str, tmp_path: Path) -> None:
    container = compose()["services"][process]
    make_secrets.main(tmp_path, "production")

    files = [path for name, path in container["environment"].items() if name.endswith("_FILE")]

    secrets = [volume for volume in container["volumes"] if volume.startswith("secrets-")]
    assert secrets == [f"secrets-{process}:/run/secrets:ro"]
    assert {Path(path).name for path in files} == {path.name for path in (tmp_path / process).iterdir()}


def test_every_server_is_of_the_promised_version_and_tells_when_it_is_ready() -> None:
    servers = {name: compose()["services"][name] for name in ("rabbitmq", "mysql", "mongodb")}

    assert [server["image"] for server in servers.values()] == ["rabbitmq:4-management", "mysql:8.4", "mongo:8"]
    assert all("healthcheck" in server for server in servers.values())


def test_every_volume_that_is_mounted_is_declared_and_the_other_way_round() -> None:
    mounted = {
        volume.split(":")[0]
        for container in compose()["services"].values()
        for volume in container.get("volumes", ())
        if not volume.startswith(".")
    }

    assert mounted == set(compose()["volumes"])


def test_streams_have_a_gateway_of_their_own_that_is_the_same_but_for_its_threads() -> None:
    calls, live = compose()["services"]["gateway"], compose()["services"]["gateway-live"]

    own = {"GATEWAY_THREADS", "LIVE_STREAMS"}
    assert {name: live[name] for name in live if name != "environment"} == {
        name: calls[name] for name in calls if name != "environment"
    }
    assert {name: value for name, value in live["environment"].items() if name not in own} == {
        name: value for name, value in calls["environment"].items() if name not in own
    }
    assert calls["environment"]["LIVE_STREAMS"] == "0", "who calls is never in the way of a stream, nor the other way"
    assert int(live["environment"]["LIVE_STREAMS"]) >= 1000


def test_the_front_splits_streams_off_by_path_and_does_not_hold_them_back() -> None:
    written = compose()["configs"]["front"]["content"].replace("$$", "$")
    live = written.partition("location = /api/v1/live {")[2].partition("}")[0]

    assert "gateway-live:8000" in live
    assert "proxy_buffering off;" in live
    assert "proxy_buffering" not in written.replace(live, "")
    heartbeat = float(config.placeholders("gateway")["live_heartbeat_seconds"][1] or 0)
    assert float(live.partition("proxy_read_timeout ")[2].partition("s")[0]) > 2 * heartbeat
    assert "ports" not in compose()["services"]["gateway"], "nobody goes round the front"
