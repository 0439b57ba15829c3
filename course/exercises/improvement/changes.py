"""A change, or an improvement? Eight small charts with a line frozen beforehand."""

from __future__ import annotations

import numpy as np

from course.charts import find_run_signals, find_shifts, find_trends, run_centre
from course.exercises.scenes import (
    MEASURES,
    Measure,
    draw_level,
    draw_measures,
    draw_people,
    draw_places,
    measure_chart,
    options_of,
)
from course.messages import keys, say
from course.simulations.variation.ward_series import SeriesPlan, draw_read_series
from course.tasks import Case, Classify, Item, Task

VERDICTS = ("improvement", "no-change", "unclear")
BEFORE = 12
ENOUGH = 8
_CHARTS = 8
# Weeks after the change, fewest and most.
_AFTER = {
    "improvement": (ENOUGH, 11),
    "no-change": (ENOUGH + 1, 12),
    "early": (4, ENOUGH - 2),
    "otherwise": (ENOUGH, 11),
}
_VERDICT_OF = {"early": "unclear", "otherwise": "unclear"}
_WEEKLY = tuple(measure for measure in MEASURES if measure.period == "week")
# So far from the line, in spreads, is each point of a plain step.
_CLEAR = 0.5


def draw_change_or_improvement(rng: np.random.Generator) -> Case:
    """Eight charts; each has a better mean after its change than before."""
    figures, words = rng.spawn(2)
    measures = draw_measures(figures, _CHARTS, among=_WEEKLY)
    while True:
        shapes = _draw_shapes(figures)
        series = [
            _draw_series(shape, measure, figures)
            for shape, measure in zip(shapes, measures, strict=True)
        ]
        ends = [
            _is_better(values[-1], run_centre(values, BEFORE), measure)
            for shape, values, measure in zip(shapes, series, measures, strict=True)
            if shape == "no-change"
        ]
        # The last point alone must mislead in some, and not in all.
        if any(ends) and not all(ends):
            break
    places = draw_places(words, [measure.setting for measure in measures])
    people = draw_people(words, _CHARTS)
    changes, notes = _notes(shapes, words)
    items, truth, last = [], {}, {}
    for shape, measure, values, place, person, change, note in zip(
        shapes, measures, series, places, people, changes, notes, strict=True
    ):
        centre = run_centre(values, BEFORE)
        text = say(
            "change-or-improvement.item",
            measure=measure.words,
            place=place,
            better=measure.better,
            change=say(change, person=person, week=BEFORE + 1),
            note=say(note),
        )
        chart = measure_chart(
            f"change-or-improvement-{measure.id}",
            measure,
            values,
            centre=centre,
            baseline=BEFORE,
            changes=((BEFORE + 1, say("change-or-improvement.change")),),
        )
        items.append(Item(measure.id, text, chart))
        truth[measure.id] = _VERDICT_OF.get(shape, shape)
        better = _is_better(values[-1], centre, measure)
        last[measure.id] = "improvement" if better else "no-change"
    return Case(
        items=tuple(items),
        options=options_of("change-or-improvement", VERDICTS),
        facts={
            "charts": _CHARTS,
            "before": BEFORE,
            "enough": ENOUGH,
            "improvements": shapes.count("improvement"),
            "both_sides": shapes.count("no-change"),
            "early": shapes.count("early"),
            "otherwise": shapes.count("otherwise"),
            "last_better": sum(v == "improvement" for v in last.values()),
        },
        truth=truth,
        misreadings={
            "before-after": dict.fromkeys(truth, "improvement"),
            "picture-only": {
                id_: "improvement" if verdict == "unclear" else verdict
                for id_, verdict in truth.items()
            },
            "last-point": last,
        },
    )


def _draw_shapes(figures: np.random.Generator) -> list[str]:
    """Two or three charts for each verdict; both kinds of unclear ones among them."""
    counts = figures.permutation([2, 3, 3]).tolist()
    unclear = ["early", "otherwise"]
    if counts[2] == 3:
        unclear.append(str(figures.choice(unclear)))
    shapes = ["improvement"] * counts[0] + ["no-change"] * counts[1] + unclear
    return [shapes[i] for i in figures.permutation(_CHARTS).tolist()]


def _draw_series(
    shape: str, measure: Measure, figures: np.random.Generator
) -> np.ndarray:
    """Weeks before and after a change, of one shape and of no other."""
    fewest, most = _AFTER[shape]
    after = int(figures.integers(fewest, most + 1))
    level, spread = draw_level(measure, figures)
    better = 1 if measure.higher_is_better else -1
    whole = shape == "no-change"
    plan = SeriesPlan(
        pattern="stable",
        periods=BEFORE + after if whole else BEFORE,
        level=level,
        spread=spread,
        decimals=measure.decimals,
    )
    while True:
        values = draw_read_series(plan, figures).values
        if not whole:
            size = figures.uniform(2.6, 3.4)
            moved = level + spread * (better * size + figures.standard_normal(after))
            values = np.concatenate((values, moved.round(measure.decimals)))
        if _shows(shape, values, better, spread):
            return values


def _shows(shape: str, values: np.ndarray, better: int, spread: float) -> bool:
    """Whether every reader would give a series the same verdict."""
    centre = run_centre(values, BEFORE)
    before, after = values[:BEFORE], values[BEFORE:]
    distances = better * (after - centre)
    if find_shifts(before, centre) or find_trends(before):
        return False
    if shape != "no-change":
        return bool((distances > _CLEAR * spread).all()) and not find_trends(after)
    return bool(
        better * (after.mean() - before.mean()) > 0.15 * spread
        and (distances > 0).sum() >= 3
        and (distances < 0).sum() >= 3
        and not find_shifts(values, centre)
        and not find_trends(values)
        and not find_run_signals(values, centre).shifted
    )


def _is_better(value: float, centre: float, measure: Measure) -> bool:
    return value > centre if measure.higher_is_better else value < centre


def _notes(
    shapes: list[str], words: np.random.Generator
) -> tuple[list[str], list[str]]:
    """What was changed at each workplace, and what else happened; as keys."""
    prefix = "change-or-improvement"
    told = keys(f"{prefix}.told.")
    changes = [told[i] for i in words.permutation(len(told))[: len(shapes)].tolist()]
    quiet, beside = keys(f"{prefix}.quiet."), keys(f"{prefix}.beside.")
    pools = {
        False: [quiet[i] for i in words.permutation(len(quiet)).tolist()],
        True: [beside[i] for i in words.permutation(len(beside)).tolist()],
    }
    notes = []
    for shape in shapes:
        pool = pools[shape == "otherwise"]
        notes.append(pool[0])
        pool.append(pool.pop(0))
    return changes, notes


CHANGE_OR_IMPROVEMENT = Task(
    name="change-or-improvement",
    kind=Classify(),
    draw=draw_change_or_improvement,
    points=4,
    elements=("004-21", "003-02"),
)
