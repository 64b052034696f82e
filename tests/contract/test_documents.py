"""What the documents say of the code is true."""

import re

from deploy import architecture, installation
from shared.config import ROOT

READMES = ("README.md", "README.zh-CN.md")
LINK = re.compile(r"\]\((?!http)([^)#]+)")


def test_the_generated_parts_of_the_architecture_are_fresh():
    assert architecture.DOCUMENT.read_text() == architecture.written(), "run make docs"


def test_a_service_that_listens_is_named_however_its_handlers_are_written():
    heard = architecture.listeners()

    assert heard["catalog", "store_changed"] == ["booking", "chatbot", "scheduling"]
    assert "scheduling" in heard["booking", "appointment_cancelled"]


def test_every_event_somebody_listens_to_has_a_sample():
    samples = {(file.parent.name, file.name.split(".")[0]) for file in architecture.SAMPLES.glob("*/*.json")}

    assert set(architecture.listeners()) - samples == set()


def test_both_readmes_name_every_service():
    for readme in READMES:
        text = (ROOT / readme).read_text()
        assert [name for name in installation.services() if f"services/{name}/README.md" not in text] == []


def test_every_link_between_documents_leads_somewhere():
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "services").glob("*/README.md")]
    broken = [
        f"{document.relative_to(ROOT)} → {target}"
        for document in documents
        for target in LINK.findall(document.read_text())
        if not (document.parent / target).exists()
    ]

    assert broken == []


def test_every_service_has_a_readme_of_about_ten_lines():
    for name in installation.services():
        lines = (ROOT / "services" / name / "README.md").read_text().splitlines()
        assert 5 <= len(lines) <= 40, f"{name}: {len(lines)} lines"


def test_every_command_of_the_makefile_is_told_by_its_help():
    text = (ROOT / "Makefile").read_text()
    told = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))
    phony = re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)

    assert phony
    assert set(phony[1].split()) == told
