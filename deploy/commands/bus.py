"""`mingyitang outbox|dlq|republish`: what waits on the bus, what failed for good, and sending the catalogue anew."""

import json

import click

from deploy import installation, stores
from shared.outbox import Outbox


@click.group()
def outbox() -> None:
    """Events written down and not yet published."""


@outbox.command()
def status() -> None:
    """How many events wait in each service, and for how long the oldest."""
    click.echo(installation.adopt())
    for service in filter(stores.has_outbox, installation.services()):
        with stores.database_of(service) as database:
            count, age = Outbox(database, service).waiting()
        click.echo(f"  {service}: {count} waiting" + (f", the oldest for {age:.0f} s" if count else ""))


@click.group()
def dlq() -> None:
    """Events that no handler could take: the dead letters."""


@dlq.command("list")
def list_() -> None:
    """One line per dead letter: its id, type, handler and last error."""
    for letter in _dead_letters().list():
        click.echo(f"{letter.event_id}  {letter.event_type}  {letter.handler}  {letter.died_at}  {letter.error}")


@dlq.command()
@click.argument("event_id")
def show(event_id: str) -> None:
    """The whole message; personal fields stay sealed."""
    click.echo(json.dumps(_dead_letters().show(event_id), ensure_ascii=False, indent=1))


@dlq.command()
@click.argument("event_id", required=False)
@click.option("--all", "everything", is_flag=True, help="Replay every dead letter.")
def replay(event_id: str | None, everything: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Give a dead letter back to the handler that failed on it."""
    if bool(event_id) == everything:
        raise click.UsageError("name one event id, or --all")
    click.echo(f"{_dead_letters().replay(event_id)} replayed")


@click.command()
def republish() -> None:
    """Send the whole catalogue again as events, so that a service can rebuild its replica."""
    installation.adopt()


COMMANDS = [outbox, dlq, republish]
