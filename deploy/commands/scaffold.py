"""`mingyitang new-service NAME`: a service from the template, ready for its first use case."""

import keyword
import re
from pathlib import Path

import click

from shared.config import ROOT

TEMPLATE = Path(__file__).parent.parent / "templates" / "service"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@click.command("new-service")
@click.argument("name")
def new_service(name: str) -> None:
    """Copy the template to services/NAME, its tests beside the others; `make check` passes on the result."""
    if not NAME.fullmatch(name) or keyword.iskeyword(name):
        raise click.BadParameter("a service is named in lower case with underscores: feedback, gift_cards")
    if (ROOT / "services" / name).exists():
        raise click.BadParameter(f"services/{name} is there already")
    written = [_copied(source, name) for source in sorted(TEMPLATE.rglob("*.tmpl"))]
    for path in written:
        click.echo(f"  {path.relative_to(ROOT)}")
    click.echo(f"next: the numbered steps of CONTRIBUTING.md, 'Add a service', from the extra [{name}] on")


def _copied(source: Path, name: str) -> Path:
    """One file of the template, its name and its text filled in."""
    relative = str(source.relative_to(TEMPLATE)).removesuffix(".tmpl").replace("__name__", name)
    target = ROOT / relative
    target.parent.mkdir(parents=True, exist_ok=True)
    camel = "".join(part.title() for part in name.split("_"))
    text = source.read_text().replace("{{name}}", name).replace("{{Name}}", camel).replace("{{NAME}}", name.upper())
    text = text.replace("{{name-with-dashes}}", name.replace("_", "-"))
    target.write_text(text)
    return target


COMMANDS = [new_service]
