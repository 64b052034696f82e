"""The life of a payment as data, apart from the appointment's: what has become of the money.

`created` is written down before a provider hears of it, so that no money moves that we do not know of; what is to be
given back is decided (`refunding`) before the provider is asked to.
"""

from dataclasses import dataclass

from services.booking.domain.errors import IllegalTransition

CREATED, SETTLED, FAILED, REFUNDING, REFUNDED = "created", "settled", "failed", "refunding", "refunded"
STATES = (CREATED, SETTLED, FAILED, REFUNDING, REFUNDED)
# Somebody has to ask the provider before anything else happens.
UNDER_WAY = (CREATED, REFUNDING)
# The money came in, whatever became of it later.
RECEIVED = (SETTLED, REFUNDING, REFUNDED)


@dataclass(frozen=True)
class Step:
    action: str
    source: str
    target: str


STEPS = (
    Step("settle", CREATED, SETTLED),
    Step("fail", CREATED, FAILED),
    Step("give-back", SETTLED, REFUNDING),
    Step("refund", REFUNDING, REFUNDED),
)


def after(state: str, action: str) -> str:
    """The state after the action; refuses loudly what the table does not hold."""
    for step in STEPS:
        if (step.source, step.action) == (state, action):
            return step.target
    raise IllegalTransition(params={"status": state, "action": action})


def as_mermaid() -> str:
    """The table as a Mermaid state diagram."""
    arrows = [f"    {step.source} --> {step.target}: {step.action}" for step in STEPS]
    ends = [f"    {state} --> [*]" for state in (SETTLED, FAILED, REFUNDED)]
    return "\n".join(["stateDiagram-v2", f"    [*] --> {CREATED}", *arrows, *ends]) + "\n"
