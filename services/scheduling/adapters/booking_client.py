"""The question to booking, over the bus."""

from services.scheduling.domain.claim.claims import Need
from shared.bus import ServiceClient


class RpcBookings:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def need(self, claim_id: str) -> Need:
        answer = self._client.call("answer_for_claim", {"claim_id": claim_id})
        return Need(bool(answer["needed"]), answer.get("ask_again_in_seconds"))
