"""A choice of technicians as it is told to staff."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.scheduling.domain.choice.judgement import Judgement
from services.scheduling.domain.claim.claims import Claim


@dataclass(frozen=True)
class Explanation:
    """`names` are those of the store's technicians by id; a claim that moved is told by its last choice."""

    claim: Claim
    judgement: Judgement
    names: Mapping[str, str]

    def name_of(self, technician_id: str) -> str:
        return self.names.get(technician_id, "")
