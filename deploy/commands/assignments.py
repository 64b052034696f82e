"""`mingyitang explain-assignment`: why these technicians, from what was kept, weighed once more."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import click

from deploy import installation, stores
from services.scheduling.adapters.explanations import explanation_of
from services.scheduling.schemas.assignment_views import choice_view

Json = Mapping[str, Any]
AGREES = {True: "weighed once more: the same", False: "weighed once more: NOT the same, the kept scores were changed"}


@click.command("explain-assignment")
@click.argument("appointment_id")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.")
def explain_assignment(appointment_id: str, *, as_json: bool) -> None:
    """Print who could take a visit, with every score, who could not and why; exit code 1 when a replay disagrees."""
    where = installation.adopt()
    with stores.database_of("scheduling") as database:
        told = choice_view(explanation_of(database, appointment_id))
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else f"{where}\n" + "\n".join(_lines(told)))
    if not told["replay_agrees"]:
        raise click.exceptions.Exit(1)


def _lines(told: Json) -> Iterable[str]:
    rules, because = told["rules"], told["chosen_because"]
    since = f"rules {rules['id']} from {rules['effective_from']}" if rules["id"] else "no rules: the defaults"
    yield f"{told['appointment_id']} at {told['starts_at']}: {because['code']} {_pairs(because['params'])}"
    yield f"weights {_pairs(told['weights'])} ({since})"
    if told["kept"]:
        yield f"had the visit before: {', '.join(told['kept'])}"
    for part in told["parts"]:
        yield from _part(part, list(told["weights"]))
    yield AGREES[told["replay_agrees"]]


def _part(part: Json, components: Sequence[str]) -> Iterable[str]:
    yield ""
    yield f"treatment {part['treatment_id']}" + (f", {part['requested']} requested" if part["requested"] else "")
    yield from _table(
        ["", "technician", "name", *components, "score"],
        [_candidate(one, part["chosen"], components) for one in part["candidates"]],
    )
    if part["excluded"]:
        yield "not in question:"
        yield from _table(
            ["technician", "name", "why"],
            [[one["technician_id"], one["name"], f"{one['code']} {one['because']}"] for one in part["excluded"]],
        )


def _candidate(one: Json, chosen: Sequence[str], components: Sequence[str]) -> list[str]:
    """A component's value times its weight: what it adds to the score."""
    mark = "*" if one["technician_id"] in chosen else ""
    added = [f"{one['weighted'][name]:.3f}" for name in components]
    return [mark, one["technician_id"], one["name"], *added, f"{one['score']:.3f}"]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterable[str]:
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    for row in [head, *rows]:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _pairs(values: Json) -> str:
    return " ".join(f"{name}={value}" for name, value in values.items())


COMMANDS = [explain_assignment]
