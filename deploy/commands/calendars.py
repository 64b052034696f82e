"""`mingyitang verify-calendars|rebuild-calendars|availability`: bits against claims, and the engine by itself."""

import sys
from pathlib import Path

import click

from deploy import installation, stores
from deploy.jsonl import answer_file
from services.scheduling.adapters import verification
from services.scheduling.domain.offer.cases import answer


@click.command("verify-calendars")
def verify_calendars() -> None:
    """Compare every day's bits with the claims they come from; exit code 1 when any differ or two claims overlap."""
    click.echo(f"verifying {installation.adopt()}")
    with stores.database_of("scheduling") as database:
        wrong = verification.verify_calendars(database)
    for day in wrong:
        click.echo(f"  {day}")
    click.echo(f"{len(wrong)} days differ from their claims or are taken twice" if wrong else "bits equal claims")
    sys.exit(1 if wrong else 0)


@click.command("rebuild-calendars")
def rebuild_calendars() -> None:
    """Write every day's bits anew from the claims."""
    click.echo(f"rebuilding {installation.adopt()}")
    with stores.database_of("scheduling") as database:
        mended = verification.rebuild_calendars(database)
    click.echo(f"{len(mended)} days put right")


@click.group()
def availability() -> None:
    """The availability engine by itself."""


@availability.command()
@click.option(
    "--jsonl", "files", nargs=2, required=True, type=click.Path(path_type=Path, dir_okay=False), help="IN OUT"
)
def cases(files: tuple[Path, Path]) -> None:
    """Answer stored cases, one JSON object a line in, one a line out: {"id", …answer}."""
    click.echo(f"{answer_file(*files, answer)} cases answered")


COMMANDS = [verify_calendars, rebuild_calendars, availability]
