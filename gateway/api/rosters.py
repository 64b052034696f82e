"""Working plans, leave, duty, and the calendar of a store."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.rosters import (
    AddLeave,
    Calendar,
    CalendarQuery,
    Duty,
    Leave,
    LeaveList,
    PresentDuty,
    PutWorkingPlan,
    SetDuty,
    StoreLeaveList,
    StoreLeaveQuery,
    WorkingPlan,
)

blp = Blueprint("rosters", __name__, description="Who works when")


@blp.get("/technicians/<id:technician_id>/working-plan")
@blp.signed_in
@blp.answers(200, WorkingPlan)
def get_working_plan(technician_id: str) -> Json:
    """The weekly plan and its exceptions"""
    return ask("scheduling", "get_working_plan", technician_id=technician_id)


@blp.put("/technicians/<id:technician_id>/working-plan")
@blp.action
@blp.body(PutWorkingPlan)
@blp.answers(200, WorkingPlan)
def put_working_plan(asked: Json, technician_id: str) -> Json:
    """Replace the plan from a date on"""
    return ask("scheduling", "put_working_plan", asked, technician_id=technician_id)


@blp.get("/technicians/<id:technician_id>/leave")
@blp.signed_in
@blp.answers(200, LeaveList)
def list_leave(technician_id: str) -> Json:
    """Leave taken and planned"""
    return ask("scheduling", "list_leave", technician_id=technician_id)


@blp.post("/technicians/<id:technician_id>/leave")
@blp.action
@blp.body(AddLeave)
@blp.answers(201, Leave)
def add_leave(asked: Json, technician_id: str) -> Json | tuple[Json, int]:
    """Take leave; over appointments only with a decision for each"""
    told = ask("scheduling", "add_leave", asked, technician_id=technician_id)
    return (told, 200) if told.get("dry_run") else told


@blp.delete("/technicians/<id:technician_id>/leave/<id:leave_id>")
@blp.action
@blp.answers(204)
def delete_leave(technician_id: str, leave_id: str) -> None:
    """Take leave back"""
    ask("scheduling", "delete_leave", technician_id=technician_id, leave_id=leave_id)


@blp.get("/leave")
@blp.signed_in
@blp.query(StoreLeaveQuery)
@blp.answers(200, StoreLeaveList)
def find_leave(asked: Json) -> Json:
    """The leave of a store's technicians, for its staff"""
    return ask("scheduling", "find_leave", asked)


@blp.get("/technicians/<id:technician_id>/duty")
@blp.signed_in
@blp.answers(200, PresentDuty)
def get_duty(technician_id: str) -> Json:
    """Whether on duty"""
    return ask("scheduling", "get_duty", technician_id=technician_id)


@blp.post("/technicians/<id:technician_id>/duty")
@blp.action
@blp.body(SetDuty)
@blp.answers(200, Duty)
def set_duty(asked: Json, technician_id: str) -> Json:
    """Go on or off duty"""
    return ask("scheduling", "set_duty", asked, technician_id=technician_id)


@blp.get("/calendar")
@blp.signed_in
@blp.query(CalendarQuery)
@blp.answers(200, Calendar)
def get_calendar(asked: Json) -> Json:
    """A store's resources on a timeline"""
    return ask("scheduling", "get_calendar", asked)
