"""Training: reviewed sentences in, a model out, with what it would have answered to each had it not seen it.

Deterministic: the folds follow from the order of the sentences, and the solver starts from zero. scikit-learn is
imported here, at first need: who only applies a model never loads it.
"""

import math
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from services.chatbot.domain.intents.labels import INTENTS
from services.chatbot.domain.intents.model import HUNDREDTHS, Model

FOLDS = 5
STRENGTH = 12.0
"""How much the sentences count against keeping weights small (C of scikit-learn); chosen by cross-validation."""

RAREST = 2
"""A feature of fewer examples is noise, and would double the table."""

TEMPERATURES = tuple(step / 20 for step in range(6, 41))


@dataclass(frozen=True)
class Example:
    """One sentence: its features with its names blanked, and as written (names may be misspelt); what it means."""

    intent: str
    readings: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class Trained:
    """`guesses`: the probabilities by intent that each example got from the folds it was not in, same order."""

    model: Model
    guesses: tuple[dict[str, float], ...]


def trained(examples: Sequence[Example], sentences: str) -> Trained:
    """`sentences` is the fingerprint to keep in the model."""
    cold = [(row, scores) for fold in range(FOLDS) for row, scores in _held_out(examples, fold)]
    scores = [guessed for _, guessed in sorted(cold)]
    labels = [INTENTS.index(example.intent) for example in examples]
    temperature = min(TEMPERATURES, key=lambda value: _surprise(scores, labels, value))
    guesses = tuple(dict(zip(INTENTS, _softmax(row, temperature), strict=True)) for row in scores)
    fitted = _fitted(examples)
    return Trained(Model(fitted.rows, fitted.bias, temperature, sentences), guesses)


def _held_out(examples: Sequence[Example], fold: int) -> list[tuple[int, list[float]]]:
    """Row number and scores of every example of the fold, from a model that knows the others only."""
    known = [example for row, example in enumerate(examples) if row % FOLDS != fold]
    model = _fitted(known)
    return [(row, model.scores(examples[row].readings[0])) for row in range(fold, len(examples), FOLDS)]


def _fitted(examples: Sequence[Example]) -> Model:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    idf = _rarity(examples)
    columns = {feature: column for column, feature in enumerate(sorted(idf))}
    readings = [(example.intent, reading) for example in examples for reading in example.readings]
    weights = [1 / len(example.readings) for example in examples for _ in example.readings]
    learner = LogisticRegression(C=STRENGTH, max_iter=60, tol=1e-3)
    learner.fit(
        _matrix([reading for _, reading in readings], idf, columns), [intent for intent, _ in readings], weights
    )
    return _as_model(learner, idf, columns)


def _rarity(examples: Iterable[Example]) -> dict[str, int]:
    """Inverse document frequency of every feature that is not too rare, in hundredths."""
    seen: Counter[str] = Counter()
    count = 0
    for example in examples:
        seen.update(frozenset().union(*example.readings))
        count += 1
    kept = ((feature, times) for feature, times in seen.items() if times >= RAREST)
    return {feature: round(HUNDREDTHS * (math.log((1 + count) / (1 + times)) + 1)) for feature, times in kept}


def _matrix(readings: Sequence[Collection[str]], idf: dict[str, int], columns: dict[str, int]) -> Any:
    """A row for each reading: the idf of its known features, scaled to length one."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415

    data, indices, starts = array("d"), array("l"), array("l", [0])
    for reading in readings:
        known = sorted((columns[feature], idf[feature]) for feature in reading if feature in columns)
        norm = math.sqrt(sum(rarity * rarity for _, rarity in known)) or 1.0
        indices.extend(column for column, _ in known)
        data.extend(rarity / norm for _, rarity in known)
        starts.append(len(indices))
    return csr_matrix((data, indices, starts), shape=(len(readings), len(columns)))


def _as_model(learner: Any, idf: dict[str, int], columns: dict[str, int]) -> Model:
    """The learner's weights in whole hundredths, in the order of INTENTS."""
    order = [list(learner.classes_).index(intent) for intent in INTENTS]
    weights = np.rint(learner.coef_[order] * HUNDREDTHS).astype(int).T
    rows = {
        feature: (idf[feature], *map(int, weights[column]))
        for feature, column in columns.items()
        if weights[column].any()
    }
    return Model(rows, tuple(int(bias) for bias in np.rint(learner.intercept_[order] * HUNDREDTHS)), 1.0)


def _surprise(scores: Sequence[Sequence[float]], labels: Sequence[int], temperature: float) -> float:
    """Mean negative log likelihood."""
    shares = (_softmax(row, temperature)[label] for row, label in zip(scores, labels, strict=True))
    return -sum(math.log(max(share, 1e-12)) for share in shares) / len(labels)


def _softmax(scores: Sequence[float], temperature: float) -> list[float]:
    highest = max(scores)
    shares = [math.exp((score - highest) / temperature) for score in scores]
    return [share / sum(shares) for share in shares]
