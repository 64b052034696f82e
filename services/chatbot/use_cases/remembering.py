"""What a question was about is remembered: a booking that follows is most likely of it (督灸多少钱, 那约一个)."""

from dataclasses import replace

from services.chatbot.domain.replies import Step
from services.chatbot.use_cases.scene import Scene

_REMEMBERED = frozenset({"treatment", "store", "technician", "place"})


def remembering(scene: Scene, answer: Step) -> Step:
    """The answer, and what it was about; an open task keeps its own."""
    if answer.frame.task is not None:
        return answer
    about = {name: value for name, value in scene.said.slots.items() if name in _REMEMBERED}
    return replace(answer, frame=answer.frame.heard(about))
