"""The demonstration shop's chat, held in memory."""

import pytest

from services.chatbot.adapters.in_memory import InMemoryReplicas
from services.chatbot.domain.catalogue import Catalogue
from tests.support.chatbot import Chat, replicas_of_demo


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return replicas_of_demo().catalogue()


@pytest.fixture
def replicas() -> InMemoryReplicas:
    return replicas_of_demo()


@pytest.fixture
def chat(replicas: InMemoryReplicas) -> Chat:
    return Chat(replicas)
