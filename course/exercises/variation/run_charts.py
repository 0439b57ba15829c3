"""Reading run charts: the first look, the numbers behind the rules, the signals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np

from course.charts import (
    Chart,
    RunSignals,
    find_run_signals,
    individuals_limits,
    run_centre,
    runs_about,
)
from course.charts.constants import POINTS_IN_A_SHIFT, POINTS_IN_A_TREND
from course.charts.pictures import format_value
from course.charts.runs import (
    crossings_required,
    longest_run_allowed,
    number_runs,
    run_lengths,
    sides_of,
    steps_of,
)
from course.exercises.scenes import (
    Measure,
    draw_level,
    draw_measures,
    draw_people,
    draw_place,
    draw_places,
    measure_chart,
)
from course.messages import say
from course.simulations.variation.ward_series import (
    WardSeries,
    draw_plan,
    draw_read_series,
)
from course.tasks import Case, Item, MarkPoints, Matrix, Numbers, Option, Table, Task
from course.tasks.scoring import youden

LETTERS = "ABCDEFGHIJ"

# The first look

_FIRST_LOOK_WEEKS, _FIRST_LOOK_MEAN = 50, 4.0


def draw_first_look(rng: np.random.Generator) -> Case:
    """Fifty weeks of falls from a ward that never changes."""
    figures, words = rng.spawn(2)
    place = draw_place(words, "ward")
    (person,) = draw_people(words, 1)
    while True:
        falls = figures.poisson(_FIRST_LOOK_MEAN, _FIRST_LOOK_WEEKS).astype(float)
        centre = run_centre(falls)
        # Whoever calls these falls chance must be right by every rule of the course.
        if not _run_rules(falls[np.newaxis], centre).any():
            break
    above = _periods(falls > centre)
    extremes = _periods((falls == falls.max()) | (falls == falls.min()))
    chart = Chart(
        id="first-look-falls",
        y_label=say("first-look.y-label"),
        x_label=say("period.week"),
        values=tuple(falls.tolist()),
    )
    return Case(
        items=(Item("falls", say("first-look.item.falls", place=place), chart),),
        story=say("first-look.story", place=place, person=person),
        facts={
            "weeks": falls.size,
            "above": len(above),
            "lowest": int(falls.min()),
            "highest": int(falls.max()),
            "extremes": len(extremes),
            "person": person,
        },
        truth={"falls": []},
        misreadings={
            "above-the-middle": {"falls": above},
            "highest-and-lowest": {"falls": extremes},
        },
    )


def _periods(marked: np.ndarray) -> list[int]:
    return (np.flatnonzero(marked) + 1).tolist()


def _run_rules(values: np.ndarray, centre: np.ndarray | float) -> np.ndarray:
    """Whether shift, trend, long run, few crossings signal: shape (series, 4)."""
    sides = sides_of(values, centre)
    longest_climb = 1 + run_lengths(number_runs(steps_of(values))).max(axis=1)
    runs = number_runs(sides)
    useful = np.count_nonzero(sides, axis=1)
    return _signalling(
        run_lengths(runs).max(axis=1), longest_climb, runs.max(axis=1) - 1, useful
    )


def _signalling(
    longest: np.ndarray, climb: np.ndarray, crossings: np.ndarray, useful: np.ndarray
) -> np.ndarray:
    allowed, required = _run_limits()
    return np.stack(
        [
            longest >= POINTS_IN_A_SHIFT,
            climb >= POINTS_IN_A_TREND,
            longest > allowed[useful],
            crossings < required[useful],
        ],
        axis=1,
    )


@cache
def _run_limits(most: int = 100) -> tuple[np.ndarray, np.ndarray]:
    """Longest run allowed and crossings required for 0, 1, ... useful points."""
    useful = range(most + 1)
    return (
        np.array([longest_run_allowed(count) for count in useful]),
        np.array([crossings_required(count) for count in useful]),
    )


# The numbers behind the rules

_LONGEST = (4, 13)
_POOL = 256
_CANDIDATES = 12
# How much of a period's deviation is left in the next: from restless to drifting.
_MEMORY = (-0.4, 0.0, 0.4, 0.6, 0.8)


def draw_run_lengths(rng: np.random.Generator) -> Case:
    """One series with ties on its median and a gap in its longest run."""
    figures, words = rng.spawn(2)
    (measure,) = draw_measures(figures)
    place = draw_place(words, measure.setting)
    values = next(
        values
        for values in _draw_with_ties_and_gap(measure, figures)
        if _tell_apart(*_numbers_by_thought(values))
    )
    truth, misreadings = _numbers_by_thought(values)
    chart = measure_chart("run-lengths-series", measure, values)
    gap = int(np.flatnonzero(np.isnan(values))[0]) + 1
    return Case(
        items=tuple(Item(field, say(f"run-lengths.item.{field}")) for field in truth),
        charts=(chart,),
        story=say("run-lengths.story", measure=measure.words, place=place),
        facts={
            "measure": measure.words,
            "place": place,
            "period": say(f"period.{measure.period}.words"),
            "periods": values.size,
            "measured": values.size - 1,
            "gap": gap,
            "mean": format_value(misreadings["mean-for-median"]["median"]),
            "ties": int(np.sum(values == truth["median"])),
            "points_not_useful": values.size - truth["useful"],
        },
        truth=truth,
        misreadings=misreadings,
    )


def _draw_with_ties_and_gap(
    measure: Measure, figures: np.random.Generator
) -> Iterator[np.ndarray]:
    """Series without end, with a longest run or crossings drawn beforehand.

    Chance alone would give most learners a longest run of four or five and about
    as many crossings, and then a neighbour's number would often fit.
    """
    while True:
        periods = int(figures.integers(20, 33))
        pool = _draw_drifting(measure, figures, _POOL, periods)
        centres = np.median(pool, axis=1, keepdims=True)
        sides = sides_of(pool, centres)
        runs = number_runs(sides)
        longest, crossings = run_lengths(runs).max(axis=1), runs.max(axis=1) - 1
        ties = np.count_nonzero(sides == 0, axis=1)
        fitting = (longest >= _LONGEST[0]) & (longest <= _LONGEST[1])
        fitting &= (ties >= 1) & (ties <= 5)
        wanted = longest if figures.random() < 0.5 else crossings
        fitting &= wanted == figures.choice(np.unique(wanted[fitting]))
        for values in pool[fitting][:_CANDIDATES]:
            run = max(runs_about(values, run_centre(values)), key=len)
            # The two points beside the gap stay in the run, on one side.
            values[int(figures.choice(run[1:-1])) - 1] = np.nan
            yield values


def _numbers_by_thought(
    values: np.ndarray,
) -> tuple[dict[str, float], dict[str, dict[str, float]]]:
    """Return the four numbers as they are, and as each misreading has them."""
    return _four_numbers(values, run_centre(values)), {
        "mean-for-median": _about_the_mean(values),
        "ties-counted": _ties_as_points(values),
        "gap-counted": _gap_as_crossing(values),
    }


def _draw_drifting(
    measure: Measure, figures: np.random.Generator, count: int, periods: int
) -> np.ndarray:
    """Series that forget their past at different speeds, shape (count, periods)."""
    level, spread = draw_level(measure, figures)
    memory = figures.choice(_MEMORY, (count, 1))
    chance = figures.standard_normal((count, periods))
    drift = np.empty_like(chance)
    drift[:, 0] = chance[:, 0]
    fresh = np.sqrt(1 - memory[:, 0] ** 2)
    for period in range(1, periods):
        drift[:, period] = (
            memory[:, 0] * drift[:, period - 1] + fresh * chance[:, period]
        )
    return np.round(level + spread * drift, measure.decimals)


def _four_numbers(values: np.ndarray, centre: float) -> dict[str, float]:
    runs = find_run_signals(values, centre)
    return {
        "median": centre,
        "useful": runs.useful,
        "longest-run": runs.longest_run,
        "crossings": runs.crossings,
    }


def _about_the_mean(values: np.ndarray) -> dict[str, float]:
    mean = round(float(np.nanmean(values)), 1)
    return _four_numbers(values, mean)


def _ties_as_points(values: np.ndarray) -> dict[str, float]:
    """A point on the line is counted, and taken to lie above it."""
    centre = run_centre(values)
    sides = np.where(values[~np.isnan(values)] >= centre, 1, -1)
    runs = number_runs(sides)
    return {
        "median": centre,
        "useful": sides.size,
        "longest-run": int(run_lengths(runs).max()),
        "crossings": int(runs.max()) - 1,
    }


def _gap_as_crossing(values: np.ndarray) -> dict[str, float]:
    """The line between two points is broken at the gap, and so is the run."""
    centre = run_centre(values)
    gap = int(np.flatnonzero(np.isnan(values))[0])
    before, after = (
        find_run_signals(part, centre) for part in (values[:gap], values[gap + 1 :])
    )
    return {
        "median": centre,
        "useful": before.useful + after.useful,
        "longest-run": max(before.longest_run, after.longest_run),
        "crossings": before.crossings + after.crossings + 1,
    }


def _tell_apart(
    truth: Mapping[str, float], misreadings: Mapping[str, Mapping[str, float]]
) -> bool:
    """Whether each thought gets two numbers wrong or more, and not another's."""

    def differ(one, other):
        return sum(abs(one[field] - other[field]) > 1e-6 for field in truth)

    thoughts = list(misreadings.values())
    # The median is wrong by definition; the mean must spoil the counting as well.
    return all(differ(thought, truth) >= 2 for thought in thoughts) and all(
        differ(one, other) >= 2
        for i, one in enumerate(thoughts)
        for other in thoughts[:i]
    )


