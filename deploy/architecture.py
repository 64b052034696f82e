"""The generated parts of ARCHITECTURE.md: who hears which event, and an appointment's life. `make docs` writes them."""

import json
import re
from collections import defaultdict

from services.booking.domain.life.transitions import as_mermaid
from shared.config import ROOT

DOCUMENT = ROOT / "ARCHITECTURE.md"
SAMPLES = ROOT / "shared" / "contracts" / "samples"
HANDLER = re.compile(r'(?:@event_handler|= take)\("(\w+)", "(\w+)"')
"""A handler of one's own, or a line of scheduling's table of contents."""


def written() -> str:
    """The document with its generated parts renewed."""
    text = DOCUMENT.read_text(encoding="utf-8")
    for name, part in (("events", events_table()), ("states", f"```mermaid\n{as_mermaid()}```\n")):
        begin, end = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
        head, _, rest = text.partition(begin)
        text = head + begin + part + end + rest.partition(end)[2]
    return text


def events_table() -> str:
    """Every event there is a sample of, and the services that listen to it."""
    rows = ["| event | version | heard by |", "|---|---|---|"]
    heard = listeners()
    for file in sorted(SAMPLES.glob("*/*.json")):
        sample = json.loads(file.read_text(encoding="utf-8"))
        by = ", ".join(heard[file.parent.name, sample["type"]]) or "nobody yet"
        rows.append(f"| `{file.parent.name}.{sample['type']}` | {sample['version']} | {by} |")
    return "\n".join(rows) + "\n"


def listeners() -> dict[tuple[str, str], list[str]]:
    """(producer, type) → the services with a handler for it."""
    heard = defaultdict(list)
    for file in sorted((ROOT / "services").glob("*/service.py")):
        for producer, type_ in HANDLER.findall(file.read_text(encoding="utf-8")):
            heard[producer, type_].append(file.parent.name)
    return heard


if __name__ == "__main__":
    DOCUMENT.write_text(written(), encoding="utf-8")
