"""What clusters are told agrees with the code: services, images, variables, users."""

import json

import kubernetes_validate
import pytest
import yaml

from deploy import broker_users, make_secrets
from shared import config
from shared.config import ROOT
from tests.support.deployment import (
    KUBERNETES,
    OUTSIDE_CONFIG,
    OVERLAYS,
    PROCESSES,
    SERVICES,
    VERSION,
    built,
    compose,
    dashed,
    of_kind,
    pods,
    required,
)


@pytest.mark.parametrize("folder", OVERLAYS)
def test_what_kustomize_builds_is_valid(folder: str) -> None:
    for thing in built(folder):
        kubernetes_validate.validate(thing, KUBERNETES, strict=True)


def test_every_process_has_a_folder_and_every_folder_is_used() -> None:
    folders = {path.parent.name for path in (ROOT / "k8s" / "base").glob("*/kustomization.yaml")}
    used = yaml.safe_load((ROOT / "k8s" / "base" / "kustomization.yaml").read_text())["resources"]

    assert folders == {*PROCESSES, "configuration", "migrations"}
    assert set(used) == folders


@pytest.mark.parametrize("process", PROCESSES)
def test_a_deployment_runs_the_image_that_compose_runs(process: str) -> None:
    (container,) = pods("base")[dashed(process)]["containers"]
    in_compose = compose()["services"][process]

    assert container["image"] == f"mingyitang/{process}:{VERSION}"
    assert container.get("args") == in_compose.get("command")


def test_the_migrations_job_does_what_it_does_in_compose() -> None:
    (container,) = pods("base")["migrations"]["containers"]
    in_compose = compose()["services"]["migrations"]

    assert container["image"] == f"mingyitang/deploy:{VERSION}"
    assert container["args"] == in_compose["command"]


@pytest.mark.parametrize("process", PROCESSES)
def test_a_deployment_is_probed_where_its_process_answers(process: str) -> None:
    (container,) = pods("base")[dashed(process)]["containers"]
    (port,) = container["ports"]
    variables = of_kind("base", "ConfigMap")["mingyitang"]["data"]

    assert str(port["containerPort"]) == variables["PORT" if process == "gateway" else "HEALTH_PORT"]
    probes = {name: container[name]["httpGet"] for name in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert probes["livenessProbe"] == probes["startupProbe"] == {"path": "/healthz", "port": port["name"]}
    assert probes["readinessProbe"] == {"path": "/readyz", "port": port["name"]}


@pytest.mark.parametrize("folder", OVERLAYS)
def test_no_pod_of_ours_runs_as_root_writes_to_its_disk_or_grows_without_end(folder: str) -> None:
    """What the Pod Security Standard `restricted` asks, and a read-only disk."""
    for pod in pods(folder).values():
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
    secret = set(of_kind("overlays/dev", "Secret")[dashed(process)]["stringData"])
    shared = set(of_kind("base", "ConfigMap")["mingyitang"]["data"])
    known = {variable for name in PROCESSES for variable, _ in config.placeholders(name).values()}
    own = {variable for variable, _ in config.placeholders(process).values()}

    assert required(process) <= secret | shared
    assert secret <= own
    assert shared <= known | OUTSIDE_CONFIG


def test_the_migrations_job_knows_every_store() -> None:
    given = set(of_kind("overlays/dev", "Secret")["migrations"]["stringData"])

    assert {variable for service in SERVICES for variable in required(service)} <= given


@pytest.mark.parametrize("folder", OVERLAYS)
def test_every_secret_and_map_a_pod_names_has_a_name_that_the_examples_know(folder: str) -> None:
    known = {("secretRef", name) for name in of_kind("overlays/dev", "Secret")} | {("configMapRef", "mingyitang")}
    named = {
        (kind, reference["name"])
        for pod in pods(folder).values()
        for container in pod["containers"]
        for source in container["envFrom"]
        for kind, reference in source.items()
    }

    assert named <= known


def test_the_examples_keys_are_refused_by_production(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable, value in of_kind("overlays/dev", "Secret")["notification"]["stringData"].items():
        monkeypatch.setenv(variable, value)
    monkeypatch.setenv("PROFILE", "demo")
    config.load("notification")

    monkeypatch.setenv("PROFILE", "production")
    with pytest.raises(config.ConfigurationInvalid, match="must not guard real people"):
        config.load("notification")


def test_every_process_is_replicated_in_production() -> None:
    replicas = {name: thing["spec"]["replicas"] for name, thing in of_kind("overlays/prod", "Deployment").items()}

    assert replicas == dict.fromkeys(["gateway-live", *map(dashed, PROCESSES)], 2)


@pytest.mark.parametrize("folder", OVERLAYS)
def test_streams_are_split_off_by_path_to_a_gateway_that_is_the_same_but_for_its_threads(folder: str) -> None:
    (calls,), (live,) = (pods(folder)[name]["containers"] for name in ("gateway", "gateway-live"))
    ways = of_kind(folder, "Ingress")["gateway-live"]
    [path] = ways["spec"]["rules"][0]["http"]["paths"]

    assert {**live, "env": None} == {**calls, "env": None}
    assert {"name": "LIVE_STREAMS", "value": "0"} in calls["env"]
    assert int(next(one["value"] for one in live["env"] if one["name"] == "LIVE_STREAMS")) >= 1000
    assert (path["path"], path["backend"]["service"]["name"]) == ("/api/v1/live", "gateway-live")
    assert ways["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-buffering"] == "off"
    assert ways["spec"].get("tls") == of_kind(folder, "Ingress")["gateway"]["spec"].get("tls")


def test_streams_are_let_in_like_calls() -> None:
    doors = of_kind("base", "NetworkPolicy")

    assert doors["gateway-live"]["spec"]["ingress"] == doors["gateway"]["spec"]["ingress"]
    selected = doors["gateway-live"]["spec"]["podSelector"]["matchLabels"]
    assert (
        selected.items()
        <= of_kind("base", "Deployment")["gateway-live"]["spec"]["template"]["metadata"]["labels"].items()
    )


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
