"""Why these technicians: what was weighed, kept with the claim, and how to weigh it once more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from services.scheduling.domain.business.weights import Weights
from services.scheduling.domain.choice.scoring import Facts, Scored, score
from services.scheduling.domain.offer.sequence import reach, relay

REQUESTED, KEPT, ONLY_ONE = "requested", "kept", "only_one_free"
FEWEST_VISITS, SMALLEST_GAP, IN_TURN = "fewest_visits", "smallest_gap", "in_turn"
CODE_OF_COMPONENT = {
    "gap": SMALLEST_GAP,
    "rating": "best_rated",
    "continuity": "knows_you",
    "level": "level_fits",
    "travel": "nearest",
}


@dataclass(frozen=True)
class Because:
    """Why these technicians; text for people is made at the edge from `code` and `params`."""

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Excluded:
    """Somebody who could not take the visit: the rule's code, and what it says of them."""

    technician_id: str
    code: str
    because: str = ""


@dataclass(frozen=True)
class Contest:
    """One treatment of a visit: who is asked for, the facts of those who are free, and who is not."""

    named: str | None
    facts: Mapping[str, Facts]
    excluded: tuple[Excluded, ...] = ()


@dataclass(frozen=True)
class JudgedPart:
    """One treatment of a visit as it was judged: `ranked` are the free, best first; `chosen` those who give it."""

    named: str | None
    ranked: tuple[Scored, ...]
    chosen: tuple[str, ...]
    excluded: tuple[Excluded, ...]

    @property
    def contest(self) -> Contest:
        return Contest(self.named, {one.technician_id: one.facts for one in self.ranked}, self.excluded)

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        ranked = tuple(Scored(**{**one, "facts": Facts(**one["facts"])}) for one in row["ranked"])
        excluded = tuple(Excluded(**one) for one in row["excluded"])
        return cls(row["named"], ranked, tuple(row["chosen"]), excluded)


@dataclass(frozen=True)
class Judgement:
    """`kept` had the visit before it was moved. There is a part for each treatment of the visit."""

    weights: Weights
    party_size: int
    kept: tuple[str, ...]
    parts: tuple[JudgedPart, ...]
    because: Because

    @classmethod
    def of(cls, weights: Weights, contests: Sequence[Contest], *, party_size: int, kept: Sequence[str] = ()) -> Self:
        """Weigh those who are free: the requested one first, then those who had the visit, then the best.

        Of several treatments, who can give most of them in a row comes before the best (`sequence.relay`).
        """
        ranked = [_ranking(contest.facts, weights) for contest in contests]
        able = [_kept_first([one.technician_id for one in part], kept) for part in ranked]
        given = relay(able, [contest.named for contest in contests], party_size)
        parts = tuple(
            JudgedPart(contest.named, part, chosen, contest.excluded)
            for contest, part, chosen in zip(contests, ranked, given, strict=True)
        )
        longest = reach(able, given[0][0])
        rivals = [one for one in ranked[0] if reach(able, one.technician_id) == longest]
        return cls(weights, party_size, tuple(kept), parts, _because(weights, parts[0], rivals, kept))

    def again(self) -> Self:
        """The same judgement from the facts kept, weighed anew; equal to this one unless somebody tampered."""
        contests = [part.contest for part in self.parts]
        return self.of(self.weights, contests, party_size=self.party_size, kept=self.kept)

    @property
    def is_replayed(self) -> bool:
        return self.again() == self

    @property
    def chosen(self) -> list[tuple[str, ...]]:
        """Who gives each treatment."""
        return [part.chosen for part in self.parts]

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """From the JSON it was kept as."""
        parts = tuple(JudgedPart.read(part) for part in row["parts"])
        because = Because(**row["because"])
        return cls(Weights.read(row["weights"]), row["party_size"], tuple(row["kept"]), parts, because)


def _ranking(facts: Mapping[str, Facts], weights: Weights) -> tuple[Scored, ...]:
    return tuple(sorted((score(who, known, weights) for who, known in facts.items()), key=lambda one: one.place))


def _kept_first(ranked: Sequence[str], kept: Sequence[str]) -> list[str]:
    return list(dict.fromkeys([*(who for who in kept if who in ranked), *ranked]))


def _because(weights: Weights, part: JudgedPart, rivals: Sequence[Scored], kept: Sequence[str]) -> Because:
    """Of the first treatment; `rivals` are those who could have given as much of the visit."""
    if part.named:
        return Because(REQUESTED)
    if part.chosen[0] in kept:
        return Because(KEPT)
    others = [one for one in rivals if one.technician_id not in part.chosen]
    if not others:
        return Because(ONLY_ONE, {"free": len(rivals)})
    best = next(one for one in rivals if one.technician_id == part.chosen[0])
    nearer_edge = min(best.facts.gap_before, best.facts.gap_after)
    params = {"visits": best.facts.visits, "gap_minutes": nearer_edge, "free": len(rivals)}
    return Because(_tipping(weights, best, others[0]), params)


def _tipping(weights: Weights, best: Scored, other: Scored) -> str:
    """The component in which the best is furthest ahead of the next one, weighted."""
    lead = {
        name: weight * (best.components[name] - other.components[name]) for name, weight in weights.by_component.items()
    }
    name = max(lead, key=lambda component: lead[component])
    if lead[name] > 0 and name in CODE_OF_COMPONENT:
        return CODE_OF_COMPONENT[name]
    return FEWEST_VISITS if best.facts.clocks < other.facts.clocks else IN_TURN
