"""`mingyitang backends up|down|run`: the real servers, private to this checkout."""

import os
import signal
import subprocess
import sys

import click

from deploy import backends as servers

TERMINATED = 128 + signal.SIGTERM


@click.group()
def backends() -> None:
    """Real RabbitMQ, MySQL-family and MongoDB-wire servers, private to this checkout."""


@backends.command()
def up() -> None:
    """Start what does not run yet; the URLs go to .run/backends.env."""
    tell(servers.up())
    click.echo(f"written to {servers.STATE / 'backends.env'}")


@backends.command()
def down() -> None:
    """Stop what `up` started."""
    stopped = servers.down()
    click.echo(f"stopped {', '.join(stopped)}" if stopped else "nothing to stop")


@backends.command(context_settings={"ignore_unknown_options": True})
@click.argument("command", nargs=-1, required=True, type=click.UNPROCESSED)
def run(command: tuple[str, ...]) -> None:
    """Run a command with the servers up; stop afterwards what was started for it."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))  # so that `finally` runs
    already = servers.running() is not None
    started = servers.up()
    tell(started)
    try:
        done = subprocess.run(command, env={**os.environ, **started.environment()}, check=False)
    finally:
        if not already:
            servers.down()
    sys.exit(done.returncode)


def tell(started: servers.Backends) -> None:
    """Say what was chosen."""
    for name, server in started:
        click.echo(f"{name}: {server.chosen}")


COMMANDS = [backends]
