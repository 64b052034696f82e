"""A technician proposes another time; the customer agrees or refuses; one waits at a time, and not for ever."""

from datetime import datetime, timedelta

import pytest

from shared.actor import Actor
from shared.errors import Conflict, Forbidden, Invalid, NotFound, Unavailable
from shared.testing import a_customer, a_receptionist, a_technician
from tests.support.booking import FACIAL, LI, START, WANG, an_appointment
from tests.support.booking_desk import overrides

TECHNICIAN, RECEPTION, SYSTEM = a_technician(WANG.id), a_receptionist("sto-1"), Actor.system("booking")
APT = {"appointment_id": "apt-1"}
LATER = START + timedelta(hours=3)


@pytest.fixture
def visit(desk):
    return desk.with_(an_appointment())


def propose(desk, actor=TECHNICIAN, starts_at=LATER, reason="家里有事"):
    at = starts_at and starts_at.isoformat()
    return desk.of(actor).propose_time({**APT, "starts_at": at, "reason": reason})


def answer(desk, verb, proposal, actor=None, call=None, **more):
    request = {**APT, "proposal_id": proposal["id"], **more}
    return getattr(desk.of(actor, body=request, **(call or {})), verb)(request)


def agree(desk, proposal, actor=None, call=None, **more):
    return answer(desk, "agree_to_proposal", proposal, actor, call, **more)


def row(desk):
    return desk.storage.appointments.rows["apt-1"]


def told(desk):
    """What was told of proposals."""
    return [fact for fact in desk.storage.appointments.events if hasattr(fact, "proposal_id")]


def states(desk):
    return [one["state"] for one in desk.of().find_proposals(APT)["items"]]


def test_a_technician_proposes_and_nothing_moves(visit):
    assert "propose" in visit.of(TECHNICIAN).get_appointment(APT)["allowed_actions"]

    proposal = propose(visit)

    assert (proposal["state"], proposal["starts_at"]) == ("open", "2026-11-23T18:00:00+08:00")
    assert row(visit) == an_appointment()
    (fact,) = told(visit)
    assert (fact.type(), fact.proposal_id, fact.proposed_starts_at) == ("time_proposed", proposal["id"], LATER)
    assert (fact.reason, fact.revision, fact.proposed_by) == ("家里有事", 2, str(TECHNICIAN))


def test_while_a_proposal_waits_whoever_may_answer_is_told_so(visit):
    def offered(actor=None):
        listed = visit.of(actor).find_appointments({})["items"][0]["allowed_actions"]
        assert visit.of(actor).get_appointment(APT)["allowed_actions"] == listed
        return [one for one in listed if one in {"propose", "agree", "refuse", "withdraw"}]

    assert (offered(), offered(TECHNICIAN), offered(RECEPTION)) == ([], ["propose"], [])
    proposal = propose(visit)

    assert offered() == ["agree", "refuse"]
    assert offered(TECHNICIAN) == ["withdraw"]
    assert offered(RECEPTION) == ["agree", "refuse", "withdraw"]
    answer(visit, "refuse_proposal", proposal)
    assert (offered(), offered(TECHNICIAN), offered(RECEPTION)) == ([], ["propose"], [])


def test_after_its_deadline_a_proposal_is_nobodys_to_answer_even_before_the_sweep(visit):
    proposal = propose(visit)
    visit.clock.at = datetime.fromisoformat(proposal["answer_by"])

    assert "agree" not in visit.of().get_appointment(APT)["allowed_actions"]


def test_a_technician_does_not_move_it_themselves(visit):
    with pytest.raises(Conflict) as refused:
        visit.of(TECHNICIAN).reschedule_appointment({**APT, "starts_at": LATER.isoformat()})

    assert refused.value.code == "illegal_transition"


def test_the_customers_agreement_moves_it_and_the_history_keeps_both(visit):
    moved = agree(visit, propose(visit))

    assert (moved["id"], moved["version"], moved["starts_at"]) == ("apt-1", 3, "2026-11-23T18:00:00+08:00")
    assert states(visit) == ["agreed"]
    entry = visit.storage.appointments.entries[-1]
    assert (entry.action, entry.actor, entry.reason) == ("reschedule", "cus-1", "家里有事")
    assert entry.changes["proposed_by"] == [None, str(TECHNICIAN)]
    assert visit.storage.appointments.told() == ["time_proposed", "appointment_rescheduled"]


def test_agreeing_twice_under_one_key_moves_once(visit):
    proposal = propose(visit)

    first = agree(visit, proposal, call={"key": "yes"})

    assert agree(visit, proposal, call={"key": "yes"}) == first
    with pytest.raises(Conflict):
        agree(visit, proposal)
    assert row(visit).version == 3


def test_a_lost_answer_is_found_by_the_sweep_and_ends_the_proposal(visit):
    proposal = propose(visit)
    visit.scheduling.lost = Unavailable()
    with pytest.raises(Unavailable):
        agree(visit, proposal)

    visit.of(SYSTEM).sweep_open_changes()

    assert row(visit).starts_at == LATER
    assert states(visit) == ["agreed"]


def test_the_customer_refuses_and_keeps_the_time(visit):
    refused = answer(visit, "refuse_proposal", propose(visit), reason="只有这个时间")

    assert (refused["state"], refused["answered_by"]) == ("refused", "cus-1")
    assert row(visit) == an_appointment()
    fact = told(visit)[-1]
    assert (fact.type(), fact.reason) == ("time_proposal_refused", "只有这个时间")


