"""One's own account."""

from flask import Response

from gateway import limits
from gateway.api.records import with_addresses
from gateway.asking import ask, ask_aside
from gateway.auth import forget_cookies, session_ended, signed_in_actor
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.exports import DataExport
from gateway.schemas.identity import Account, ChangePassword, UpdateAccount
from gateway.schemas.values import MAX_PAGE

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


@blp.put("/me/password")
@blp.action
@blp.body(ChangePassword)
@blp.answers(204)
def change_password(asked: Json) -> None:
    """Set, or change, my password; every other sign-in of mine ends

    422 `password_wrong` where the current one is not it.
    """
    limits.check("sign_in", signed_in_actor().account_id)
    ask("identity", "change_password", asked)


@blp.delete("/me")
@blp.action
@blp.answers(204)
def erase_me() -> Response:
    """Erase my account and everything about me; visits to come are called off

    What was bought, when and for how much stays for the books, under an id that is nobody's. 403 `staff_account_stays`
    for who works here.
    """
    ask_aside("identity", "erase_account")
    session_ended(signed_in_actor().session_id or "")
    response = Response(status=204)
    forget_cookies(response)
    return response


@blp.get("/me/data-export")
@blp.signed_in
@blp.answers(200, DataExport)
def export_my_data() -> Json:
    """Everything that is kept about me"""
    kept = ask("booking", "export_customer")
    return {
        "account": ask("identity", "get_account"),
        **ask("customer_profile", "export_archive"),
        **kept,
        "service_records": [with_addresses(record) for record in kept.get("service_records", ())],
        "never_again": ask("scheduling", "list_never_again", customer_id=signed_in_actor().account_id).get("items", []),
        "notifications": ask("notification", "find_notifications", limit=MAX_PAGE).get("items", []),
        "notification_preferences": ask("notification", "get_preferences"),
        "conversations": ask("chatbot", "export_conversations").get("conversations", []),
    }
