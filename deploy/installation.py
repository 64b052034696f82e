"""An installation: the variables that tell every process of one system where its stores, keys and clock are.

`make run` and `make up` each keep theirs in `<home>/system.env`, so that the commands find the system they are about.
In production nothing of this is used: the variables come from the container's environment.
"""

import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from deploy.backends import STATE, Backends
from shared.config import ROOT
from shared.crypto import DEMO_KEY_PREFIX, new_key
from shared.ids import new_id

FILE = "system.env"
DEMO = "demo"
UP = "up-"
FIRST_YEAR, LAST_YEAR = 2000, 2099
SECRETS = ("PERSONAL_DATA_KEYS", "BLIND_INDEX_KEY", "JWT_SECRET_KEY")


class WrongClock(ValueError):
    """DEMO_NOW is no moment that the demonstration can start at."""

    def __init__(self, wanted: str) -> None:
        super().__init__(f"DEMO_NOW is an instant with an offset, as in 2026-11-18T10:00:00+08:00, not {wanted!r}")


class NoInstallation(Exception):
    """There is no system here to talk about."""


def services() -> list[str]:
    """The names of the services, as their folders have them."""
    return sorted(path.parent.name for path in (ROOT / "services").glob("*/service.py"))


def database_variable(service: str) -> str:
    return f"{service.upper()}_DATABASE_URL"


def embedded(home: Path, mongo_url: str) -> dict[str, str]:
    """All in one process: an in-memory bus, one SQLite file per service, documents in a child process."""
    databases = {database_variable(name): f"sqlite:///{(home / name).resolve()}.db" for name in services()}
    return {
        "PROFILE": DEMO,
        "AMQP_URL": "memory://",
        "DEAD_LETTERS_URL": f"sqlite:///{(home / 'dead-letters').resolve()}.db",
        "MONGO_URL": f"{mongo_url}mingyitang",
        **databases,
        **files_variables(home),
        **secrets_of(home, DEMO),
        **clock_variables(),
    }


def system_name(profile: str) -> str:
    """What one system of several on the same servers is called: its databases, virtual host and folder begin so."""
    return os.environ.get("SYSTEM_NAME", f"mingyitang_{profile}")


def home_of(profile: str) -> Path:
    """The folder of a system of separate processes."""
    home = STATE / f"{UP}{system_name(profile)}"
    home.mkdir(parents=True, exist_ok=True)
    return home


def homes() -> list[Path]:
    """The folders of all such systems of this checkout; only the named one where SYSTEM_NAME is given."""
    return sorted(STATE.glob(f"{UP}{os.environ.get('SYSTEM_NAME', '*')}"))


def separate(home: Path, profile: str, backends: Backends) -> dict[str, str]:
    """Separate processes: a database per service on the real server, a virtual host on the real broker."""
    name = system_name(profile)
    server = backends.mysql.url.rstrip("/")
    databases = {database_variable(service): f"{server}/{name}_{service}" for service in services()}
    return {
        "PROFILE": profile,
        "AMQP_URL": f"{backends.rabbitmq.url.rstrip('/')}/{name}",
        "AMQP_MANAGEMENT_URL": backends.environment()["AMQP_MANAGEMENT_URL"],
        "MONGO_URL": f"{backends.mongodb.url.rstrip('/')}/{name}",
        **databases,
        **files_variables(home),
        **secrets_of(home, profile),
        **(clock_variables() if profile == DEMO else {}),
    }


def files_variables(home: Path) -> dict[str, str]:
    """Where photos are kept: what the environment says, or the installation's own folder."""
    return {"BOOKING_FILES_URL": os.environ.get("BOOKING_FILES_URL", (home / "files").resolve().as_uri())}


def secrets_of(home: Path, profile: str) -> dict[str, str]:
    """The keys from the environment, or those made for this installation at its first start and kept in its folder."""
    given = {name: os.environ[name] for name in SECRETS if name in os.environ}
    file = home / "secrets.env"
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        key_id = f"{DEMO_KEY_PREFIX if profile == DEMO else 'local'}-{new_id()[-6:].lower()}"
        file.touch(mode=0o600)
        write(file, dict(zip(SECRETS, (f"{key_id}:{new_key()}", new_key(), new_key()), strict=True)))
    return {**read(file), **given}


def clock_variables() -> dict[str, str]:
    """`DEMO_NOW` as one offset for all processes, restarts included."""
    wanted = os.environ.get("DEMO_NOW")
    if not wanted:
        return {"CLOCK_OFFSET_SECONDS": os.environ.get("CLOCK_OFFSET_SECONDS", "0.0")}
    try:
        at = datetime.fromisoformat(wanted)
    except ValueError as error:
        raise WrongClock(wanted) from error
    if at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise WrongClock(wanted)
    return {"CLOCK_OFFSET_SECONDS": str(round((at - datetime.now(UTC)).total_seconds(), 3))}


def write(file: Path, variables: Mapping[str, str]) -> None:
    file.write_text("".join(f"{name}={value}\n" for name, value in variables.items()))


def read(file: Path) -> dict[str, str]:
    lines = (line.partition("=") for line in file.read_text().splitlines() if line and not line.startswith("#"))
    return {name: value for name, _, value in lines}


def remember(home: Path, variables: Mapping[str, str]) -> None:
    """Keep the variables for the commands; readable by their owner only, since they hold the keys."""
    file = home / FILE
    file.touch(mode=0o600)
    write(file, variables)


def adopt() -> str:
    """Take the variables of the system these commands are about into this process's environment; says which it is.

    The environment itself when it names a database; else the installation that DATA_DIR or SYSTEM_NAME names, or the
    one started last. Raises NoInstallation.
    """
    if any(database_variable(name) in os.environ for name in services()):
        return "the environment"
    known = [file for home in _named_homes() if (file := home / FILE).exists()]
    if not known:
        raise NoInstallation("no system found: start one (make run, make up), or set the variables of .env.example")
    newest = max(known, key=lambda file: file.stat().st_mtime)
    os.environ.update(read(newest))
    return str(newest.parent)


def _named_homes() -> list[Path]:
    if "SYSTEM_NAME" in os.environ:
        return homes()
    data_dir = os.environ.get("DATA_DIR")
    return [Path(data_dir)] if data_dir else [STATE / DEMO, *homes()]
