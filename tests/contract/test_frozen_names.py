"""No RPC method, event handler or API path is renamed by accident: their names are in queues and in clients."""

from tests.support import names


def test_no_name_is_gone():
    assert names.frozen() - names.current() == set(), "renamed or removed: see CONTRIBUTING.md, 'Add an event'"


def test_every_new_name_is_written_down():
    assert names.current() - names.frozen() == set(), "run python -m tests.support.names"


def test_the_gateway_calls_only_methods_there_are():
    called = names.called_by_the_gateway()

    assert called
    assert called - names.current() == set()
