"""Where ideas for a change come from: concepts that have worked elsewhere."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import options_of
from course.messages import say
from course.tasks import Case, Classify, Item, Task

CONCEPTS = ("remove", "order", "reminder", "fit", "demand", "nearer")
# Three ideas of each; their words do not name the concept.
_IDEAS = {
    "tea-form": "remove",
    "second-signature": "remove",
    "weekly-list": "remove",
    "blood-first": "order",
    "letter-before-coat": "order",
    "call-then-book": "order",
    "red-tray": "reminder",
    "door-card": "reminder",
    "greyed-field": "reminder",
    "left-handed": "fit",
    "two-lengths": "fit",
    "own-hour": "fit",
    "monday-peak": "demand",
    "phone-hours": "demand",
    "holiday-visits": "demand",
    "trolley": "nearer",
    "shared-corridor": "nearer",
    "same-table": "nearer",
}
_SHOWN = 12
# To whom every change is a way of telling people.
_TELL_PEOPLE = "reminder"


def draw_where_ideas_come_from(rng: np.random.Generator) -> Case:
    """Twelve ideas, two of each concept."""
    chosen = [
        idea
        for concept in CONCEPTS
        for idea in rng.permutation(_of(concept))[: _SHOWN // len(CONCEPTS)].tolist()
    ]
    shown = rng.permutation(chosen).tolist()
    truth = {idea: _IDEAS[idea] for idea in shown}
    return Case(
        items=tuple(
            Item(idea, say(f"where-ideas-come-from.item.{idea}")) for idea in shown
        ),
        options=options_of("where-ideas-come-from", CONCEPTS),
        facts={"ideas": _SHOWN},
        truth=truth,
        misreadings={"only-reminders": dict.fromkeys(shown, _TELL_PEOPLE)},
    )


def _of(concept: str) -> list[str]:
    return [idea for idea, of in _IDEAS.items() if of == concept]


WHERE_IDEAS_COME_FROM = Task(
    name="where-ideas-come-from",
    kind=Classify(),
    draw=draw_where_ideas_come_from,
    elements=("003-06",),
)
