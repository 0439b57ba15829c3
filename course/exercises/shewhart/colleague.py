"""A colleague's report, in which some things are shown so that they mislead."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import (
    MEASURES,
    draw_measures,
    draw_people,
    draw_place,
    sector_of,
)
from course.messages import say
from course.tasks import Case, Item, Select, Task

# Events that are counted, and of which fewer are better.
_COUNTED = tuple(
    measure
    for measure in MEASURES
    if measure.id
    in (
        "late-referrals",
        "missed-calls",
        "unanswered-messages",
        "repeated-tests",
        "late-visits",
        "night-alarms",
        "medication-errors",
        "late-decisions",
        "late-invoices",
    )
)
# What a report does, in the order in which it is told. Each is written twice: as it
# misleads, and as it should be.
FEATURES = (
    "definition",
    "baseline",
    "axis",
    "series",
    "lines",
    "spread",
    "denominator",
    "left-out",
    "rule",
    "compared",
    "balance",
    "claim",
    "colour",
    "last-month",
)
_SHOWN = 12
_FEWEST, _MOST = 4, 6
# What somebody takes for a fault who looks for ugly figures instead of misleading ones.
_LOOKS_POOR = ("denominator", "left-out", "definition", "balance", "claim", "spread")


def draw_colleague_report(rng: np.random.Generator) -> Case:
    """Twelve sentences of a report; four to six tell of something that misleads."""
    figures, words = rng.spawn(2)
    (measure,) = draw_measures(figures, among=_COUNTED)
    (person,) = draw_people(words, 1)
    place = draw_place(words, measure.setting)
    while True:
        left_out = set(
            figures.choice(len(FEATURES), len(FEATURES) - _SHOWN, replace=False)
        )
        shown = [name for i, name in enumerate(FEATURES) if i not in left_out]
        flaws = int(figures.integers(_FEWEST, _MOST + 1))
        chosen = set(figures.choice(_SHOWN, flaws, replace=False).tolist())
        truth = [name for i, name in enumerate(shown) if i in chosen]
        sound = [name for name in shown if name not in truth]
        # Honest, and not pretty: a gap told of, a cost shown, a doubt.
        confessed = [name for name in sound if name in _LOOKS_POOR]
        if len(confessed) >= 3 and len(set(truth) - set(_LOOKS_POOR)) >= 2:
            break
    facts = {
        "measure": measure.words,
        "place": place,
        "person": person,
        "sentences": _SHOWN,
        "flaws": flaws,
        "confessed": len(confessed),
        "weeks": int(figures.integers(24, 53)),
        "low": int(figures.integers(2, 9)),
    }
    picture_only = [name for name in ("axis", "colour", "series") if name in truth]
    return Case(
        items=tuple(
            Item(
                name,
                say(
                    f"colleague-report.{'flaw' if name in truth else 'sound'}.{name}",
                    **facts,
                ),
            )
            for name in shown
        ),
        story=say("colleague-report.story", **facts),
        sector=sector_of(measure.setting),
        facts=facts,
        truth=truth,
        misreadings={
            "honesty-looks-poor": [
                name for name in shown if name in (*confessed, *picture_only)
            ],
            "only-the-look": [
                name for name in shown if name in ("axis", "colour", "series")
            ],
        },
    )


COLLEAGUE_REPORT = Task(
    name="colleague-report",
    kind=Select(),
    draw=draw_colleague_report,
    points=4,
    elements=("001-05",),
)
