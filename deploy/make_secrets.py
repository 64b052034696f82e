"""The secrets of one system in containers, made once: `python -m deploy.make_secrets FOLDER`.

FOLDER holds one folder (a volume) for each process that reads secrets; each finds there what it alone needs: a service
its URLs and keys, a server the users it is to make. What was made once is never made anew.
"""

import json
import os
import secrets
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy import installation
from deploy.broker_users import DEPLOY, GATEWAY, definitions, users
from shared import config, migrations
from shared.crypto import DEMO_KEY_PREFIX, new_key

VIRTUAL_HOST = "mingyitang"
MARK = "complete"
READABLE = 0o444  # by every user of the one container that mounts the volume: their ids differ from image to image

Files = Mapping[str, str]


def main(folder: Path, profile: str) -> None:
    """Make everything; a start that was cut short begins again, one that was completed is left alone."""
    mark = folder / DEPLOY / MARK
    if mark.exists():
        return
    passwords = {name: secrets.token_urlsafe(24) for name in (*users(), "mysql", "mongodb")}
    for name, files in all_files(passwords, keys_for(profile)).items():
        for file, text in files.items():
            write(folder / name / file, text)
    write(mark, "")


def keys_for(profile: str) -> Files:
    """The keys all services share, by the variable that carries them."""
    prefix = DEMO_KEY_PREFIX if profile == installation.DEMO else "first"
    return {
        "PERSONAL_DATA_KEYS": f"{prefix}-1:{new_key()}",
        "BLIND_INDEX_KEY": new_key(),
    }


def all_files(passwords: Files, keys: Files) -> dict[str, Files]:
    """What lies in whose folder: file name → text."""
    stores = {service: store_of(service, passwords[service]) for service in installation.services()}
    everything = {**dict(stores.values()), **keys}
    services = {
        name: as_files({**keys, "AMQP_URL": amqp_url(name, passwords[name]), variable: url})
        for name, (variable, url) in stores.items()
    }
    return {
        **services,
        GATEWAY: as_files({**keys, "AMQP_URL": amqp_url(GATEWAY, passwords[GATEWAY]), "JWT_SECRET_KEY": new_key()}),
        DEPLOY: {installation.FILE: as_lines({**everything, "AMQP_URL": amqp_url(DEPLOY, passwords[DEPLOY])})},
        **server_files(passwords),
    }


def server_files(passwords: Files) -> dict[str, Files]:
    """The users that the servers make at their first start."""
    sql = [service for service in installation.services() if not migrations.keeps_documents(service)]
    documents = [service for service in installation.services() if migrations.keeps_documents(service)]
    return {
        "rabbitmq": {"definitions.json": json.dumps(definitions(VIRTUAL_HOST, passwords), indent=2)},
        "mysql": {"root_password": passwords["mysql"], "users.sql": sql_users(sql, passwords)},
        "mongodb": {"root_password": passwords["mongodb"], "users.js": document_users(documents, passwords)},
    }


def sql_users(services: list[str], passwords: Files) -> str:
    """Each service may do everything in its own database and nothing elsewhere."""
    return "".join(
        f"CREATE DATABASE IF NOT EXISTS `{service}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;\n"
        f"CREATE USER IF NOT EXISTS '{service}'@'%' IDENTIFIED BY '{passwords[service]}';\n"
        f"GRANT ALL ON `{service.replace('_', chr(92) + '_')}`.* TO '{service}'@'%';\n"
        for service in services
    )


def document_users(services: list[str], passwords: Files) -> str:
    return "".join(
        f"db.getSiblingDB('{service}').createUser("
        f"{{user: '{service}', pwd: '{passwords[service]}', roles: [{{role: 'readWrite', db: '{service}'}}]}});\n"
        for service in services
    )


def store_of(service: str, password: str) -> tuple[str, str]:
    """The variable that tells a service where its store is, and what it says."""
    known = config.placeholders(service)
    if migrations.keeps_documents(service):
        return known["mongo_url"][0], f"mongodb://{service}:{password}@mongodb:27017/{service}"
    return known["database_url"][0], f"mysql+pymysql://{service}:{password}@mysql:3306/{service}"


def amqp_url(user: str, password: str) -> str:
    return f"amqp://{user}:{password}@rabbitmq:5672/{VIRTUAL_HOST}"


def as_files(variables: Files) -> Files:
    """One file for each variable, named like it in lower case: AMQP_URL_FILE=/run/secrets/amqp_url."""
    return {variable.lower(): value for variable, value in variables.items()}


def as_lines(variables: Files) -> str:
    return "".join(f"{variable}={value}\n" for variable, value in variables.items())


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    file.write_text(text)
    file.chmod(READABLE)


if __name__ == "__main__":
    main(Path(sys.argv[1]), os.environ.get("PROFILE", "production"))
