"""The chat in this process: the real service class on adapters held in memory, for stories."""

from collections.abc import Mapping
from typing import Any

from nameko.testing.services import worker_factory

from services.chatbot.service import ChatbotService
from shared.testing import an_admin
from tests.support.chatbot import Chat, Json, replicas_of_demo
from tests.support.evaluation.shop import THEIRS, DemoShop
from tests.support.evaluation.stories import Story


class InMemoryPartner:
    can = frozenset({"clock", "past", "release"})

    def __init__(self) -> None:
        replicas = replicas_of_demo()
        self.chat = Chat(replicas)
        self.shop = self.chat.shop = DemoShop(replicas.catalogue())
        self.answer: Json = {}

    def prepare(self, story: Story) -> None:
        if not story.signed_in:
            self.chat.sign_out()
        for what, (start, *more) in story.shop.items():
            _PREPARATIONS[what.removesuffix("_too")](self.shop, start, *more)

    def say(self, text: str) -> Json:
        request = {"conversation_id": self.answer.get("conversation_id"), "text": text}
        return self._keep(self.service.send_message(request))

    def act(self, turn: Mapping[str, Any]) -> Json | None:
        match turn["do"]:
            case "sign_in":
                self.chat.sign_in()
            case "wait":
                self.chat.clock.forward(minutes=turn["minutes"])
                self.shop.now = self.chat.clock.now()
            case "fill":
                self.shop.fill(*turn["what"])
            case "release":
                self._released()
            case "confirm" | "decline" as what:
                named = {"proposal_id": self.answer["proposal"]["id"]}
                return self._keep(getattr(self.service, f"{what}_proposal")(named))
        return None

    def books(self) -> dict[str, Json]:
        return self.shop.in_force

    def leave(self) -> None:
        """Nothing of it outlives the story."""

    @property
    def service(self) -> ChatbotService:
        """A worker as the bus makes one for each call."""
        chat = self.chat
        given = {"desk": chat.desk, "replicas": chat.replicas, "call": chat.call, "clock": chat.clock}
        return worker_factory(ChatbotService, **given)

    def _released(self) -> None:
        """By somebody of the staff, who then leaves the chat to the customer again."""
        customer, self.chat.actor = self.chat.actor, an_admin()
        self.service.release_conversation({"conversation_id": self.answer["conversation_id"]})
        self.chat.actor = customer

    def _keep(self, answer: Json) -> Json:
        self.answer = answer
        return answer


_PREPARATIONS = {
    "has": DemoShop.put,
    "had": lambda shop, *what: shop.put(*what, status="completed"),
    "others": lambda shop, *what: shop.put(*what, owner=THEIRS),
    "fill": DemoShop.fill,
    "fill_store": DemoShop.fill_store,
    "fill_day": DemoShop.fill_day,
}
