"""`mingyitang verify-ledger` on databases that an older version left behind."""

from contextlib import contextmanager

import pytest
from click.testing import CliRunner

from deploy import installation
from deploy.commands.ledger import verify_ledger
from shared import migrations


@pytest.fixture
def databases(database_of, monkeypatch):
    """Those of booking and scheduling, at their newest revisions; there are no other services."""
    known = {name: database_of(name) for name in ("booking", "scheduling")}

    @contextmanager
    def opened(service):
        yield known[service]

    monkeypatch.setattr(installation, "adopt", lambda: "a test")
    monkeypatch.setattr(installation, "services", lambda: [*known, "chatbot"])
    monkeypatch.setattr("deploy.stores.database_of", opened)
    monkeypatch.setenv("AMQP_URL", "memory://")
    monkeypatch.setattr("deploy.commands.ledger.books", _nothing_to_compare)
    return known


@contextmanager
def _nothing_to_compare():
    raise AssertionError("the books were opened")
    yield


def test_an_old_database_is_named_with_the_migrations_that_it_lacks(databases):
    migrations.downgrade("booking", databases["booking"], "booking_0012")

    done = CliRunner().invoke(verify_ledger)

    assert done.exit_code == 2, done.output
    assert "booking: still to migrate: booking_0013, booking_0014" in done.output
    assert "run `mingyitang db upgrade booking`" in done.output
    assert "scheduling" not in done.output


def test_an_empty_database_lacks_all_of_them(databases):
    migrations.downgrade("booking", databases["booking"])

    assert "booking_0001, booking_0002" in CliRunner().invoke(verify_ledger).output


def test_current_databases_are_read(databases):
    assert databases

    assert "the books were opened" in str(CliRunner().invoke(verify_ledger).exception)
