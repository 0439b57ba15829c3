"""Write in your own words: read by a person, beside a rubric."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.tasks.forms import complain_about_mapping, say_of_each
from course.tasks.task import Answer, Case, Said

# Characters a box may hold: about four pages.
LONGEST = 12_000


@dataclass(frozen=True, slots=True)
class FreeText:
    """A text for each box.

    An answer is ``{box: text}``.
    """

    name: ClassVar[str] = "free-text"
    by_hand: ClassVar[bool] = True

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not ``{box: text}``."""
        return complain_about_mapping(
            case, answer, lambda _, text: isinstance(text, str) and len(text) <= LONGEST
        )

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Nothing: a text is always readable."""
        return ()

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each box with something in it."""
        return {box: text for box, text in answer.items() if text.strip()}

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether the texts are the same, letter for letter."""
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each box with its text."""
        return say_of_each(case, answer, lambda _, text: text)

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Nothing by machine."""
        return 0.0

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Nothing by machine."""
        return {}

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Say nothing in a few words."""
        return {item.id: "…" for item in case.items}

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """Write the same words everywhere."""
        return {item.id: "…" for item in case.items}
