import pytest

from shared.bus.dead_letters import known_services, list_dead_letters, replay_dead_letters, show_dead_letter
from shared.bus.dead_letters.letter import Failure
from shared.bus.dead_letters.table import DeadLetterTable

FAILURE = Failure("booking", "evt-catalog-store_changed--booking.on_store_changed", "ValueError: odd", attempts=6)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path}/dead.db"


@pytest.fixture
def table(url):
    made = DeadLetterTable(url)
    yield made
    made.close()


def test_a_letter_is_seen_by_another_process_with_its_reason(table, url):
    table.add(FAILURE, b'{"type": "store_changed"}')

    (letter,) = list_dead_letters(url)

    assert (letter.service, letter.reason, letter.attempts) == ("booking", "ValueError: odd", 6)
    assert letter.event() == {"type": "store_changed"}
    assert show_dead_letter(url, letter.id) == letter


def test_a_letter_whose_body_is_no_json_is_kept_as_it_is(table, url):
    table.add(FAILURE, b"\xff what")

    (letter,) = list_dead_letters(url)

    assert letter.event() is None
    assert "what" in letter.body


def test_a_letter_asked_for_is_taken_once_by_whoever_has_the_bus(table, url):
    table.add(FAILURE, b"{}")
    table.add(FAILURE, b"{}")
    first, second = list_dead_letters(url)

    assert replay_dead_letters(url, [first.id]) == 1

    assert [letter.id for letter in table.take_asked()] == [first.id]
    assert table.take_asked() == []
    assert [letter.id for letter in list_dead_letters(url)] == [second.id]


def test_an_unknown_letter_is_nobodys(table, url):
    assert show_dead_letter(url, "no-such-letter") is None
    assert replay_dead_letters(url, ["no-such-letter"]) == 0


def test_the_services_of_this_checkout_are_known():
    assert {"booking", "catalog", "scheduling"} <= set(known_services())
