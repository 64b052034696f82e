"""One row of the FAQ for each slug."""

from services.chatbot.migrations import Documents, Keys, name_of

INDEX: Keys = [("slug", 1)]


def upgrade(database: Documents) -> None:
    if name_of(database, "faq", INDEX) is None:
        database["faq"].create_index(INDEX, unique=True)


def downgrade(database: Documents) -> None:
    name = name_of(database, "faq", INDEX)
    if name is not None:
        database["faq"].drop_index(name)
