"""How large the next test should be, and in which order tests follow each other."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import draw_one, options_of, sector_of
from course.messages import say
from course.tasks import Case, Classify, Item, Order, Task

# How large the next test should be

SCALES = ("one", "few", "unit", "introduce")
READINESS = ("against", "undecided", "eager")
# By how sure one is and what a failure costs, for each readiness. After Langley et al.
# (2009), The Improvement Guide, 2nd ed., chapter 7.
_SCALE_BY_READINESS = {
    ("unsure", "dear"): ("one", "one", "one"),
    ("unsure", "cheap"): ("one", "one", "few"),
    ("sure", "dear"): ("one", "few", "unit"),
    ("sure", "cheap"): ("few", "unit", "introduce"),
}
SCALE = {
    (belief, cost, readiness): scale
    for (belief, cost), scales in _SCALE_BY_READINESS.items()
    for readiness, scale in zip(READINESS, scales, strict=True)
}
_HOW_MANY = {"one": 3, "few": 3, "unit": 2, "introduce": 2}
_IDEAS = {"dear": 12, "cheap": 12}
_PHRASES = {"sure": 5, "unsure": 5, "against": 4, "undecided": 4, "eager": 4}
# So many situations in which somebody is sure and a failure is dear: there, what a
# failure costs decides.
_SURE_AND_DEAR = 4


def draw_next_scale(rng: np.random.Generator) -> Case:
    """Ten situations; each scale is right in two or three of them."""
    figures, words = rng.spawn(2)
    situations = _draw_situations(figures)
    ideas = {
        cost: figures.permutation(count).tolist() for cost, count in _IDEAS.items()
    }
    items, truth, misread = [], {}, {"belief-alone": {}, "failure-is-cheap": {}}
    for belief, cost, readiness in situations:
        number = ideas[cost].pop() + 1
        # Numbered through, so that the number does not say what a failure costs.
        id_ = f"s{2 * number - (cost == 'dear'):02d}"
        parts = (
            say(f"next-scale.idea.{cost}-{number:02d}"),
            _phrase(belief, words),
            _phrase(readiness, words),
        )
        items.append(Item(id_, " ".join(parts)))
        truth[id_] = SCALE[belief, cost, readiness]
        misread["belief-alone"][id_] = "introduce" if belief == "sure" else "one"
        misread["failure-is-cheap"][id_] = SCALE[belief, "cheap", readiness]
    return Case(
        items=tuple(items),
        options=options_of("next-scale", SCALES),
        facts={
            "situations": len(items),
            "sure": sum(belief == "sure" for belief, _, _ in situations),
            "dear": sum(cost == "dear" for _, cost, _ in situations),
        },
        truth=truth,
        misreadings=misread | {"always-a-pilot": dict.fromkeys(truth, "unit")},
    )


def _draw_situations(figures: np.random.Generator) -> list[tuple[str, str, str]]:
    while True:
        drawn = [
            draw_one(figures, [s for s, right in SCALE.items() if right == scale])
            for scale, count in _HOW_MANY.items()
            for _ in range(count)
        ]
        dear = sum((belief, cost) == ("sure", "dear") for belief, cost, _ in drawn)
        if dear >= _SURE_AND_DEAR:
            return [drawn[i] for i in figures.permutation(len(drawn)).tolist()]


def _phrase(what: str, words: np.random.Generator) -> str:
    number = int(words.integers(_PHRASES[what])) + 1
    return say(f"next-scale.phrase.{what}-{number}")


# In which order tests follow each other

# Each with the workplace in which it begins.
_RAMPS = {
    "bed-report": "ward",
    "breathing-card": "surgery",
    "evening-call": "home",
    "first-visit": "social",
    "invoice-check": "office",
    "walking-plan": "ward",
}
_RUNGS = 8
_CARDS = 7
# Where the work is hardest comes first, the easy beginnings after it.
_HARDEST_FIRST = (5, 6, 7, 1, 2, 3, 4, 8)


def draw_ramp_order(rng: np.random.Generator) -> Case:
    """Seven tests of one change, from the smallest to the widest."""
    ramp = draw_one(rng, tuple(_RAMPS))
    rungs = sorted(rng.choice(_RUNGS, _CARDS, replace=False).tolist())
    # More numbers than cards: one cannot be told from the others.
    numbers = rng.permutation(_RUNGS)[:_CARDS].tolist()
    id_of = {
        rung + 1: f"{ramp}-{number + 1}"
        for rung, number in zip(rungs, numbers, strict=True)
    }
    shown = rng.permutation(list(id_of)).tolist()
    truth = list(id_of.values())
    return Case(
        items=tuple(
            Item(id_of[rung], say(f"ramp-order.{ramp}.{rung}")) for rung in shown
        ),
        story=say(f"ramp-order.story.{ramp}"),
        sector=sector_of(_RAMPS[ramp]),
        facts={"cards": _CARDS},
        truth=truth,
        misreadings={
            "roll-out-first": truth[::-1],
            "hardest-first": [id_of[r] for r in _HARDEST_FIRST if r in id_of],
        },
    )


NEXT_SCALE = Task(
    name="next-scale",
    kind=Classify(),
    draw=draw_next_scale,
    points=4,
    elements=("004-11",),
)

RAMP_ORDER = Task(
    name="ramp-order",
    kind=Order(),
    draw=draw_ramp_order,
    points=3,
    elements=("004-11", "001-12"),
)
