"""Work out some numbers, and say what they allow to be said."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.messages import say
from course.tasks.forms import complain_about_mapping, say_of_each
from course.tasks.numbers import read_number
from course.tasks.quoting import quoted
from course.tasks.task import Answer, Case, Item, Said

VERDICT = "verdict"


def _follows_nothing(case: Case, given: Mapping[str, Any]) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Conclude:
    """Numbers, and a verdict that has to follow from them.

    An answer is ``{item: text as typed}``, with the id of an option at the item
    "verdict". The share of the points is the share of the items right. A verdict
    counts beside at least one right number only: alone it is a throw of a die.

    Attributes
    ----------
    follows : callable
        ``(case, what was given) -> {item: value}``: what some items should be if the
        learner's own numbers were right (error carried forward).
    """

    follows: Callable[[Case, Mapping[str, Any]], Mapping[str, Any]] = _follows_nothing
    name: ClassVar[str] = "conclude"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not ``{item: text}``."""
        options = {option.id for option in case.options}
        return complain_about_mapping(
            case,
            answer,
            lambda item, text: (
                isinstance(text, str)
                and len(text) <= 60
                and (item.id != VERDICT or text in options)
            ),
        )

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Say of each text that is no number, or in another unit, what is amiss."""
        said = []
        for item in case.items:
            text = answer.get(item.id, "").strip()
            if not text or item.id == VERDICT:
                continue
            try:
                read_number(text, item.unit)
            except ValueError as problem:
                wrong = "wrong-unit" if str(problem) == "unit" else "no-number"
                words = {"text": quoted(text), "item": item.text, "unit": item.unit}
                said.append(say(f"numbers.{wrong}", **words))
        return tuple(said)

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each item with a readable number, and the verdict."""
        found: dict[str, Any] = {}
        for item in case.items:
            text = answer.get(item.id, "")
            if item.id == VERDICT:
                if text:
                    found[item.id] = text
                continue
            try:
                number = read_number(text, item.unit)
            except ValueError:
                continue
            if math.isfinite(number):
                found[item.id] = number
        return found

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether two numbers are the same within the tolerance, or two verdicts."""
        if part == VERDICT:
            return given == wanted
        return abs(given - wanted) <= _item(case, part).tolerance + 1e-9

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each item as it was answered."""
        texts = {option.id: option.text for option in case.options}

        def in_words(item: Item, text: str) -> str:
            return texts[text] if item.id == VERDICT else f"{text} {item.unit}".strip()

        return say_of_each(case, answer, in_words)

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Share of the items right."""
        return sum(self.correct(case, answer, truth).values()) / len(case.items)

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each item is right, or follows from an earlier one."""
        given, wanted = self.parts(case, answer), self.parts(case, truth)
        followed = self.follows(case, given)
        right = {
            item: self.agree(case, item, value, wanted[item])
            or (item in followed and self.agree(case, item, value, followed[item]))
            for item, value in given.items()
        }
        if VERDICT in right:
            others = [fine for item, fine in right.items() if item != VERDICT]
            right[VERDICT] = right[VERDICT] and any(others)
        return right

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Any number of about the right size, and any verdict."""
        wanted = self.parts(case, case.truth)
        return {
            item.id: str(rng.choice([option.id for option in case.options]))
            if item.id == VERDICT
            else f"{rng.uniform(0, 2 * max(abs(wanted[item.id]), 1)):.1f}"
            for item in case.items
        }

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """One number everywhere, and the first verdict."""
        number = str(int(rng.integers(0, 101)))
        return {
            item.id: case.options[0].id if item.id == VERDICT else number
            for item in case.items
        }


def _item(case: Case, name: str) -> Item:
    return next(item for item in case.items if item.id == name)
