"""What a customer says of their health that rules treatments out. A flag outranks every intent."""

from services.chatbot.domain.red_flags.found import FLAGS, find_denied, find_red_flags
from services.chatbot.domain.red_flags.ruled_out import RULED_OUT, forbids_everything, rules_out, safe_treatments

__all__ = ["FLAGS", "RULED_OUT", "find_denied", "find_red_flags", "forbids_everything", "rules_out", "safe_treatments"]
