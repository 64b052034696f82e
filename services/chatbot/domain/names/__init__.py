"""What of a catalogue a sentence names: stores, treatments, technicians, and the body the treatments are for."""

from services.chatbot.domain.names.forms import STORE, TECHNICIAN, TREATMENT, Surface
from services.chatbot.domain.names.lexicon import Lexicon, surfaces
from services.chatbot.domain.names.mentions import find_mentions, slugs_of
from services.chatbot.domain.names.reading import Found, Named, read
from services.chatbot.domain.names.refusals import parted
from services.chatbot.domain.names.seeking import suiting
from services.chatbot.domain.names.sightings import Mention
from services.chatbot.domain.names.wanted_body import BODY_PART

__all__ = [
    "BODY_PART", "STORE", "TECHNICIAN", "TREATMENT", "Found", "Lexicon", "Mention", "Named", "Surface", "find_mentions",
    "parted", "read", "slugs_of", "suiting", "surfaces",
]  # fmt: skip
