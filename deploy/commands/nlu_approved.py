"""`mingyitang nlu approved OUT`: what staff took as examples, as `nlu train --approved` reads it."""

from collections import defaultdict
from pathlib import Path

import click
import yaml

from deploy.stores import documents_of
from services.chatbot.adapters.insight import MongoInsight
from services.chatbot.domain.insight.review import TRAINING


@click.command()
@click.argument("out", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def approved(out: Path) -> None:
    """Write the questions that staff took as examples to OUT: YAML, intent → texts."""
    sentences: dict[str, list[str]] = defaultdict(list)
    with documents_of("chatbot") as documents:
        for review in MongoInsight(documents).reviews(TRAINING):
            if review.settled and review.settled.intent:
                sentences[review.settled.intent].append(review.question)
    by_intent = {intent: sorted(texts) for intent, texts in sorted(sentences.items())}
    out.write_text(yaml.safe_dump(by_intent, allow_unicode=True, sort_keys=False), encoding="utf-8")
    click.echo(f"{sum(map(len, by_intent.values()))} sentences of {len(by_intent)} intents")
