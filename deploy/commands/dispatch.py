"""`mingyitang dispatch solve`: the routing solver by itself, on instances of the literature."""

import json
import time
from pathlib import Path

import click

from services.scheduling.domain.routing import solomon

START_SECONDS = 0.3
"""What reading, modelling and printing take: the whole command keeps to the time it was given."""


class NoAnswer(click.ClickException):
    """The file is no instance, or one without an answer."""

    exit_code = 2


@click.group()
def dispatch() -> None:
    """Routes of home visits."""


@dispatch.command()
@click.argument("file", type=click.Path(exists=True, path_type=Path, dir_okay=False))
@click.option("--seconds", type=click.FloatRange(0, 3600, min_open=True), default=20, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def solve(file: Path, seconds: float, seed: int, *, as_json: bool) -> None:
    """Route an instance in Solomon's format; least distance, cut to one decimal a leg. Exit code 2: no answer."""
    from services.scheduling.adapters.routing.solving import solve as solved  # noqa: PLC0415 - its import takes long

    began = time.monotonic()
    instance = _read(file)
    plan = solved(instance.day(), max(seconds - START_SECONDS, seconds / 2), seed=seed)
    routes = [[int(stop_id) for stop_id in route.stop_ids] for route in plan.routes if route.calls]
    if plan.lost:
        unserved = ", ".join(stop.id for stop in plan.lost)
        raise NoAnswer(f"no routes found in {seconds:g} s that serve everybody; left out: {unserved}")
    if wrong := solomon.faults(instance, routes):
        raise NoAnswer(f"the routes found are wrong: {'; '.join(wrong)}")
    _print(instance, routes, time.monotonic() - began, as_json=as_json)


def _read(file: Path) -> solomon.Instance:
    try:
        return solomon.read(file.read_text(encoding="utf-8"))
    except (solomon.NotSolomon, UnicodeDecodeError, OSError) as error:
        raise NoAnswer(f"{file} is no instance in Solomon's format: {error}") from error


def _print(instance: solomon.Instance, routes: solomon.Routes, seconds: float, *, as_json: bool) -> None:
    distance = solomon.distance(instance, routes) / 10
    if as_json:
        told = {"instance": instance.name, "distance": distance, "vehicles": len(routes), "routes": routes}
        click.echo(json.dumps({**told, "seconds": round(seconds, 2)}))
        return
    for number, route in enumerate(routes, start=1):
        click.echo(f"Route #{number}: {' '.join(map(str, route))}")
    click.echo(f"Distance: {distance:.1f}")


COMMANDS = [dispatch]
