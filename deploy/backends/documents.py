"""A private MongoDB-wire server: mongod where there is one, else nx-27017 (the MongoDB wire on SQLite)."""

import sys
from pathlib import Path

from deploy.backends.process import (
    Server,
    accepts,
    find_program,
    free_port,
    has_docker,
    spawn,
    start_container,
    start_time,
    wait_until,
)

IMAGE = "mongo:8"


def start(state: Path) -> Server:
    """The best MongoDB-wire server to be had here."""
    if has_docker():
        port = free_port()
        container = start_container("mongodb", IMAGE, {27017: port}, {})
        return Server("mongodb", _url(port), f"Docker, {IMAGE}", container=container)
    return start_private(state / "mongodb", prefer_mongod=True)


def start_private(home: Path, *, prefer_mongod: bool = False) -> Server:
    """A server on a free port with its data under `home`."""
    data, log, port = home / "data", home / "server.log", free_port()
    data.mkdir(parents=True, exist_ok=True)
    mongod = find_program("mongod") if prefer_mongod else None
    if mongod:
        command = [mongod, "--dbpath", str(data), "--port", str(port), "--bind_ip", "127.0.0.1"]
        chosen = f"installed mongod on port {port}"
    else:
        # Its process id and its log lie under /tmp by default, where one instance would keep the next from starting.
        own_files = ["--pid-file", str(home / "pid"), "--log-file", str(home / "nx-27017.log")]
        command = [*_nx_27017(), "--data-dir", str(data), "--port", str(port), *own_files]
        chosen = f"no mongod here, so nx-27017 (MongoDB wire on SQLite) on port {port}"
    process = spawn(command, log)
    wait_until(lambda: accepts(port), process, log, Path(command[0]).name)
    return Server("mongodb", _url(port), chosen, pid=process.pid, started=start_time(process.pid))


def _nx_27017() -> list[str]:
    return [str(Path(sys.executable).parent / "nx-27017")]


def _url(port: int) -> str:
    return f"mongodb://127.0.0.1:{port}/"
