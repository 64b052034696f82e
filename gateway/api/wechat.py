"""The official account of WeChat: a channel of the chat.

WeChat waits five seconds for an answer and then repeats the call. So a message is only taken in here, as quickly as
that; what the chat answers is sent by customer-service message, which the chatbot does by itself.
"""

import time

from flask import Response, current_app, request

from gateway.asking import ask_in_time
from gateway.blueprint import Blueprint
from gateway.errors import Problem
from gateway.wechat import Callback, CallbackRefused, Secrets, echoed, read

blp = Blueprint("wechat", __name__, description="The chat's channel to WeChat's official account")

SETTING = "WECHAT"
ANSWER_SECONDS = 4.0
"""Within WeChat's five; who does not manage is asked again by WeChat, and knows the message by its id."""
TAKEN = "success"


@blp.get("/channels/wechat")
@blp.anyone
@blp.answers_text
def verify_wechat() -> Response:
    """WeChat asks whether this address is the account's: its `echostr` back"""
    try:
        return _text(echoed(_callback(), _secrets()))
    except CallbackRefused as refused:
        raise Problem(403, "callback_refused") from refused


@blp.post("/channels/wechat")
@blp.anyone
@blp.answers_text
def hear_wechat() -> Response:
    """A message or an event of WeChat's, as signed XML, encrypted in the safe mode"""
    callback = _callback()
    try:
        message = read(callback, _secrets())
    except CallbackRefused as refused:
        raise Problem(403, "callback_refused") from refused
    if message.is_told:
        told = {"channel": "wechat", "sender": message.sender, "message_id": message.id, "text": message.text}
        once = {"call_id": callback.call_id, "digest": callback.digest}
        ask_in_time(ANSWER_SECONDS, "chatbot", "receive_message", {**told, **once})
    return _text(TAKEN)


def _secrets() -> Secrets:
    """Where no account is configured there is nothing at this address."""
    secrets: Secrets = current_app.config[SETTING]
    if not secrets.token:
        raise Problem(404, "not_found")
    return secrets


def _callback() -> Callback:
    return Callback(request.args, request.get_data(), time.time())


def _text(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")
