"""`mingyitang web …`: the pages in gateway/web."""

import subprocess

import click

from deploy import web


@click.group("web")
def group() -> None:
    """The pages: their build and their checks."""


@group.command("build")
def build() -> None:
    """Build the pages, if a source has changed since the last time."""
    try:
        click.echo(web.build())
    except subprocess.CalledProcessError as error:
        raise click.ClickException(f"the pages could not be built: {' '.join(error.cmd[4:])} failed") from error


@group.command("check")
def check() -> None:
    """Format, lint, types, unit tests, and whether the client is that of the OpenAPI document."""
    try:
        web.check()
    except subprocess.CalledProcessError as error:
        raise click.ClickException(f"{' '.join(error.cmd[4:])} failed") from error


COMMANDS = (group,)
