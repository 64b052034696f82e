"""The chat's documents on a real server of the MongoDB wire, with their indexes; and the same held in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

import pymongo
import pytest
from bson.codec_options import CodecOptions

from services.chatbot.adapters.faq_rows import MongoFaqRows
from services.chatbot.adapters.in_memory import (
    InMemoryConversations,
    InMemoryFaqRows,
    InMemoryInsight,
    InMemoryProposals,
    InMemoryReplicas,
)
from services.chatbot.adapters.insight import MongoInsight
from services.chatbot.adapters.storage import MongoConversations, MongoProposals, MongoReplicas
from services.chatbot.ports import Conversations, FaqRows, Insight, Proposals, Replicas
from shared import migrations

Documents = Any


@dataclass
class Kept:
    """The ports over one store."""

    conversations: Conversations
    proposals: Proposals
    replicas: Replicas
    faq: FaqRows
    insight: Insight


@pytest.fixture
def documents(mongo_url: str) -> Iterator[Documents]:
    """A fresh migrated document database."""
    client: pymongo.MongoClient[dict[str, Any]] = pymongo.MongoClient(mongo_url)
    database = client.get_default_database(codec_options=CodecOptions(tz_aware=True, tzinfo=UTC))
    for script in migrations.document_scripts("chatbot"):
        script.upgrade(database)
    yield database
    client.close()


@pytest.fixture(params=["memory", pytest.param("mongo", marks=pytest.mark.real)])
def kept(request: pytest.FixtureRequest) -> Kept:
    """The test runs once in memory and once on the real server: both keep the same promises."""
    if request.param == "memory":
        proposals = InMemoryProposals()
        conversations = InMemoryConversations(proposals)
        return Kept(conversations, proposals, InMemoryReplicas(), InMemoryFaqRows(), InMemoryInsight(conversations))
    database = request.getfixturevalue("documents")
    kinds = (MongoConversations, MongoProposals, MongoReplicas, MongoFaqRows, MongoInsight)
    return Kept(*(kind(database) for kind in kinds))
