"""The full system as separate processes, watched by supervisord: started, restarted when they die, stopped together."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from deploy import installation
from deploy.backends.process import free_port, start_time
from shared.config import ROOT

BIN = Path(sys.executable).parent
SECONDS_TO_SERVE = 90
SECONDS_TO_STOP = 60

HEADER = """\
[supervisord]
logfile=%(here)s/logs/supervisord.log
pidfile=%(here)s/supervisord.pid
loglevel=warn

[unix_http_server]
file=%(here)s/supervisor.sock

[supervisorctl]
serverurl=unix://%(here)s/supervisor.sock

[rpcinterface:supervisor]
supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
"""
PROGRAM = """
[program:{name}]
command={command}
directory={directory}
environment={environment}
autorestart=true
startsecs=1
startretries=30
stopwaitsecs=30
redirect_stderr=true
stdout_logfile=%(here)s/logs/{name}.log
stdout_logfile_maxbytes=20MB
stdout_logfile_backups=2
"""


@dataclass(frozen=True)
class Program:
    """One process: its name, its command, and the variables that only it has."""

    name: str
    command: str
    variables: Mapping[str, str] = field(default_factory=dict)

    def section(self) -> str:
        """Its section of supervisord's configuration, in which % is special."""
        environment = ",".join(f'{name}="{value}"' for name, value in self.variables.items())
        return PROGRAM.format(
            name=self.name,
            command=self.command.replace("%", "%%"),
            directory=str(ROOT).replace("%", "%%"),
            environment=environment.replace("%", "%%"),
        )


def programs(amqp_urls: Mapping[str, str]) -> Iterator[Program]:
    """The gateway, and each service as often as REPLICAS_<SERVICE> says (once by default)."""
    gateway = f"{BIN}/gunicorn --config {ROOT}/gateway/gunicorn.conf.py gateway.wsgi:app"
    yield Program("gateway", gateway, {"AMQP_URL": amqp_urls["gateway"]})
    for service in installation.services():
        for number in range(1, int(os.environ.get(f"REPLICAS_{service.upper()}", "1")) + 1):
            variables = {"AMQP_URL": amqp_urls[service], "HEALTH_PORT": str(free_port())}
            yield Program(f"{service}-{number}", f"{sys.executable} -m shared.bus.runner {service}", variables)


def start(home: Path, variables: Mapping[str, str], amqp_urls: Mapping[str, str]) -> None:
    """Start supervisord in the background with everything in it."""
    (home / "logs").mkdir(parents=True, exist_ok=True)
    configuration = home / "supervisord.conf"
    configuration.write_text(HEADER + "".join(program.section() for program in programs(amqp_urls)))
    configuration.chmod(0o600)
    subprocess.run(
        [str(BIN / "supervisord"), "--configuration", str(configuration)],
        env={**os.environ, **variables},
        stdin=subprocess.DEVNULL,
        check=True,
    )


def stop(home: Path) -> bool:
    """Stop supervisord and all it watches; says whether it ran."""
    pid = process_of(home)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    started, deadline = start_time(pid), time.monotonic() + SECONDS_TO_STOP
    while start_time(pid) == started and time.monotonic() < deadline:
        time.sleep(0.1)
    return True


def process_of(home: Path) -> int | None:
    """The process id of the supervisord of this installation, if it runs."""
    file = home / "supervisord.pid"
    pid = int(file.read_text()) if file.exists() else 0
    try:
        return pid if pid and b"supervisord" in Path(f"/proc/{pid}/cmdline").read_bytes() else None
    except OSError:
        return None


def wait_until_ready(url: str) -> str:
    """Wait for the gateway's /readyz; empty when it serves, else what it last said."""
    said = "no answer"
    deadline = time.monotonic() + SECONDS_TO_SERVE
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310 - our own gateway
                return ""
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:500]
        except OSError as error:
            said = str(error)
        time.sleep(0.2)
    return said
