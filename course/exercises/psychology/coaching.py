"""What a coach says: kinds of utterances, their order, and when to advise after all."""

from __future__ import annotations

import numpy as np

from course.exercises.psychology.banks import Bank
from course.exercises.scenes import draw_one, options_of, sector_of
from course.messages import say
from course.tasks import Case, Classify, Item, Order, Task

# What the coach says

UTTERANCES = Bank("coach-utterances", "u", groups=9, classes=6)
UTTERANCE_KINDS = ("open", "affirming", "scaling", "exception", "leading", "advice")


def draw_coach_utterances(rng: np.random.Generator) -> Case:
    """Fourteen things a coach says; which kind each is lies in the key."""
    figures, _ = rng.spawn(2)
    items = UTTERANCES.draw(figures, groups=4, shown=14)
    return Case(
        items=items,
        options=options_of("coach-utterances", UTTERANCE_KINDS),
        facts={"utterances": len(items)},
    )


# The order of a conversation

# Each with the workplace to which the coach comes.
SCENES = {
    "handover": "ward",
    "letters": "office",
    "mealtimes": "care",
    "calls": "surgery",
    "medicines": "home",
    "goals": "social",
    "invoices": "office",
    "visits": "ward",
    "rounds": "clinic",
    "rotas": "office",
}
# Seven steps, first to last; each may be said in four ways.
STEPS = (
    ("m11", "m26", "m03", "m18"),
    ("m20", "m07", "m14", "m28"),
    ("m05", "m16", "m23", "m09"),
    ("m13", "m01", "m27", "m22"),
    ("m25", "m10", "m17", "m04"),
    ("m02", "m19", "m12", "m24"),
    ("m15", "m08", "m21", "m06"),
)
# Places in the order: platform, future, exceptions, scale, one up, step, farewell.
_ASTRAY = {
    "fix-first": (0, 5, 1, 2, 3, 4, 6),
    "where-are-we-first": (0, 3, 4, 2, 1, 5, 6),
    "praise-first": (6, 0, 2, 1, 3, 4, 5),
}


def draw_conversation_order(rng: np.random.Generator) -> Case:
    """One conversation, shuffled: a scene, and for each step one way to say it."""
    figures, _ = rng.spawn(2)
    scene = draw_one(figures, tuple(SCENES))
    cards = [draw_one(figures, ways) for ways in STEPS]
    number = int(figures.integers(3, 7))
    facts = {
        "number": number,
        "cards": len(cards),
        **{
            name: say(f"conversation-order.scene.{scene}.{name}")
            for name in ("topic", "good")
        },
    }
    items = [
        Item(f"{scene}-{card}", say(f"conversation-order.card.{card}", **facts))
        for card in cards
    ]
    truth = [item.id for item in items]
    return Case(
        items=tuple(items[place] for place in figures.permutation(len(items))),
        story=say(f"conversation-order.scene.{scene}.story"),
        sector=sector_of(SCENES[scene]),
        facts=facts,
        truth=truth,
        misreadings={
            thought: [truth[place] for place in order]
            for thought, order in _ASTRAY.items()
        },
    )


# Asking, offering, acting

MOMENTS = Bank("adviser-or-coach", "a", groups=12, classes=3)
WAYS = ("ask", "offer", "act")


def draw_adviser_or_coach(rng: np.random.Generator) -> Case:
    """Ten moments in the life of a coach; what each calls for lies in the key."""
    figures, _ = rng.spawn(2)
    items = MOMENTS.draw(figures, groups=5, shown=10)
    return Case(
        items=items,
        options=options_of("adviser-or-coach", WAYS),
        facts={"moments": len(items)},
    )


COACH_UTTERANCES = Task(
    name="coach-utterances",
    kind=Classify(),
    draw=draw_coach_utterances,
    points=4,
    needs_key=True,
    elements=("000-09",),
)

CONVERSATION_ORDER = Task(
    name="conversation-order",
    kind=Order(),
    draw=draw_conversation_order,
    points=3,
    elements=("000-10", "001-19"),
)

ADVISER_OR_COACH = Task(
    name="adviser-or-coach",
    kind=Classify(),
    draw=draw_adviser_or_coach,
    points=3,
    needs_key=True,
    elements=("000-05",),
)
