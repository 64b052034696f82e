"""`mingyitang verify-calendars|rebuild-calendars|availability`: bits against claims, and the engine by itself."""

import json
import sys
from pathlib import Path
from typing import Any

import click

from deploy import installation, stores
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
    asked, answered = files
    try:
        lines = asked.read_text(encoding="utf-8").splitlines()
        answers = [_answered(number, line) for number, line in enumerate(lines, start=1) if line.strip()]
        answered.write_text("".join(f"{line}\n" for line in answers), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    click.echo(f"{len(answers)} cases answered")


def _answered(number: int, line: str) -> str:
    """The answer to one case as a line; what is no case is answered with why, and the others all the same."""
    case: dict[str, Any] = {}
    try:
        case = dict(json.loads(line))
        found = answer(case)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one case, the next one is answered
        why = f"it has no {error}" if type(error) is KeyError else str(error)
        found = {"error": f"line {number} is no case: {why}"}
    return json.dumps({"id": case.get("id"), **found}, ensure_ascii=False)


COMMANDS = [verify_calendars, rebuild_calendars, availability]
