"""The ways by which a message reaches a person."""

from enum import StrEnum


class Channel(StrEnum):
    """`in_app` is the list inside our own pages; the others leave the house."""

    IN_APP = "in_app"
    SMS = "sms"
    EMAIL = "email"
    WECHAT = "wechat"


# What a person may switch off. The list inside the pages is their record and stays.
OPTIONAL = (Channel.SMS, Channel.EMAIL, Channel.WECHAT)
