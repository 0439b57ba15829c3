"""Reading run charts: the first look, the numbers behind the rules, the signals."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby, pairwise

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
    longest_and_number_of_runs,
    longest_run_allowed,
    sides_of,
    steps_of,
)
from course.exercises.scenes import (
    Measure,
    draw_level,
    draw_measures,
    draw_one,
    draw_people,
    draw_place,
    draw_places,
    measure_chart,
    options_of,
    sector_of,
)
from course.messages import say
from course.simulations.variation.ward_series import (
    WardSeries,
    draw_plan,
    draw_read_series,
)
from course.tasks import Case, Item, MarkPoints, Matrix, Numbers, Table, Task
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
    longest, runs = longest_and_number_of_runs(sides)
    climb, _ = longest_and_number_of_runs(steps_of(values))
    useful = np.count_nonzero(sides, axis=1)
    return _signalling(longest, 1 + climb, runs - 1, useful)


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
    for values in _draw_with_ties_and_gap(measure, figures):
        truth = _four_numbers(values, run_centre(values))
        misreadings = _numbers_by_thought(values, truth)
        if misreadings is not None:
            break
    chart = measure_chart("run-lengths-series", measure, values)
    gap = int(np.flatnonzero(np.isnan(values))[0]) + 1
    return Case(
        items=tuple(Item(field, say(f"run-lengths.item.{field}")) for field in truth),
        charts=(chart,),
        story=say("run-lengths.story", measure=measure.words, place=place),
        sector=sector_of(measure.setting),
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
        sides = sides_of(pool, _medians(pool))
        longest, runs = longest_and_number_of_runs(sides)
        crossings = runs - 1
        ties = np.count_nonzero(sides == 0, axis=1)
        fitting = (longest >= _LONGEST[0]) & (longest <= _LONGEST[1])
        fitting &= (ties >= 1) & (ties <= 5)
        wanted = longest if figures.random() < 0.5 else crossings
        fitting &= wanted == draw_one(figures, sorted(set(wanted[fitting].tolist())))
        for values in pool[fitting][:_CANDIDATES]:
            run = max(runs_about(values, run_centre(values)), key=len)
            # The two points beside the gap stay in the run, on one side.
            values[draw_one(figures, run[1:-1]) - 1] = np.nan
            yield values


def _numbers_by_thought(
    values: np.ndarray, truth: Mapping[str, float]
) -> dict[str, dict[str, float]] | None:
    """Return the four numbers as each misreading has them.

    None as soon as one of them gets fewer than two numbers wrong, or shares all but
    one with another.
    """
    told: dict[str, dict[str, float]] = {}
    # The median is wrong by definition; the mean must spoil the counting as well.
    for thought, numbers_of in (
        ("mean-for-median", lambda: _about_the_mean(values)),
        ("ties-counted", lambda: _ties_as_points(values, truth["median"])),
        ("gap-counted", lambda: _gap_as_crossing(values, truth["median"])),
    ):
        numbers = numbers_of()
        if any(_differences(numbers, other) < 2 for other in (truth, *told.values())):
            return None
        told[thought] = numbers
    return told


def _differences(one: Mapping[str, float], other: Mapping[str, float]) -> int:
    return sum(abs(one[field] - other[field]) > 1e-6 for field in one)


def _draw_drifting(
    measure: Measure, figures: np.random.Generator, count: int, periods: int
) -> np.ndarray:
    """Series that forget their past at different speeds, shape (count, periods)."""
    level, spread = draw_level(measure, figures)
    memory = figures.choice(_MEMORY, count)
    # One row a period, where all series take their step at once.
    drift = figures.standard_normal((count, periods)).T.copy()
    drift[1:] *= np.sqrt(1 - memory**2)
    for before, now in pairwise(drift):
        now += memory * before
    return np.round(level + spread * drift.T.copy(), measure.decimals)


def _medians(pool: np.ndarray) -> np.ndarray:
    """Median of each series, shape (series, 1)."""
    # Sorting short series whole is quicker than the partition of `np.median`.
    ordered = np.sort(pool, axis=1)
    periods = pool.shape[1]
    below, above = ordered[:, [(periods - 1) // 2]], ordered[:, [periods // 2]]
    return (below + above) / 2


def _four_numbers(values: np.ndarray, centre: float) -> dict[str, float]:
    runs = find_run_signals(values, centre)
    return {
        "median": centre,
        "useful": runs.useful,
        "longest-run": runs.longest_run,
        "crossings": runs.crossings,
    }


def _about_the_mean(values: np.ndarray) -> dict[str, float]:
    # As `np.nanmean`, to the last digit, in a third of its time.
    gaps = np.isnan(values)
    total = np.add.reduce(np.where(gaps, 0, values))
    mean = float(total / (values.size - np.count_nonzero(gaps)))
    return _four_numbers(values, round(mean, 1))


def _ties_as_points(values: np.ndarray, centre: float) -> dict[str, float]:
    """A point on the line is counted, and taken to lie above it."""
    above = (values[~np.isnan(values)] >= centre).tolist()
    runs = [len(list(run)) for _, run in groupby(above)]
    return {
        "median": centre,
        "useful": len(above),
        "longest-run": max(runs),
        "crossings": len(runs) - 1,
    }


def _gap_as_crossing(values: np.ndarray, centre: float) -> dict[str, float]:
    """The line between two points is broken at the gap, and so is the run."""
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
        options=options_of("which-rule", RULES),
        sector=sector_of(measure.setting),
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
    sides, steps = sides_of(pool, _medians(pool)), steps_of(pool)
    useful = np.count_nonzero(sides, axis=1)
    longest, runs = longest_and_number_of_runs(sides)
    climb, _ = longest_and_number_of_runs(steps)
    climb, crossings = climb + 1, runs - 1
    truth = _signalling(longest, climb, crossings, useful)

    three = truth.copy()
    three[:, 0], three[:, 1] = longest >= 3, climb >= 3

    longest_unbroken, pieces = longest_and_number_of_runs(sides, ties_break=True)
    climb_unbroken, _ = longest_and_number_of_runs(steps, ties_break=True)
    ties = _signalling(longest_unbroken, 1 + climb_unbroken, pieces - 1, useful)

    restless = truth.copy()
    restless[:, 3] = crossings > (useful - 1) / 2
    return {
        "truth": truth,
        "three-in-a-row": three,
        "ties-break-runs": ties,
        "restless-is-a-signal": restless,
    }


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
        others = loud[(loud != with_ties[0]) & (loud != with_ties[1])]
        weights = rarity[others]
        rows = np.concatenate(
            [
                figures.choice(quiet, silent, replace=False),
                with_ties,
                figures.choice(
                    others,
                    _CHARTS - 2 - silent,
                    replace=False,
                    p=weights / weights.sum(),
                ),
            ]
        )
        rows = figures.permutation(rows)
        columns = np.add.reduce(truth[rows], dtype=int).tolist()
        if min(columns) >= 2 and max(columns) <= 4:
            chosen = {name: cells[rows] for name, cells in readings.items()}
            if _misreadings_cost(chosen):
                return rows, chosen
    return None


def _misreadings_cost(chosen: Mapping[str, np.ndarray]) -> bool:
    cells = {
        name: frozenset(np.flatnonzero(told).tolist()) for name, told in chosen.items()
    }
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
    patterns = draw_one(figures, _SIGNAL_PATTERNS)
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
    rises = [later > value for value, later in pairwise(values.tolist())]
    twice = enumerate(pairwise(rises), start=1)
    firsts = [period for period, (one, next_) in twice if one and next_]
    return sorted({first + after for first in firsts for after in range(3)})


FIRST_LOOK = Task(name="first-look", kind=MarkPoints(), draw=draw_first_look)

RUN_LENGTHS = Task(
    name="run-lengths",
    kind=Numbers(follows=numbers_about_own_median),
    draw=draw_run_lengths,
    points=4,
    elements=("003-02", "004-10"),
)

WHICH_RULE = Task(name="which-rule", kind=Matrix(), draw=draw_which_rule, points=4)

SIGNALS = Task(name="signals", kind=MarkPoints(), draw=draw_signals, points=6)
