"""Calendar feeds, the export of one's data, and the end of one's account, over HTTP."""

from shared.errors import NotFound

FEED = "/api/v1/me/calendar-feed"


def test_a_feed_is_opened_under_an_address_of_this_system(client, rpc, customer):
    rpc.answers["open_calendar_feed"] = {"token": "t0ken"}

    answer = client.post(FEED, headers=customer)

    assert (answer.status_code, answer.json) == (201, {"url": "http://localhost/api/v1/calendar-feeds/t0ken.ics"})


def test_whoever_has_the_address_reads_the_feed(client, rpc):
    rpc.answers["read_calendar_feed"] = {"etag": "abc", "text": "BEGIN:VCALENDAR\r\n"}

    answer = client.get("/api/v1/calendar-feeds/t0ken.ics")

    assert (answer.status_code, answer.text, answer.mimetype) == (200, "BEGIN:VCALENDAR\r\n", "text/calendar")
    assert answer.headers["ETag"] == '"abc"'
    assert rpc.contexts[0].actor.account_id is None


def test_a_calendar_that_has_not_changed_is_not_sent_again(client, rpc):
    rpc.answers["read_calendar_feed"] = {"etag": "abc", "text": None}

    answer = client.get("/api/v1/calendar-feeds/t0ken.ics", headers={"If-None-Match": '"abc"'})

    assert (answer.status_code, answer.data) == (304, b"")
    assert rpc.calls[0][2] == {"token": "t0ken", "known": "abc"}


def test_an_unknown_feed_is_not_found(client, rpc):
    rpc.answers["read_calendar_feed"] = NotFound("no", code="feed_unknown")

    answer = client.get("/api/v1/calendar-feeds/guess.ics")

    assert (answer.status_code, answer.json["code"]) == (404, "feed_unknown")


def test_one_feed_is_not_read_again_and_again(client, rpc):
    rpc.answers["read_calendar_feed"] = {"etag": "abc", "text": "x"}

    statuses = [client.get("/api/v1/calendar-feeds/t0ken.ics").status_code for _ in range(11)]

    assert statuses == [200] * 10 + [429]


def test_an_appointment_is_downloaded_for_a_calendar(client, rpc, customer):
    rpc.answers["get_appointment_calendar"] = {"etag": "abc", "text": "BEGIN:VCALENDAR\r\n"}

    answer = client.get("/api/v1/appointments/apt-1/calendar", headers=customer)

    assert answer.mimetype == "text/calendar"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="apt-1.ics"'


def test_a_revoked_feed_and_an_erased_account_answer_with_nothing(client, rpc, customer):
    assert client.delete(FEED, headers=customer).status_code == 204
    assert client.delete("/api/v1/me", headers=customer).status_code == 204
    assert [method for _, method, _ in rpc.calls] == ["close_calendar_feed", "erase_account"]


def test_an_erased_accounts_token_is_good_no_more(client, customer):
    client.delete("/api/v1/me", headers=customer)

    assert client.get("/api/v1/me", headers=customer).status_code == 401


def test_nobody_erases_or_takes_home_anything_without_signing_in(client, rpc):
    for call in (client.delete("/api/v1/me"), client.get("/api/v1/me/data-export"), client.post(FEED)):
        assert call.status_code == 401
    assert rpc.calls == []


def test_everybody_who_keeps_something_is_asked_for_it(client, rpc, customer):
    rpc.answers.update(
        get_account={"id": "acc-1", "name": "林晓月"},
        export_archive={"archive": {"skin": "干性"}, "timeline": []},
        export_customer={
            "appointments": [{"id": "apt-1"}],
            "service_records": [{"appointment_id": "apt-1", "photos": [{"id": "fil-1", "kind": "after"}]}],
            "calendar_feed": None,
        },
        list_never_again={"items": [{"technician_id": "tec-1"}]},
        find_notifications={"items": [{"id": "not-1"}]},
        get_preferences={"version": 1},
        export_conversations={"conversations": [{"conversation_id": "con-1"}]},
    )

    export = client.get("/api/v1/me/data-export", headers=customer).json

    assert export["account"]["name"] == "林晓月"
    assert export["archive"] == {"skin": "干性"}
    assert export["service_records"][0]["photos"][0]["url"].endswith("/photos/fil-1")
    assert {service for service, _, _ in rpc.calls} == {
        "identity",
        "customer_profile",
        "booking",
        "scheduling",
        "notification",
        "chatbot",
    }
