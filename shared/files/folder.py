"""Files in a folder of this machine, or of a file system that all replicas mount."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from eventlet import patcher, tpool

from shared.files.port import FileMissing, FilesUnavailable, checked
from shared.ids import new_id

T = TypeVar("T")


class FolderFiles:
    """`ab/abcd…` below the folder: no directory grows by more than a 256th of all files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, content: bytes) -> None:
        _aside(lambda: self._put(self._path(name), content))

    def get(self, name: str) -> bytes:
        return _aside(self._path(name).read_bytes)

    def delete(self, name: str) -> None:
        _aside(lambda: self._path(name).unlink(missing_ok=True))

    def _path(self, name: str) -> Path:
        return self.folder / checked(name)[:2] / name

    @staticmethod
    def _put(path: Path, content: bytes) -> None:
        """Beside it first, on the disk, then in its place: a crash leaves no half of a file under its name."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = path.with_name(f"{path.name}.{new_id()}.part")
        try:
            with unfinished.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        finally:
            unfinished.unlink(missing_ok=True)


def _aside(work: Callable[[], T]) -> T:
    """A disk makes everybody wait: under eventlet in a native thread."""
    try:
        is_green = patcher.is_monkey_patched("thread")
        return tpool.execute(work) if is_green else work()
    except FileNotFoundError as error:
        raise FileMissing from error
    except OSError as error:
        raise FilesUnavailable(f"the folder of files: {error.strerror or error}") from error
