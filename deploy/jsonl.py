"""Stored cases in, answers out: one JSON object a line each."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

Json = dict[str, Any]


def answer_file(asked: Path, answered: Path, answer: Callable[[Json], Json]) -> int:
    """Write `{"id", …answer}` for every case of `asked`, and give their number.

    A line ends at a newline alone: what else `splitlines` cuts at (U+2028, U+0085) may stand inside a JSON string.
    What is no case, or cannot be answered, is answered with `{"id", "error"}`, and the others all the same.
    """
    try:
        lines = asked.read_text(encoding="utf-8").split("\n")
        answers = [_answered(number, line, answer) for number, line in enumerate(lines, start=1) if line.strip()]
        answered.write_text("".join(f"{line}\n" for line in answers), encoding="utf-8")
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from error
    return len(answers)


def _answered(number: int, line: str, answer: Callable[[Json], Json]) -> str:
    case: Json = {}
    try:
        case = dict(json.loads(line))
        found = answer(case)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one case, the next one is answered
        why = f"it has no {error}" if type(error) is KeyError else str(error)
        found = {"error": f"line {number} is no case: {why}"}
    return json.dumps({"id": case.get("id"), **found}, ensure_ascii=False)
