"""The numbers of signing in, from the configuration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from services.identity.domain.limits import Allowance, Limit

CODE_BY_PHONE, CODE_BY_ADDRESS = "code_by_phone", "code_by_address"
SIGN_IN_BY_LOGIN, SIGN_IN_BY_ADDRESS = "sign_in_by_login", "sign_in_by_address"
SIGN_IN_BY_LOGIN_AND_ADDRESS = "sign_in_by_login_and_address"
REGISTRATION_BY_EMAIL, REGISTRATION_BY_ADDRESS = "registration_by_email", "registration_by_address"
LIMITED = (
    CODE_BY_PHONE,
    CODE_BY_ADDRESS,
    SIGN_IN_BY_LOGIN,
    SIGN_IN_BY_ADDRESS,
    SIGN_IN_BY_LOGIN_AND_ADDRESS,
    REGISTRATION_BY_EMAIL,
    REGISTRATION_BY_ADDRESS,
)


@dataclass(frozen=True)
class Policy:
    """How long things hold, and how often they may be tried; `limits` has an entry for each of LIMITED."""

    code_lifetime: timedelta
    code_tries: int
    refresh_lifetime: timedelta
    registration_lifetime: timedelta
    limits: Mapping[str, tuple[Limit, ...]]

    def allowances(self, **subjects: str | None) -> list[Allowance]:
        """What one try uses up: `allowances(code_by_phone="+86…")`. A subject that is not known is not limited."""
        return [
            Allowance(what, whom, limit)
            for what, whom in subjects.items()
            if whom is not None
            for limit in self.limits[what]
        ]
