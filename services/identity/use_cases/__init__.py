"""What identity does, one function per verb."""

from services.identity.use_cases.accounts import create_account, ensure_customer, get_account, update_account
from services.identity.use_cases.codes import request_code
from services.identity.use_cases.erasure import erase_account
from services.identity.use_cases.overrides import note_override
from services.identity.use_cases.passwords import change_password
from services.identity.use_cases.registrations import confirm_registration, register
from services.identity.use_cases.sessions import end_session, find_ended_sessions, open_session, refresh_session

__all__ = [
    "change_password",
    "confirm_registration",
    "create_account",
    "end_session",
    "ensure_customer",
    "erase_account",
    "find_ended_sessions",
    "get_account",
    "note_override",
    "open_session",
    "refresh_session",
    "register",
    "request_code",
    "update_account",
]
