"""What is to be done to which part of the body, beside what is named; when that settles the treatment.

Rules: a treatment that is named stands. 按摩 or 推拿 alone gives way to the part it is asked for (脖子按摩 → 肩颈推拿).
Else a wish settles it (做个指甲), then a complaint (失眠, 腰疼) unless advice is sought or harm is told, then what is
done to a part (按按脚). `body_part` is what hurts, is to be left out, or has no treatment of its own.
"""

from collections.abc import Iterator, Sequence
from functools import cached_property

from services.chatbot.domain.catalogue import Treatment
from services.chatbot.domain.names.body import LOOK, Part, find_parts, is_emphasised
from services.chatbot.domain.names.forms import TREATMENT
from services.chatbot.domain.names.refusals import is_refused
from services.chatbot.domain.names.seeking import Sought, asks_advice, find_sought, for_parts, for_words, tells_of_harm
from services.chatbot.domain.names.sightings import Mention

BODY_PART = "body_part"
EVERYWHERE = ("全身",)  # what a catalogue says of a treatment of the whole body
NEAR = 3  # characters between a part and the method that is for it
Value = tuple[str, str, int, int, bool]  # slot, value, where it was said, whether it is refused


class WantedBody:
    """`mentions` are all names of the text, `wanted` those that are not refused, `named` the treatments among them."""

    def __init__(
        self, text: str, offered: Sequence[Treatment], mentions: Sequence[Mention], wanted: Sequence[Mention]
    ) -> None:
        self._text, self._offered = text, offered
        self.named = [mention for mention in wanted if mention.surface.kind == TREATMENT]
        names = [mention for mention in mentions if mention.surface.kind == TREATMENT]
        self._parts = [part for part in find_parts(text) if not _inside(part, names)]
        whole = [mention for mention in mentions if not mention.surface.is_method]
        self._sought = [one for one in find_sought(text) if not _inside(one, whole)]

    @cached_property
    def treatment(self) -> tuple[Treatment, int, int] | None:
        """The treatment that follows, and the words it follows from."""
        if not all(mention.surface.is_method for mention in self.named):
            return None
        return self._for_what_is_sought() or self._for_the_part()

    def values(self) -> Iterator[Value]:
        for treatment, start, end in (self.treatment,) if self.treatment else self._besides():
            yield TREATMENT, treatment.slug, start, end, False
        for part in self._parts:
            if (part.is_left_out and not part.is_whole) or (
                part.counts and not part.is_left_out and self._is_to_be_told(part)
            ):
                yield BODY_PART, part.name, part.start, part.end, part.is_left_out
        for one in self._sought:
            refused = for_words(one.words, self._offered) if self._is_refused(one) else None
            if refused:
                yield TREATMENT, refused.slug, one.start, one.end, True

    def _besides(self) -> Iterator[tuple[Treatment, int, int]]:
        """我做督灸，老婆做脸: what else is to be treated, and what is named does not treat."""
        slugs = {mention.surface.slug for mention in self.named}
        treated = {part for one in self._offered if one.slug in slugs for part in one.body_parts}
        for part in self._parts if slugs and treated else ():
            is_done = part.method not in {None, LOOK} and not (part.hurts or part.is_left_out or part.is_denied)
            treatment = for_parts([part], self._offered) if is_done and not self._is_where(part) else None
            if treatment and not treated & {*treatment.body_parts, *EVERYWHERE}:
                yield treatment, part.start, part.end

    def _is_where(self, part: Part) -> bool:
        return is_emphasised(self._text, part.start)

    def _is_to_be_told(self, part: Part) -> bool:
        """What hurts, where to press harder, what is to be treated; what has no treatment of its own."""
        if part.hurts or self._is_where(part):
            return True
        if part.is_whole or any(one.start <= part.start < one.end for one in self._sought):
            return False
        if self.treatment and (self.named or part.start != self.treatment[1]):
            return bool(part.method)
        return bool(part.method) or all(mention.surface.is_method for mention in self.named)

    @property
    def _is_a_wish(self) -> bool:
        return not asks_advice(self._text) and not tells_of_harm(self._text)

    def _is_refused(self, one: Sought) -> bool:
        return is_refused(self._text, one.start, one.end)

    def _for_what_is_sought(self) -> tuple[Treatment, int, int] | None:
        """By words that settle it, else by a complaint that is to be treated, by the method that is named."""
        meant = [one for one in self._sought if not self._is_refused(one)]
        settled = [one for one in meant if one.is_settled]
        if not settled and not self._is_a_wish:
            return None
        method = next((mention.surface.text for mention in self.named), "") if not settled else ""
        found: dict[str, tuple[Treatment, int, int]] = {}
        for one in settled or meant:
            treatment = for_words(one.words, self._offered)
            if treatment and method in treatment.name:
                found.setdefault(treatment.slug, (treatment, one.start, one.end))
        return next(iter(found.values())) if len(found) == 1 else None

    def _for_the_part(self) -> tuple[Treatment, int, int] | None:
        parts = [part for part in self._parts if part.counts and not part.is_left_out and self._is_near(part)]
        method = next((mention.surface.text for mention in self.named), None)
        is_treated = any(part.method not in {None, LOOK} for part in parts) and not tells_of_harm(self._text)
        if not parts or not (method or is_treated or self._is_a_wish) or any(part.is_injured for part in parts):
            return None
        told = next((part for part in parts if part.method), parts[0])
        treatment = for_parts(parts, self._offered, method)
        return (treatment, told.start, told.end) if treatment else None

    def _is_near(self, part: Part) -> bool:
        """Said of the method that is named, if one is: 脖子按摩, not 脖子上长了个瘤子，能推拿吗."""
        is_said_of = part.hurts or part.method or self._is_where(part)
        return bool(is_said_of) or all(_gap(part, mention) <= NEAR for mention in self.named)


def _gap(part: Part, mention: Mention) -> int:
    return max(mention.start - part.end, part.start - mention.end)


def _inside(one: Part | Sought, mentions: Sequence[Mention]) -> bool:
    return any(mention.start <= one.start and one.end <= mention.end for mention in mentions)
