"""`mingyitang nlu explain`: what one sentence, or a file of them, means in the demonstration shop."""

import json
import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click

from deploy.demo_catalogue import demo_catalogue
from deploy.jsonl import answer_file
from services.chatbot.domain.times import Times
from services.chatbot.domain.times.found import Found
from services.chatbot.domain.understanding import Reader, explained

Json = dict[str, Any]
SHOP_ZONE = ZoneInfo("Asia/Shanghai")
MILLISECONDS = 1000


@click.command()
@click.argument("text", required=False)
@click.option("--now", help="The present, as ISO 8601; on the shop's clock where it names no offset.")
@click.option("--jsonl", "files", nargs=2, type=click.Path(path_type=Path, dir_okay=False), help="IN OUT")
def explain(text: str | None, now: str | None, files: tuple[Path, Path] | None) -> None:
    """Print what TEXT means and why; of many, {id, text, now} a line → {id, intent, confidence, slots, ms} a line."""
    _understood({"text": "你好", "now": None})  # what is loaded at first need counts for no sentence
    if files:
        click.echo(f"{answer_file(*files, _understood)} sentences understood")
    elif text is None:
        raise click.UsageError("say a TEXT, or --jsonl IN OUT")
    else:
        click.echo(json.dumps(_explained(text, _instant(now)), ensure_ascii=False, indent=2, default=str))


def _explained(text: str, now: datetime) -> Json:
    """Intent, weights and slots as the API gives them, then what was heard, found and concluded on the way."""
    told = explained(Reader(demo_catalogue()), text, now)
    return {
        **told.understanding.as_view(),
        "ambiguous": told.understanding.ambiguous,
        "probabilities": dict(sorted(told.probabilities.items(), key=lambda one: -one[1])),
        "why": {
            "heard": told.heard,
            "words": [asdict(reason) for reason in told.reasons],
            "sentence": told.told,
            "times": {kind: [asdict(one) for one in found] for kind, found in _found(told.times)},
        },
    }


def _found(times: Times) -> Iterator[tuple[str, tuple[Found, ...]]]:
    """What was found of each kind, where anything was; what was refused apart."""
    for kind in ("days", "clocks", "windows", "durations", "offsets", "repeats"):
        if getattr(times, kind):
            yield kind, getattr(times, kind)
        if times.refused and getattr(times.refused, kind):
            yield f"refused {kind}", getattr(times.refused, kind)


def _understood(case: Json) -> Json:
    reader = Reader(demo_catalogue())
    present = _instant(case.get("now"))
    began = time.perf_counter()
    view = reader.understand(case["text"], present).as_view()
    return {**view, "ms": round((time.perf_counter() - began) * MILLISECONDS, 3)}


def _instant(written: str | None) -> datetime:
    if not written:
        return datetime.now(SHOP_ZONE)
    try:
        read = datetime.fromisoformat(written)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="now") from error
    return read.astimezone(SHOP_ZONE) if read.tzinfo else read.replace(tzinfo=SHOP_ZONE)
