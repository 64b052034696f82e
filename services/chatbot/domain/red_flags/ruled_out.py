"""Which treatments a flag rules out, by the contraindications of the catalogue that it meets."""

from collections.abc import Iterable

from services.chatbot.domain.catalogue import Treatment

# None means every treatment: see a doctor first.
RULED_OUT: dict[str, frozenset[str] | None] = {
    "pregnancy": frozenset({"孕期"}),
    "fracture": frozenset({"骨折"}),
    "acute_sprain": frozenset({"急性扭伤"}),
    "skin_damage": frozenset({"皮肤破损", "急性过敏"}),
    "fever": None,
    "alcohol": frozenset({"醉酒"}),
    "hypertension": frozenset({"高血压"}),
    "heart_disease": frozenset({"严重心脏病"}),
    "tumour": frozenset({"肿瘤"}),
    "bleeding": frozenset({"出血倾向", "产后出血"}),
    "post_surgery": None,
    "infection": None,
}


def rules_out(flags: Iterable[str], treatment: Treatment) -> tuple[str, ...]:
    """Those of the flags with which the treatment must not be given."""
    forbidden = set(treatment.contraindications)
    return tuple(flag for flag in flags if _meets(RULED_OUT[flag], forbidden))


def _meets(ruled_out: frozenset[str] | None, forbidden: set[str]) -> bool:
    return ruled_out is None or bool(ruled_out & forbidden)


def forbids_everything(flags: Iterable[str]) -> bool:
    return any(RULED_OUT[flag] is None for flag in flags)


def safe_treatments(flags: Iterable[str], treatments: Iterable[Treatment]) -> tuple[Treatment, ...]:
    said = tuple(flags)
    return tuple(treatment for treatment in treatments if not rules_out(said, treatment))
