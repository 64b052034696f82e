"""Going on with whatever task lies on top of the stack."""

from services.chatbot.domain.dialogue.frame import CANCEL, RESCHEDULE, Frame
from services.chatbot.domain.replies import Say, Step, step
from services.chatbot.use_cases.booking_task import continue_booking
from services.chatbot.use_cases.change_task import continue_change
from services.chatbot.use_cases.scene import Scene


def continued(scene: Scene, frame: Frame, *remarks: Say) -> Step:
    """The next step of the task; only what there is to say where no task is open."""
    if frame.task in {RESCHEDULE, CANCEL}:
        return continue_change(scene, frame, frame.task, *remarks)
    if frame.task is None:
        return step(*remarks, frame=frame)
    return continue_booking(scene, frame, *remarks)
