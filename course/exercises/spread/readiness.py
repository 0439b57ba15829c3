"""Ready to implement: eight project histories, and what each should do next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.exercises.scenes import SETTINGS, draw_people, draw_places, options_of
from course.messages import keys, say
from course.tasks import Case, Classify, Item, Task

STEPS = ("implement", "wider", "prepare", "stop")
# What is tested; a history is called by it.
_CHANGES = tuple(f"change-{number:02d}" for number in range(1, 13))
# From so many tests on, somebody who only counts them would say that it is enough.
_MANY = 5


@dataclass(frozen=True, slots=True)
class _History:
    """What is told of a project.

    Attributes
    ----------
    step : str
        One of `STEPS`: what fits.
    many, varied, met, last_good, ready : bool
        Whether there were many tests, under different conditions, with the predictions
        met, the last one good; and whether what everyday work needs is in place.
    """

    step: str
    many: bool = True
    varied: bool = True
    met: bool = True
    last_good: bool = True
    ready: bool = True


# Two of each, so that no one answer pays.
_HISTORIES = (
    _History("implement"),
    _History("implement"),
    _History("wider", varied=False),
    _History("wider", many=False, varied=False),
    _History("prepare", ready=False),
    _History("prepare", ready=False),
    _History("stop", met=False),
    _History("stop", met=False, last_good=False),
)


def draw_ready_or_not(rng: np.random.Generator) -> Case:
    """Eight histories, told in sentences that are drawn."""
    figures, words = rng.spawn(2)
    order = figures.permutation(len(_HISTORIES)).tolist()
    changes = figures.choice(_CHANGES, len(_HISTORIES), replace=False).tolist()
    histories = dict(zip(changes, (_HISTORIES[i] for i in order), strict=True))
    counts = {
        id_: int(figures.integers(_MANY, 10) if one.many else figures.integers(1, 3))
        for id_, one in histories.items()
    }
    settings = words.choice(SETTINGS, len(histories)).tolist()
    places = draw_places(words, settings)
    people = draw_people(words, len(histories))
    teller = _Teller(words)
    items = [
        Item(
            id_,
            teller.tell(
                one,
                change=say(f"ready-or-not.{id_}"),
                place=place,
                person=person,
                count=say(f"ready-or-not.count.{counts[id_]}"),
            ),
        )
        for (id_, one), place, person in zip(
            histories.items(), places, people, strict=True
        )
    ]
    return Case(
        items=tuple(items),
        options=options_of("ready-or-not", STEPS),
        facts={
            "projects": len(items),
            "many": sum(count >= _MANY for count in counts.values()),
            "last_good": sum(one.last_good for one in histories.values()),
        },
        truth={id_: one.step for id_, one in histories.items()},
        misreadings={
            "one-good-test": {
                id_: "implement" if one.last_good else "stop"
                for id_, one in histories.items()
            },
            "counting-tests": {
                id_: "implement" if one.many else "wider"
                for id_, one in histories.items()
            },
        },
    )


class _Teller:
    """Tells histories, and uses each sentence once before it comes again."""

    def __init__(self, words: np.random.Generator):
        self._words = words
        self._left: dict[str, list[str]] = {}

    def tell(self, one: _History, **places: str) -> str:
        """Return a history in five sentences, or one fewer."""
        result = "met" if one.met else "missed" if one.last_good else "missed-again"
        parts = (
            "opening" if one.many else "opening-few",
            "varied" if one.varied else ("narrow" if one.many else "narrow-few"),
            result,
            "ready" if one.ready else "unready",
        )
        return " ".join(say(self._next(part), **places) for part in parts)

    def _next(self, part: str) -> str:
        if not self._left.get(part):
            sentences = keys(f"ready-or-not.{part}.")
            self._left[part] = self._words.permutation(sentences).tolist()
        return self._left[part].pop()


READY_OR_NOT = Task(
    name="ready-or-not",
    kind=Classify(),
    draw=draw_ready_or_not,
    points=4,
    elements=("001-12", "003-03"),
)
