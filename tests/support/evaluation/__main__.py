"""`python -m tests.support.evaluation [sentences|stories] [URL] [--json|--renew]`: judge the chat, tell what fails.

With a URL the stories are told over HTTP to a system that `make run` started there. `--json` prints the figures alone;
`--renew` writes the list of known failures anew.
"""

import json
import sys
from functools import partial

import click
import yaml

from shared.config import ROOT
from tests.support.evaluation.over_http import HttpPartner
from tests.support.evaluation.report import InMemoryPartner, Report, judged_sentences, judged_stories

KNOWN = ROOT / "tests" / "unit" / "chatbot" / "known_failures.yml"


def main(arguments: list[str]) -> None:
    what = next((word for word in arguments if word in {"sentences", "stories"}), None)
    url = next((word for word in arguments if word.startswith("http")), None)
    partner = partial(HttpPartner, url) if url else InMemoryPartner
    report = Report(
        judged_sentences() if what != "stories" and not url else [],
        judged_stories(partner) if what != "sentences" else [],
    )
    if "--json" in arguments:
        click.echo(json.dumps(report.figures, ensure_ascii=False))
    else:
        tell(report)
    if "--renew" in arguments:
        text = yaml.safe_dump(report.failures, allow_unicode=True, width=1000)
        KNOWN.write_text(f"# What fails today. This list may only shrink.\n{text}", encoding="utf-8")


def tell(report: Report) -> None:
    for verdict in report.verdicts:
        if not verdict.is_right:
            intent = "" if verdict.is_intent_right else f"{verdict.intent}, not {'/'.join(verdict.sentence.intents)}; "
            click.echo(f"- {verdict.sentence.text}  [{intent}{'; '.join(verdict.faults)}]")
    for outcome in report.outcomes:
        if not outcome.is_passed:
            told = "".join(f"\n    {fault}" for fault in (*outcome.faults, *outcome.false_bookings))
            click.echo(f"- {outcome.story.theme}: {outcome.story.name}{told}")
    for name, figure in report.figures.items():
        click.echo(f"{name}: {figure}")


if __name__ == "__main__":
    main(sys.argv[1:])
