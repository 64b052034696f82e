"""Making an account by e-mail: asked for, then confirmed with the token that went to the address."""

from datetime import datetime

from services.identity.domain.accounts import Account
from services.identity.domain.contacts import normal_email
from services.identity.domain.errors import ConfirmationTokenInvalid, EmailTaken
from services.identity.domain.events import RegistrationStarted
from services.identity.domain.policy import Policy
from services.identity.domain.registrations import Registration
from services.identity.ports import Secrets, Storage
from services.identity.use_cases.applying import add_account, note, settled
from shared.actor import CUSTOMER
from shared.call import Call
from shared.errors import Refusal
from shared.ids import new_id

CONFIRMATION_TOKEN = "confirmation_token"  # noqa: S105 - the purpose of a digest


def register(
    storage: Storage,
    secrets: Secrets,
    policy: Policy,
    *,
    call: Call,
    now: datetime,
    email: str,
    password: str,
    name: str,
    address: str | None = None,
) -> None:
    """Start a registration. An address that has an account gets the same answer after the same work, and no message."""
    email = normal_email(email)
    storage.throttle.spend(policy.allowances(registration_by_email=email, registration_by_address=address))
    token = secrets.new_token()
    password_hash = secrets.hash_password(password)

    def start() -> None:
        known = storage.accounts.by_email(email) is not None
        registration = Registration(
            id=new_id(),
            token_digest=secrets.digest(CONFIRMATION_TOKEN, token),
            email=email,
            name=name,
            password_hash=password_hash,
            language=call.language,
            expires_at=now + policy.registration_lifetime,
            is_dead=known,
        )
        storage.registrations.add(registration)
        if not known:
            storage.announce(
                RegistrationStarted(
                    registration_id=registration.id, email=email, token=token, name=name, language=call.language
                ),
                now,
            )
        note(storage, call, now, "registration_started", address=address, registration_id=registration.id)

    storage.transact(start)


def confirm_registration(storage: Storage, secrets: Secrets, *, call: Call, now: datetime, token: str) -> Account:
    """Make the account. The same token again, until it expires, gives the account it made and does nothing."""
    digest = secrets.digest(CONFIRMATION_TOKEN, token)

    def confirm() -> Account | Refusal:
        registration = storage.registrations.locked(digest)
        if registration is None or not registration.can_be_confirmed(now):
            return ConfirmationTokenInvalid(fields={"token": ["Unknown or expired."]})
        if registration.account_id is not None:
            return storage.accounts.get(registration.account_id)
        if storage.accounts.by_email(registration.email) is not None:
            return EmailTaken()
        account = _account_of(registration)
        add_account(storage, call, now, account)
        storage.registrations.save(registration.confirmed(account.id))
        return account

    return settled(storage, confirm)


def _account_of(registration: Registration) -> Account:
    return Account(
        id=new_id(),
        roles=frozenset({CUSTOMER}),
        name=registration.name,
        email=registration.email,
        email_confirmed=True,
        password_hash=registration.password_hash,
        language=registration.language,
    )
