"""Say how likely: Brier's score against the true chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.charts.pictures import format_value
from course.messages import say
from course.tasks.forms import complain_about_mapping, say_of_each
from course.tasks.scoring import brier_skill, stepped
from course.tasks.task import Answer, Case, Item, Said

# Percentage points: a prediction this near to the true chance is called right.
NEAR = 10


def _is_number(_: Item, value: Any) -> bool:
    # A slip of the finger is remarked on; a number beyond that is no answer.
    return type(value) in (int, float) and abs(value) < 1e6


@dataclass(frozen=True, slots=True)
class Prediction:
    """A chance from 0 to 100 per cent for each claim.

    An answer is ``{claim: per cent}``. The truth is the chance itself, in per cent,
    so that a good prediction is not punished for bad luck.
    """

    name: ClassVar[str] = "prediction"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not ``{claim: number}``."""
        return complain_about_mapping(case, answer, _is_number)

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Say of each number beyond 0 to 100 that it is."""
        return tuple(
            say("prediction.range", item=item.text, text=answer[item.id])
            for item in case.items
            if item.id in answer and not 0 <= answer[item.id] <= 100
        )

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each claim with a possible chance."""
        return {claim: p for claim, p in answer.items() if 0 <= p <= 100}

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether two chances are near each other."""
        return abs(given - wanted) <= NEAR + 1e-9

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each claim with its chance."""
        return say_of_each(
            case,
            answer,
            lambda _, chance: say("review.per-cent", number=format_value(chance)),
        )

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Skill over saying fifty-fifty throughout, in steps."""
        given = {claim: p / 100 for claim, p in self.parts(case, answer).items()}
        return stepped(brier_skill(given, {c: q / 100 for c, q in truth.items()}))

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each chance is near the true one."""
        return {
            claim: self.agree(case, claim, p, truth[claim])
            for claim, p in self.parts(case, answer).items()
        }

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Any per cent."""
        return {item.id: int(rng.integers(0, 101)) for item in case.items}

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """One per cent for all claims."""
        chance = int(rng.choice([0, 10, 25, 50, 75, 90, 100]))
        return {item.id: chance for item in case.items}
