"""`mingyitang verify-ledger`: do the books of all services tell one story?"""

import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta

import click

from deploy import installation, stores
from deploy.ledger import Books, Finding, verify
from shared.bus import dead_letters, topology
from shared.migrations import keeps_documents

SETTLED_SECONDS = 90
SECONDS_BETWEEN_LOOKS = 5


@click.command("verify-ledger")
@click.option(
    "--settled", default=SETTLED_SECONDS, show_default=True, help="Look away from what is younger, in seconds."
)
def verify_ledger(settled: int) -> None:
    """Compare appointments, claims, calendars, events and messages of all services; exit code 1 when they differ, 2
    when a database is behind and cannot be read.

    It may run beside a system at work: what is on its way is left alone.
    """
    click.echo(f"verifying {installation.adopt()}")
    _require_current()
    with books() as laid_open:
        findings = _found_twice(laid_open, timedelta(seconds=settled))
        letters = len(laid_open.dead_letters)
    for finding in findings:
        click.echo(f"  {finding}")
    told = ", ".join(f"{count} {kind}" for kind, count in Counter(finding.kind for finding in findings).items())
    click.echo(told or "the books of all services agree")
    if letters:
        click.echo(f"{letters} dead letters are set aside (mingyitang dlq list)")
    sys.exit(1 if findings else 0)


def _require_current() -> None:
    """The books of an older version lack tables and columns that are read here."""
    behind = {name: missing for name in installation.services() if (missing := stores.pending(name))}
    for name, missing in behind.items():
        click.echo(f"  {name}: still to migrate: {', '.join(missing)}; run `mingyitang db upgrade {name}`", err=True)
    if behind:
        click.echo("the books cannot be read before the migrations above", err=True)
        sys.exit(2)


def _found_twice(laid_open: Books, settled: timedelta) -> list[Finding]:
    """A system at work turns pages while they are read: what is found once is looked for again."""
    first = verify(laid_open, settled)
    if not first:
        return []
    time.sleep(SECONDS_BETWEEN_LOOKS)
    again = {(finding.kind, finding.subject) for finding in verify(laid_open, settled)}
    return [finding for finding in first if (finding.kind, finding.subject) in again]


@contextmanager
def books() -> Iterator[Books]:
    """The books of the system that this process's environment tells of."""
    amqp_url = os.environ["AMQP_URL"]
    on_broker = not amqp_url.startswith("memory")
    letters = dead_letters.list_dead_letters(amqp_url if on_broker else os.environ["DEAD_LETTERS_URL"])
    offset = timedelta(seconds=float(os.environ.get("CLOCK_OFFSET_SECONDS", "0")))
    with ExitStack() as stack:
        names = (name for name in installation.services() if not keeps_documents(name))
        databases = {name: stack.enter_context(stores.database_of(name)) for name in names}
        delays = topology.delays_of({"retry_delays": os.environ.get("RETRY_DELAYS")})
        yield Books(databases, amqp_url if on_broker else None, letters, offset, delays)


COMMANDS = [verify_ledger]
