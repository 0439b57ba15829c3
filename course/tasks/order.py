"""Put cards in order: Kendall's tau."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Any, ClassVar

import numpy as np

from course.messages import say
from course.tasks.scoring import stepped, tau
from course.tasks.task import Answer, Case, Said


@dataclass(frozen=True, slots=True)
class Order:
    """All items, first to last.

    An answer is ``[item, ...]`` with each item once.
    """

    name: ClassVar[str] = "order"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not a list of all cards, each once."""
        cards = sorted(item.id for item in case.items)
        in_order = (
            isinstance(answer, list)
            and all(isinstance(card, str) for card in answer)
            and sorted(answer) == cards
        )
        return "" if in_order else say("form.not-this-kind")

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Nothing: a card is always readable."""
        return ()

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each pair of cards, with whether the first by name comes first."""
        place = {card: i for i, card in enumerate(answer)}
        return {
            f"{a} before {b}": place[a] < place[b]
            for a, b in combinations(sorted(place), 2)
        }

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether the pair stands the same way round."""
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each place with its card; without an answer, the cards."""
        if answer is None:
            return tuple(Said(item.text, "", item.id) for item in case.items)
        text = {item.id: item.text for item in case.items}
        return tuple(
            Said(say("review.place", place=place), text[card], card)
            for place, card in enumerate(answer, start=1)
        )

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Kendall's tau, in steps."""
        return stepped(tau(answer, truth))

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each card has its own place."""
        return {card: truth[i] == card for i, card in enumerate(answer)}

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Shuffle the cards."""
        return [str(card) for card in rng.permutation([i.id for i in case.items])]

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """The cards as they were dealt."""
        return [item.id for item in case.items]
