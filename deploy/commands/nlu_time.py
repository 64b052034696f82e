"""`mingyitang nlu parse-time`: the time parser by itself, in the format of score_time.py."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from deploy.jsonl import answer_file
from services.chatbot.domain import times
from services.chatbot.domain.catalogue import clock_of
from services.chatbot.domain.text import normalised

Json = dict[str, Any]
MINUTES_OF_DAY = 24 * 60


@click.command("parse-time")
@click.option(
    "--jsonl", "files", nargs=2, required=True, type=click.Path(path_type=Path, dir_okay=False), help="IN OUT"
)
def parse_time(files: tuple[Path, Path]) -> None:
    """Find the times in many sentences: {id, text, reference_time} a line → {id, entities:[{type, …}]} a line."""
    click.echo(f"{answer_file(*files, _entities)} sentences read")


def _entities(case: Json) -> Json:
    now = datetime.fromisoformat(case["reference_time"])
    return {"entities": list(_found(times.parse(normalised(case["text"]), now)))}


def _found(found: times.Times) -> Iterator[Json]:
    """The first day goes together with the first clock time or window; what is left over stands alone."""
    days, clocks, windows = list(found.days), list(found.clocks), list(found.windows)
    if days and days[0].is_one and clocks:
        yield {"type": "datetime", "value": _at(days.pop(0).first, clocks.pop(0).minutes)}
    elif days and days[0].is_one and windows:
        day, window = days.pop(0).first, windows.pop(0)
        yield {"type": "range", "start": _at(day, window.opens), "end": _at(day, window.closes)}
    for stretch in days:
        yield _date(stretch)
    yield from ({"type": "time", "value": clock_of(clock.minutes % MINUTES_OF_DAY)} for clock in clocks)
    for window in windows:
        yield {"type": "timerange", "start": clock_of(window.opens), "end": clock_of(window.closes)}


def _date(days: times.Days) -> Json:
    if days.is_one:
        return {"type": "date", "value": days.first.isoformat()}
    after = days.last + timedelta(days=1)
    return {"type": "range", "start": _at(days.first, 0), "end": _at(after, 0)}


def _at(day: date, minutes: int) -> str:
    return (datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)).isoformat()
