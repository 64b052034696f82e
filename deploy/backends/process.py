"""Servers as child processes that outlive their starter, found again by process id, ended by it alone."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

SECONDS_TO_START = 60
SECONDS_TO_STOP = 20

# They outlive us; kept, because Python takes one that is let go while it runs for a mistake.
_spawned: list[subprocess.Popen[bytes]] = []


@dataclass(frozen=True)
class Server:
    """A server: where it is, how it was chosen, and, if we started it, its process or container."""

    name: str
    url: str
    chosen: str
    pid: int | None = None
    container: str | None = None
    started: str = ""
    more: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_ours(self) -> bool:
        """Whether we started it, and so may stop it."""
        return bool(self.pid or self.container)

    def is_alive(self) -> bool:
        if self.container:
            return _docker_says("inspect", "-f", "{{.State.Running}}", self.container) == "true"
        return self.pid is None or start_time(self.pid) == self.started


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start_time(pid: int) -> str:
    """When the process began, in kernel ticks: with the id it names a process for good; empty when it is gone."""
    with contextlib.suppress(OSError, IndexError):
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return "" if state[0] == "Z" else state[19]
    return ""


def spawn(
    command: Sequence[str], log: Path, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.Popen[bytes]:
    """Start a process in a session of its own, its output in `log`."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **(env or {})},
            cwd=cwd,
            start_new_session=True,
        )
    _spawned.append(process)
    return process


def wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path, what: str) -> None:
    """Return once `ready` says so; RuntimeError with the end of the log when the process dies or takes too long.

    Whoever is told to stop meanwhile leaves no half-started process behind.
    """
    deadline = time.monotonic() + SECONDS_TO_START
    try:
        while time.monotonic() < deadline and process.poll() is None:
            if ready():
                return
            time.sleep(0.1)
    except BaseException:
        process.kill()
        process.wait()
        raise
    process.kill()
    raise RuntimeError(f"{what} did not start: {log.read_text(errors='replace')[-800:]}")


def accepts(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def stop(server: Server) -> bool:
    """End a server that we started; says whether there was anything to end."""
    if server.container:
        return _docker_says("rm", "-f", server.container) == server.container
    if server.pid is None or not server.is_alive():
        return False
    os.kill(server.pid, signal.SIGTERM)
    deadline = time.monotonic() + SECONDS_TO_STOP
    while server.is_alive() and time.monotonic() < deadline:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(server.pid, os.WNOHANG)
        time.sleep(0.05)
    if server.is_alive():
        os.kill(server.pid, signal.SIGKILL)
    return True


def find_program(*names: str) -> str | None:
    """The first of these programs that is installed, looked for where servers live as well."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/lib/rabbitmq/bin", "/usr/local/sbin"])
    return next((found for name in names if (found := shutil.which(name, path=path))), None)


def install_package(package: str) -> bool:
    """Install a Debian package if this is Debian and we are root; says whether it did. Its service is not started."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    print(f"installing {package} with apt-get …", flush=True)
    quiet = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    for command in (["update", "-qq"], ["install", "-qq", "-y", "--no-install-recommends", package]):
        done = subprocess.run(
            ["apt-get", *command], env={**os.environ, **quiet}, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"apt-get {command[0]} failed: {done.stderr.strip()[-400:]}")
    return True


def has_docker() -> bool:
    """Whether a Docker engine answers, not only its client."""
    return bool(shutil.which("docker")) and bool(_docker_says("info", "--format", "{{.ServerVersion}}"))


def start_container(name: str, image: str, ports: Mapping[int, int], env: Mapping[str, str]) -> str:
    """Run an image with these container ports on these local ports; returns the container's id."""
    publish = [part for inside, outside in ports.items() for part in ("-p", f"127.0.0.1:{outside}:{inside}")]
    variables = [part for key, value in env.items() for part in ("-e", f"{key}={value}")]
    container = _docker_says("run", "-d", "--label", f"mingyitang={name}", *publish, *variables, image)
    if not container:
        raise RuntimeError(f"docker could not start {image}")
    return container


def _docker_says(*arguments: str) -> str:
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        done = subprocess.run(["docker", *arguments], capture_output=True, text=True, timeout=300, check=False)
        return done.stdout.strip() if done.returncode == 0 else ""
    return ""
