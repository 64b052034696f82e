"""Conditions 身体状况 a customer may tell of, and which contraindications 禁忌 of treatments each meets.

The codes are the red flags of API.md "Chat"; the words are those treatments carry in the catalogue.
"""

from collections.abc import Iterable

CONTRAINDICATED = {
    "pregnancy": ("孕期",),
    "fracture": ("骨折",),
    "acute_sprain": ("急性扭伤",),
    "skin_damage": ("皮肤破损", "急性过敏"),
    "fever": ("高热",),
    "alcohol": ("醉酒",),
    "hypertension": ("高血压",),
    "heart_disease": ("严重心脏病",),
    "tumour": ("肿瘤",),
    "bleeding": ("出血倾向", "产后出血"),
    "post_surgery": (),
    "infection": (),
}
# With one of these no treatment at all is given before a doctor was seen.
AGAINST_EVERYTHING = frozenset({"fever", "post_surgery", "infection"})
CONDITIONS = tuple(CONTRAINDICATED)


def matters(condition: str, contraindications: Iterable[str] | None) -> bool:
    """Whether it speaks against a treatment; of one nobody knows anything about, every condition does."""
    if condition in AGAINST_EVERYTHING or contraindications is None:
        return True
    return not set(CONTRAINDICATED[condition]).isdisjoint(contraindications)
