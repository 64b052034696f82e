"""`GET /live` as its clients meet it; the servers under it are tested in `tests/integration/gateway`."""

from typing import Any

import pytest

from gateway import auth, listening
from gateway.live.audience import BOOKING, audience
from gateway.live.news import News

LIVE = "/api/v1/live"


@pytest.fixture
def hub(app: Any) -> Any:
    made = listening.of(app).hub
    yield made
    made.close()
    for stream in list(made._streams):
        made.leave(stream)


@pytest.fixture
def listen(client: Any, customer: Any, hub: Any) -> Any:
    opened = []

    def open_(headers: Any = customer, **query: Any) -> Any:
        opened.append(client.get(LIVE, headers=headers, query_string=query, buffered=False))
        return opened[-1]

    yield open_
    for response in opened:
        response.close()


def test_who_is_not_signed_in_hears_nothing(client):
    answer = client.get(LIVE)

    assert (answer.status_code, answer.json["code"]) == (401, "not_signed_in")


def test_news_are_written_as_server_sent_events(listen, hub):
    answer = listen()
    frames = iter(answer.response)

    hub.tell(News("appointment_changed", {"appointment_id": "apt-1"}, audience(accounts=["acc-1"])))

    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert (answer.headers["Cache-Control"], answer.headers["X-Accel-Buffering"]) == ("no-store", "no")
    assert next(frames).startswith(b"retry: ")
    assert next(frames).startswith(b": \nid: ")
    assert next(frames).startswith(b"event: appointment_changed\nid: ")


def test_who_chooses_a_time_is_told_that_others_are_free_now(listen, hub):
    choosing, not_choosing = iter(listen(free_times="true").response), iter(listen().response)
    for frames in (choosing, not_choosing):
        next(frames), next(frames)

    hub.tell(News("free_times_changed", {"store_id": "sto-1"}, BOOKING))
    hub.tell(News("appointment_changed", {"appointment_id": "apt-1"}, audience(accounts=["acc-1"])))

    assert next(choosing).startswith(b"event: free_times_changed")
    assert next(not_choosing).startswith(b"event: appointment_changed")


def test_a_page_listens_with_its_cookie_alone(client, hub, rpc, signed_in):
    rpc.answers["open_session"] = signed_in()
    client.post(
        "/api/v1/auth/sessions", json={"grant": "password", "login": "x", "password": "secret", "cookies": True}
    )

    answer = client.get(LIVE, buffered=False)

    assert (answer.status_code, len(hub)) == (200, 1)
    answer.close()


def test_over_the_cap_pages_are_told_to_poll(listen):
    listen()
    listen()

    answer = listen()

    assert (answer.status_code, answer.json["code"], answer.json["most"]) == (503, "too_many_streams", 2)
    assert int(answer.headers["Retry-After"]) > 0


def test_a_process_that_is_full_says_so(listen, sign_in, client, hub):
    hub.limits = hub.limits.__class__(2, 1, 25.0)
    listen()

    answer = client.get(LIVE, headers=sign_in(account_id="acc-2"))

    assert (answer.status_code, answer.json["code"]) == (503, "streams_full")
    assert int(answer.headers["Retry-After"]) > 0
    hub.limits = hub.limits.__class__(2, 8, 25.0)


def test_who_closes_makes_room(listen, hub):
    for _ in range(5):
        listen().close()

    assert len(hub) == 0


def test_only_looking_opens_no_stream(client, customer, hub):
    answer = client.head(LIVE, headers=customer)

    assert (answer.status_code, len(hub)) == (200, 0)


@pytest.mark.parametrize("how", ["header", "query"])
def test_where_to_go_on_is_told_by_header_or_query(listen, customer, how):
    known = {"Last-Event-ID": "long-gone-7"} if how == "header" else {}
    query = {} if known else {"last_event_id": "long-gone-7"}

    frames = iter(listen({**customer, **known}, **query).response)

    next(frames)
    assert next(frames).startswith(b"event: resync\n")


def test_a_session_that_ends_while_its_stream_opens_is_noticed(listen, app, monkeypatch):
    """The token was looked at before the ending was heard, the stream was not there to be ended."""
    monkeypatch.setattr("gateway.api.live.has_session_ended", lambda _: True)

    assert list(listen().response)[-1] == b'event: bye\ndata: {"reason":"session_ended"}\n\n'


def test_on_a_session_that_ended_nobody_begins_to_listen(client, customer, app):
    with app.app_context():
        auth.session_ended("ses-1")

    answer = client.get(LIVE, headers=customer)

    assert (answer.status_code, answer.json["code"]) == (401, "session_ended")
