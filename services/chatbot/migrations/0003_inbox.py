"""Finding the conversations that are in the hands of the staff."""

from services.chatbot.migrations import Documents, Keys, name_of

INDEX: Keys = [("handoff", 1)]


def upgrade(database: Documents) -> None:
    if name_of(database, "conversations", INDEX) is None:
        database["conversations"].create_index(INDEX)


def downgrade(database: Documents) -> None:
    name = name_of(database, "conversations", INDEX)
    if name is not None:
        database["conversations"].drop_index(name)
