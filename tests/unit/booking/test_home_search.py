"""The search itself, without anybody around it."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.booking.domain.home.offer import Candidate
from services.booking.domain.home.search import CLOSED, LOOKING, MOST_ASKED, OFFERING, HomeSearch
from services.booking.domain.terms.last_call import LAST_CALL, last_call
from shared.testing import NOW

MINUTES = st.integers(0, 60 * 24 * 60)
PATIENCE = timedelta(minutes=10)
RANKED = [Candidate(f"tec-{number}", {}) for number in range(1, 9)]
DOINGS = st.lists(st.sampled_from(["next", "taken", "moment", "decline", "expire", "moved", "assign", "close"]))


def a_search(starts_in: timedelta = timedelta(days=1)) -> HomeSearch:
    return HomeSearch.begun("apt-1", NOW + starts_in, NOW + PATIENCE, NOW).ask("tec-0", NOW + PATIENCE, NOW)


@given(minutes=MINUTES)
def test_the_last_call_is_before_the_start_and_not_in_the_past(minutes):
    starts_at = NOW + timedelta(minutes=minutes)

    called = last_call(starts_at, NOW)

    assert NOW <= called <= starts_at
    assert starts_at - called == min(LAST_CALL, timedelta(minutes=minutes) / 2)


@given(doings=DOINGS)
def test_whatever_happens_one_is_asked_at_most_and_nobody_twice_for_the_same_time(doings):
    search = a_search()
    for doing in doings:
        search = done(search, doing)

        states = [one.state for one in search.offers]
        assert states.count("offered") <= 1
        assert states.count("moving") <= 1
        assert (search.state == OFFERING) == ("offered" in states)
        assert [one.round for one in search.offers] == list(range(1, len(search.offers) + 1))
        asked = [one.technician_id for one in search.offers[search.since - 1 :] if one.asked_at]
        assert len(asked) == len(set(asked))


def done(search: HomeSearch, doing: str) -> HomeSearch:  # noqa: PLR0911 - one return per thing that can happen
    """One thing that happens, where it can."""
    candidate = search.next_of(RANKED)
    if search.state == CLOSED:
        return search
    if doing in {"next", "taken", "moment"} and search.state == LOOKING and candidate:
        moving = search.move_to(candidate)
        if doing == "next":
            return moving.ask(candidate.technician_id, moving.answer_by(NOW), NOW)
        return moving.missed("slot_taken" if doing == "taken" else "version_conflict", NOW)
    if doing in {"decline", "expire"} and search.running:
        return search.end({"decline": "declined", "expire": "expired"}[doing], NOW)
    if doing == "moved":
        return search.at(search.starts_at + timedelta(hours=1), NOW).ask("tec-0", NOW + PATIENCE, NOW)
    if doing == "assign" and "tec-9" not in search.tried:
        return search.move_to(Candidate("tec-9", {})).ask("tec-9", NOW + PATIENCE, NOW)
    return search.close("withdrawn", NOW) if doing == "close" else search


def test_three_are_asked_and_then_dispatch_decides():
    search = a_search()
    for asked in range(1, MOST_ASKED):
        search = search.end("declined", NOW)
        candidate = search.next_of(RANKED)
        assert candidate == RANKED[asked - 1]
        search = search.move_to(candidate).ask(candidate.technician_id, NOW + PATIENCE, NOW)

    assert search.end("declined", NOW).next_of(RANKED) is None


def test_who_was_taken_does_not_count_among_the_three():
    search = a_search().end("declined", NOW)
    for candidate in RANKED[:5]:
        search = search.move_to(candidate).missed("slot_taken", NOW)

    assert search.next_of(RANKED) == RANKED[5]


def test_a_refusal_of_the_moment_does_not_use_up_a_technician():
    search = a_search().end("declined", NOW).move_to(RANKED[0]).missed("version_conflict", NOW)

    assert search.next_of(RANKED) == RANKED[0]


def test_nobody_is_given_more_time_than_is_left():
    search = a_search(timedelta(minutes=36))

    assert search.answer_by(NOW) == NOW + timedelta(minutes=10)
    assert search.answer_by(NOW + timedelta(minutes=10)) == NOW + timedelta(minutes=18) == search.deadline
    assert not search.is_over(NOW + timedelta(minutes=17))
    assert search.is_over(NOW + timedelta(minutes=18))
