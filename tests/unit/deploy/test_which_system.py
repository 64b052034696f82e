"""Which of the systems of a checkout a command talks about."""

import os

import pytest

from deploy import installation


@pytest.fixture
def systems(tmp_path, monkeypatch):
    """A demonstration, then two systems of separate processes started after it, and one of another folder."""
    monkeypatch.setattr(installation, "STATE", tmp_path)
    monkeypatch.setattr(os, "environ", {"PATH": os.environ["PATH"]})
    for age, name in enumerate(("demo", "up-first", "up-second", "elsewhere")):
        home = tmp_path / name
        home.mkdir()
        installation.remember(home, {"NAME": name})
        os.utime(home / installation.FILE, (1_000 + age, 1_000 + age))
    return tmp_path


@pytest.mark.usefixtures("systems")
def test_without_a_name_it_is_the_one_started_last():
    assert installation.adopt().endswith("up-second")


def test_a_folder_that_is_named_is_meant_though_others_are_newer(systems):
    os.environ["DATA_DIR"] = str(systems / "demo")
    assert installation.adopt() == str(systems / "demo")
    assert os.environ["NAME"] == "demo"


def test_a_system_that_is_named_is_meant(systems):
    os.environ |= {"SYSTEM_NAME": "first", "DATA_DIR": str(systems / "demo")}
    assert installation.adopt() == str(systems / "up-first")


@pytest.mark.control
def test_a_folder_without_a_system_is_not_taken_for_another_one(systems):
    os.environ["DATA_DIR"] = str(systems / "nothing")
    with pytest.raises(installation.NoInstallation):
        installation.adopt()


@pytest.mark.usefixtures("systems")
def test_databases_in_the_environment_need_no_installation():
    os.environ[installation.database_variable("booking")] = "sqlite://"
    assert installation.adopt() == "the environment"
