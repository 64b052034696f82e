"""Each component of a technician's score alone, the weights between them, and what is kept to weigh it once more."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.scheduling.domain.business.weights import COMPONENTS, Weights
from services.scheduling.domain.choice.clocks import Clocks, in_turn
from services.scheduling.domain.choice.judgement import Contest, Judgement
from services.scheduling.domain.choice.scoring import VALUES, Facts, score
from shared.events import plain

NOTHING = Weights(**dict.fromkeys(COMPONENTS, 0))
EVERYBODY = st.sampled_from(["tec-1", "tec-2", "tec-3", "tec-4"])

some_facts = st.builds(
    Facts,
    gap_before=st.integers(0, 300),
    gap_after=st.integers(0, 300),
    gap_cost=st.floats(0, 200).map(lambda cost: round(cost, 3)),
    needed=st.integers(15, 120),
    rating=st.floats(0, 5).map(lambda mean: round(mean, 1)),
    review_count=st.integers(0, 500),
    served=st.integers(0, 10),
    served_last=st.booleans(),
    rotation=st.integers(0, 8),
    requested=st.integers(0, 8),
    ahead=st.integers(0, 8),
    waited=st.none() | st.integers(0, 600),
    surplus=st.integers(0, 4),
    peers=st.integers(1, 10),
    travel=st.integers(0, 120),
)
some_weights = st.builds(Weights, **{name: st.floats(0, 10).map(lambda worth: round(worth, 2)) for name in COMPONENTS})


def only(component: str) -> Weights:
    return replace(NOTHING, **{component: 1})


def best_of(weights: Weights, **facts: Facts) -> str:
    return Judgement.of(weights, [Contest(None, facts)], party_size=1).chosen[0][0]


@pytest.mark.parametrize(
    ("component", "better", "worse"),
    [
        ("gap", Facts(gap_cost=20, needed=60), Facts(gap_cost=60, needed=60)),
        ("rating", Facts(rating=4.9, review_count=80), Facts(rating=4.2, review_count=80)),
        ("rating", Facts(), Facts(rating=3.0, review_count=40)),
        ("continuity", Facts(served=1, served_last=True), Facts(served=9)),
        ("continuity", Facts(served=2), Facts(served=1)),
        ("rotation", Facts(rotation=1), Facts(rotation=2, ahead=1)),
        ("rotation", Facts(waited=120), Facts(waited=15)),
        ("rotation", Facts(), Facts(waited=60)),
        ("level", Facts(), Facts(surplus=2, peers=1)),
        ("level", Facts(surplus=2, peers=4), Facts(surplus=2, peers=1)),
        ("level", Facts(surplus=1, peers=1), Facts(surplus=2, peers=1)),
        ("travel", Facts(travel=10), Facts(travel=35)),
    ],
)
def test_a_component_alone_prefers(component: str, better: Facts, worse: Facts) -> None:
    assert best_of(only(component), z_better=better, a_worse=worse) == "z_better"
    assert best_of(NOTHING, z_better=replace(better, rotation=0), a_worse=replace(worse, rotation=0, waited=None)) in {
        "a_worse",
        "z_better",
    }


def test_one_bad_review_does_not_break_anybody() -> None:
    once, often = Facts(rating=1, review_count=1), Facts(rating=1, review_count=50)

    assert VALUES["rating"](once) > 0.5 > VALUES["rating"](often)


def test_a_requested_clock_does_not_cost_the_place_in_the_rotation() -> None:
    asked_for, others = Facts(requested=5), Facts(rotation=1, ahead=1)

    assert best_of(Weights(), a_others=others, z_asked_for=asked_for) == "z_asked_for"
    assert in_turn({"a": Clocks(rotation=1), "b": Clocks(requested=4)}) == ["b", "a"]


def test_one_clock_fewer_outweighs_any_gap_and_nothing_but_a_regular_guest_outweighs_it() -> None:
    """By the default weights, so that among equals nobody is two clocks ahead."""
    fewer = Facts(waited=0, gap_cost=500, needed=60)
    assert best_of(Weights(), z_fewer=fewer, a_more=Facts(rotation=1, ahead=1)) == "z_fewer"

    regular = Facts(served=1, served_last=True, rotation=1, ahead=1)
    assert best_of(Weights(), a_fewer=Facts(), z_regular=regular) == "z_regular"
    assert best_of(Weights(), z_fewer=Facts(), a_regular=replace(regular, rotation=3, ahead=3)) == "z_fewer"


@given(some_facts)
def test_every_component_lies_between_nought_and_one(facts: Facts) -> None:
    assert all(0 <= value <= 1 for value in score("tec-1", facts, Weights()).components.values())


@given(facts=some_facts, other=some_facts, weights=some_weights, component=st.sampled_from(COMPONENTS))
def test_a_weight_of_nought_removes_a_component(facts: Facts, other: Facts, weights: Weights, component: str) -> None:
    """Two candidates who differ in that component alone score the same, whatever it is."""
    removed, here, there = replace(weights, **{component: 0}), score("a", facts, weights), score("a", other, weights)
    rest = sum(weight * here.components[name] for name, weight in weights.by_component.items() if name != component)

    assert score("a", facts, removed).total == pytest.approx(rest, abs=1e-5)
    if all(here.components[name] == there.components[name] for name in COMPONENTS if name != component):
        assert score("a", facts, removed).total == score("a", other, removed).total


@given(st.dictionaries(EVERYBODY, some_facts, min_size=1), some_weights, st.integers(1, 2), st.randoms())
def test_the_order_of_candidates_is_irrelevant(facts, weights, party_size, random) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(facts.items())
    random.shuffle(shuffled)
    contests = [Contest(None, facts)], [Contest(None, dict(shuffled))]

    first, second = (Judgement.of(weights, contest, party_size=party_size) for contest in contests)

    assert first == second


@given(st.dictionaries(EVERYBODY, some_facts, min_size=1), some_weights, EVERYBODY, st.lists(EVERYBODY, max_size=2))
def test_what_was_kept_is_read_back_and_weighs_the_same(facts, weights, named, kept) -> None:  # type: ignore[no-untyped-def]
    contest = Contest(named if named in facts else None, facts)
    judged = Judgement.of(weights, [contest], party_size=1, kept=kept)

    read = Judgement.read(json.loads(json.dumps(plain(judged))))

    assert read == judged
    assert read.is_replayed


def test_a_score_that_was_changed_afterwards_is_found_out() -> None:
    judged = Judgement.of(Weights(), [Contest(None, {"a": Facts(), "b": Facts(rotation=1, ahead=1)})], party_size=1)
    row = json.loads(json.dumps(plain(judged)))
    row["parts"][0]["ranked"][1]["facts"]["ahead"] = 0

    assert judged.is_replayed
    assert not Judgement.read(row).is_replayed


def test_the_requested_comes_first_then_who_had_the_visit_then_the_best() -> None:
    facts = {"a": Facts(), "b": Facts(rotation=3, ahead=3), "c": Facts(rotation=5, ahead=5)}

    party = Judgement.of(Weights(), [Contest("c", facts)], party_size=2, kept=["b"])
    assert (party.chosen, party.because.code) == ([("c", "b")], "requested")

    moved = Judgement.of(Weights(), [Contest(None, facts)], party_size=1, kept=["b"])
    assert (moved.chosen, moved.because.code) == ([("b",)], "kept")

    alone = Judgement.of(Weights(), [Contest(None, {"a": Facts()})], party_size=1)
    assert (alone.because.code, alone.because.params) == ("only_one_free", {"free": 1})


@pytest.mark.parametrize(
    ("better", "code"),
    [
        (Facts(rating=5, review_count=90, waited=0, requested=1), "best_rated"),
        (Facts(served=1, served_last=True, requested=1), "knows_you"),
        (Facts(requested=1), "in_turn"),
        (Facts(), "fewest_visits"),
    ],
)
def test_the_reason_told_is_what_tipped_the_scales(better: Facts, code: str) -> None:
    other = Facts(requested=1, waited=0)

    judged = Judgement.of(Weights(), [Contest(None, {"a": better, "b": other})], party_size=1)

    assert judged.because.code == code
