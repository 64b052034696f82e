"""What `make backends` started is found again and stopped, whatever URLs came from the environment in between."""

import json
import socket
import subprocess
import sys

import pytest

from deploy import backends
from deploy.backends.process import Server, start_time

URLS = {"AMQP_URL": "amqp://elsewhere/", "MYSQL_URL": "mysql+pymysql://elsewhere/", "MONGO_URL": "mongodb://elsewhere/"}


@pytest.fixture
def a_process():
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    yield process
    process.kill()
    process.wait()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, a_process) -> Server:
    """Every server is this one process."""
    server = Server("any", "amqp://here/", "a test", pid=a_process.pid, started=start_time(a_process.pid))
    for name in backends.STARTERS:
        monkeypatch.setitem(backends.STARTERS, name, lambda _: server)
    for variable in URLS:
        monkeypatch.delenv(variable, raising=False)
    return server


def test_servers_are_started_once_and_found_again(tmp_path, started: Server):
    first = backends.up(tmp_path)
    again = backends.up(tmp_path)

    assert first == again
    assert backends.running(tmp_path) == first
    assert "MYSQL_URL=amqp://here/" in (tmp_path / "backends.env").read_text()


def test_urls_from_the_environment_come_first_and_are_nobodys_to_stop(tmp_path, monkeypatch: pytest.MonkeyPatch):
    for variable, url in URLS.items():
        monkeypatch.setenv(variable, url)

    assert [server.url for _, server in backends.up(tmp_path)] == list(URLS.values())
    assert backends.down(tmp_path) == []


def test_what_was_started_is_stopped_although_urls_were_given_in_between(tmp_path, monkeypatch, started: Server):
    backends.up(tmp_path)
    for variable, url in URLS.items():
        monkeypatch.setenv(variable, url)
    backends.up(tmp_path)

    stopped = backends.down(tmp_path)

    assert "rabbitmq" in stopped
    assert not started.is_alive()


def test_urls_given_for_once_do_not_replace_what_others_read_of_ours(tmp_path, monkeypatch, started: Server):
    backends.up(tmp_path)
    for variable, url in URLS.items():
        monkeypatch.setenv(variable, url)
    backends.up(tmp_path)

    assert "AMQP_URL=amqp://here/" in (tmp_path / "backends.env").read_text()


def test_a_server_that_does_not_answer_is_named_with_its_variable():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        answers = f"127.0.0.1:{listening.getsockname()[1]}"
        with socket.create_server(("127.0.0.1", 0)) as probe:
            silent = f"127.0.0.1:{probe.getsockname()[1]}"
        servers = backends.Backends(
            Server("rabbitmq", f"amqp://guest:secret@{answers}/", ""),
            Server("mysql", f"mysql+pymysql://root:secret@{silent}/", ""),
            Server("mongodb", f"mongodb://{answers}/", ""),
        )

        with pytest.raises(
            backends.BackendMissing, match=rf"mysql does not answer at {silent} \(MYSQL_URL\)"
        ) as missing:
            backends.must_answer(servers)
    assert "secret" not in str(missing.value)


def test_a_process_that_took_over_the_number_is_not_ours(tmp_path, started: Server):
    backends.up(tmp_path)
    kept = json.loads((tmp_path / "backends.json").read_text())
    for server in kept.values():
        server["started"] = "another time"
    (tmp_path / "backends.json").write_text(json.dumps(kept))

    assert backends.down(tmp_path) == []
    assert started.is_alive()


def test_a_server_that_cannot_be_had_is_named(tmp_path, monkeypatch: pytest.MonkeyPatch, started: Server):
    def missing(_):
        raise RuntimeError("no rabbitmq-server here")

    monkeypatch.setitem(backends.STARTERS, "rabbitmq", missing)

    with pytest.raises(backends.BackendMissing, match=r"rabbitmq: no rabbitmq-server here .*AMQP_URL"):
        backends.up(tmp_path)
