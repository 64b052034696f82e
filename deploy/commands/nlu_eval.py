"""`mingyitang nlu eval`: three reports: times, sentences, stories."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from deploy.commands.nlu_time import parse_time

CHECKOUT = Path(__file__).parents[2]
BESIDE = CHECKOUT.parent / "shared"
TIMES, SCORER = BESIDE / "data" / "nlu" / "time_dev.jsonl", BESIDE / "tools" / "score_time.py"
JUDGE = "tests.support.evaluation"
SCORER_SECONDS = 120
WORST_SHOWN = 20
REPORTS = ("times", "sentences", "stories")


@click.command("eval")
@click.argument("reports", nargs=-1, type=click.Choice(REPORTS))
@click.option("--failures", is_flag=True, help="Name every sentence and story that fails, and why.")
def evaluate(reports: tuple[str, ...], *, failures: bool) -> None:
    """Judge the chat: times against the dev cases beside the checkout, the reviewed sentences, the stories.

    All three REPORTS by default. What judges lies with the tests, so this needs a checkout. Exit code 1 where something
    happens that never may: a false booking, or a red flag, a complaint or a wish for a person that is not noticed.
    """
    wanted, forbidden = reports or REPORTS, 0
    if "times" in wanted:
        _times()
    if "sentences" in wanted:
        forbidden += _sentences(_judge().judged_sentences(), failures=failures)
    if "stories" in wanted:
        forbidden += _stories(_judge(), failures=failures)
    if forbidden:
        raise click.ClickException(f"{forbidden} false bookings or missed red flags, complaints or wishes for a person")


def _times() -> None:
    """By the scorer that stands beside the checkout; where it does not, this report is left out by name."""
    if not (TIMES.is_file() and SCORER.is_file()):
        click.echo(f"times: left out, there is no {SCORER} with {TIMES}")
        return
    with TemporaryDirectory() as folder:
        found = Path(folder) / "found.jsonl"
        parse_time.main([*("--jsonl", str(TIMES), str(found))], standalone_mode=False)
        asked = [sys.executable, str(SCORER), "--pred", str(found)]
        scored = subprocess.run(asked, capture_output=True, text=True, timeout=SCORER_SECONDS, check=False)
    click.echo(f"times: {scored.stdout.strip() or scored.stderr.strip()}")


def _judge() -> Any:
    if str(CHECKOUT) not in sys.path:
        sys.path.insert(0, str(CHECKOUT))
    try:
        return import_module(f"{JUDGE}.report")
    except ModuleNotFoundError as error:
        raise click.ClickException(
            f"the sentences and stories are judged in a checkout with its tests: {error}"
        ) from error


def _sentences(verdicts: list[Any], *, failures: bool) -> int:
    """How many of them something was missed in that never may be."""
    right = sum(verdict.is_intent_right for verdict in verdicts)
    whole = sum(verdict.is_right for verdict in verdicts)
    click.echo(
        f"sentences: {len(verdicts)}; intent {right / len(verdicts):.1%}, whole frame {whole / len(verdicts):.1%}"
    )
    for verdict in verdicts:
        if verdict.missed:
            click.echo(f"  missed {', '.join(verdict.missed)}: {verdict.sentence.text}")
    confused = Counter(
        ("/".join(verdict.sentence.intents), verdict.intent) for verdict in verdicts if not verdict.is_intent_right
    )
    for (meant, taken), count in confused.most_common(WORST_SHOWN):
        click.echo(f"  {count:3} {meant} taken for {taken}")
    if failures:
        click.echo("\n".join(_faults(verdicts)))
    return sum(bool(verdict.missed) for verdict in verdicts)


def _faults(verdicts: list[Any]) -> Iterator[str]:
    for verdict in verdicts:
        if not verdict.is_right:
            intent = "" if verdict.is_intent_right else f"{verdict.intent}, not {'/'.join(verdict.sentence.intents)}; "
            yield f"  - {verdict.sentence.text}  [{intent}{'; '.join(verdict.faults)}]"


def _stories(judge: Any, *, failures: bool) -> int:
    """The number of false bookings."""
    outcomes = judge.judged_stories(judge.InMemoryPartner)
    passed = sum(outcome.is_passed for outcome in outcomes)
    false = [fault for outcome in outcomes for fault in outcome.false_bookings]
    click.echo(f"stories: {passed} of {len(outcomes)} passed, {len(false)} false bookings")
    for fault in false:
        click.echo(f"  false booking: {fault}")
    for outcome in outcomes if failures else ():
        if not outcome.is_passed:
            told = "; ".join((*outcome.faults, *outcome.false_bookings))
            click.echo(f"  - {outcome.story.theme}: {outcome.story.name}  [{told}]")
    return len(false)
