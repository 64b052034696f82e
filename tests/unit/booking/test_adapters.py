"""What goes to scheduling and how its word is read; and the checkpoint that ends a process."""

import signal
from dataclasses import replace

import pytest

from services.booking.adapters.checkpoint import Checkpoints, CrashAt
from services.booking.adapters.scheduling_client import BusScheduling
from services.booking.domain.life.contact import Address
from services.booking.ports import Wish
from shared.bus import Resources
from shared.testing import InMemoryRpc, a_call
from tests.support.booking import START, a_change

ANSWER = {
    "claim_id": "apt-1",
    "claim_revision": 3,
    "starts_at": "2026-11-23T15:00:00+08:00",
    "ends_at": "2026-11-23T16:00:00+08:00",
    "technicians": [{"id": "tec-1"}, {"id": "tec-2"}],
    "resources": [{"id": "bed-1", "kind": "bed"}],
    "chosen_because": {"code": "rotation"},
    "timezone": "Asia/Shanghai",
}
WISH = Wish("sto-1", "tre-1", START, None, "home", Address("衡山路12号", 121.44, 31.2), 2)


def scheduling(**methods):
    rpc = InMemoryRpc({name: lambda _, answer=answer: answer for name, answer in methods.items()})
    return rpc, BusScheduling(rpc)


def test_a_claim_is_asked_for_without_anything_personal_but_the_place_on_the_map():
    rpc, client = scheduling(claim_time=ANSWER)

    claim = client.claim_time("apt-1", "cus-1", WISH)

    assert rpc.calls == [
        (
            "claim_time",
            {
                "claim_id": "apt-1",
                "customer_id": "cus-1",
                "store_id": "sto-1",
                "treatment_id": "tre-1",
                "starts_at": "2026-11-23T07:00:00+00:00",
                "technician_id": None,
                "place": "home",
                "party_size": 2,
                "address": {"lng": 121.44, "lat": 31.2},
            },
        )
    ]
    assert (claim.revision, claim.starts_at, claim.technician_ids) == (3, START, ("tec-1", "tec-2"))


@pytest.mark.parametrize("method", ["move_claim", "preview_move"])
def test_a_move_names_its_change_and_the_revision_it_starts_from(method):
    rpc, client = scheduling(**{method: {**ANSWER, "change_id": "chg-1"}})

    claim = getattr(client, method)(a_change(override_reason="熟客"), WISH)

    ((_, asked),) = rpc.calls
    assert (asked["claim_id"], asked["change_id"], asked["expected_revision"]) == ("apt-1", "chg-1", 1)
    assert asked["override_reason"] == "熟客"
    assert claim.change_id == "chg-1"


def test_whose_visit_is_anothers_is_told_to_scheduling():
    rpc, client = scheduling(claim_time=ANSWER)

    client.claim_time("apt-1", "cus-1", replace(WISH, for_guest=True))
    client.claim_time("apt-1", "cus-1", WISH)

    assert [asked.get("for_guest") for _, asked in rpc.calls] == [True, None]


def test_a_settled_change_is_the_claim_or_nothing():
    _, moved = scheduling(settle_change={"moved": True, "claim": ANSWER})
    _, not_moved = scheduling(settle_change={"moved": False})

    claim = moved.settle_change("apt-1", "chg-1")

    assert (claim.revision, claim.change_id) == (3, "chg-1")
    assert not_moved.settle_change("apt-1", "chg-1") is None


@pytest.mark.parametrize(("profile", "moment"), [("test", "after_claim"), ("production", ""), ("demo", "")])
def test_a_crash_can_be_ordered_in_the_test_profile_only(profile, moment):
    resources = Resources("booking", {"profile": profile, "crash_at": "after_claim"})

    assert Checkpoints().provide(resources, a_call()).moment == moment


def test_the_process_ends_at_its_moment_and_at_no_other(monkeypatch):
    killed = []
    monkeypatch.setattr("os.kill", lambda _, with_signal: killed.append(with_signal))
    checkpoint = CrashAt("after_claim")

    checkpoint("after_attempt")
    assert killed == []
    checkpoint("after_claim")
    assert killed == [signal.SIGKILL]
