"""What the service's class declares, made for each worker."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from services.chatbot.adapters.booking_client import BookingClient
from services.chatbot.adapters.channels import MongoReceived, Outlet, Outlets, SealedAddresses
from services.chatbot.adapters.faq_rows import MongoFaqRows
from services.chatbot.adapters.insight import MongoInsight
from services.chatbot.adapters.model import Endpoint, NoModel
from services.chatbot.adapters.places import YamlPlaces
from services.chatbot.adapters.remembered import RememberedCatalogue
from services.chatbot.adapters.scheduling_client import SchedulingClient
from services.chatbot.adapters.storage import MongoConversations, MongoProposals, MongoReplicas
from services.chatbot.adapters.texts import YamlTexts
from services.chatbot.ports import Desk
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.events import Event, Fact
from shared.outbox_documents import DocumentOutbox


class ChatDesk(Dependency):
    """Everything a turn may need. What the chat announces lies in its conversations, where the relay finds it."""

    def start(self, resources: Resources) -> None:
        self._remembered = RememberedCatalogue()
        resources.document_outbox = DocumentOutbox(resources.documents.conversations, resources.service)
        self.faq = MongoFaqRows(resources.documents)
        self.model = _model(resources.settings)
        self.channels = Outlets(**_outlets(resources.settings))

    def provide(self, resources: Resources, call: Call) -> Desk:
        kept_for = timedelta(days=float(resources.settings["conversation_days"]))

        def events_of(facts: Sequence[Fact], at: datetime) -> Sequence[Event]:
            request = call.request_id
            return [
                Event.of(fact, producer=resources.service, correlation_id=request, occurred_at=at) for fact in facts
            ]

        conversations = MongoConversations(resources.documents, kept_for, events_of, resources.on_outbox_added)
        return Desk(
            conversations=conversations,
            proposals=MongoProposals(resources.documents, kept_for),
            replicas=MongoReplicas(resources.documents, self._remembered),
            availability=SchedulingClient(resources.client("scheduling", call)),
            bookings=BookingClient(lambda keyed: resources.client("booking", keyed), call),
            texts=YamlTexts(),
            places=YamlPlaces(),
            faq=self.faq,
            addresses=SealedAddresses(),
            received=MongoReceived(resources.documents),
            channels=self.channels,
            model=self.model.for_turn() if self.model else NoModel(),
            insight=MongoInsight(resources.documents),
        )


def _model(settings: Mapping[str, Any]) -> Endpoint | None:
    """The language model that is configured, if one is."""
    if not settings["model_url"]:
        return None
    seconds = float(settings["model_timeout_seconds"])
    return Endpoint(settings["model_url"], settings["model_name"], settings["model_key"], seconds)


def _outlets(settings: Mapping[str, Any]) -> dict[str, Outlet]:
    """The channels that are configured."""
    if not settings["wechat_app_secret"]:
        return {}
    from services.chatbot.adapters.wechat import WeChatOutlet  # noqa: PLC0415 - only who needs it carries `requests`

    return {"wechat": WeChatOutlet(settings["wechat_url"], settings["wechat_app_id"], settings["wechat_app_secret"])}


class CatalogueReplicas(Dependency):
    """The copy of the catalogue, for the handlers that keep it."""

    def provide(self, resources: Resources, call: Call) -> MongoReplicas:  # noqa: ARG002
        return MongoReplicas(resources.documents)
