"""Choose from a list, or in a picture: Youden's J, and the exact-empty rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.messages import say
from course.tasks.forms import is_set_of
from course.tasks.scoring import stepped, youden
from course.tasks.task import Answer, Case, Said


@dataclass(frozen=True, slots=True)
class Select:
    """The items that are meant, in any order.

    An answer is ``[item, ...]``. An empty list says "none of these". In a key, the
    items to be chosen are "yes" and the others "no".

    Attributes
    ----------
    most : int
        How many may be chosen; 0 for any number.

    Examples
    --------
    >>> from course.tasks import Case, Item
    >>> case = Case(items=tuple(Item(id_, id_) for id_ in "abcd"))
    >>> Select().score(case, ["b", "a"], ["a", "b"])
    1.0
    """

    most: int = 0
    name: ClassVar[str] = "select"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not a list of different items, or too many of them."""
        if not is_set_of(answer, {item.id for item in case.items}, str):
            return say("form.not-this-kind")
        if self.most and len(answer) > self.most:
            return say("select.too-many", most=self.most, chosen=len(answer))
        return ""

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Nothing: a tick is always readable."""
        return ()

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each item with whether it is chosen."""
        return {item.id: item.id in answer for item in case.items}

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether both are chosen, or neither."""
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each item with whether it was chosen."""
        words = {True: say("select.chosen"), False: say("select.left")}
        return tuple(
            Said(item.text, "" if answer is None else words[item.id in answer], item.id)
            for item in case.items
        )

    def of_key(self, told: Mapping[str, str]) -> Answer:
        """The items that are "yes"."""
        return [item for item, chosen in told.items() if chosen == "yes"]

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Youden's J, in steps; where nothing is to be chosen, all or nothing."""
        if not truth:
            return float(not answer)
        place = {item.id: number for number, item in enumerate(case.items)}
        chosen, wanted = ({place[item] for item in each} for each in (answer, truth))
        return stepped(youden(chosen, wanted, len(place)))

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each item was rightly chosen, or rightly left."""
        return {
            item.id: (item.id in answer) == (item.id in truth) for item in case.items
        }

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Some here and there, as many as may be."""
        ids = [item.id for item in case.items]
        if self.most:
            return [str(one) for one in rng.choice(ids, self.most, replace=False)]
        return [one for one in ids if rng.random() < 0.5]

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """None, all that may be, or the first half."""
        ids = [item.id for item in case.items]
        ways = ([], ids[: self.most or len(ids)], ids[: len(ids) // 2])
        return list(ways[int(rng.integers(len(ways)))][: self.most or None])
