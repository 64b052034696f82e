"""Questions beside a task: answered, and then on with the task."""

from collections.abc import Callable, Mapping

from services.chatbot.domain.dialogue.frame import BOOK, TIMELY, Frame
from services.chatbot.domain.dialogue.meaning import for_task, plain
from services.chatbot.domain.replies import Say, Step
from services.chatbot.use_cases import answers
from services.chatbot.use_cases.booking_task import continue_booking
from services.chatbot.use_cases.patience import and_back
from services.chatbot.use_cases.remembering import remembering
from services.chatbot.use_cases.scene import Scene
from services.chatbot.use_cases.tasks import continued

BOOKING = frozenset({"book", "query_availability"})
QUESTIONS: Mapping[str, Callable[[Scene], Step]] = {
    "query_price": answers.price,
    "query_store": answers.store,
    "query_technician": answers.technician,
    "query_treatment": answers.treatment,
}


def asked_besides(scene: Scene) -> tuple[Say, ...]:
    """Answers to what was asked beside the booking."""
    asked = [QUESTIONS[intent] for intent in scene.said.slots.get("also", ()) if intent in QUESTIONS]
    return tuple(said for answer in asked for said in answer(scene).says)


def answered(scene: Scene, answer: Step) -> Step:
    """The answer to a question, and on with the booking that was asked for in the same breath, or back to what was."""
    if BOOKING & set(scene.said.slots.get("also", ())):
        return _booking_after(scene, answer)
    slots, frame = scene.said.slots, scene.frame
    if frame.task is None:
        return and_back(scene, remembering(scene, answer))
    told = {name: value for name, value in slots.items() if name in TIMELY}
    return continued(scene, frame.heard(for_task(frame, told)), *answer.says) if told else and_back(scene, answer)


def _booking_after(scene: Scene, answer: Step) -> Step:
    slots = plain(scene.said.slots)
    frame = scene.frame if scene.frame.task in {None, BOOK} else scene.frame.over(Frame(BOOK))
    return continue_booking(scene, frame.for_another_wish(slots).heard(slots), *answer.says)
