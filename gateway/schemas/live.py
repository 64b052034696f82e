"""What may be asked of the stream of changes."""

from marshmallow import fields, validate

from gateway.schemas.values import Query

LONGEST_ID = 40


class LiveQuery(Query):
    """Where a page opens its stream anew it cannot set the header, as a browser does when it connects again."""

    last_event_id = fields.String(
        validate=validate.Length(max=LONGEST_ID),
        metadata={"description": "The last id heard, like the header `Last-Event-ID`, which wins."},
    )
    free_times = fields.Boolean(
        metadata={
            "description": "Also hear `free_times_changed`: the free times of the store `store_id` may be others."
        }
    )
