"""What compose and Kubernetes are told, as tests read it."""

import os
import shutil
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy import installation
from shared import config
from shared.config import ROOT

SERVICES = installation.services()
PROCESSES = [*SERVICES, "gateway"]
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
KUBERNETES = "1.34"
OVERLAYS = ["base", "overlays/dev", "overlays/prod"]
# Read by gunicorn.conf.py and by the commands, which have no config.yml.
OUTSIDE_CONFIG = {"HOST", "PORT", "DATA_DIR", "GATEWAY_THREADS", "GATEWAY_WORKERS"}

Json = dict[str, Any]


def tool(name: str) -> str:
    """The program, from this environment or the machine; its absence fails where it must not be skipped."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if found is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{name} is missing: run make setup")
    return str(found)


@cache
def compose() -> Json:
    loaded: Json = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@cache
def built(folder: str) -> list[Json]:
    """The objects that kustomize makes of a folder below k8s/."""
    command = [tool("kubectl"), "kustomize", str(ROOT / "k8s" / folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return [*yaml.safe_load_all(done.stdout)]


def of_kind(folder: str, kind: str) -> dict[str, Json]:
    return {thing["metadata"]["name"]: thing for thing in built(folder) if thing["kind"] == kind}


def pods(folder: str) -> dict[str, Json]:
    """Our own pods' specifications by name, those of the servers left out."""
    workloads = {**of_kind(folder, "Deployment"), **of_kind(folder, "Job")}
    return {name: workload["spec"]["template"]["spec"] for name, workload in workloads.items()}


def dashed(name: str) -> str:
    return name.replace("_", "-")


def required(process: str) -> set[str]:
    """The variables a process cannot start without, and the one that names its store."""
    known = config.placeholders(process)
    stores = {known[key][0] for key in ("database_url", "mongo_url") if key in known}
    return stores | {variable for variable, default in known.values() if default is None}


def given_to(variables: Json) -> set[str]:
    return {name.removesuffix("_FILE") for name in variables}
