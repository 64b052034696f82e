"""`make new-service`: what it writes is in shape whatever the name is."""

import subprocess
import sys
from pathlib import Path

import pytest

from deploy.commands import scaffold
from shared.config import ROOT


@pytest.mark.parametrize("name", ["x", "barber", "gift_cards", "customer_loyalty_programme"])
def test_a_new_service_is_formatted(tmp_path, monkeypatch, name):
    monkeypatch.setattr(scaffold, "ROOT", tmp_path)

    scaffold.new_service.callback(name)

    ruff = [str(Path(sys.executable).parent / "ruff"), "format", "--check", "--config", str(ROOT / "pyproject.toml")]
    done = subprocess.run([*ruff, str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert (tmp_path / "services" / name / "service.py").exists()
