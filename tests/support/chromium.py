"""The browser of the pages' tests: the machine's Chromium, on Debian as root from a package."""

import subprocess
from dataclasses import dataclass

from deploy.backends.process import find_program, install_package

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGES = ("chromium", "fonts-noto-cjk")
# No sandbox: containers run tests as root. Nothing may leave the machine, whatever a page or the browser asks for.
# QUIC and the rest speak to Google on their own account.
FLAGS = (
    *("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync", "--disable-background-networking"),
    *("--disable-component-update", "--disable-dev-shm-usage", "--font-render-hinting=none"),
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


class ChromiumMissing(Exception):
    """There is no Chromium here and it cannot be installed; the text says how to get it."""


@dataclass(frozen=True)
class Chromium:
    """Where it is, and how it was chosen."""

    path: str
    chosen: str


def find() -> Chromium:
    """An installed Chromium, else Debian's from apt-get with fonts for Chinese; raises ChromiumMissing."""
    chosen = "installed"
    try:
        if find_program(*PROGRAMS) is None and all(map(install_package, PACKAGES)):
            chosen = "from apt-get"
        elif not _has_chinese_fonts():
            install_package("fonts-noto-cjk")
    except RuntimeError as error:
        raise ChromiumMissing(f"chromium: {error}") from error
    path = find_program(*PROGRAMS)
    if path is None:
        raise ChromiumMissing("no Chromium here: apt-get install chromium fonts-noto-cjk")
    return Chromium(path, f"{chosen} {_version(path)} at {path}")


def _has_chinese_fonts() -> bool:
    lister = find_program("fc-list")
    if lister is None:
        return False
    told = subprocess.run([lister, ":lang=zh-cn", "family"], capture_output=True, text=True, check=False, timeout=60)
    return bool(told.stdout.strip())


def _version(path: str) -> str:
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60)
    return told.stdout.strip() or "Chromium"
