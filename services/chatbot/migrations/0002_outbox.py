"""Finding the conversations that have something to publish: only they have the field."""

from services.chatbot.migrations import Documents, name_of
from shared.outbox_documents import INDEX


def upgrade(database: Documents) -> None:
    if name_of(database, "conversations", INDEX) is None:
        database["conversations"].create_index(INDEX, sparse=True)


def downgrade(database: Documents) -> None:
    name = name_of(database, "conversations", INDEX)
    if name is not None:
        database["conversations"].drop_index(name)
