"""`mingyitang nlu parse-time`: the time parser by itself, in the format of score_time.py."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from deploy.jsonl import answer_file
from services.chatbot.domain.times.entities import entities

Json = dict[str, Any]


@click.command("parse-time")
@click.option(
    "--jsonl", "files", nargs=2, required=True, type=click.Path(path_type=Path, dir_okay=False), help="IN OUT"
)
def parse_time(files: tuple[Path, Path]) -> None:
    """Find the times in many sentences: {id, text, reference_time} a line → {id, entities:[{type, …}]} a line.

    A bare clock time is settled as where no store is known: into 08:00 to 23:00, before noon where both would do.
    """
    click.echo(f"{answer_file(*files, _entities)} sentences read")


def _entities(case: Json) -> Json:
    return {"entities": entities(case["text"], datetime.fromisoformat(case["reference_time"]))}
