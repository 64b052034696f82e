"""The question to booking, over the bus."""

from shared.bus import ServiceClient


class RpcBookings:
    def __init__(self, client: ServiceClient) -> None:
        self._client = client

    def needs(self, claim_id: str) -> bool:
        return bool(self._client.call("answer_for_claim", {"claim_id": claim_id})["needed"])
