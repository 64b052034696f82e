"""Configuration: YAML files whose every value is `${VARIABLE:default}`, resolved at start, all errors at once.

The default gives the type: `${CLAIM_HOLD_SECONDS:60}` is an integer, and `CLAIM_HOLD_SECONDS=soon` is an error. A
variable without a default is required. `VARIABLE_FILE=/path` reads the value from a file, as secrets are mounted.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, cast

import yaml
from environs import Env, EnvValidationError, FileAwareEnv, ValidationError

from shared.crypto import Keyring

ROOT = Path(__file__).parent.parent
PROFILES = ("production", "demo", "test")
PLACEHOLDER = re.compile(r"^\$\{(?P<name>[A-Z][A-Z0-9_]*)(?::(?P<default>.*))?\}$", re.DOTALL)

Settings = Mapping[str, Any]


class ConfigurationInvalid(Exception):
    """What is wrong with the configuration: all of it, one line each."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))


def files_of(name: str) -> list[Path]:
    """The configuration files of a service, or of `gateway`, in the order in which they are laid over each other."""
    own = ROOT / "gateway" if name == "gateway" else ROOT / "services" / name
    return [ROOT / "shared" / "config.yml", own / "config.yml"]


def placeholders(name: str) -> dict[str, tuple[str, str | None]]:
    """Setting → (variable, default or None when required), for one service or `gateway`."""
    found = {}
    for file in files_of(name):
        for key, text in (yaml.safe_load(file.read_text()) or {}).items():
            match = PLACEHOLDER.match(str(text))
            if match is None:
                raise ConfigurationInvalid([f"{file.name}: {key} must be ${{VARIABLE:default}}"])
            found[key] = (match["name"], match["default"])
    return found


def load(name: str) -> Settings:
    """The settings of a service, or of `gateway`; raises ConfigurationInvalid naming everything that is wrong."""
    env = FileAwareEnv(eager=False, strip_whitespace=True)
    settings = {key: _read(env, *placeholder) for key, placeholder in placeholders(name).items()}
    try:
        env.seal()
    except EnvValidationError as error:
        raise ConfigurationInvalid(_told(cast("Mapping[str, list[str]]", error.error_messages))) from error
    problems = [*_profile_problems(settings), *_keyring_problems(settings)]
    if problems:
        raise ConfigurationInvalid(problems)
    return settings


def _told(messages: Mapping[str, list[str]]) -> list[str]:
    return [f"{variable}: {' '.join(texts)}" for variable, texts in sorted(messages.items())]


def keyring_of(settings: Settings) -> Keyring:
    return Keyring.parse(settings["personal_data_keys"], settings["blind_index_key"])


def _read(env: Env, variable: str, default: str | None) -> Any:
    if default is None:
        return env.str(variable, validate=_not_empty)
    typed = yaml.safe_load(default) if default else ""
    readers: dict[type, Callable[..., Any]] = {bool: env.bool, int: env.int, float: env.float}
    return readers.get(type(typed), env.str)(variable, default if typed is None else typed)


def _not_empty(value: str) -> None:
    if not value:
        raise ValidationError("is required and empty")


def _profile_problems(settings: Settings) -> list[str]:
    profile = settings["profile"]
    if profile not in PROFILES:
        return [f"PROFILE: {profile!r} is none of {', '.join(PROFILES)}"]
    if profile == "production" and settings["clock_offset_seconds"]:
        return ["CLOCK_OFFSET_SECONDS: the clock runs true outside the demonstration profile"]
    return []


def _keyring_problems(settings: Settings) -> list[str]:
    try:
        ring = keyring_of(settings)
    except ValueError as error:
        return [f"PERSONAL_DATA_KEYS or BLIND_INDEX_KEY: {error}"]
    if settings["profile"] == "demo" and not ring.is_for_demonstration:
        return [
            "PERSONAL_DATA_KEYS: PROFILE=demo is refused together with production keys (ids that begin with 'demo')"
        ]
    if settings["profile"] == "production" and ring.is_for_demonstration:
        return ["PERSONAL_DATA_KEYS: a key made for the demonstration must not guard real people's data"]
    return []
