"""Tick what holds in each row: Youden's J over all cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.messages import say
from course.tasks.forms import complain_about_mapping, is_set_of, say_of_each
from course.tasks.scoring import stepped, youden
from course.tasks.task import Answer, Case, Said


@dataclass(frozen=True, slots=True)
class Matrix:
    """Any number of options for each item.

    An answer is ``{row: [column, ...]}``. An empty list says "none of these"; a row
    that was not judged is absent.
    """

    name: ClassVar[str] = "matrix"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not ``{row: [column, ...]}``."""
        columns = {option.id for option in case.options}
        return complain_about_mapping(
            case, answer, lambda _, value: is_set_of(value, columns, str)
        )

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Nothing: a tick is always readable."""
        return ()

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each cell of the rows judged, with whether it is ticked."""
        return {
            f"{row} {option.id}": option.id in ticked
            for row, ticked in answer.items()
            for option in case.options
        }

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether both cells are ticked, or neither."""
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each row with its ticks."""
        text = {option.id: option.text for option in case.options}

        def in_words(_: object, ticked: list[str]) -> str:
            return "; ".join(text[one] for one in ticked) or say("review.none-of-these")

        return say_of_each(case, answer, in_words)

    def of_key(self, told: Mapping[str, str]) -> Answer:
        """A key lists columns with commas between; "none" says that nothing holds."""
        return {
            row: [] if columns == "none" else columns.replace(",", " ").split()
            for row, columns in told.items()
        }

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Youden's J over the cells, in steps."""
        cells = [(row.id, option.id) for row in case.items for option in case.options]
        ticked = {i for i, (r, c) in enumerate(cells) if c in answer.get(r, ())}
        true = {i for i, (r, c) in enumerate(cells) if c in truth[r]}
        return stepped(youden(ticked, true, len(cells)))

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each row judged has just the right ticks."""
        return {row: set(ticked) == set(truth[row]) for row, ticked in answer.items()}

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Ticks by the toss of a coin."""
        return {
            row.id: [o.id for o in case.options if rng.random() < 0.5]
            for row in case.items
        }

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """The same ticks in every row: none, all, or one column."""
        columns = [option.id for option in case.options]
        ways = [[], columns, *([column] for column in columns)]
        ticked = ways[int(rng.integers(len(ways)))]
        return {row.id: list(ticked) for row in case.items}
