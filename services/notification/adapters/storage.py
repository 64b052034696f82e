"""What Nameko injects: every port over this service's database."""

from datetime import datetime

from services.notification.adapters.carriers import carriers
from services.notification.adapters.messages import SqlMessages
from services.notification.adapters.people import SqlContacts, SqlPreferenceBook
from services.notification.adapters.reading import SqlDeliveryLog, SqlNotifications, SqlSentItems
from services.notification.adapters.templates import shipped_templates
from services.notification.adapters.traces import SqlTraces
from services.notification.ports import (
    DeliveryLog,
    Desk,
    Messages,
    Notifications,
    SentItems,
    Traces,
)
from shared.bus import Dependency, Resources
from shared.call import Call
from shared.config import Settings
from shared.db import Database
from shared.events import Fact
from shared.outbox import Outbox


def desk_on(database: Database, outbox: Outbox, call: Call) -> Desk:
    def announce(fact: Fact, now: datetime) -> None:
        outbox.add([fact], call=call, now=now)

    people = SqlContacts(database), SqlPreferenceBook(database)
    return Desk(*people, shipped_templates(), carriers(database, announce))


class MessageStorage(Dependency):
    def provide(self, resources: Resources, call: Call) -> Messages:  # noqa: ARG002
        return SqlMessages(resources.database)


class DispatchDesk(Dependency):
    def provide(self, resources: Resources, call: Call) -> Desk:
        return desk_on(resources.database, resources.outbox, call)


class NotificationStorage(Dependency):
    def provide(self, resources: Resources, call: Call) -> Notifications:  # noqa: ARG002
        return SqlNotifications(resources.database)


class DeliveryLogStorage(Dependency):
    def provide(self, resources: Resources, call: Call) -> DeliveryLog:  # noqa: ARG002
        return SqlDeliveryLog(resources.database)


class SentItemStorage(Dependency):
    def provide(self, resources: Resources, call: Call) -> SentItems:  # noqa: ARG002
        return SqlSentItems(resources.database)


class TraceStorage(Dependency):
    def provide(self, resources: Resources, call: Call) -> Traces:  # noqa: ARG002
        return SqlTraces(resources.database)


class CurrentSettings(Dependency):
    """The resolved configuration, for what depends on the profile."""

    def provide(self, resources: Resources, call: Call) -> Settings:  # noqa: ARG002
        return resources.settings
