"""The port, what it refuses, and how a file is named."""

import hashlib
import re
from typing import Protocol

from shared.errors import NotFound, Unavailable

NAME = re.compile(r"[0-9a-f]{64}")


class FileMissing(NotFound):
    """There is no such file."""

    code = "file_missing"


class FilesUnavailable(Unavailable):
    """The place where files are kept does not answer, or takes nothing more."""

    code = "files_unavailable"


class Files(Protocol):
    """Keeps files. Every method may raise FilesUnavailable, and then nobody knows whether it took effect."""

    def put(self, name: str, content: bytes) -> None:
        """Keep the content, whole or not at all; `name` is its `name_of`. Again changes nothing."""
        ...

    def get(self, name: str) -> bytes:
        """The content; raises FileMissing."""
        ...

    def delete(self, name: str) -> None:
        """Keep it no longer; nothing happens to a file that is not there."""
        ...


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def checked(name: str) -> str:
    """The name, if it is one of ours: no other text ever becomes part of a path."""
    if not NAME.fullmatch(name):
        raise ValueError(f"not the name of a file of ours: {name[:80]!r}")
    return name
