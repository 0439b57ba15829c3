"""The Model for Improvement: three questions, four steps, and a start put in order."""

from __future__ import annotations

import numpy as np

from course.exercises.banks import Bank
from course.exercises.scenes import draw_one, draw_people
from course.messages import keys, say
from course.tasks import Case, Classify, Item, Order, Task

PARTS = ("aim", "measure", "change", "plan", "do", "study", "act")
CARDS = Bank(task="three-questions", letter="c", classes=PARTS, sets=4)
_SETS_SHOWN = 2


def draw_three_questions(rng: np.random.Generator) -> Case:
    """Fourteen cards, two of each kind."""
    return CARDS.case(CARDS.draw(CARDS.draw_sets(_SETS_SHOWN, rng), rng))


# A project's start

# In the order in which a project can be repaired: each needs what stands before it.
EVENTS = (
    "example",
    "group",
    "walk",
    "wish",
    "figure",
    "weeks",
    "ideas",
    "slip",
    "tried",
    "beside",
)
# Always shown, so that neither misreading can hide.
_ALWAYS = ("wish", "figure", "weeks", "ideas", "slip")
_SHOWN = 8
_WORDINGS = 3
# Each with the sector it lies in.
PROJECTS = {
    "food": "municipal",
    "calls": "primary",
    "letters": "hospital",
    "faces": "municipal",
    "files": "municipal",
    "samples": "hospital",
    "shifts": "administration",
}
_OF_A_PROJECT = ("seen", "partner", "one", "wish", "figure", "idea")
# What these two thoughts do first, and what last.
_SOLUTION = ("ideas", "slip", "tried", "beside")
_COUNTING = ("figure", "weeks")


def draw_project_start(rng: np.random.Generator) -> Case:
    """Eight of the ten events at the start of a project, shuffled."""
    figures, words = rng.spawn(2)
    others = [event for event in EVENTS if event not in _ALWAYS]
    kept = figures.permutation(len(others))[: _SHOWN - len(_ALWAYS)].tolist()
    shown = {*_ALWAYS, *(others[i] for i in kept)}
    events = [event for event in EVENTS if event in shown]
    wordings = {event: int(figures.integers(1, _WORDINGS + 1)) for event in events}
    project = draw_one(figures, tuple(PROJECTS))
    ids = {event: f"{event}-{wordings[event]}" for event in events}
    first, second = draw_people(words, 2)
    facts = {"first": first, "second": second} | {
        part: say(f"project-start.{project}.{part}") for part in _OF_A_PROJECT
    }
    cards = [ids[event] for event in events]
    while True:
        order = figures.permutation(len(cards)).tolist()
        if order != sorted(order):
            break
    return Case(
        items=tuple(
            Item(cards[i], say(f"project-start.item.{cards[i]}", **facts))
            for i in order
        ),
        story=say(f"project-start.{project}.story", **facts),
        sector=PROJECTS[project],
        facts=facts | {"events": len(cards)},
        truth=cards,
        misreadings={
            "solution-first": _moved(cards, _SOLUTION, to_front=True),
            "count-afterwards": _moved(cards, _COUNTING, to_front=False),
        },
    )


def _moved(cards: list[str], events: tuple[str, ...], *, to_front: bool) -> list[str]:
    chosen = [card for card in cards if card.rsplit("-", 1)[0] in events]
    rest = [card for card in cards if card not in chosen]
    return chosen + rest if to_front else rest + chosen


def wordings_of(event: str) -> tuple[str, ...]:
    """Return the ids of the cards that tell an event.

    Parameters
    ----------
    event : str
        One of `EVENTS`.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> wordings_of("walk")
    ('walk-1', 'walk-2', 'walk-3')
    """
    prefix = "project-start.item."
    return tuple(key.removeprefix(prefix) for key in keys(f"{prefix}{event}-"))


THREE_QUESTIONS = Task(
    name="three-questions",
    kind=Classify(),
    draw=draw_three_questions,
    points=5,
    needs_key=True,
    elements=("001-06",),
)

PROJECT_START = Task(
    name="project-start",
    kind=Order(),
    draw=draw_project_start,
    points=4,
    elements=("001-06", "004-07"),
)
