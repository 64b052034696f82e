"""`mingyitang run` as a process: it goes without leaving anything behind, whenever it is told to."""

import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from deploy.backends.process import start_time
from deploy.data_folder import end_leftover

PATIENCE_SECONDS = 90


@pytest.fixture
def run(tmp_path):
    """Starts the product in one process over a data folder of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "deploy.embedded"]
    env = {**os.environ, "DATA_DIR": str(tmp_path), "PORT": str(port), "HOST": "127.0.0.1"}
    started = []

    def start(**changes):
        pipe = subprocess.PIPE
        started.append(subprocess.Popen(command, env={**env, **changes}, stdout=pipe, stderr=pipe, text=True))
        return started[-1]

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
            process.wait()
    end_leftover(tmp_path / "documents" / "pid")


def document_server_of(home):
    """The process id of the child that keeps the chats, once it has started."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if (home / "documents" / "pid").exists() and (written := (home / "documents" / "pid").read_text().strip()):
            return int(written)
        time.sleep(0.05)
    raise AssertionError("the document server never started")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_told_to_stop_while_it_starts_it_takes_its_child_along_and_says_nothing(run, tmp_path, number, code):
    process = run()
    child = document_server_of(tmp_path)
    began = start_time(child)

    process.send_signal(number)
    _, said = process.communicate(timeout=PATIENCE_SECONDS)

    assert (process.returncode, said) == (code, "")
    assert start_time(child) != began


def test_after_a_kill_the_next_start_ends_what_was_left(run, tmp_path):
    killed = run()
    left = document_server_of(tmp_path)
    began = start_time(left)
    killed.kill()
    killed.wait()
    assert start_time(left) == began, "it outlives its starter"

    process = run()
    assert "名医堂" in process.stdout.readline() + process.stdout.readline()

    child = document_server_of(tmp_path)
    assert (start_time(left) == began, start_time(child) == "") == (False, False)
    process.terminate()
    assert process.wait(timeout=PATIENCE_SECONDS) == 0
    assert start_time(child) == ""


def test_a_second_one_on_the_same_data_is_refused_in_one_line(run, tmp_path):
    run()
    document_server_of(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        elsewhere = str(probe.getsockname()[1])

    second = run(PORT=elsewhere)
    _, said = second.communicate(timeout=PATIENCE_SECONDS)

    assert second.returncode == 1
    assert said.startswith("mingyitang run: ")
    assert "choose another DATA_DIR" in said
    assert said.count("\n") == 1
