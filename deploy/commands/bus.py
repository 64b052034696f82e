"""`mingyitang outbox|dlq|republish`: what waits on the bus, what failed for good, and sending the catalogue anew."""

import json
import os
from datetime import UTC, datetime

import click

from deploy import installation, stores
from services.catalog.adapters.storage import SqlCatalogue
from services.catalog.use_cases.republish import republish as announce_everything
from shared.actor import Actor
from shared.bus import dead_letters
from shared.call import Call
from shared.outbox import Outbox


@click.group()
def outbox() -> None:
    """Events written down and not yet published."""


@outbox.command()
def status() -> None:
    """How many events wait in each service, for how long the oldest, and how many of them the broker has refused."""
    click.echo(installation.adopt())
    for service in filter(stores.has_outbox, installation.services()):
        with stores.database_of(service) as database:
            waiting = Outbox(database, service)
            (count, age), refused = waiting.waiting(), waiting.refused()
        oldest = f", the oldest for {age:.0f} s" if count else ""
        click.echo(f"  {service}: {count} waiting{oldest}" + (f", {refused} refused by the broker" if refused else ""))


@click.group()
def dlq() -> None:
    """Events that no handler could take: the dead letters."""


@dlq.command("list")
def list_() -> None:
    """One line per dead letter: its id, when it failed, its handler's queue and the last error."""
    letters = dead_letters.list_dead_letters(_where())
    for letter in letters:
        click.echo(f"{letter.id}  {letter.failed_at}  {letter.handler_queue}  {letter.reason}")
    if not letters:
        click.echo("no dead letters")


@dlq.command()
@click.argument("letter_id")
def show(letter_id: str) -> None:
    """One dead letter whole; personal fields stay sealed."""
    letter = dead_letters.show_dead_letter(_where(), letter_id)
    if letter is None:
        raise click.ClickException(f"there is no dead letter {letter_id}")
    for name in ("id", "service", "handler_queue", "attempts", "failed_at", "reason"):
        click.echo(f"{name}: {getattr(letter, name)}")
    click.echo(json.dumps(letter.event(), ensure_ascii=False, indent=1) if letter.event() else letter.body)


@dlq.command()
@click.argument("letter_ids", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Replay every dead letter.")
def replay(letter_ids: tuple[str, ...], *, everything: bool) -> None:
    """Give dead letters back to the handlers that failed on them."""
    if bool(letter_ids) == everything:
        raise click.UsageError("name the letters, or say --all")
    where = _where()
    chosen = {letter.id for letter in dead_letters.list_dead_letters(where)} if everything else set(letter_ids)
    replayed = dead_letters.replay_dead_letters(where, chosen)
    click.echo(f"{replayed} replayed")
    if replayed < len(chosen):
        raise click.ClickException(f"{len(chosen) - replayed} of them are not there")


@click.command()
def republish() -> None:
    """Announce the whole catalogue again, so that a service can rebuild its replica.

    The events are written to the outbox; the running catalog service publishes them.
    """
    click.echo(f"republishing {installation.adopt()}")
    call = Call(actor=Actor.system("cli"))
    with stores.database_of("catalog") as database, database.transaction():
        catalogue = SqlCatalogue(database, Outbox(database, "catalog"), call)
        count = announce_everything(catalogue, call.actor, datetime.now(UTC))
    click.echo(f"{count} events written to the outbox")


def _where() -> str:
    """Where the dead letters are: the broker, or the embedded profile's table."""
    installation.adopt()
    return os.environ.get("DEAD_LETTERS_URL") or os.environ["AMQP_URL"]


COMMANDS = [outbox, dlq, republish]
