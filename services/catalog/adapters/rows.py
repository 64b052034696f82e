"""Entries as rows and back. The columns carry the fields' names; only what JSON cannot hold is said here."""

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.catalog.domain.entry import Entry
from services.catalog.domain.hours import OpeningHours
from services.catalog.domain.place import Point
from services.catalog.domain.resource import Resource
from services.catalog.domain.rules import BookingRules
from services.catalog.domain.store import Closure, Store
from services.catalog.domain.technician import Technician
from services.catalog.domain.treatment import Addon, Course, Segment, Treatment
from shared.events import plain

Row = Mapping[str, Any]


def to_row(entry: Entry) -> dict[str, Any]:
    """The entry's fields as its table's columns take them: instants as they are, the rest as JSON knows it."""
    row = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    if isinstance(entry, Store):
        row["opening_hours"] = entry.opening_hours.weekly()
    return {name: value if isinstance(value, datetime) else plain(value) for name, value in row.items()}


def store_of(row: Row) -> Store:
    return Store(
        **{
            **_tuples(row, "aliases"),
            "opening_hours": OpeningHours.parse(row["opening_hours"]),
            "closures": tuple(
                Closure(
                    datetime.fromisoformat(closure["start"]), datetime.fromisoformat(closure["end"]), closure["reason"]
                )
                for closure in row["closures"]
            ),
        }
    )


def treatment_of(row: Row) -> Treatment:
    lists = _tuples(row, "aliases", "places", "body_parts", "contraindications", "suits")
    segments = tuple(Segment(**segment) for segment in row["segments"])
    addons = tuple(Addon(**addon) for addon in row["addons"] or ())
    course = row["course"] and Course(**row["course"])
    told = {"description_en": row["description_en"] or ""}
    return Treatment(**{**lists, **told, "segments": segments, "course": course, "addons": addons})


def technician_of(row: Row) -> Technician:
    lists = _tuples(row, "skills", "specialities", "stores")
    return Technician(**{**lists, "home_base": row["home_base"] and Point(**row["home_base"])})


def resource_of(row: Row) -> Resource:
    return Resource(**{**row, "treatments": None if row["treatments"] is None else tuple(row["treatments"])})


def rules_of(row: Row) -> BookingRules:
    return BookingRules(**row)


def _tuples(row: Row, *names: str) -> dict[str, Any]:
    return {**row, **{name: tuple(row[name]) for name in names}}
