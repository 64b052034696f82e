"""How good probabilities are: how often the likeliest is right, and whether 80 % sure means right in four of five."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

BINS = 10
Guess = Mapping[str, float]


@dataclass(frozen=True)
class Figures:
    """Of guesses at known labels, same order."""

    labels: Sequence[str]
    guesses: Sequence[Guess]

    @property
    def accuracy(self) -> float:
        return sum(best == label for best, label in zip(self.best, self.labels, strict=True)) / len(self.labels)

    @property
    def best(self) -> list[str]:
        return [max(guess, key=lambda intent: guess[intent]) for guess in self.guesses]

    @property
    def brier(self) -> float:
        """Mean squared distance from the truth over all intents (Brier 1950): 0 is perfect, 2 the worst."""
        return sum(
            sum((share - (intent == label)) ** 2 for intent, share in guess.items())
            for guess, label in zip(self.guesses, self.labels, strict=True)
        ) / len(self.labels)

    @property
    def calibration_error(self) -> float:
        """Expected calibration error in ten equal bins (Naeini 2015): |confidence - accuracy|, weighted by size."""
        bins: list[list[float]] = [[] for _ in range(BINS)]
        for guess, best, label in zip(self.guesses, self.best, self.labels, strict=True):
            bins[min(int(guess[best] * BINS), BINS - 1)].append(guess[best] - (best == label))
        return sum(abs(sum(gaps)) for gaps in bins) / len(self.labels)

    @property
    def by_intent(self) -> dict[str, tuple[float, float]]:
        """Precision and recall."""
        said, true = Counter(self.best), Counter(self.labels)
        hit = Counter(best for best, label in zip(self.best, self.labels, strict=True) if best == label)
        return {intent: (hit[intent] / max(said[intent], 1), hit[intent] / count) for intent, count in true.items()}

    @property
    def confusions(self) -> Counter[tuple[str, str]]:
        """(what was right, what was guessed) → how often."""
        return Counter(pair for pair in zip(self.labels, self.best, strict=True) if pair[0] != pair[1])
