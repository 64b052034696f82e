"""Public holidays, make-up work days and a store's own exceptions."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.calendar_days import (
    CalendarDay,
    CalendarDayList,
    CalendarDayQuery,
    CalendarDaysQuery,
    PutCalendarDay,
)

blp = Blueprint("calendar-days", __name__, description="Days unlike the others of their weekday")


@blp.get("/calendar-days")
@blp.anyone
@blp.query(CalendarDaysQuery)
@blp.answers(200, CalendarDayList)
def list_calendar_days(asked: Json) -> Json:
    """Public holidays and make-up days, and what was entered instead"""
    return ask("scheduling", "list_calendar_days", asked)


@blp.put("/calendar-days")
@blp.action
@blp.body(PutCalendarDay)
@blp.answers(200, CalendarDay)
def put_calendar_day(asked: Json) -> Json:
    """Enter a day, for a store or for all"""
    return ask("scheduling", "put_calendar_day", asked)


@blp.delete("/calendar-days")
@blp.action
@blp.query(CalendarDayQuery)
@blp.answers(204)
def delete_calendar_day(asked: Json) -> None:
    """Take back what was entered"""
    ask("scheduling", "delete_calendar_day", asked)
