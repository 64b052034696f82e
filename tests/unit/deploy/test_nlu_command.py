"""What the chat understands, asked from the command line."""

import json
import subprocess
import sys

from click.testing import CliRunner

from deploy.cli import cli

ASKED = [
    {"id": "a", "text": "明天下午三点约王师傅做肩颈", "now": "2026-11-18T10:00:00+08:00"},
    {"id": "b"},
    {"id": "c", "text": "谢谢", "now": "2026-11-18T10:00:00"},
]


def in_a_file(tmp_path, cases):
    asked = tmp_path / "asked.jsonl"
    asked.write_text("".join(json.dumps(case) + "\n" for case in cases), encoding="utf-8")
    return asked, tmp_path / "answered.jsonl"


def answers(*arguments):
    ran = CliRunner().invoke(cli, ["nlu", *map(str, arguments)])
    assert ran.exit_code == 0, ran.output
    return ran.output


def test_one_sentence_is_explained_with_slugs_of_the_demonstration_shop():
    said = json.loads(answers("explain", ASKED[0]["text"], "--now", ASKED[0]["now"]))

    assert said["intent"] == "book"
    assert said["slots"]["technician"] == "wang-jianguo"
    assert said["slots"]["date"] == "2026-11-19"


def test_an_explanation_says_which_words_became_which_slot_and_what_they_may_mean_besides():
    said = json.loads(answers("explain", "不要周六，周日九点半拔罐", "--now", ASKED[0]["now"]))

    words = {one["slot"]: one["words"] for one in said["why"]["words"]}
    assert words == {"negated.date": "周六", "date": "周日", "time": "九点半", "treatment": "拔罐"}
    assert said["ambiguous"] == {"time": ["09:30", "21:30"]}
    assert said["why"]["heard"].endswith("九点半□□")
    assert said["why"]["times"]["refused days"][0]["first"] == "2026-11-21"
    assert max(said["probabilities"], key=said["probabilities"].get) == said["intent"]


def test_many_sentences_are_answered_each_by_its_id_and_what_is_none_is_told(tmp_path):
    asked, answered = in_a_file(tmp_path, ASKED)
    answers("explain", "--jsonl", asked, answered)
    rows = [json.loads(line) for line in answered.read_text(encoding="utf-8").splitlines()]

    assert [row["id"] for row in rows] == ["a", "b", "c"]
    assert rows[0].keys() >= {"intent", "confidence", "slots", "ms"}
    assert "text" in rows[1]["error"]
    assert rows[2]["intent"] == "thanks"


def test_nothing_to_explain_is_a_wrong_call():
    assert CliRunner().invoke(cli, ["nlu", "explain"]).exit_code == 2


def test_times_are_answered_in_the_format_of_the_scorer(tmp_path):
    asked, answered = in_a_file(
        tmp_path, [{"id": "a", "text": "明天下午三点", "reference_time": "2026-11-18T10:00:00"}]
    )
    answers("parse-time", "--jsonl", asked, answered)

    assert json.loads(answered.read_text(encoding="utf-8")) == {
        "id": "a",
        "entities": [{"type": "datetime", "value": "2026-11-19T15:00:00"}],
    }


def test_no_other_command_waits_for_what_the_chat_has_to_load():
    loaded = "import sys, deploy.cli; print(sorted({'sklearn', 'scipy', 'opencc', 'pypinyin'} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"
