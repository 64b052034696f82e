"""`make screenshots`: pictures of what the gateway shows people, into docs/screenshots. Needs Chromium.

Until the pages exist there is one: the API's documentation.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.backends.process import find_program
from shared.config import ROOT
from tests.support import system

PAGES = {"api-docs": "/api/docs"}
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--virtual-time-budget=8000"),
)


def main() -> int:
    browser = find_program("chromium", "chromium-browser", "google-chrome")
    if browser is None:
        print("no Chromium here: apt-get install chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    folder = ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home, system.embedded(Path(home) / "demo") as url:
        for name, path in PAGES.items():
            picture = folder / f"{name}.png"
            arguments = [f"--user-data-dir={home}/browser", "--window-size=1280,900", f"--screenshot={picture}"]
            subprocess.run([browser, *FLAGS, *arguments, url + path], check=True, capture_output=True, timeout=90)
            print(picture.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
