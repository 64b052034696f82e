"""`.env.example` and the code say the same, and the configuration tells all that is wrong at once."""

import re

import pytest

from deploy import installation
from shared import config
from shared.config import ROOT, ConfigurationInvalid

PROCESSES = [*installation.services(), "gateway"]
LINE = re.compile(r"^(?P<required># )?(?P<name>[A-Z][A-Z0-9_]*)=(?P<default>.*?)(?:\s+# .*)?$")
DATABASE = "mysql+pymysql://user:password@127.0.0.1/identity"
KEYS = {"PERSONAL_DATA_KEYS": "k1:" + "A" * 43, "BLIND_INDEX_KEY": "A" * 43}


def told_by_the_example() -> dict[str, str]:
    lines = (ROOT / ".env.example").read_text().splitlines()
    return {match["name"]: match["default"] for line in lines if (match := LINE.match(line))}


def told_by_the_code() -> dict[str, str]:
    found: dict[str, str] = {}
    for process in PROCESSES:
        found.update({name: default or "" for name, default in config.placeholders(process).values()})
    return found


def test_the_example_lists_exactly_the_variables_of_the_code_with_their_defaults():
    assert told_by_the_example() == told_by_the_code()


def test_one_variable_has_one_default_wherever_it_is_read():
    defaults: dict[str, set] = {}
    for process in PROCESSES:
        for name, default in config.placeholders(process).values():
            defaults.setdefault(name, set()).add(default)

    assert {name: values for name, values in defaults.items() if len(values) > 1} == {}


def test_all_that_is_wrong_is_told_at_once(monkeypatch: pytest.MonkeyPatch):
    for name in ("AMQP_URL", "IDENTITY_DATABASE_URL", *KEYS):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CODE_TRIES", "soon")

    with pytest.raises(ConfigurationInvalid) as invalid:
        config.load("identity")

    assert {problem.split(":")[0] for problem in invalid.value.problems} == {
        "AMQP_URL",
        "IDENTITY_DATABASE_URL",
        "CODE_TRIES",
        "PERSONAL_DATA_KEYS",
        "BLIND_INDEX_KEY",
    }


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name, value in {"AMQP_URL": "amqp://x", "IDENTITY_DATABASE_URL": DATABASE, **KEYS}.items():
        monkeypatch.setenv(name, value)
    for name in ("PROFILE", "CODE_TRIES", "CLOCK_OFFSET_SECONDS"):
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_the_default_gives_the_type(sound: pytest.MonkeyPatch):
    sound.setenv("CODE_TRIES", "90")

    assert config.load("identity")["code_tries"] == 90


def test_a_secret_may_be_a_file(sound: pytest.MonkeyPatch, tmp_path):
    (tmp_path / "url").write_text("amqp://from-a-file\n")
    sound.delenv("AMQP_URL")
    sound.setenv("AMQP_URL_FILE", str(tmp_path / "url"))

    assert config.load("identity")["amqp_url"] == "amqp://from-a-file"


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"PROFILE": "demo"}, "PERSONAL_DATA_KEYS"),
        ({"PERSONAL_DATA_KEYS": "demo-1:" + "A" * 43}, "PERSONAL_DATA_KEYS"),
        ({"CLOCK_OFFSET_SECONDS": "60"}, "CLOCK_OFFSET_SECONDS"),
        ({"PROFILE": "staging"}, "PROFILE"),
        ({"PERSONAL_DATA_KEYS": "k1:too-short"}, "PERSONAL_DATA_KEYS"),
    ],
)
def test_the_demonstration_and_production_do_not_mix(sound: pytest.MonkeyPatch, variables: dict, named: str):
    for name, value in variables.items():
        sound.setenv(name, value)

    with pytest.raises(ConfigurationInvalid, match=named):
        config.load("identity")
