"""What containers and clusters are told agrees with the code: services, images, variables, users, requirements."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from packaging.requirements import Requirement

from deploy import broker, broker_users, image_requirements, installation, make_secrets
from shared import config
from shared.config import ROOT

SERVICES = installation.services()
PROCESSES = [*SERVICES, "gateway"]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
KUBERNETES = "1.34"
OVERLAYS = ["base", "overlays/dev", "overlays/prod"]
# Read by gunicorn.conf.py and by the commands, which have no config.yml.
OUTSIDE_CONFIG = {"HOST", "PORT", "DATA_DIR"}

Json = dict[str, Any]


def _tool(name: str) -> str:
    """The program, from this environment or the machine; its absence fails where it must not be skipped."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{name} is missing: run make setup")
    return str(found)


@cache
def _compose() -> Json:
    loaded: Json = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@cache
def _built(folder: str) -> list[Json]:
    """The objects that kustomize makes of a folder below k8s/."""
    command = [_tool("kubectl"), "kustomize", str(ROOT / "k8s" / folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [*yaml.safe_load_all(done.stdout)]


def _of_kind(folder: str, kind: str) -> dict[str, Json]:
    return {thing["metadata"]["name"]: thing for thing in _built(folder) if thing["kind"] == kind}


def _pods(folder: str) -> dict[str, Json]:
    """Our own pods' specifications by name, those of the servers left out."""
    workloads = {**_of_kind(folder, "Deployment"), **_of_kind(folder, "Job")}
    return {name: workload["spec"]["template"]["spec"] for name, workload in workloads.items()}


def _dashed(name: str) -> str:
    return name.replace("_", "-")


def _required(process: str) -> set[str]:
    """The variables a process cannot start without, and the one that names its store."""
    known = config.placeholders(process)
    stores = {known[key][0] for key in ("database_url", "mongo_url") if key in known}
    return stores | {variable for variable, default in known.values() if default is None}


def _given(variables: Json) -> set[str]:
    return {name.removesuffix("_FILE") for name in variables}


# Images


def test_the_dockerfile_is_clean() -> None:
    command = [_tool("hadolint"), "--config", str(ROOT / ".hadolint.yaml"), str(ROOT / "deploy" / "Dockerfile")]

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout) == (0, "")


def test_an_image_runs_as_nobody_in_particular_on_a_python_we_support() -> None:
    text = (ROOT / "deploy" / "Dockerfile").read_text()
    python = re.search(r"^ARG PYTHON=(\d+\.\d+)", text, re.MULTILINE)

    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", text, re.MULTILINE)
    assert python is not None
    assert python[1] in {"3.11", "3.12"}


def test_the_context_of_a_build_lets_in_only_what_is_named() -> None:
    lines = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    let_in = {line[1:] for line in lines if line.startswith("!")}

    assert lines[0] == "*"
    assert let_in == {"pyproject.toml", "requirements.lock", "shared", "services", "gateway", "deploy"}


@pytest.mark.parametrize("image", [*PROCESSES, "deploy"])
def test_an_image_installs_all_that_its_code_needs_and_no_tool_of_ours(image: str) -> None:
    names = {pin.name for pin in image_requirements.requirements_of(image)}

    assert {need for name in names for need in _needs_of(name)} <= names
    assert not names & {"pytest", "mypy", "ruff", "hypothesis", "schemathesis"}


def _needs_of(name: str) -> Iterator[str]:
    """What an installed package requires on this machine, its own extras left out; nothing when it is not for here."""
    try:
        requirements = [Requirement(text) for text in metadata.requires(name) or ()]
    except metadata.PackageNotFoundError:
        return
    for requirement in requirements:
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield image_requirements.normalised(requirement.name)


@pytest.mark.parametrize(
    ("image", "foreign"),
    [
        ("booking", {"flask", "pymongo", "argon2-cffi", "click"}),
        ("chatbot", {"flask", "sqlalchemy", "pymysql"}),
        ("gateway", {"sqlalchemy", "pymongo", "supervisor"}),
    ],
)
def test_an_image_does_not_carry_its_neighbours(image: str, foreign: set[str]) -> None:
    assert not {pin.name for pin in image_requirements.requirements_of(image)} & foreign


def test_an_images_pins_and_hashes_are_the_locks_own() -> None:
    lock = (ROOT / "requirements.lock").read_text()

    for pin in image_requirements.requirements_of("deploy"):
        assert pin.text in lock
        assert "--hash=sha256:" in pin.text


# Compose


@pytest.mark.parametrize("process", PROCESSES)
def test_compose_runs_every_process_from_an_image_of_its_own(process: str) -> None:
    container = _compose()["services"][process]

    assert container["image"] == f"mingyitang/{process}:${{VERSION:-{VERSION}}}"
    assert container["build"]["args"] == {"SERVICE": process}
    assert container["read_only"] is True
    assert container["cap_drop"] == ["ALL"]
    assert "healthcheck" in container
    assert container["depends_on"]["migrations"]["condition"] == "service_completed_successfully"


def test_compose_runs_nothing_that_is_not_there() -> None:
    others = {"secrets", "migrations", "seed-demo", "rabbitmq", "mysql", "mongodb"}

    assert set(_compose()["services"]) == {*PROCESSES, *others}


@pytest.mark.parametrize("process", PROCESSES)
def test_compose_gives_a_process_every_variable_it_needs_and_none_it_does_not_know(process: str) -> None:
    given = _given(_compose()["services"][process]["environment"])
    known = {variable for variable, _ in config.placeholders(process).values()}

    assert _required(process) <= given
    assert given <= known | OUTSIDE_CONFIG


@pytest.mark.parametrize("process", PROCESSES)
def test_compose_mounts_a_process_its_own_secrets_alone_and_they_are_there(process: str, tmp_path: Path) -> None:
    container = _compose()["services"][process]
    make_secrets.main(tmp_path, "production")

    files = [path for name, path in container["environment"].items() if name.endswith("_FILE")]

    assert container["volumes"] == [f"secrets-{process}:/run/secrets:ro"]
    assert {Path(path).name for path in files} == {path.name for path in (tmp_path / process).iterdir()}


def test_every_server_is_of_the_promised_version_and_tells_when_it_is_ready() -> None:
    servers = {name: _compose()["services"][name] for name in ("rabbitmq", "mysql", "mongodb")}

    assert [server["image"] for server in servers.values()] == ["rabbitmq:4-management", "mysql:8.4", "mongo:8"]
    assert all("healthcheck" in server for server in servers.values())


def test_every_volume_that_is_mounted_is_declared_and_the_other_way_round() -> None:
    mounted = {
        volume.split(":")[0]
        for container in _compose()["services"].values()
        for volume in container.get("volumes", ())
        if not volume.startswith(".")
    }

    assert mounted == set(_compose()["volumes"])


# Secrets


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
    for variable in _required(process):
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

    assert {variable for service in SERVICES for variable in _required(service)} <= adopted


def test_no_secret_is_in_two_hands(tmp_path: Path) -> None:
    make_secrets.main(tmp_path, "production")
    urls = {process: (tmp_path / process / "amqp_url").read_text() for process in PROCESSES}

    assert len({re.search(r":([^:@]+)@", url)[1] for url in urls.values()}) == len(PROCESSES)  # type: ignore[index]


# The broker's users


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


# Kubernetes


@pytest.mark.parametrize("folder", OVERLAYS)
def test_what_kustomize_builds_is_valid(folder: str) -> None:
    for thing in _built(folder):
        kubernetes_validate.validate(thing, KUBERNETES, strict=True)


def test_every_process_has_a_folder_and_every_folder_is_used() -> None:
    folders = {path.parent.name for path in (ROOT / "k8s" / "base").glob("*/kustomization.yaml")}
    used = yaml.safe_load((ROOT / "k8s" / "base" / "kustomization.yaml").read_text())["resources"]

    assert folders == {*PROCESSES, "configuration", "migrations"}
    assert set(used) == folders


@pytest.mark.parametrize("process", PROCESSES)
def test_a_deployment_runs_the_image_that_compose_runs(process: str) -> None:
    (container,) = _pods("base")[_dashed(process)]["containers"]
    in_compose = _compose()["services"][process]

    assert container["image"] == f"mingyitang/{process}:{VERSION}"
    assert container.get("args") == in_compose.get("command")


def test_the_migrations_job_does_what_it_does_in_compose() -> None:
    (container,) = _pods("base")["migrations"]["containers"]
    in_compose = _compose()["services"]["migrations"]

    assert container["image"] == f"mingyitang/deploy:{VERSION}"
    assert container["args"] == in_compose["command"]


@pytest.mark.parametrize("process", PROCESSES)
def test_a_deployment_is_probed_where_its_process_answers(process: str) -> None:
    (container,) = _pods("base")[_dashed(process)]["containers"]
    (port,) = container["ports"]
    variables = _of_kind("base", "ConfigMap")["mingyitang"]["data"]

    assert str(port["containerPort"]) == variables["PORT" if process == "gateway" else "HEALTH_PORT"]
    probes = {name: container[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert probes["livenessProbe"] == probes["startupProbe"] == {"path": "/healthz", "port": port["name"]}
    assert probes["readinessProbe"] == {"path": "/readyz", "port": port["name"]}


@pytest.mark.parametrize("folder", OVERLAYS)
def test_no_pod_of_ours_runs_as_root_writes_to_its_disk_or_grows_without_end(folder: str) -> None:
    """What the Pod Security Standard `restricted` asks, and a read-only disk."""
    for pod in _pods(folder).values():
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in pod["containers"]:
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert set(container["resources"]) == {"requests", "limits"}


@pytest.mark.parametrize("process", PROCESSES)
def test_the_cluster_gives_a_process_every_variable_it_needs_and_none_it_does_not_know(process: str) -> None:
    secret = set(_of_kind("overlays/dev", "Secret")[_dashed(process)]["stringData"])
    shared = set(_of_kind("base", "ConfigMap")["mingyitang"]["data"])
    known = {variable for name in PROCESSES for variable, _ in config.placeholders(name).values()}
    own = {variable for variable, _ in config.placeholders(process).values()}

    assert _required(process) <= secret | shared
    assert secret <= own
    assert shared <= known | OUTSIDE_CONFIG


def test_the_migrations_job_knows_every_store() -> None:
    given = set(_of_kind("overlays/dev", "Secret")["migrations"]["stringData"])

    assert {variable for service in SERVICES for variable in _required(service)} <= given


@pytest.mark.parametrize("folder", OVERLAYS)
def test_every_secret_and_map_a_pod_names_has_a_name_that_the_examples_know(folder: str) -> None:
    known = {("secretRef", name) for name in _of_kind("overlays/dev", "Secret")} | {("configMapRef", "mingyitang")}
    named = {
        (kind, reference["name"])
        for pod in _pods(folder).values()
        for container in pod["containers"]
        for source in container["envFrom"]
        for kind, reference in source.items()
    }

    assert named <= known


def test_the_examples_keys_are_refused_by_production(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in _of_kind("overlays/dev", "Secret")["notification"]["stringData"].items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setenv("PROFILE", "demo")
    config.load("notification")

    monkeypatch.setenv("PROFILE", "production")
    with pytest.raises(config.ConfigurationInvalid, match="must not guard real people"):
        config.load("notification")


def test_every_process_is_replicated_in_production() -> None:
    replicas = {name: thing["spec"]["replicas"] for name, thing in _of_kind("overlays/prod", "Deployment").items()}

    assert replicas == dict.fromkeys(map(_dashed, PROCESSES), 2)


def test_the_development_servers_know_the_users_of_the_examples() -> None:
    backends = ROOT / "k8s" / "overlays" / "dev" / "backends"
    passwords = dict.fromkeys([*broker_users.users(), "mysql", "mongodb"], "example")
    made = make_secrets.server_files(passwords)
    written = json.loads((backends / "definitions.json").read_text())
    expected = json.loads(made["rabbitmq"]["definitions.json"])

    assert (backends / "users.sql").read_text() == made["mysql"]["users.sql"]
    assert (backends / "users.js").read_text() == made["mongodb"]["users.js"]
    for definitions in (written, expected):
        for user in definitions["users"]:
            del user["password_hash"]  # salted afresh each time
    assert written == expected


def test_where_the_broker_cannot_be_managed_everybody_uses_the_url_that_was_given() -> None:
    urls = broker.prepare({"AMQP_URL": "amqp://me:mine@broker/shop", "AMQP_MANAGEMENT_URL": ""})

    assert urls == dict.fromkeys([*PROCESSES, "deploy"], "amqp://me:mine@broker/shop")
