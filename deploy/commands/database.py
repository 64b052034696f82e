"""`mingyitang db upgrade|downgrade|check`: the schema of every service."""

import sys

import click

from deploy import installation, stores


@click.group()
def db() -> None:
    """Migrations of all services, or of one."""


@db.command()
@click.argument("service", required=False)
def upgrade(service: str | None) -> None:
    """Bring the databases to the newest revision."""
    click.echo(f"upgrading {installation.adopt()}")
    for name in _asked(service):
        stores.upgrade(name)
        click.echo(f"  {name}: up to date")


@db.command()
@click.argument("service")
@click.option("--to", "revision", default="base", help="The revision to go back to.")
@click.confirmation_option(prompt="This deletes data. Go on?")
def downgrade(service: str, revision: str) -> None:
    """Take one service's database back."""
    installation.adopt()
    stores.downgrade(service, revision)
    click.echo(f"{service}: at {revision}")


@db.command()
def check() -> None:
    """Say which databases are behind; exit code 1 if any is."""
    installation.adopt()
    behind = [name for name in installation.services() if not stores.is_current(name)]
    click.echo(f"behind: {', '.join(behind)}" if behind else "all databases are up to date")
    sys.exit(1 if behind else 0)


def _asked(service: str | None) -> list[str]:
    known = installation.services()
    if service and service not in known:
        raise click.BadParameter(f"no such service: {service}; there are {', '.join(known)}")
    return [service] if service else known


COMMANDS = [db]
