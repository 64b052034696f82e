"""Leave that technicians ask for: asked, listed, answered, withdrawn."""

from gateway.asking import ask
from gateway.blueprint import Blueprint
from gateway.rpc import Json
from gateway.schemas.leave_requests import (
    ApproveLeaveRequest,
    AskForLeave,
    LeaveRequest,
    LeaveRequestList,
    LeaveRequestsQuery,
    RefuseLeaveRequest,
)
from gateway.schemas.values import PageQuery

blp = Blueprint("leave-requests", __name__, description="Leave asked for, and the answers to it")


@blp.get("/technicians/<id:technician_id>/leave-requests")
@blp.signed_in
@blp.query(PageQuery)
@blp.answers(200, LeaveRequestList)
def list_leave_requests(asked: Json, technician_id: str) -> Json:
    """What a technician has asked for, the newest first"""
    return ask("scheduling", "list_leave_requests", asked, technician_id=technician_id)


@blp.post("/technicians/<id:technician_id>/leave-requests")
@blp.action
@blp.body(AskForLeave)
@blp.answers(201, LeaveRequest)
def ask_for_leave(asked: Json, technician_id: str) -> Json:
    """Ask for leave, whatever is booked in that time; a manager of the store answers"""
    return ask("scheduling", "ask_for_leave", asked, technician_id=technician_id)


@blp.get("/leave-requests")
@blp.signed_in
@blp.query(LeaveRequestsQuery)
@blp.answers(200, LeaveRequestList)
def find_leave_requests(asked: Json) -> Json:
    """What a store's technicians have asked for, for its staff; the newest first"""
    return ask("scheduling", "find_leave_requests", asked)


@blp.post("/leave-requests/<id:request_id>/approve")
@blp.action
@blp.body(ApproveLeaveRequest)
@blp.answers(200, LeaveRequest)
def approve_leave_request(asked: Json, request_id: str) -> Json:
    """Make it a leave; over appointments only with a decision for each"""
    return ask("scheduling", "approve_leave_request", asked, request_id=request_id)


@blp.post("/leave-requests/<id:request_id>/refuse")
@blp.action
@blp.body(RefuseLeaveRequest)
@blp.answers(200, LeaveRequest)
def refuse_leave_request(asked: Json, request_id: str) -> Json:
    """Say no, and why"""
    return ask("scheduling", "refuse_leave_request", asked, request_id=request_id)


@blp.post("/leave-requests/<id:request_id>/withdraw")
@blp.action
@blp.answers(200, LeaveRequest)
def withdraw_leave_request(request_id: str) -> Json:
    """Ask no longer, as long as nobody has answered"""
    return ask("scheduling", "withdraw_leave_request", request_id=request_id)