def test_whoever_proposed_takes_it_back(visit):
    proposal = propose(visit)

    assert answer(visit, "withdraw_proposal", proposal, TECHNICIAN)["state"] == "withdrawn"

    assert (told(visit)[-1].type(), told(visit)[-1].how) == (
        "time_proposal_withdrawn",
        "withdrawn",
    )
    with pytest.raises(Conflict):
        agree(visit, proposal)


@pytest.mark.parametrize("verb", ["agree_to_proposal", "refuse_proposal"])
def test_a_technician_does_not_answer_for_the_customer(visit, verb):
    with pytest.raises(Forbidden):
        answer(visit, verb, propose(visit), TECHNICIAN)

    assert states(visit) == ["open"]


def test_the_customer_does_not_take_it_back_for_the_technician(visit):
    with pytest.raises(Forbidden):
        answer(visit, "withdraw_proposal", propose(visit))


def test_staff_answer_for_the_customer_and_say_why(visit):
    proposal = propose(visit)
    with pytest.raises(Invalid) as refused:
        agree(visit, proposal, RECEPTION)
    assert refused.value.code == "reason_missing"

    agree(visit, proposal, RECEPTION, override_reason="客人来电同意")

    entry = visit.storage.appointments.entries[-1]
    assert (entry.actor, entry.reason) == (str(RECEPTION), "客人来电同意")
    assert overrides(visit) == [("apt-1", "sto-1", str(RECEPTION), "reschedule", "客人来电同意")]


def test_staff_refuse_for_the_customer_and_that_is_audited_unlike_the_customers_own_refusal(visit):
    answer(visit, "refuse_proposal", propose(visit), reason="只有这个时间")
    assert overrides(visit) == []

    answer(visit, "refuse_proposal", propose(visit), RECEPTION, reason="客人来电不同意")

    assert overrides(visit) == [("apt-1", "sto-1", str(RECEPTION), "refuse-proposal", "客人来电不同意")]


def test_one_waits_at_a_time_and_the_same_once_more_is_that_one(visit):
    first = propose(visit)

    assert propose(visit) == first
    with pytest.raises(Conflict) as refused:
        propose(visit, starts_at=LATER + timedelta(hours=1))
    assert refused.value.code == "proposal_open"


def test_a_time_that_is_taken_is_not_proposed(visit):
    visit.with_(an_appointment(id="apt-2", number="2", customer_id="cus-2", starts_at=LATER))

    with pytest.raises(Conflict) as refused:
        propose(visit)

    assert refused.value.code == "slot_taken"
    assert states(visit) == []


def test_a_time_taken_meanwhile_leaves_the_proposal_open(visit):
    proposal = propose(visit)
    visit.with_(an_appointment(id="apt-2", number="2", customer_id="cus-2", starts_at=LATER))

    with pytest.raises(Conflict) as refused:
        agree(visit, proposal)

    assert refused.value.code == "slot_taken"
    assert states(visit) == ["open"]


def test_without_a_time_the_customer_chooses_one(visit):
    proposal = propose(visit, starts_at=None)
    with pytest.raises(Invalid) as refused:
        agree(visit, proposal)
    assert refused.value.code == "time_missing"

    assert agree(visit, proposal, starts_at=LATER.isoformat())["starts_at"] == "2026-11-23T18:00:00+08:00"


def test_nobodys_answer_ends_it_too(visit):
    proposal = propose(visit)
    visit.clock.at += timedelta(hours=24)
    with pytest.raises(Conflict):
        agree(visit, proposal)

    for _ in range(2):
        visit.of(SYSTEM).sweep_overdue_appointments()

    assert states(visit) == ["expired"]
    assert [fact.how for fact in told(visit)[1:]] == ["expired"]


@pytest.mark.parametrize(
    "otherwise",
    [
        lambda desk: desk.of().cancel_appointment(APT),
        lambda desk: desk.of().reschedule_appointment({**APT, "technician_id": LI.id}),
        lambda desk: desk.of(RECEPTION).reschedule_appointment({**APT, "treatment_id": FACIAL.id}),
    ],
    ids=["cancelled", "another technician", "another treatment"],
)
def test_a_visit_that_goes_another_way_overtakes_it(visit, otherwise):
    propose(visit)

    otherwise(visit)

    assert states(visit) == ["overtaken"]
    assert told(visit)[-1].how == "overtaken"


def test_a_stranger_neither_sees_nor_proposes(visit):
    proposal = propose(visit)
    stranger = a_customer("cus-9")

    for ask in (
        lambda: propose(visit, stranger),
        lambda: visit.of(stranger).find_proposals(APT),
        lambda: agree(visit, proposal, stranger),
        lambda: answer(visit, "refuse_proposal", proposal, stranger),
    ):
        with pytest.raises(NotFound):
            ask()


def test_a_proposal_belongs_to_its_appointment(visit):
    visit.with_(an_appointment(id="apt-2", number="2", starts_at=LATER))
    proposal = propose(visit, starts_at=None)

    with pytest.raises(NotFound):
        visit.of().agree_to_proposal({"appointment_id": "apt-2", "proposal_id": proposal["id"]})


def test_nothing_is_proposed_for_a_visit_that_has_begun(visit):
    visit.clock.at = START

    with pytest.raises(Conflict) as refused:
        propose(visit)

    assert refused.value.code == "illegal_transition"
