"""Sort each item under one of the options: Cohen's kappa."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.tasks.forms import complain_about_mapping, say_of_each
from course.tasks.scoring import kappa, stepped
from course.tasks.task import Answer, Case, Said


@dataclass(frozen=True, slots=True)
class Classify:
    """One option for each item.

    An answer is ``{item: option}``; an item not judged is absent.

    Examples
    --------
    >>> from course.tasks import Case, Item, Option
    >>> case = Case(
    ...     items=(Item("a", "Falls"), Item("b", "Waits")),
    ...     options=(Option("x", "Outcome"), Option("y", "Process")),
    ... )
    >>> Classify().score(case, {"a": "x", "b": "y"}, {"a": "x", "b": "y"})
    1.0
    """

    name: ClassVar[str] = "classify"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not ``{item: option}``."""
        options = {option.id for option in case.options}
        return complain_about_mapping(
            case,
            answer,
            lambda _, option: isinstance(option, str) and option in options,
        )

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Nothing: an option is always readable."""
        return ()

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each item with its option."""
        return dict(answer)

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether it is the same option."""
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each item with its option."""
        text = {option.id: option.text for option in case.options}
        return say_of_each(case, answer, lambda _, option: text[option])

    def of_key(self, told: Mapping[str, str]) -> Answer:
        """As the key has it."""
        return dict(told)

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Cohen's kappa, in steps."""
        return stepped(kappa(answer, truth))

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each judged item has the right option."""
        return {item: option == truth[item] for item, option in answer.items()}

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Any option for each item."""
        options = [option.id for option in case.options]
        return {item.id: str(rng.choice(options)) for item in case.items}

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """One option for all."""
        option = str(rng.choice([option.id for option in case.options]))
        return {item.id: option for item in case.items}
