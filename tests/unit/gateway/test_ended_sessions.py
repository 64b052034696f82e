"""The memory of ended sessions: short, bounded."""

from datetime import timedelta

from gateway.ended_sessions import EndedSessions


class Time:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_an_ended_session_is_remembered_while_its_tokens_could_live():
    time = Time()
    ended = EndedSessions(timedelta(minutes=15), monotonic=time)

    ended.add("ses-1")

    assert ended.has("ses-1")
    assert not ended.has("ses-2")
    time.now += 15 * 60
    assert not ended.has("ses-1")


def test_what_can_no_longer_matter_is_forgotten():
    time = Time()
    ended = EndedSessions(timedelta(minutes=15), monotonic=time)
    for number in range(100):
        ended.add(f"ses-{number}")
    time.now += 15 * 60

    ended.add("ses-new")

    assert len(ended) == 1


def test_a_flood_of_endings_takes_no_more_room_than_there_is():
    ended = EndedSessions(timedelta(minutes=15), capacity=10, monotonic=Time())

    for number in range(1000):
        ended.add(f"ses-{number}")

    assert len(ended) == 10
    assert ended.has("ses-999")
    assert not ended.has("ses-0")


def test_ending_twice_counts_from_the_last_time():
    time = Time()
    ended = EndedSessions(timedelta(minutes=15), capacity=2, monotonic=time)
    ended.add("ses-1")
    time.now += 60
    ended.add("ses-2")
    ended.add("ses-1")
    ended.add("ses-3")

    assert ended.has("ses-1")
    assert not ended.has("ses-2")