def numbers_about_own_median(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """What the counts should be if the learner's own median were right.

    Parameters
    ----------
    case : Case
        Of run-lengths.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing for a number outside the data, or for the mean: that is another line,
        not a slip.
    """
    values = np.array(case.charts[0].values, dtype=float)
    centre = given.get("median", math.nan)
    mean = case.misreadings["mean-for-median"]["median"]
    within = np.nanmin(values) < centre < np.nanmax(values)
    if not within or abs(centre - mean) <= 0.1:
        return {}
    counts = _four_numbers(values, centre)
    del counts["median"]
    return counts


# Which rule signals

RULES = ("shift", "trend", "long-run", "few-crossings")
_CHARTS = 6
_MATRIX_POOL = 320


def draw_which_rule(rng: np.random.Generator) -> Case:
    """Six charts, four rules: each rule signals on some charts and not on others."""
    figures, words = rng.spawn(2)
    while True:
        (measure,) = draw_measures(figures)
        periods = int(figures.integers(20, 25))
        pool = _draw_drifting(measure, figures, _MATRIX_POOL, periods)
        chosen = _choose_rows(_readings(pool), figures)
        if chosen is not None:
            break
    rows, readings = chosen
    series = pool[rows]
    ids = [letter.lower() for letter in LETTERS[:_CHARTS]]
    places = draw_places(words, [measure.setting] * _CHARTS)
    charts = [
        measure_chart(f"which-rule-{id_}", measure, values, centre=run_centre(values))
        for id_, values in zip(ids, series, strict=True)
    ]
    signals = [
        find_run_signals(values, chart.centre)
        for values, chart in zip(series, charts, strict=True)
    ]
    answers = {
        name: {
            id_: [rule for rule, ticked in zip(RULES, row, strict=True) if ticked]
            for id_, row in zip(ids, cells.tolist(), strict=True)
        }
        for name, cells in readings.items()
    }
    truth = answers.pop("truth")
    with_ties = [s.useful < periods for s in signals]
    return Case(
        items=tuple(
            Item(
                id_,
                say("which-rule.item", letter=letter, place=place),
                chart,
            )
            for id_, letter, place, chart in zip(
                ids, LETTERS, places, charts, strict=False
            )
        ),
        options=tuple(Option(rule, say(f"which-rule.option.{rule}")) for rule in RULES),
        tables=(_limits_table(signals),),
        facts={
            "measure": measure.words,
            "charts": _CHARTS,
            "periods": periods,
            "ticks": sum(map(len, truth.values())),
            "ticks_of_three": sum(map(len, answers["three-in-a-row"].values())),
            "charts_with_ties": sum(with_ties),
        },
        truth=truth,
        misreadings=answers,
    )


def _limits_table(signals: list[RunSignals]) -> Table:
    counts = range(min(s.useful for s in signals), max(s.useful for s in signals) + 1)
    return Table(
        caption=say("which-rule.table"),
        columns=(
            say("which-rule.table.useful"),
            say("which-rule.table.longest"),
            say("which-rule.table.crossings"),
        ),
        rows=tuple(
            (str(n), str(longest_run_allowed(n)), str(crossings_required(n)))
            for n in counts
        ),
    )


def _readings(pool: np.ndarray) -> dict[str, np.ndarray]:
    """Which rules signal on each series, by the truth and by each misreading.

    Returns
    -------
    dict of str to ndarray of bool, shape (series, 4)
    """
    centres = np.median(pool, axis=1, keepdims=True)
    sides, steps = sides_of(pool, centres), steps_of(pool)
    useful = np.count_nonzero(sides, axis=1)
    runs = number_runs(sides)
    longest = run_lengths(runs).max(axis=1)
    climb = 1 + run_lengths(number_runs(steps)).max(axis=1)
    crossings = runs.max(axis=1) - 1
    truth = _signalling(longest, climb, crossings, useful)

    three = truth.copy()
    three[:, 0], three[:, 1] = longest >= 3, climb >= 3

    broken_runs, runs_begun = _number_broken_by_ties(sides)
    broken_steps, _ = _number_broken_by_ties(steps[:, 1:])
    ties = _signalling(
        run_lengths(broken_runs).max(axis=1),
        1 + run_lengths(broken_steps).max(axis=1),
        runs_begun - 1,
        useful,
    )

    restless = truth.copy()
    restless[:, 3] = crossings > (useful - 1) / 2
    return {
        "truth": truth,
        "three-in-a-row": three,
        "ties-break-runs": ties,
        "restless-is-a-signal": restless,
    }


def _number_broken_by_ties(sides: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number runs, and count them, as somebody does for whom a tie ends a run."""
    starts = sides != 0
    starts[:, 1:] &= sides[:, 1:] != sides[:, :-1]
    numbers = np.where(sides != 0, np.cumsum(starts, axis=1), 0)
    return numbers, starts.sum(axis=1)


def _choose_rows(
    readings: Mapping[str, np.ndarray], figures: np.random.Generator, tries: int = 60
) -> tuple[np.ndarray, dict[str, np.ndarray]] | None:
    """Six series on which no column, no habit and no misreading earns much."""
    truth = readings["truth"]
    quiet = np.flatnonzero(~truth.any(axis=1))
    loud = np.flatnonzero(truth.any(axis=1))
    # Where a tie hides a signal from those who let it break a run.
    hidden = np.flatnonzero((truth & ~readings["ties-break-runs"]).any(axis=1))
    if quiet.size < 2 or loud.size < 6 or hidden.size < 2:
        return None
    # Every combination of rules as likely as any other, the rare ones too.
    combination = truth @ (1 << np.arange(len(RULES)))
    rarity = 1 / np.bincount(combination)[combination]
    for _ in range(tries):
        silent = int(figures.integers(1, 3))
        with_ties = figures.choice(hidden, 2, replace=False)
        others = np.setdiff1d(loud, with_ties)
        rows = np.concatenate(
            [
                figures.choice(quiet, silent, replace=False),
                with_ties,
                figures.choice(
                    others,
                    _CHARTS - 2 - silent,
                    replace=False,
                    p=rarity[others] / rarity[others].sum(),
                ),
            ]
        )
        rows = figures.permutation(rows)
        chosen = {name: cells[rows] for name, cells in readings.items()}
        columns = chosen["truth"].sum(axis=0)
        if (columns >= 2).all() and (columns <= 4).all() and _misreadings_cost(chosen):
            return rows, chosen
    return None


def _misreadings_cost(chosen: Mapping[str, np.ndarray]) -> bool:
    cells = {name: frozenset(np.flatnonzero(told)) for name, told in chosen.items()}
    truth = cells.pop("truth")
    size = _CHARTS * len(RULES)
    costly = all(youden(told, truth, size) < 0.75 for told in cells.values())
    told = list(cells.values())
    apart = all(len(a ^ b) >= 3 for i, a in enumerate(told) for b in told[:i])
    return costly and apart


# The signals

_SIGNAL_PATTERNS = (
    ("shift", "shift", "shift", "outlier", "stable", "stable"),
    ("shift", "shift", "outlier", "outlier", "stable", "stable"),
    ("shift", "shift", "outlier", "stable", "stable", "stable"),
)


def draw_signals(rng: np.random.Generator) -> Case:
    """Six charts: shifts and single points anywhere, in both directions, or none."""
    figures, words = rng.spawn(2)
    patterns = _SIGNAL_PATTERNS[int(figures.integers(len(_SIGNAL_PATTERNS)))]
    patterns = [str(pattern) for pattern in figures.permutation(patterns)]
    measures = draw_measures(figures, len(patterns))
    series = [
        draw_read(pattern, measure, int(figures.integers(24, 33)), figures)
        for pattern, measure in zip(patterns, measures, strict=True)
    ]
    ids = [letter.lower() for letter in LETTERS[: len(patterns)]]
    places = draw_places(words, [measure.setting for measure in measures])
    items = []
    for id_, letter, place, measure, one in zip(
        ids, LETTERS, places, measures, series, strict=False
    ):
        limits = individuals_limits(one.values)
        chart = measure_chart(
            f"signals-{id_}",
            measure,
            one.values,
            centre=one.centre,
            limits=(limits.lower, limits.upper),
        )
        text = say("signals.item", letter=letter, measure=measure.words, place=place)
        items.append(Item(id_, text, chart))
    marked = dict(zip(ids, series, strict=True))
    above = {id_: _periods(one.values > one.centre) for id_, one in marked.items()}
    return Case(
        items=tuple(items),
        facts={
            "charts": len(patterns),
            "quiet": patterns.count("stable"),
            "above": sum(map(len, above.values())),
            "points": sum(one.values.size for one in series),
        },
        truth={id_: list(one.signal_periods) for id_, one in marked.items()},
        misreadings={
            "highest-point": {
                id_: [int(np.argmax(one.values)) + 1] for id_, one in marked.items()
            },
            "two-in-a-row": {
                id_: _in_two_rises(one.values) for id_, one in marked.items()
            },
            "above-the-line": above,
        },
    )


def draw_read(
    pattern: str, measure: Measure, periods: int, figures: np.random.Generator
) -> WardSeries:
    """Draw a series of a measure that everybody reads as its pattern.

    Parameters
    ----------
    pattern : str
        As in `course.simulations.variation.ward_series`.
    measure : Measure
    periods : int
    figures : numpy.random.Generator

    Returns
    -------
    WardSeries
    """
    level, spread = draw_level(measure, figures)
    plan = draw_plan(
        pattern,
        figures,
        periods,
        level=level,
        spread=spread,
        decimals=measure.decimals,
    )
    return draw_read_series(plan, figures)


def _in_two_rises(values: np.ndarray) -> list[int]:
    """Periods of all stretches that rise twice in a row."""
    steps = steps_of(values)
    twice = (steps[1:-1] == 1) & (steps[2:] == 1)
    middles = np.flatnonzero(twice) + 2
    return sorted({int(m) + d for m in middles for d in (-1, 0, 1)})


FIRST_LOOK = Task(name="first-look", kind=MarkPoints(), draw=draw_first_look)

RUN_LENGTHS = Task(
    name="run-lengths",
    kind=Numbers(follows=numbers_about_own_median),
    draw=draw_run_lengths,
    points=4,
)

WHICH_RULE = Task(name="which-rule", kind=Matrix(), draw=draw_which_rule, points=4)

SIGNALS = Task(name="signals", kind=MarkPoints(), draw=draw_signals, points=6)
