"""A private MySQL-family server: MariaDB or MySQL, its own data folder and port."""

import os
import subprocess
from pathlib import Path

import pymysql

from deploy.backends.process import (
    Server,
    find_program,
    free_port,
    has_docker,
    install_package,
    spawn,
    start_container,
    start_time,
    wait_until,
)

IMAGE = "mysql:8.4"
PROGRAMS = ("mariadbd", "mysqld")


def start(state: Path) -> Server:
    """The best MySQL-family server to be had here; RuntimeError says what is missing."""
    if has_docker():
        return _in_docker()
    chosen = "installed"
    if find_program(*PROGRAMS) is None and install_package("mariadb-server"):
        chosen = "from apt-get"
    return start_private(state / "mysql", free_port(), chosen)


def _in_docker() -> Server:
    port = free_port()
    container = start_container("mysql", IMAGE, {3306: port}, {"MYSQL_ALLOW_EMPTY_PASSWORD": "yes"})
    return Server("mysql", _url(port), f"Docker, {IMAGE}", container=container)


def start_private(home: Path, port: int, chosen: str = "installed") -> Server:
    """A server of its own with its data under `home`; started there again, it has its databases again."""
    program = find_program(*PROGRAMS)
    if program is None:
        raise RuntimeError("no mariadbd or mysqld here: install mariadb-server, or start a Docker engine")
    home.mkdir(parents=True, exist_ok=True)
    data, log = home / "data", home / "server.log"
    user = ["--user=root"] if os.geteuid() == 0 else []
    if not data.exists():
        _initialise(program, data, user)
    # The socket's path has a limit of about a hundred characters; a relative one keeps it short in any checkout.
    process = spawn(
        [
            *(program, "--no-defaults", *user, f"--datadir={data}", f"--port={port}", "--bind-address=127.0.0.1"),
            *("--socket=server.sock", "--skip-name-resolve", "--max-connections=400", f"--pid-file={home / 'pid'}"),
            *("--innodb-buffer-pool-size=256M", "--character-set-server=utf8mb4"),
        ],
        log,
    )
    wait_until(lambda: _answers(port), process, log, Path(program).name)
    return Server(
        "mysql",
        _url(port),
        f"{chosen} {Path(program).name}, private server on port {port}",
        pid=process.pid,
        started=start_time(process.pid),
    )


def _initialise(program: str, data: Path, user: list[str]) -> None:
    installer = find_program("mariadb-install-db")
    command = (
        [installer, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db"]
        if Path(program).name == "mariadbd" and installer
        else [program, "--no-defaults", "--initialize-insecure", f"--datadir={data}"]
    )
    done = subprocess.run([*command, *user], capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"could not prepare the data folder: {(done.stderr or done.stdout)[-400:]}")


def _answers(port: int) -> bool:
    try:
        pymysql.connect(host="127.0.0.1", port=port, user="root", connect_timeout=2).close()
    except pymysql.err.OperationalError:
        return False
    return True


def _url(port: int) -> str:
    return f"mysql+pymysql://root@127.0.0.1:{port}/"
