"""Accounts of PDSA tests: which marks of careful testing can be seen in them."""

from __future__ import annotations

import numpy as np

from course.exercises.scenes import draw_people, options_of
from course.messages import say
from course.tasks import Case, Item, Matrix, Task

# What Taylor and colleagues (2014) looked for in published reports, in our words.
FEATURES = ("predicted", "small", "over-time", "repeated", "documented")
_THEMES = (
    "arrival-text",
    "bare-feet",
    "bed-report",
    "first-call",
    "invoice-post",
    "late-supper",
    "night-light",
    "referral-form",
    "ring-back",
    "tablet-box",
)
_ACCOUNTS = 8


def draw_pdsa_logs(rng: np.random.Generator) -> Case:
    """Eight accounts; each feature is there in half of them."""
    figures, words = rng.spawn(2)
    themes = figures.choice(_THEMES, _ACCOUNTS, replace=False).tolist()
    has = {
        feature: set(figures.choice(themes, _ACCOUNTS // 2, replace=False).tolist())
        for feature in FEATURES
    }
    people = draw_people(words, _ACCOUNTS)
    truth = {theme: [f for f in FEATURES if theme in has[f]] for theme in themes}
    return Case(
        items=tuple(
            Item(theme, _account(theme, truth[theme], person))
            for theme, person in zip(themes, people, strict=True)
        ),
        options=options_of("pdsa-logs", FEATURES),
        facts={
            "accounts": _ACCOUNTS,
            "ticks": sum(map(len, truth.values())),
            "aims_only": _ACCOUNTS - len(has["predicted"]),
            "two_values": _ACCOUNTS - len(has["over-time"]),
            "at_once": _ACCOUNTS - len(has["small"]),
        },
        truth=truth,
        misreadings={
            # Whatever has figures in it is a prediction, and data over time.
            "any-figures": _with_all(truth, ("predicted", "over-time")),
            # Whatever is called a test is small, and its plan is a cycle.
            "called-a-test": _with_all(truth, ("small", "repeated")),
        },
    )


def _with_all(
    truth: dict[str, list[str]], features: tuple[str, ...]
) -> dict[str, list[str]]:
    """The right ticks, and these features ticked everywhere."""
    return {
        theme: [f for f in FEATURES if f in there or f in features]
        for theme, there in truth.items()
    }


def _account(theme: str, there: list[str], person: str) -> str:
    told = [say(f"pdsa-logs.item.{theme}", person=person)]
    for feature in FEATURES:
        which = "is-there" if feature in there else "is-not"
        told.append(say(f"pdsa-logs.account.{theme}.{feature}.{which}", person=person))
    return " ".join(told)


PDSA_LOGS = Task(
    name="pdsa-logs",
    kind=Matrix(),
    draw=draw_pdsa_logs,
    points=4,
    elements=("004-11", "001-06"),
)
