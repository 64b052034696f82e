"""The WeChat official account's callbacks: their signature, their encryption, their XML.

Source of the formats: WeChat's developer documentation, "接入概述" (signature, echostr), "接收普通消息",
"接收事件推送", "消息加解密说明" (safe mode).
"""

from gateway.wechat.callback import Callback, CallbackRefused, Secrets, echoed, read
from gateway.wechat.message import Message

__all__ = ["Callback", "CallbackRefused", "Message", "Secrets", "echoed", "read"]
