"""The identity service: who somebody is, and what they may do."""

from services.identity import use_cases
from services.identity.adapters.policy import SignInPolicy
from services.identity.adapters.secrets import Vault
from services.identity.adapters.storage import IdentityStorage
from services.identity.schemas import (
    AccountView,
    ChangePassword,
    ConfirmRegistration,
    CreateAccount,
    EndSession,
    EnsureCustomer,
    FindEndedSessions,
    GetAccount,
    OpenSession,
    RefreshSession,
    Register,
    RequestCode,
    SignedInAccountView,
    SignedInView,
    UpdateAccount,
)
from shared.bus import Clock, CurrentCall, IdempotencyKeys, Inbox, answer, every, rpc, take
from shared.bus.wire import Json

AN_HOUR = 3600


class IdentityService:
    """Accounts, credentials, one-time codes, sessions, the audit trail."""

    name = "identity"
    storage = IdentityStorage()
    secrets = Vault()
    policy = SignInPolicy()
    call = CurrentCall()
    clock = Clock()
    idempotency = IdempotencyKeys()
    inbox = Inbox()

    on_rule_overridden = take("booking", "rule_overridden", use_cases.note_override)

    @rpc
    def request_code(self, request: Json) -> Json:
        asked = RequestCode().load(request)
        lifetime = use_cases.request_code(
            self.storage, self.secrets, self.policy, call=self.call, now=self.clock.now(), **asked
        )
        return {"expires_in": round(lifetime.total_seconds())}

    @rpc
    def open_session(self, request: Json) -> Json:
        asked = OpenSession().load(request)
        signed_in = use_cases.open_session(
            self.storage, self.secrets, self.policy, call=self.call, now=self.clock.now(), **asked
        )
        return dict(SignedInView().dump(signed_in))

    @rpc
    def refresh_session(self, request: Json) -> Json:
        asked = RefreshSession().load(request)
        signed_in = use_cases.refresh_session(
            self.storage, self.secrets, self.policy, call=self.call, now=self.clock.now(), **asked
        )
        return dict(SignedInView().dump(signed_in))

    @rpc
    def end_session(self, request: Json) -> Json:
        asked = EndSession().load(request)
        use_cases.end_session(self.storage, call=self.call, now=self.clock.now(), **asked)
        return {}

    @rpc
    def find_ended_sessions(self, request: Json) -> Json:
        asked = FindEndedSessions().load(request)
        ended = use_cases.find_ended_sessions(self.storage, call=self.call, now=self.clock.now(), **asked)
        return {"items": [{"session_id": session_id} for session_id in ended]}

    @rpc
    def register(self, request: Json) -> Json:
        asked = Register().load(request)
        use_cases.register(self.storage, self.secrets, self.policy, call=self.call, now=self.clock.now(), **asked)
        return {}

    @rpc
    def confirm_registration(self, request: Json) -> Json:
        asked = ConfirmRegistration().load(request)
        account = use_cases.confirm_registration(
            self.storage, self.secrets, call=self.call, now=self.clock.now(), **asked
        )
        return {"account": SignedInAccountView().dump(account)}

    get_account = answer(GetAccount, use_cases.get_account, AccountView().dump)
    update_account = answer(UpdateAccount, use_cases.update_account, AccountView().dump, once=True)

    @rpc
    def change_password(self, request: Json) -> Json:
        asked = ChangePassword().load(request)
        use_cases.change_password(
            self.storage, self.secrets, self.policy, call=self.call, now=self.clock.now(), **asked
        )
        return {}

    @rpc
    def erase_account(self, request: Json) -> Json:
        GetAccount().load(request)
        use_cases.erase_account(self.storage, call=self.call, now=self.clock.now())
        return {}

    @rpc
    def ensure_customer(self, request: Json) -> Json:
        asked = EnsureCustomer().load(request)
        account = use_cases.ensure_customer(self.storage, call=self.call, now=self.clock.now(), **asked)
        return {"account_id": account.id}

    @rpc
    def create_account(self, request: Json) -> Json:
        asked = CreateAccount().load(request)
        account = use_cases.create_account(self.storage, self.secrets, call=self.call, now=self.clock.now(), **asked)
        return {"account_id": account.id}

    @every(seconds=AN_HOUR)
    def forget_what_is_over(self) -> None:
        self.storage.prune(self.clock.now())
