"""Hang each card on another: Cohen's kappa of the parents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from course.charts.trees import ROOT, circle_in, draw_tree, outline
from course.messages import say
from course.tasks.forms import complain_about_mapping, say_of_each
from course.tasks.quoting import quoted
from course.tasks.scoring import kappa, stepped
from course.tasks.task import Answer, Case, Drawing, Said, Table

NOT_IN_IT = "none"


@dataclass(frozen=True, slots=True)
class Tree:
    """A parent for each card: another card, the aim, or "does not belong".

    An answer is ``{card: parent}``; a card not judged is absent. The options of the
    case are the two parents that are no cards: "aim", in its words, and "none".

    In a key a parent may have two names with a comma between: cards that say the same
    in other words, of which each learner is shown one.

    Examples
    --------
    >>> from course.tasks import Case, Item, Option
    >>> case = Case(
    ...     items=tuple(Item(id_, id_) for id_ in "abc"),
    ...     options=(Option("aim", "Fewer falls"), Option("none", "Not in it")),
    ... )
    >>> truth = {"a": "aim", "b": "a", "c": "none"}
    >>> Tree().score(case, truth, truth)
    1.0
    """

    name: ClassVar[str] = "tree"
    by_hand: ClassVar[bool] = False

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say what is not ``{card: parent}``, or which card lies below itself."""
        parents = {item.id for item in case.items} | {ROOT, NOT_IN_IT}
        complaint = complain_about_mapping(
            case,
            answer,
            lambda item, parent: (
                isinstance(parent, str) and parent in parents and parent != item.id
            ),
        )
        if complaint:
            return complaint
        if circle := circle_in(answer):
            return say("tree.circle", card=quoted(_texts(case)[circle]))
        return ""

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Say how many cards hang on something that hangs on nothing."""
        held = {card for _, card in outline(answer, [item.id for item in case.items])}
        loose = sum(
            card not in held and parent != NOT_IN_IT for card, parent in answer.items()
        )
        return (say("tree.loose", count=loose),) if loose else ()

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Each card with its parent."""
        return dict(answer)

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether it is the same parent."""
        return given == wanted

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Each card with what it hangs on."""
        texts = _texts(case)

        def in_words(_: object, parent: str) -> str:
            if parent == NOT_IN_IT:
                return texts[parent]
            return say("tree.below", parent=texts[parent])

        return say_of_each(case, answer, in_words)

    def of_key(self, told: Mapping[str, str]) -> Answer:
        """Of the names a parent may have, the one that is among the cards."""
        known = {*told, ROOT, NOT_IN_IT}
        return {
            card: next(one for one in _names(parent) if one in known)
            for card, parent in told.items()
        }

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Cohen's kappa, in steps."""
        return stepped(kappa(answer, truth))

    def correct(self, case: Case, answer: Answer, truth: Answer) -> dict[str, bool]:
        """Whether each card hangs on the right one."""
        return {card: parent == truth[card] for card, parent in answer.items()}

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Any parent that makes no circle."""
        cards = [item.id for item in case.items]
        answer: dict[str, str] = {}
        for card in cards:
            parents = [ROOT, NOT_IN_IT, *(one for one in cards if one != card)]
            for place in rng.permutation(len(parents)).tolist():
                if not circle_in(answer | {card: parents[place]}):
                    answer[card] = parents[place]
                    break
        return answer

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """All on the aim, or none in it."""
        parent = (ROOT, NOT_IN_IT)[int(rng.integers(2))]
        return {item.id: parent for item in case.items}

    def drawing(self, case: Case, answer: Answer) -> Drawing:
        """Draw an answer, with an outline that says the same.

        Parameters
        ----------
        case : Case
        answer : Answer
            One without a complaint.

        Returns
        -------
        Drawing
        """
        order = [item.id for item in case.items]
        texts = _texts(case)
        heads = [say(f"tree.column.{depth}") for depth in range(4)]
        rows = tuple(
            (say("tree.level", depth=depth) if depth else heads[0], texts[card])
            for depth, card in outline(answer, order)
        )
        name = say("tree.picture")
        return Drawing(
            svg=draw_tree(answer, texts, order, heads, name),
            table=Table(name, (say("tree.depth"), say("tree.card")), rows),
        )


def _texts(case: Case) -> dict[str, str]:
    return {each.id: each.text for each in (*case.options, *case.items)}


def _names(parent: str) -> list[str]:
    return parent.replace(",", " ").split()
