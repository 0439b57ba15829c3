"""Before the rules are tried: how often they will speak."""

from __future__ import annotations

import numpy as np

from course.messages import say
from course.tasks import Case, Item, Prediction, Task

# Per cent of 100,000 series each, from `course.simulations.variation.rule_run_lengths`.
CHANCES = {
    "stable-one": 6.2,
    "stable-four": 21.0,
    "one-sigma-one": 24.1,
    "one-sigma-four": 77.0,
    "two-sigma-one": 64.8,
}


def draw_rules_prediction(rng: np.random.Generator) -> Case:
    """Five claims about rules; the same for everybody."""
    return Case(
        items=tuple(
            Item(claim, say(f"rules-prediction.item.{claim}")) for claim in CHANCES
        ),
        facts={claim.replace("-", "_"): round(CHANCES[claim]) for claim in CHANCES},
        truth=dict(CHANCES),
        misreadings={
            "limits-see-all": {
                "stable-one": 1,
                "stable-four": 3,
                "one-sigma-one": 80,
                "one-sigma-four": 90,
                "two-sigma-one": 95,
            },
            "rules-cost-nothing": {
                "stable-one": 5,
                "stable-four": 5,
                "one-sigma-one": 40,
                "one-sigma-four": 95,
                "two-sigma-one": 85,
            },
        },
    )


RULES_PREDICTION = Task(
    name="rules-prediction", kind=Prediction(), draw=draw_rules_prediction
)
