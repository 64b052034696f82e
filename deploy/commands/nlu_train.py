"""`mingyitang nlu train`: learn the intents anew, and refuse a model that is worse than the one in force."""

import os
from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from tempfile import NamedTemporaryFile

import click

from deploy.nlu.dev import PATH, DevSet, Marks
from deploy.nlu.figures import Figures
from deploy.nlu.sentences import Readings, Sentence, approved, fingerprint, reviewed
from services.chatbot import data
from services.chatbot.domain.intents.learned import FILE
from services.chatbot.domain.intents.model import Model, ModelUnreadable
from services.chatbot.domain.intents.training import Trained, trained
from services.chatbot.domain.text import normalised

WORST_SHOWN = 12
READABLE = 0o644
_A_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.option(
    "--approved", "exports", multiple=True, type=_A_FILE, help="Sentences that staff approved: YAML, intent → texts."
)
@click.option("--dev", type=_A_FILE, default=PATH, show_default=True, help="The reviewed sentences to judge by.")
@click.option("--model", "target", type=_A_FILE, default=None, help="The model in force, and where the new one goes.")
def train(exports: tuple[Path, ...], dev: Path, target: Path | None) -> None:
    """Learn the intents from the reviewed sentences; exit code 1, and nothing written, when the result is worse."""
    target, judge = target or Path(str(files(data) / FILE)), DevSet(dev)
    sentences = [*reviewed(), *_unasked((sentence for path in exports for sentence in approved(path)), judge)]
    learnt = train_on(sentences)
    _tell_cross_validation(sentences, learnt)
    new, old = judge.marks(learnt.model), _marks_in_force(target, judge)
    _tell_dev("new", new)
    if old is not None:
        _tell_dev("in force", old)
        if new.is_worse_than(old):
            raise click.ClickException("the new model is worse than the one in force: nothing was written")
    _put(target, "".join(f"{line}\n" for line in learnt.model.lines()))
    click.echo(f"written: {target}")


def _put(target: Path, text: str) -> None:
    """Beside it first, then in its place: whoever loads the model meanwhile, or a crash, never meets half of one."""
    with NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, prefix=f"{target.name}.", delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
            unfinished.chmod(_mode_of(target))
            unfinished.replace(target)
        finally:
            unfinished.unlink(missing_ok=True)


def _mode_of(target: Path) -> int:
    """A temporary file is its owner's alone; the model is as readable as it was."""
    return target.stat().st_mode & 0o777 if target.exists() else READABLE


def train_on(sentences: Sequence[Sentence]) -> Trained:
    readings = Readings()
    return trained([readings.example(sentence) for sentence in sentences], fingerprint(sentences))


def _unasked(added: Iterable[Sentence], judge: DevSet) -> list[Sentence]:
    """What staff approved, without what is known or what the dev set asks: to have seen the question is no skill."""
    known = judge.texts | {normalised(sentence.text) for sentence in reviewed()}
    kept = []
    for sentence in added:
        if normalised(sentence.text) in known:
            click.echo(f"left out, known or asked by the dev set: {sentence.text}")
        else:
            kept.append(sentence)
            known |= {normalised(sentence.text)}
    return kept


def _marks_in_force(target: Path, judge: DevSet) -> Marks | None:
    """None where no model is in force that can be read."""
    try:
        return judge.marks(Model.of_lines(target.read_text(encoding="utf-8").splitlines()))
    except FileNotFoundError:
        return None
    except ModelUnreadable as error:
        click.echo(f"the model in force cannot be judged: {error}")
        return None


def _tell_cross_validation(sentences: Sequence[Sentence], learnt: Trained) -> None:
    figures = Figures([sentence.intent for sentence in sentences], learnt.guesses)
    click.echo(f"{len(sentences)} sentences, {len(learnt.model.rows)} features, temperature {learnt.model.temperature}")
    click.echo(
        f"cross-validated: {figures.accuracy:.1%} right, Brier {figures.brier:.3f},"
        f" calibration error {figures.calibration_error:.3f}"
    )
    for intent, (precision, recall) in figures.by_intent.items():
        click.echo(f"  {intent:20} precision {precision:4.0%}  recall {recall:4.0%}")


def _tell_dev(which: str, marks: Marks) -> None:
    click.echo(f"dev sentences, model {which}: {marks.right}/{marks.asked} right ({marks.share:.1%})")
    for (right, answered), count in marks.confusions.most_common(WORST_SHOWN):
        click.echo(f"  {count:3} {right} taken for {answered}")
    for text in marks.missed:
        click.echo(f"  missed: {text}")
