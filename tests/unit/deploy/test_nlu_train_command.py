"""`mingyitang nlu train`: what is committed is what training yields, and nothing worse takes its place."""

from importlib.resources import files

import pytest
from click.testing import CliRunner

from deploy.cli import cli
from deploy.commands import nlu_train
from deploy.nlu.dev import DevSet, Marks, Question
from deploy.nlu.figures import Figures
from deploy.nlu.sentences import Sentence, approved, fingerprint, reviewed
from services.chatbot import data
from services.chatbot.domain.intents.labels import INTENTS
from services.chatbot.domain.intents.learned import FILE, learned
from services.chatbot.domain.intents.marking import tokens
from services.chatbot.domain.intents.model import Model
from services.chatbot.domain.intents.training import Trained
from services.chatbot.domain.text import normalised

WORDS_OF_ALL = 6
DEV = """
sentences:
  - {text: 我要投诉, now: "2026-11-18T10:00:00+08:00", intent: complaint, slots: {}}
  - {text: 明天有空吗, now: "2026-11-18T10:00:00+08:00", intent: {any: [query_availability, book]}, slots: {}}
  - {text: 谢谢, now: "2026-11-18T10:00:00+08:00", intent: thanks, slots: {}}
"""


def a_model_that_always_says(intent):
    return Model({}, tuple(1000 if name == intent else 0 for name in INTENTS), 1.0, "made up")


@pytest.fixture
def train(tmp_path, monkeypatch):
    """`train(model, *options)`: the command, where learning yields that model; and the file it may write."""
    (tmp_path / "dev.yml").write_text(DEV, encoding="utf-8")
    target = tmp_path / "intents.tsv"

    def run(model, *options):
        asked = []

        def learn(sentences):
            asked.extend(sentences)
            return Trained(model, tuple({sentence.intent: 1.0} for sentence in sentences))

        monkeypatch.setattr(nlu_train, "train_on", learn)
        arguments = ["nlu", "train", "--dev", str(tmp_path / "dev.yml"), "--model", str(target), *map(str, options)]
        return CliRunner().invoke(cli, arguments), target, asked

    return run


def test_the_first_model_is_written(train):
    done, target, _ = train(learned())

    assert done.exit_code == 0, done.output
    assert "3/3 right" in done.output
    assert list(Model.of_lines(target.read_text(encoding="utf-8").splitlines()).lines()) == list(learned().lines())


def test_a_worse_model_is_refused_and_nothing_overwritten(train):
    _, target, _ = train(learned())
    before = target.read_bytes()

    done, _, _ = train(a_model_that_always_says("thanks"))

    assert done.exit_code == 1
    assert "worse" in done.output
    assert target.read_bytes() == before


def test_a_better_model_takes_the_place_of_a_worse_one(train):
    train(a_model_that_always_says("thanks"))
    done, target, _ = train(learned())

    assert done.exit_code == 0, done.output
    assert "query_availability" in target.read_text(encoding="utf-8")


def test_a_model_that_cannot_be_written_whole_leaves_the_one_in_force_and_nothing_besides(train, monkeypatch):
    _, target, _ = train(a_model_that_always_says("thanks"))
    before = target.read_bytes()

    def fails(_: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(nlu_train.os, "fsync", fails)
    done, _, _ = train(learned())

    assert done.exit_code == 1
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.glob("intents*")] == [target.name]


def test_a_new_model_is_as_readable_as_the_old_one(train):
    _, target, _ = train(a_model_that_always_says("thanks"))
    first = target.stat().st_mode & 0o777
    target.chmod(0o640)
    train(learned())

    assert (first, target.stat().st_mode & 0o777) == (0o644, 0o640)


def test_a_model_as_good_that_misses_a_complaint_is_worse():
    anger = Question("退钱", "退钱", {}, frozenset({"complaint"}))
    thanks = Question("谢谢", "谢谢", {}, frozenset({"thanks"}))

    assert Marks(2, ((anger, "other"),)).is_worse_than(Marks(2, ((thanks, "other"),)))
    assert not Marks(2, ((thanks, "other"),)).is_worse_than(Marks(2, ((anger, "other"),)))


def test_sentences_that_staff_approved_are_learned_unless_known_or_asked_by_the_dev_set(train, tmp_path):
    export = tmp_path / "approved.yml"
    export.write_text("book: [给我整一个呗大兄弟, 预约]\nthanks: [谢谢]\n", encoding="utf-8")

    done, _, asked = train(learned(), "--approved", export)

    assert done.exit_code == 0, done.output
    assert asked[len(reviewed()) :] == [Sentence("book", "给我整一个呗大兄弟")]


@pytest.mark.parametrize("written", ["nonsense: [x]", "book: x", "- 1", "book: [1]", "book: [a"])
def test_an_export_that_is_none_is_told(train, tmp_path, written):
    export = tmp_path / "approved.yml"
    export.write_text(written, encoding="utf-8")

    done, target, _ = train(learned(), "--approved", export)

    assert done.exit_code == 1
    assert "approved.yml" in done.output
    assert not target.exists()


def test_missing_dev_sentences_are_told_not_passed_over(tmp_path):
    done = CliRunner().invoke(cli, ["nlu", "train", "--dev", str(tmp_path / "none.yml")])

    assert done.exit_code == 1
    assert "no dev sentences" in done.output


def test_an_empty_export_adds_nothing(tmp_path):
    (tmp_path / "empty.yml").write_text("", encoding="utf-8")

    assert approved(tmp_path / "empty.yml") == ()


# The figures.


def test_brier_and_calibration_of_known_guesses():
    sure_and_right = Figures(["a", "b"], [{"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 1.0}])
    sure_and_wrong = Figures(["b"], [{"a": 1.0, "b": 0.0}])
    even = Figures(["a", "b"], [{"a": 0.5, "b": 0.5}, {"a": 0.5, "b": 0.5}])

    assert (sure_and_right.brier, sure_and_right.calibration_error, sure_and_right.accuracy) == (0, 0, 1)
    assert (sure_and_wrong.brier, sure_and_wrong.calibration_error, sure_and_wrong.accuracy) == (2, 1, 0)
    assert (even.brier, even.calibration_error) == (0.5, 0)
    assert even.by_intent == {"a": (0.5, 1.0), "b": (0.0, 0.0)}
    assert even.confusions == {("b", "a"): 1}


# What is committed.


def test_the_committed_model_was_trained_on_the_committed_sentences():
    assert learned().sentences == fingerprint(reviewed()), "mingyitang nlu train, then commit the model"


def test_training_yields_the_committed_model(tmp_path):
    """The same decisions, not the same bytes: another processor may round the last digit another way."""
    learnt = nlu_train.train_on(reviewed()).model

    marks, committed = DevSet().marks(learnt), DevSet().marks(learned())

    assert [question.written for question, _ in marks.wrong] == [question.written for question, _ in committed.wrong]
    assert learnt.temperature == learned().temperature
    assert files(data).joinpath(FILE).is_file()


def test_training_and_dev_sentences_are_apart_but_for_words_that_everybody_says():
    asked = DevSet().texts
    same = [sentence.text for sentence in reviewed() if normalised(sentence.text) in asked]

    assert [text for text in same if len(tokens(normalised(text))) > WORDS_OF_ALL] == []
