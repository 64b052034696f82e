"""What may be added to a treatment."""

from typing import Any

import pytest

from shared.errors import Invalid

HOT = {"slug": "hot-compress", "name": "中药热敷", "name_en": "Herbal compress", "minutes": 15, "price_fen": 3800}


def test_addons_are_kept_and_announced(counter: Any) -> None:
    treatment = counter.a_treatment(addons=[HOT])

    assert treatment["addons"] == [HOT]
    assert counter.told[0][1]["addons"] == [HOT]


def test_a_treatment_without_any_has_none(counter: Any) -> None:
    assert counter.a_treatment()["addons"] == []


def test_two_of_one_slug_are_refused(counter: Any) -> None:
    with pytest.raises(Invalid) as refused:
        counter.a_treatment(addons=[HOT, {**HOT, "name": "热敷"}])

    assert list(refused.value.fields) == ["addons"]
