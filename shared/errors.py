"""The five kinds of refusal, the only errors that cross the bus.

A service names its own refusals in `domain/errors.py` as subclasses with a stable `code`. On the wire only the kind,
the code, the detail, the parameters and the field errors travel, so a caller never needs another service's classes.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Self


class Refusal(Exception):
    """A request refused for a reason the caller can act on.

    `code` is stable and is what clients branch on. `detail` is English, for logs and programmers; text for people is
    made at the edge from `code` and `params`. `fields` maps a field's path to what is wrong with it (422 only).
    """

    kind: ClassVar[str] = "refusal"
    status: ClassVar[int] = 500
    code: str = "refused"

    def __init__(
        self,
        detail: str = "",
        *,
        code: str | None = None,
        params: Mapping[str, Any] | None = None,
        fields: Mapping[str, list[str]] | None = None,
    ) -> None:
        self.code = code or type(self).code
        self.detail = detail or (type(self).__doc__ or self.code).strip().splitlines()[0]
        self.params = dict(params or {})
        self.fields = dict(fields or {})
        super().__init__(self.code, self.detail)

    def to_wire(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "code": self.code,
            "detail": self.detail,
            "params": self.params,
            "fields": self.fields,
        }

    @classmethod
    def from_wire(cls, wire: Mapping[str, Any]) -> "Refusal":
        """Rebuild the refusal as its kind; an unknown kind is Unavailable, since we cannot know what it meant."""
        kind = KINDS.get(str(wire.get("kind")), Unavailable)
        return kind(
            str(wire.get("detail", "")),
            code=str(wire.get("code", kind.code)),
            params=wire.get("params"),
            fields=wire.get("fields"),
        )

    def about(self, **params: Any) -> Self:
        """The same refusal with more parameters for the text shown to people."""
        self.params.update(params)
        return self


class NotFound(Refusal):
    """There is no such thing, or it is not the caller's to see."""

    kind = "not_found"
    status = 404
    code = "not_found"


class Conflict(Refusal):
    """The request is sound but the state of the world is against it."""

    kind = "conflict"
    status = 409
    code = "conflict"


class Invalid(Refusal):
    """The request itself is wrong."""

    kind = "invalid"
    status = 422
    code = "invalid"


class Forbidden(Refusal):
    """The caller is known, and may not do this."""

    kind = "forbidden"
    status = 403
    code = "forbidden"


class Unavailable(Refusal):
    """A part of the system is away; trying again later may work."""

    kind = "unavailable"
    status = 503
    code = "unavailable"


KINDS: dict[str, type[Refusal]] = {kind.kind: kind for kind in (NotFound, Conflict, Invalid, Forbidden, Unavailable)}
