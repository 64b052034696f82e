"""What images are built of: their requirements, their user, the context they see."""

import re
import subprocess
from collections.abc import Iterator
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from deploy import image_requirements
from shared.config import ROOT
from tests.support.deployment import (
    PROCESSES,
    tool,
)


def test_the_dockerfile_is_clean() -> None:
    command = [tool("hadolint"), "--config", str(ROOT / ".hadolint.yaml"), str(ROOT / "deploy" / "Dockerfile")]

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
