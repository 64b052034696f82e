"""Recurring appointments: every so many weeks, agreed and made together."""

from gateway import texts
from gateway.api.appointments import customer_meant, told
from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.errors import language
from gateway.rpc import Json
from gateway.schemas.series import BookSeries, CancelSeries, Series
from shared.errors import Conflict

blp = Blueprint("series", __name__, description="Recurring appointments")


@blp.post("/series")
@blp.action
@blp.body(BookSeries)
@blp.answers(201, Series)
def book_series(asked: Json) -> Json:
    """Book every so many weeks

    All dates or none: 409 `series_conflicts` lists in `conflicts` each date that cannot be, with the code of the rule
    and the nearest free starts. Each is solved by `skip` or by another start in `instead`.
    """
    try:
        return _series(ask("booking", "book_series", asked, customer_id=customer_meant(asked)))
    except Conflict as refusal:
        raise _with_words(refusal) from refusal


@blp.get("/series/<id:series_id>")
@blp.signed_in
@blp.answers(200, Series)
def get_series(series_id: str) -> Json:
    """A series, with its appointments as they are now"""
    return _series(ask("booking", "get_series", series_id=series_id))


@blp.post("/series/<id:series_id>/cancel")
@blp.action
@blp.body(CancelSeries, required=False)
@blp.answers(200, Series)
def cancel_series(asked: Json, series_id: str) -> Json:
    """Cancel what of it is still ahead

    Each appointment by its own policy, as if it were cancelled alone.
    """
    return _series(ask("booking", "cancel_series", asked, series_id=series_id))


def _series(answer: Json) -> Json:
    items = [
        {**one, "appointment": told(one["appointment"])} if one.get("appointment") else one for one in answer["items"]
    ]
    return {**answer, "items": items, "conflicts": [_conflict(one) for one in answer["conflicts"]]}


def _with_words(refusal: Conflict) -> Conflict:
    conflicts = refusal.params.get("conflicts")
    return refusal.about(conflicts=[_conflict(one) for one in conflicts]) if conflicts else refusal


def _conflict(one: Json) -> Json:
    params = one.get("params") or {}
    shown = {name: value for name, value in one.items() if name != "params"}
    return {**shown, "text": texts.of(one["code"], params, language()).detail}
