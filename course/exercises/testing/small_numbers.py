"""What a few patients can show, and what they cannot."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from course.charts.pictures import format_value
from course.exercises.scenes import draw_one, draw_people, draw_place, sector_of
from course.messages import say
from course.tasks import Case, Item, Numbers, Prediction, Task

# Before anything is told

# Chance in per cent, from (share that fails, patients, what is claimed).
_CLAIMS = {
    "tenth-of-five": 100 * 0.9**5,
    "twentieth-of-five": 100 * (1 - 0.95**5),
    "half-of-five": 100 * 0.5**5,
    "fifth-of-three": 100 * 0.8**3,
    "hundredth-of-hundred": 100 * (1 - 0.99**100),
    "quarter-of-ten": 100 * 0.75**10,
}


def draw_few_patients(rng: np.random.Generator) -> Case:
    """Six claims about what is seen in a few patients."""
    return Case(
        items=tuple(
            Item(claim, say(f"few-patients.item.{claim}")) for claim in _CLAIMS
        ),
        facts={
            claim.replace("-", "_"): round(chance) for claim, chance in _CLAIMS.items()
        },
        truth={claim: round(chance, 1) for claim, chance in _CLAIMS.items()},
        misreadings={
            # What fails in one of ten will show itself, so five good ones are rare.
            "failures-show-themselves": {
                "tenth-of-five": 10,
                "twentieth-of-five": 95,
                "half-of-five": 3,
                "fifth-of-three": 10,
                "hundredth-of-hundred": 100,
                "quarter-of-ten": 1,
            },
            "few-tell-nothing": dict.fromkeys(_CLAIMS, 50),
        },
    )


# By calculation

# Per cent, in halves.
_FAILS = tuple(halves / 2 for halves in range(4, 31))
_WITHOUT_ANY = range(20, 151)
_PLACES = ("ward", "surgery", "care", "home", "social", "office")
# Per cent that would be added up to: enough to differ, and still a chance.
_ADDED_UP = (30, 85)
# Upper limit of a 95 per cent confidence interval where none of n has failed: 3 / n.
# Hanley and Lippman-Hand (1983), JAMA 249: 1743-1745.
_RULE_OF_THREE = 3
_TOLERANCE = {
    "none": 0.6,
    "seen": 0.6,
    # Three divided by the share is as good an answer.
    "needed": 2.0,
    "at-most": 0.11,
}


def draw_small_numbers(rng: np.random.Generator) -> Case:
    """A share that fails, a few patients, and four numbers about them."""
    figures, words = rng.spawn(2)
    while True:
        per_cent = draw_one(figures, _FAILS)
        patients = int(figures.integers(4, 31))
        if _ADDED_UP[0] <= per_cent * patients <= _ADDED_UP[1]:
            break
    without = draw_one(figures, _WITHOUT_ANY)
    setting = draw_one(words, _PLACES)
    share = per_cent / 100
    none = 100 * (1 - share) ** patients
    truth = {
        "none": none,
        "seen": 100 - none,
        "needed": float(math.ceil(math.log(0.05) / math.log(1 - share))),
        "at-most": 100 * _RULE_OF_THREE / without,
    }
    added = per_cent * patients
    facts = {
        "per_cent": format_value(per_cent),
        "patients": patients,
        "without": without,
        "added": format_value(added),
        "well": format_value(100 - per_cent),
        "well_share": f"{1 - share:g}",
        "none": round(none),
        "seen": round(100 - none),
        "at_most": f"{truth['at-most']:.1f}",
        "person": draw_people(words, 1)[0],
        "place": draw_place(words, setting),
        "failure": say(f"small-numbers.failure.{setting}"),
    }
    return Case(
        items=tuple(
            Item(
                field,
                say(f"small-numbers.item.{field}", **facts),
                unit="" if field == "needed" else say("small-numbers.unit"),
                tolerance=_TOLERANCE[field],
            )
            for field in truth
        ),
        story=say("small-numbers.story", **facts),
        sector=sector_of(setting),
        facts=facts,
        truth={field: round(value, 3) for field, value in truth.items()},
        misreadings={
            "shares-add-up": {
                "none": 100.0 - added,
                "seen": float(added),
                "needed": float(math.ceil(100 / per_cent)),
                "at-most": round(100 / without, 3),
            },
            "went-well-is-safe": {
                "none": 100.0 - per_cent,
                "seen": float(per_cent),
                "needed": float(patients),
                "at-most": 0.0,
            },
        },
    )


def complement(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    """What the chance to see a failure should be, of one's own chance to see none.

    Parameters
    ----------
    case : Case
        Of small-numbers.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Only where one case too many or too few was counted: what is further off is
        another thought, not a slip.
    """
    none = given.get("none", -100.0)
    miscounted = (case.truth["none"] * by for by in _one_more_or_less(case))
    slip = any(abs(none - other) <= _TOLERANCE["none"] for other in miscounted)
    return {"seen": 100 - none} if slip else {}


def _one_more_or_less(case: Case) -> tuple[float, float]:
    """What one case more, or one less, makes of the chance that all go well."""
    well = float(case.facts["well_share"])
    return well, 1 / well


FEW_PATIENTS = Task(name="few-patients", kind=Prediction(), draw=draw_few_patients)

SMALL_NUMBERS = Task(
    name="small-numbers",
    kind=Numbers(follows=complement),
    draw=draw_small_numbers,
    points=4,
    elements=("004-11",),
)
