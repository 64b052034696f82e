"""`mingyitang seed-demo|create-admin`: the demonstration shop, and the first account of a real one."""

import os
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from deploy import installation
from deploy.caller import caller
from deploy.seed import seed
from shared.actor import PLATFORM_ADMIN
from shared.clock import SystemClock

SHOP_ZONE = ZoneInfo("Asia/Shanghai")


@click.command("seed-demo")
def seed_demo() -> None:
    """Fill the running system with the demonstration shop; what is there already stays as it is.

    The system must run with PROFILE=demo (make up). The embedded one fills itself at its first start.
    """
    where = installation.adopt()
    if os.environ.get("PROFILE") != installation.DEMO:
        raise click.ClickException("demonstration data goes into a demonstration only: PROFILE=demo")
    if os.environ["AMQP_URL"].startswith("memory"):
        raise click.ClickException("the embedded system fills itself when it starts: make run")
    click.echo(f"seeding {where}")
    seed_over_the_bus()


@click.command("create-admin")
@click.option("--login", required=True)
@click.option("--name", default="", help="Shown to people; the login by default.")
@click.password_option(help="Asked for when not given.")
def create_admin(login: str, name: str, password: str) -> None:
    """Make an account that may do everything; the identity service must run."""
    installation.adopt()
    account = {"login": login, "name": name or login, "password": password, "roles": [PLATFORM_ADMIN], "stores": []}
    with caller(os.environ["AMQP_URL"], "cli") as call:
        answer = call("identity", "create_account", account)
    click.echo(f"{login}: account {answer['account_id']}")


def seed_over_the_bus() -> None:
    """Fill the system that this process's environment tells of."""
    with caller(os.environ["AMQP_URL"], "seed") as call:
        click.echo(str(seed(call, shop_date())))


def shop_date() -> date:
    """The date on the shop's wall, by the demonstration clock."""
    offset = timedelta(seconds=float(os.environ.get("CLOCK_OFFSET_SECONDS", "0")))
    now: datetime = SystemClock(offset).now()
    return now.astimezone(SHOP_ZONE).date()


COMMANDS = [seed_demo, create_admin]
