"""Shapes of requests and events: marshmallow copies every field whenever one is made, so each is made once."""

from functools import cache

from marshmallow import Schema


@cache
def the(shape: type[Schema]) -> Schema:
    """The one instance of a shape, for all greenlets: what it loads and dumps is not kept in it."""
    return shape()
