"""`mingyitang run|serve|up|down`: the system in one process, one service, the system as separate processes."""

import os
import sys
from pathlib import Path

import click

from deploy import backends, broker, installation, stores, supervision
from deploy.commands.backends import tell


@click.command()
def run() -> None:
    """All services in one process on embedded stores, with demonstration data. HOST, PORT, DATA_DIR, DEMO_NOW."""
    # A process of its own, because eventlet must patch the standard library before anything else is imported.
    os.execv(sys.executable, [sys.executable, "-m", "deploy.embedded"])


@click.command()
@click.argument("service")
def serve(service: str) -> None:
    """One service as a process, configured by the environment, as in its container."""
    os.execv(sys.executable, [sys.executable, "-m", "shared.bus.runner", service])


@click.command()
def up() -> None:
    """The full system as separate processes on real backends; returns when it serves."""
    profile = os.environ.get("PROFILE", "production")
    home = installation.home_of(profile)
    if supervision.process_of(home):
        raise click.ClickException(f"it is up already ({home}); make down stops it")
    _start_backends(home)
    servers = backends.up()
    backends.must_answer(servers)
    variables = installation.separate(home, profile, servers)
    installation.remember(home, variables)
    os.environ.update(variables)
    for service in installation.services():
        stores.upgrade(service)
    supervision.start(home, variables, broker.prepare(variables))
    _wait(home)
    if profile == installation.DEMO:
        _seed()


@click.command()
def down() -> None:
    """Stop what `up` started, the backends included if it started them."""
    homes = installation.homes()
    stopped = [home.name for home in homes if supervision.stop(home)]
    ours = [home / "backends-are-ours" for home in homes if (home / "backends-are-ours").exists()]
    servers = backends.down() if ours else []
    for mark in ours:
        mark.unlink()
    click.echo(f"stopped {', '.join([*stopped, *servers])}" if stopped or servers else "nothing to stop")


def _start_backends(home: Path) -> None:
    """Start the servers, remembering whether they are ours to stop."""
    if backends.running() is None:
        (home / "backends-are-ours").touch()
    tell(backends.up())


def _wait(home: Path) -> None:
    url = f"http://{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
    problem = supervision.wait_until_ready(url)
    if problem:
        raise click.ClickException(f"not ready: {problem}; the logs are in {home / 'logs'}")
    click.echo(f"ready: {url}  (logs: {home / 'logs'})")


def _seed() -> None:
    from deploy.commands.demo import seed_over_the_bus  # noqa: PLC0415 - only the demonstration profile carries it

    seed_over_the_bus()


COMMANDS = [run, serve, up, down]
