"""`mingyitang doctor`: what this machine has, what is missing, and how to get it."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from deploy import backends, installation, stores
from deploy.backends.process import find_program, has_docker
from shared.config import ConfigurationInvalid


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `needed_for` says what does not work without it; None: nothing works without it."""

    what: str
    good: bool
    detail: str
    needed_for: str | None = None


@click.command()
def doctor() -> None:
    """Say what is here, what is missing and how to get it; exit code 1 if something essential is wrong."""
    findings = [*_machine(), *_servers(), *_system()]
    for finding in findings:
        mark = "ok  " if finding.good else "miss" if finding.needed_for else "BAD "
        purpose = "" if finding.good or not finding.needed_for else f" (needed for {finding.needed_for})"
        click.echo(f"{mark}  {finding.what}: {finding.detail}{purpose}")
    sys.exit(any(not finding.good and finding.needed_for is None for finding in findings))


def _machine() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding("python", sys.version_info >= (3, 11), version)
    yield _program("git", ("git",), "apt-get install git", "developing")
    yield _program("kubectl", ("kubectl", "kustomize"), "see kubernetes.io, or let the tests fetch it", "k8s/")
    yield _program("chromium", ("chromium", "chromium-browser"), "apt-get install chromium fonts-noto-cjk", "web tests")


def _program(what: str, names: tuple[str, ...], remedy: str, needed_for: str) -> Finding:
    found = find_program(*names)
    return Finding(what, found is not None, found or f"not found; {remedy}", needed_for)


def _servers() -> Iterator[Finding]:
    if has_docker():
        yield Finding("docker engine", True, "answers; make up and make test take their servers from it")
        return
    yield _program("rabbitmq", ("rabbitmq-server",), "apt-get install rabbitmq-server", "make up, make test")
    yield _program("mysql family", ("mariadbd", "mysqld"), "apt-get install mariadb-server", "make up, make test")
    mongod = shutil.which("mongod")
    yield Finding("mongodb", True, mongod or "no mongod; nx-27017 (MongoDB wire on SQLite) stands in")
    running = backends.running()
    yield Finding("make backends", running is not None, "running" if running else "not running", "make up, make test")


def _system() -> Iterator[Finding]:
    try:
        where = installation.adopt()
    except installation.NoInstallation as none:
        yield Finding("system", False, str(none), "the commands about a system")
        return
    yield Finding("system", True, where)
    for service in installation.services():
        yield _store(service)


def _store(service: str) -> Finding:
    try:
        current = stores.is_current(service)
    except ConfigurationInvalid as error:
        return Finding(service, False, str(error))
    except Exception as error:  # noqa: BLE001 - whatever a driver raises, the doctor tells it and goes on
        return Finding(f"{service}'s store", False, f"does not answer: {str(error).splitlines()[0][:160]}")
    return Finding(f"{service}'s store", current, "up to date" if current else "behind; mingyitang db upgrade")


COMMANDS = [doctor]
