"""What channels brought and were sent is forgotten by the server."""

from services.chatbot.migrations import Documents, Keys, name_of

INDEX: Keys = [("delete_at", 1)]


def upgrade(database: Documents) -> None:
    if name_of(database, "channel_marks", INDEX) is None:
        database["channel_marks"].create_index(INDEX, expireAfterSeconds=0)


def downgrade(database: Documents) -> None:
    name = name_of(database, "channel_marks", INDEX)
    if name is not None:
        database["channel_marks"].drop_index(name)
