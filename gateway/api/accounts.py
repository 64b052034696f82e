"""One's own account."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.identity import Account, UpdateAccount

blp = Blueprint("accounts", __name__, description="One's own account")


@blp.get("/me")
@blp.signed_in
@blp.answers(200, Account)
def get_me() -> Json:
    """Who I am"""
    return ask("identity", "get_account")


@blp.patch("/me")
@blp.action
@blp.body(UpdateAccount)
@blp.answers(200, Account)
def update_me(asked: Json) -> Json:
    """Change my account"""
    return ask("identity", "update_account", asked)
