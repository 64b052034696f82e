"""What identity refuses, each with a stable code."""

from shared.errors import Conflict, Forbidden, Invalid


class SignInFailed(Forbidden):
    """The credentials are wrong. Which of them, and whether the account exists, is not told."""

    code = "sign_in_failed"


class TooManyRequests(Forbidden):
    """Too many tries; `params.retry_after` is the number of seconds to wait."""

    code = "too_many_requests"

    @classmethod
    def until_after(cls, seconds: int) -> "TooManyRequests":
        return cls(params={"retry_after": seconds})


class RefreshTokenInvalid(Forbidden):
    """The refresh token is unknown, expired, or of a session that has ended."""

    code = "refresh_token_invalid"


class RefreshTokenReused(Forbidden):
    """The refresh token was used before: somebody holds a copy, so the whole session has been ended.

    `params.session_id` is for the gateway, which then takes the session's access tokens no longer either.
    """

    code = "refresh_token_reused"

    @classmethod
    def of(cls, session_id: str) -> "RefreshTokenReused":
        return cls(params={"session_id": session_id})


class GrantUnavailable(Invalid):
    """This way of signing in is not offered here."""

    code = "grant_unavailable"


class PasswordWrong(Invalid):
    """This is not the password the account has now."""

    code = "password_wrong"


class PhoneInvalid(Invalid):
    """This is not a phone number."""

    code = "phone_invalid"


class ConfirmationTokenInvalid(Invalid):
    """The confirmation token is unknown or has expired."""

    code = "confirmation_token_invalid"


class EmailTaken(Conflict):
    """The e-mail address signs in to another account by now."""

    code = "email_taken"


class EmailIsTheLogin(Conflict):
    """The e-mail address is this account's only way to sign in; another one would have to be confirmed first."""

    code = "email_is_the_login"


class AccountExists(Conflict):
    """The login, phone or e-mail belongs to an account that differs from the one asked for."""

    code = "account_exists"


class StaffAccountStays(Forbidden):
    """The account is also that of somebody who works here; only the platform closes it."""

    code = "staff_account_stays"


class VersionConflict(Conflict):
    """The account has changed since the caller read it."""

    code = "version_conflict"
