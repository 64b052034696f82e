"""What keeps `mingyitang run` from starting is told in one line that says what to do."""

import socket
import subprocess
import sys

import pytest

from deploy import installation
from deploy.data_folder import FolderInUse, end_leftover, sole_use
from deploy.installation import WrongClock
from deploy.one_process import free_address

SLEEPER = "import time; print('awake', flush=True); time.sleep(60)"


def test_a_data_folder_belongs_to_one_process(tmp_path):
    with (
        sole_use(tmp_path / "shop"),
        pytest.raises(FolderInUse, match=r"shop is in use by process \d+; choose another"),
    ):
        sole_use(tmp_path / "shop").__enter__()

    with sole_use(tmp_path / "shop"):
        assert (tmp_path / "shop" / "lock").exists()


@pytest.fixture
def sleeper(tmp_path):
    """Starts a process as a document server is started: with its pid file among its arguments."""
    started = []

    def start(pid_file):
        command = [sys.executable, "-c", SLEEPER, "--pid-file", str(pid_file)]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
        assert started[-1].stdout.readline() == "awake\n", "only then the kernel shows its arguments"
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_what_a_killed_run_left_behind_is_ended(tmp_path, sleeper):
    pid_file = tmp_path / "pid"
    left = sleeper(pid_file)
    pid_file.write_text(str(left.pid))

    end_leftover(pid_file)

    assert left.wait(timeout=5) < 0


def test_another_process_that_got_the_same_id_is_left_alone(tmp_path, sleeper):
    other = sleeper(tmp_path / "elsewhere")
    (tmp_path / "pid").write_text(str(other.pid))

    end_leftover(tmp_path / "pid")

    assert other.poll() is None


@pytest.mark.parametrize("written", [None, "", "no number", "999999999"])
def test_a_pid_file_of_nobody_is_no_hindrance(tmp_path, written):
    if written is not None:
        (tmp_path / "pid").write_text(written)

    end_leftover(tmp_path / "pid")


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", ""])
def test_a_wrong_port_is_told(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(ValueError, match="PORT is a number"):
        free_address()


def test_a_port_in_use_is_told_before_anything_starts(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        monkeypatch.setenv("HOST", "127.0.0.1")
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))

        with pytest.raises(OSError, match=r"cannot serve on 127\.0\.0\.1:\d+: Address already in use"):
            free_address()


def test_a_free_port_is_taken_as_given(monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    monkeypatch.setenv("HOST", "127.0.0.1")
    monkeypatch.setenv("PORT", str(port))

    assert free_address() == ("127.0.0.1", port)


@pytest.mark.parametrize("wanted", ["tomorrow", "2026-11-18", "2026-11-18T10:00:00", "9999-12-31T00:00:00+08:00"])
def test_a_wrong_demonstration_clock_is_named(monkeypatch, wanted):
    monkeypatch.setenv("DEMO_NOW", wanted)

    with pytest.raises(WrongClock, match=f"DEMO_NOW is an instant with an offset.*{wanted.replace('+', '.')}"):
        installation.clock_variables()


def test_without_a_demonstration_clock_the_time_is_the_machines(monkeypatch):
    monkeypatch.delenv("DEMO_NOW", raising=False)
    monkeypatch.delenv("CLOCK_OFFSET_SECONDS", raising=False)

    assert installation.clock_variables() == {"CLOCK_OFFSET_SECONDS": "0.0"}
