"""How to take a sample, how large, and how often."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from course.charts.pictures import format_value
from course.exercises.measurement.banks import draw_from_groups, groups_of
from course.exercises.scenes import (
    draw_one,
    draw_people,
    draw_place,
    options_of,
    sector_of,
)
from course.messages import say
from course.simulations.measurement.sampling import (
    SIGMAS_TO_95,
    sample_size,
    spread_of_share,
    standard_error,
)
from course.tasks import Case, Classify, Item, Numbers, Prediction, Table, Task

# Five a week: what one small sample can and cannot say

_FEW, _MANY = 5, 65
_SHARES = (55, 60, 65, 70, 75)


def draw_five_a_week(rng: np.random.Generator) -> Case:
    """Claims about samples of five and of sixty-five; nothing to be earned."""
    share = draw_one(rng, _SHARES)
    few, many = _chances(_FEW, share / 100), _chances(_MANY, share / 100)
    within = [
        chance
        for count, chance in enumerate(many)
        if abs(100 * count / _MANY - share) <= 10
    ]
    facts = {
        "share": share,
        "few": _FEW,
        "many": _MANY,
        "low": share - 10,
        "high": share + 10,
    }
    truth = {
        "all-five": _per_cent(few[_FEW]),
        "two-or-fewer": _per_cent(sum(few[:3])),
        "same-again": _per_cent(sum(chance**2 for chance in few)),
        "near-with-many": _per_cent(sum(within)),
    }
    return Case(
        items=tuple(
            Item(claim, say(f"five-a-week.item.{claim}", **facts)) for claim in truth
        ),
        facts=facts | {"truth_two": round(truth["two-or-fewer"])},
        truth=truth,
        misreadings={
            "small-tells-all": {
                "all-five": 0,
                "two-or-fewer": 0,
                "same-again": 100,
                "near-with-many": 100,
            },
            "small-tells-nothing": dict.fromkeys(truth, 50),
        },
    )


def _chances(size: int, share: float) -> list[float]:
    return [
        math.comb(size, count) * share**count * (1 - share) ** (size - count)
        for count in range(size + 1)
    ]


def _per_cent(chance: float) -> float:
    return round(100 * chance, 1)


# Which plan

PLANS = ("all", "random", "systematic", "judgement")
# Twelve groups with a setting for each plan.
_SETTINGS = groups_of("s", 12, 4)


def draw_sampling_plans(rng: np.random.Generator) -> Case:
    """Eleven settings; what is right lies in the key."""
    shown = draw_from_groups(_SETTINGS, 2, 3, rng)
    return Case(
        items=tuple(Item(s, say(f"sampling-plans.item.{s}")) for s in shown),
        options=options_of("sampling-plans", PLANS),
        facts={"settings": len(shown)},
    )


# How many

_HALF_WIDTHS = (4.0, 4.5, 5.0, 5.5, 6.0, 6.5, 7.0, 7.5, 8.0)
_GUESSED = range(15, 86)
_WEEKS = range(26, 44)
_BASELINE = range(8, 17)
_VISITS = range(90, 321)
_A_QUARTER = 13
# One for each sector; what is counted there has words of its own.
_PLACES = ("clinic", "surgery", "home", "office")


def draw_sample_size(rng: np.random.Generator) -> Case:
    """A project of six to ten months: how many in all, a week, and what that gives."""
    figures, words = rng.spawn(2)
    while True:
        guessed = draw_one(figures, _GUESSED)
        half = draw_one(figures, _HALF_WIDTHS)
        weeks = draw_one(figures, _WEEKS)
        before = draw_one(figures, _BASELINE)
        visits = draw_one(figures, _VISITS)
        truth = _four_numbers(guessed, half, weeks, before)
        misreadings = {
            "ten-per-cent": _by_ten_per_cent(guessed, weeks, before, visits),
            "one-large-sample": _at_the_end_of_quarters(guessed, half, weeks),
        }
        if _apart(truth, misreadings):
            break
    setting = draw_one(words, _PLACES)
    facts = {
        "place": draw_place(words, setting),
        "person": draw_people(words, 1)[0],
        "cases": say(f"sample-size.cases.{setting}"),
        "done": say(f"sample-size.done.{setting}"),
        "guessed": guessed,
        "half": format_value(half),
        "weeks": weeks,
        "months": round(weeks / (52 / 12)),
        "before": before,
        "visits": visits,
        "all_visits": visits * weeks,
        "total": int(truth["total"]),
        "quarters": weeks // _A_QUARTER,
    }
    units = {"week-half-width": say("sample-size.unit.points")}
    return Case(
        items=tuple(
            Item(
                field,
                say(f"sample-size.item.{field}", **facts),
                unit=units.get(field, ""),
                tolerance=_size_tolerance(field, value),
            )
            for field, value in truth.items()
        ),
        tables=(_known_table(facts),),
        story=say("sample-size.story", **facts),
        sector=sector_of(setting),
        facts=facts,
        truth=truth,
        misreadings=misreadings,
    )


def _known_table(facts: Mapping[str, object]) -> Table:
    return Table(
        caption=say("sample-size.table"),
        columns=(say("sample-size.column.what"), say("sample-size.column.figure")),
        rows=tuple(
            (say(f"sample-size.known.{known}", **facts), str(facts[known]))
            for known in ("visits", "weeks", "before", "guessed", "half")
        ),
    )


def _half_width(guessed: int, size: float) -> float:
    """Of the 95 % interval, in percentage points; no whole number of visits needed."""
    spread = spread_of_share(guessed / 100)
    return round(100 * SIGMAS_TO_95 * standard_error(spread, 1) / math.sqrt(size), 2)


def _four_numbers(
    guessed: int, half: float, weeks: int, before: int
) -> dict[str, float]:
    total = sample_size(half / 100, spread_of_share(guessed / 100))
    per_week = math.ceil(total / weeks)
    return {
        "total": total,
        "per-week": per_week,
        "week-half-width": _half_width(guessed, per_week),
        "points": before + weeks,
    }


def _by_ten_per_cent(
    guessed: int, weeks: int, before: int, visits: int
) -> dict[str, float]:
    """A tenth of all there are: the larger the place, the larger the sample."""
    per_week = math.ceil(visits / 10)
    return {
        "total": math.ceil(visits * weeks / 10),
        "per-week": per_week,
        "week-half-width": _half_width(guessed, per_week),
        "points": before + weeks,
    }


def _at_the_end_of_quarters(guessed: int, half: float, weeks: int) -> dict[str, float]:
    """All of them at once, and so a point each quarter."""
    total = sample_size(half / 100, spread_of_share(guessed / 100))
    return {
        "total": total,
        "per-week": total,
        "week-half-width": _half_width(guessed, total),
        "points": weeks // _A_QUARTER,
    }


def _size_tolerance(field: str, value: float) -> float:
    if field == "total":
        # Who writes 2 for 1.96 or rounds on the way is not mistaken.
        return max(2, math.ceil(0.045 * value))
    return 0.6 if field == "week-half-width" else 0.0


def _apart(
    truth: Mapping[str, float], misreadings: Mapping[str, Mapping[str, float]]
) -> bool:
    tenth = misreadings["ten-per-cent"]
    return (
        # A week of fewer would have no interval worth the name.
        truth["per-week"] >= _FEW
        and abs(tenth["total"] - truth["total"]) > 0.25 * truth["total"]
        and abs(tenth["per-week"] - truth["per-week"]) > 3
        and abs(tenth["week-half-width"] - truth["week-half-width"]) > 4
    )


def from_own_total(case: Case, given: Mapping[str, float]) -> Mapping[str, float]:
    """A week's sample and its width, if the learner's own numbers before were right.

    Parameters
    ----------
    case : Case
        Of sample-size.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Only from a number that is right, or next to right: a total from other
        figures says nothing of this place.
    """
    followed = {}
    total = given.get("total", 0.0)
    if abs(total - case.truth["total"]) <= _size_tolerance(
        "total", case.truth["total"]
    ):
        followed["per-week"] = math.ceil(total / case.facts["weeks"] - 1e-9)
    per_week = given.get("per-week", 0.0)
    if abs(per_week - case.truth["per-week"]) <= 1:
        followed["week-half-width"] = _half_width(case.facts["guessed"], per_week)
    return followed


FIVE_A_WEEK = Task(name="five-a-week", kind=Prediction(), draw=draw_five_a_week)

SAMPLING_PLANS = Task(
    name="sampling-plans",
    kind=Classify(),
    draw=draw_sampling_plans,
    points=4,
    needs_key=True,
    elements=("000-19", "004-10"),
)

SAMPLE_SIZE = Task(
    name="sample-size",
    kind=Numbers(follows=from_own_total),
    draw=draw_sample_size,
    points=4,
    elements=("004-18",),
)
