"""`mingyitang …`: one command for those who run the system."""

import os
import sys
from pathlib import Path

import click
from pymongo.errors import PyMongoError
from sqlalchemy.exc import OperationalError

from deploy.backends import BackendMissing
from deploy.commands import (
    assignments,
    backends,
    bus,
    calendars,
    database,
    demo,
    dispatch,
    doctor,
    fees,
    keys,
    ledger,
    nlu,
    processes,
    scaffold,
    web,
)
from deploy.installation import NoInstallation, WrongClock
from deploy.web import NodeMissing
from shared import logs
from shared.config import ConfigurationInvalid
from shared.crypto import SealBroken
from shared.errors import Refusal

EXPECTED = (NoInstallation, WrongClock, ConfigurationInvalid, BackendMissing, SealBroken, NodeMissing)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """名医堂: appointments for massage, beauty and wellness shops."""


for module in (
    processes,
    assignments,
    backends,
    database,
    demo,
    bus,
    calendars,
    dispatch,
    fees,
    keys,
    ledger,
    nlu,
    doctor,
    scaffold,
    web,
):
    for command in module.COMMANDS:
        cli.add_command(command)


def in_words(refusal: Refusal) -> str:
    """What a service refused, and what is wrong with which field."""
    wrong = [f"{name}: {' '.join(lines)}" for name, lines in refusal.fields.items()]
    return " · ".join([refusal.detail, *wrong])


def main() -> None:
    """Run a command; what a user can mend is told in one line with exit code 1, never as a traceback."""
    sys.path.insert(0, str(Path.cwd())) if (Path.cwd() / "services").is_dir() else None
    logs.configure("mingyitang", os.environ.get("LOG_LEVEL", "WARNING"), "console")
    try:
        cli(standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except (OperationalError, PyMongoError) as error:
        click.echo(f"mingyitang: a store does not answer: {str(error).splitlines()[0]}", err=True)
        sys.exit(1)
    except Refusal as refusal:
        click.echo(f"mingyitang: {in_words(refusal)}", err=True)
        sys.exit(1)
    except EXPECTED as error:
        click.echo(f"mingyitang: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
