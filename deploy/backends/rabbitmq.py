"""A private RabbitMQ node: its own name, ports, epmd, cookie and folders, nothing shared with the machine's."""

import hashlib
import os
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from deploy.backends.process import (
    Server,
    accepts,
    find_program,
    free_port,
    has_docker,
    install_package,
    spawn,
    start_container,
    start_time,
    wait_until,
)

IMAGE = "rabbitmq:4-management"
CREDENTIALS = "guest:guest"


@dataclass(frozen=True)
class Ports:
    """Where a private node listens; who starts it again with the same ones finds it at the same address."""

    amqp: int = field(default_factory=free_port)
    management: int = field(default_factory=free_port)
    distribution: int = field(default_factory=free_port)
    mapper: int = field(default_factory=free_port)


def start(state: Path) -> Server:
    """The best RabbitMQ to be had here; RuntimeError says what is missing."""
    if has_docker():
        return _in_docker()
    program, chosen = find_program("rabbitmq-server"), "installed rabbitmq-server"
    if program is None and install_package("rabbitmq-server"):
        program, chosen = find_program("rabbitmq-server"), "rabbitmq-server from apt-get"
    if program is None:
        raise RuntimeError("no rabbitmq-server here: install the package rabbitmq-server, or start a Docker engine")
    return start_private(state / "rabbitmq", Ports(), chosen)


def _in_docker() -> Server:
    port, management = free_port(), free_port()
    container = start_container("rabbitmq", IMAGE, {5672: port, 15672: management}, {})
    return Server("rabbitmq", _url(port), f"Docker, {IMAGE}", container=container, more=_management(management))


def start_private(home: Path, ports: Ports, chosen: str = "installed rabbitmq-server") -> Server:
    """A node of its own with its data under `home`; started there again, it has its queues again."""
    home.mkdir(parents=True, exist_ok=True)
    log = home / "server.log"
    environment = _environment(home, ports)
    # Debian's /usr/sbin/rabbitmq-server changes to the machine's own user and folders; the script behind it does not.
    program = find_program("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server")
    # In its own folder, where Mnesia leaves what it dumps when it is killed.
    process = spawn([str(program)], log, environment, cwd=home)
    wait_until(lambda: accepts(ports.management) and _answers(environment), process, log, "rabbitmq-server")
    return Server(
        "rabbitmq",
        _url(ports.amqp),
        f"{chosen}, private node on port {ports.amqp}",
        pid=process.pid,
        started=start_time(process.pid),
        more={**_management(ports.management), "epmd_port": str(ports.mapper)},
    )


def end_port_mapper(port: str) -> None:
    """End the epmd of our node, which outlives it; it refuses while a node is still registered."""
    program = find_program("epmd", "/usr/lib/erlang/bin/epmd")
    if program:
        subprocess.run([program, "-port", port, "-kill"], capture_output=True, check=False)


def _environment(home: Path, ports: Ports) -> dict[str, str]:
    (home / "enabled_plugins").write_text("[rabbitmq_management].\n")
    (home / "rabbitmq.conf").write_text(
        f"listeners.tcp.1 = 127.0.0.1:{ports.amqp}\n"
        f"management.tcp.ip = 127.0.0.1\nmanagement.tcp.port = {ports.management}\n"
        "disk_free_limit.absolute = 50MB\nvm_memory_high_watermark.relative = 0.3\nlog.file.level = warning\n"
        "collect_statistics_interval = 30000\n"
    )
    name = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:10]
    return {
        "HOME": str(home),
        "RABBITMQ_NODENAME": f"mingyitang-{name}@localhost",
        "RABBITMQ_DIST_PORT": str(ports.distribution),
        "ERL_EPMD_PORT": str(ports.mapper),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "RABBITMQ_MNESIA_BASE": str(home / "data"),
        "RABBITMQ_LOG_BASE": str(home / "log"),
        "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
        "RABBITMQ_PID_FILE": str(home / "pid"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+sbwt none +sbwtdcpu none +sbwtdio none",
    }


def _answers(environment: dict[str, str]) -> bool:
    """The management port opens before the node is done; `await_startup` knows."""
    program = find_program("/usr/lib/rabbitmq/bin/rabbitmqctl", "rabbitmqctl")
    done = subprocess.run(
        [str(program), "await_startup", "--timeout", "30"],
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def _url(port: int) -> str:
    return f"amqp://{CREDENTIALS}@127.0.0.1:{port}/"


def _management(port: int) -> dict[str, str]:
    return {"management_url": f"http://{CREDENTIALS}@127.0.0.1:{port}"}
