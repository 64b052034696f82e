"""The part of requirements.lock that one image needs: `python deploy/image_requirements.py notification`.

Standard library only, since it runs before anything is installed. An image's direct requirements are those of its
extra in pyproject.toml; the rest follows the lock's own `# via` comments. Pins and hashes are the lock's.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
OURSELVES = "mingyitang"
NAME = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)(?:\[(?P<extras>[^\]]*)\])?")


@dataclass(frozen=True)
class Pin:
    """One entry of the lock: its text with pin, marker and hashes, and who needs it."""

    name: str
    text: str
    needed_by: frozenset[str]


def normalised(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(lock: str) -> list[Pin]:
    entries = re.split(r"\n(?=[a-z0-9])", lock.strip())
    return [_pin(entry) for entry in entries if not entry.startswith("#")]


def _pin(entry: str) -> Pin:
    lines = entry.splitlines()
    comments = "\n".join(line for line in lines if line.lstrip().startswith("#"))
    needed_by = {normalised(name) for name in re.findall(r"#\s+(?:via )?([A-Za-z0-9._-]+)", comments)} - {"via"}
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    return Pin(normalised(text.split("==")[0].strip()), text, frozenset(needed_by))


def direct(project: Mapping[str, Any], extra: str) -> Iterator[str]:
    """The packages that an extra names, those of the extras of ours that it names in turn included."""
    for requirement in project["optional-dependencies"][extra]:
        found = NAME.match(requirement)
        if found is None:
            raise ValueError(f"not a requirement: {requirement}")
        if found["name"] != OURSELVES:
            yield normalised(found["name"])
            continue
        for nested in found["extras"].split(","):
            yield from direct(project, nested.strip())


def closure(all_pins: list[Pin], names: set[str]) -> set[str]:
    """The names and all that they need, however far away."""
    grown = names | {pin.name for pin in all_pins if pin.needed_by & names}
    return names if grown == names else closure(all_pins, grown)


def requirements_of(extra: str, root: Path = ROOT) -> list[Pin]:
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    everywhere = {normalised(NAME.match(requirement)["name"]) for requirement in project["dependencies"]}  # type: ignore[index]
    all_pins = pins((root / "requirements.lock").read_text())
    wanted = closure(all_pins, everywhere | set(direct(project, extra)))
    return [pin for pin in all_pins if pin.name in wanted]


if __name__ == "__main__":
    print("\n".join(pin.text.rstrip("\\ \n") for pin in requirements_of(sys.argv[1])))
