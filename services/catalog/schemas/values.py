"""Fields that several shapes share."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.catalog.domain.dates import Moment
from services.catalog.domain.pages import Page
from services.catalog.domain.place import Point
from services.catalog.domain.store import Store
from services.catalog.domain.treatment import Treatment
from shared.call import Call
from shared.moments import within_reach

ENGLISH = "en"
DAY_LENGTH = len("2026-11-23")
CELL_MINUTES = 5

Json = dict[str, Any]


def text(length: int, **options: Any) -> fields.String:
    """Text for people, which may not be blank."""
    not_blank = validate.Regexp(r"(?s).*\S", error="May not be blank.")
    return fields.String(validate=[validate.Length(max=length), not_blank], **options)


class Remark(fields.String):
    """Text for people that need not be there; null says as much as nothing."""

    def __init__(self, length: int) -> None:
        super().__init__(validate=validate.Length(max=length))

    def deserialize(self, value: Any, *where: Any, **kwargs: Any) -> Any:
        return super().deserialize("" if value is None else value, *where, **kwargs)


class Number(fields.Float):
    """A number that may be a fraction; a whole one stays whole."""

    def __init__(self, least: float, most: float) -> None:
        super().__init__(validate=validate.Range(least, most))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        number = super()._deserialize(value, attr, data, **kwargs)
        return int(number) if number.is_integer() else number


def slug() -> fields.String:
    words = validate.Regexp(r"[a-z0-9]+(-[a-z0-9]+)*\Z", error="Lower-case words of letters and digits, joined by -.")
    return fields.String(required=True, validate=[validate.Length(max=60), words])


def whole(least: int, most: int, **options: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(least, most), **options)


def minutes(least: int, most: int, **options: Any) -> fields.Integer:
    """A length of time in whole cells of a calendar, which are five minutes long."""
    return fields.Integer(strict=True, validate=[validate.Range(least, most), _of_whole_cells], **options)


def _of_whole_cells(value: int) -> None:
    if value % CELL_MINUTES:
        raise ValidationError(f"Must be a multiple of {CELL_MINUTES}.")


class Many(fields.List[Any]):
    """A list that loads as a tuple, which is what frozen entries hold."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        return tuple(super()._deserialize(value, attr, data, **kwargs))


def words(length: int = 40, *, most: int = 40, **options: Any) -> Many:
    """A list of short texts."""
    return Many(text(length), validate=validate.Length(max=most), **options)


class MomentField(fields.Field[Moment]):
    """An instant as RFC 3339 with its offset, or a day."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Moment:  # noqa: ARG002
        try:
            moment = date.fromisoformat(value) if len(value) == DAY_LENGTH else datetime.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise ValidationError("Not an instant (2026-11-23T15:00:00+08:00) or a day (2026-11-23).") from error
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise ValidationError("An instant needs its offset, such as +08:00.")
        within_reach(moment)
        return moment


class PointShape(Schema):
    """`{lng, lat}` in degrees."""

    lng = fields.Float(required=True, validate=validate.Range(-180, 180))
    lat = fields.Float(required=True, validate=validate.Range(-90, 90))

    @post_load
    def as_point(self, data: dict[str, float], **_: Any) -> Point:
        return Point(**data)


class NearField(fields.Field[Point]):
    """A point as a query writes it, `lng,lat`, or as an object."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Point:  # noqa: ARG002
        if isinstance(value, str):
            lng, _, lat = value.partition(",")
            value = {"lng": lng, "lat": lat}
        point: Point = PointShape().load(value)
        return point


class Request(Schema):
    """What is asked; a field nobody knows is refused."""


class Edit(Request):
    """Changes to an entry: what is not sent stays, `always` is always sent."""

    always: ClassVar[tuple[str, ...]] = ("version",)
    version = fields.Integer(strict=True, required=True)

    def __init__(self) -> None:
        super().__init__()
        self.partial = tuple(name for name in self.fields if name not in self.always)


class ListShape(Request):
    """Which page of a list."""

    cursor = fields.String(load_default=None, allow_none=True)
    limit = whole(1, 100, load_default=100)


class View(Schema):
    """An answer, shaped for whoever reads it."""

    def __init__(self, reader: Call) -> None:
        super().__init__()
        self.reader = reader

    def answer(self, result: Any) -> Json:
        """A page of things, or one thing."""
        if isinstance(result, Page):
            return {"items": [self.show(item) for item in result.items], "next_cursor": result.next_cursor}
        return self.show(result)

    def show(self, thing: Any) -> Json:
        return dict(self.dump(thing))


class Done(View):
    """There is nothing more to say."""

    def answer(self, result: Any) -> Json:  # noqa: ARG002
        return {}


class EntryView(View):
    """What every entry shows."""

    id = fields.String()
    version = fields.Integer(attribute="revision")


class NamedView(EntryView):
    """What has a Chinese and an English name shows the reader's; `name_en` is there for who edits it."""

    name = fields.Method("name_for_the_reader")
    name_en = fields.String()

    def name_for_the_reader(self, entry: Store | Treatment) -> str:
        return (self.reader.language.startswith(ENGLISH) and entry.name_en) or entry.name
