"""What the service's class declares, made for each worker."""

from datetime import timedelta

from services.chatbot.adapters.booking_client import BookingClient
from services.chatbot.adapters.scheduling_client import SchedulingClient
from services.chatbot.adapters.storage import MongoConversations, MongoProposals, MongoReplicas
from services.chatbot.adapters.texts import YamlTexts
from services.chatbot.ports import Desk
from shared.bus import Dependency, Resources
from shared.call import Call


class ChatDesk(Dependency):
    """Everything a turn may need."""

    def provide(self, resources: Resources, call: Call) -> Desk:
        kept_for = timedelta(days=float(resources.settings["conversation_days"]))
        return Desk(
            conversations=MongoConversations(resources.documents, kept_for),
            proposals=MongoProposals(resources.documents, kept_for),
            replicas=MongoReplicas(resources.documents),
            availability=SchedulingClient(resources.client("scheduling", call)),
            bookings=BookingClient(lambda keyed: resources.client("booking", keyed), call),
            texts=YamlTexts(),
        )


class CatalogueReplicas(Dependency):
    """The copy of the catalogue, for the handlers that keep it."""

    def provide(self, resources: Resources, call: Call) -> MongoReplicas:  # noqa: ARG002
        return MongoReplicas(resources.documents)
