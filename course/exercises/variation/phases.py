"""Before and after: which line to judge by, and what two averages hide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from course.charts import (
    ControlLimits,
    find_run_signals,
    find_trends,
    individuals_limits,
    run_centre,
)
from course.charts.pictures import Chart
from course.exercises.scenes import (
    MEASURES,
    Measure,
    draw_level,
    draw_measures,
    draw_people,
    draw_places,
    measure_chart,
    options_of,
    sector_of,
)
from course.exercises.variation.run_charts import LETTERS
from course.messages import keys, say
from course.tasks import Case, Classify, Item, Task

# Which line to judge by

LINES = ("keep", "new-line", "leave-out", "wait")
_BASELINE = 12
_CANDIDATES = 64
# Stories speak of weeks.
_WEEKLY = tuple(measure for measure in MEASURES if measure.period == "week")


@dataclass(frozen=True, slots=True)
class _Turn:
    """What happened to a project, and what the course's policy makes of it.

    Attributes
    ----------
    id : str
        Names the stories that tell it, ``baseline.story.{id}.1`` and on.
    line : str
        One of `LINES`.
    picture : {"shift", "point", "none"}
        What is to be seen.
    after : tuple of int
        Fewest and most periods after the baseline.
    """

    id: str
    line: str
    picture: str
    after: tuple[int, int]


_KEPT = (
    _Turn("no-change", "keep", "none", (12, 16)),
    _Turn("unknown-shift", "keep", "shift", (12, 16)),
    _Turn("passing-shift", "keep", "shift", (12, 16)),
    _Turn("unknown-point", "keep", "point", (12, 16)),
)
_NEW = _Turn("lasting-change", "new-line", "shift", (12, 16))
_LEFT_OUT = _Turn("known-point", "leave-out", "point", (12, 16))
_EARLY = _Turn("early-change", "wait", "shift", (4, 7))


def draw_baseline(rng: np.random.Generator) -> Case:
    """Eight projects with their stories: which line should each be judged by."""
    figures, words = rng.spawn(2)
    kept = [_KEPT[i] for i in figures.permutation(len(_KEPT))[:2]]
    # Two of each, so that no one answer pays.
    turns = [*kept, _NEW, _NEW, _LEFT_OUT, _LEFT_OUT, _EARLY, _EARLY]
    turns = [turns[i] for i in figures.permutation(len(turns))]
    measures = draw_measures(figures, len(turns), among=_WEEKLY)
    ids = [measure.id for measure in measures]
    places = draw_places(words, [measure.setting for measure in measures])
    people = draw_people(words, len(turns))
    told: dict[str, int] = {}
    items = []
    for id_, letter, turn, measure, place, person in zip(
        ids, LETTERS, turns, measures, places, people, strict=False
    ):
        values, event = _draw_turn(turn, measure, figures)
        story = _story(
            turn,
            told,
            words,
            letter=letter,
            measure=measure.words,
            place=place,
            person=person,
            week=event,
            weeks_since=values.size - event + 1,
        )
        chart = measure_chart(
            f"baseline-{id_}",
            measure,
            values,
            centre=run_centre(values, _BASELINE),
            baseline=_BASELINE,
        )
        items.append(Item(id_, story, chart))
    truth = {id_: turn.line for id_, turn in zip(ids, turns, strict=True)}
    by_picture = {"shift": "new-line", "point": "leave-out", "none": "keep"}
    lines = [turn.line for turn in turns]
    return Case(
        items=tuple(items),
        options=options_of("baseline", LINES),
        facts={
            "projects": len(turns),
            "first": _BASELINE,
            "enough": _BASELINE,
            "new_lines": lines.count("new-line"),
            "left_out": lines.count("leave-out"),
            "early": lines.count("wait"),
            "shifts": sum(turn.picture == "shift" for turn in turns),
            "points": sum(turn.picture == "point" for turn in turns),
        },
        truth=truth,
        misreadings={
            "recompute-always": dict.fromkeys(ids, "new-line"),
            "never-touch": dict.fromkeys(ids, "keep"),
            "picture-only": {
                id_: by_picture[turn.picture]
                for id_, turn in zip(ids, turns, strict=True)
            },
        },
    )


def _story(
    turn: _Turn, told: dict[str, int], words: np.random.Generator, **places: object
) -> str:
    """Tell a turn, and not twice in the same words."""
    stories = keys(f"baseline.story.{turn.id}.")
    if turn.id not in told:
        told[turn.id] = int(words.integers(len(stories)))
    told[turn.id] += 1
    return say(stories[told[turn.id] % len(stories)], **places)


def _draw_turn(
    turn: _Turn, measure: Measure, figures: np.random.Generator
) -> tuple[np.ndarray, int]:
    """Values, and the period in which something happened."""
    after = int(figures.integers(turn.after[0], turn.after[1] + 1))
    periods = _BASELINE + after
    event = _BASELINE + 1
    if turn.picture == "point":
        event = int(figures.integers(_BASELINE + 2, periods - 2))
    level, spread = draw_level(measure, figures)
    better = 1 if measure.higher_is_better else -1
    while True:
        values = level + spread * figures.standard_normal((_CANDIDATES, periods))
        if turn.picture == "shift":
            values[:, _BASELINE:] += better * figures.uniform(2.4, 3.2) * spread
        if turn.picture == "point":
            values[:, event - 1] -= better * figures.uniform(8, 10) * spread
        values = np.maximum(values, 0).round(measure.decimals)
        for one in values:
            if _shows(one, turn.picture, event, spread):
                return one, event


def _shows(values: np.ndarray, picture: str, event: int, spread: float) -> bool:
    """Whether a series shows its picture and nothing else."""
    first = values[:_BASELINE]
    centre = run_centre(first)
    # First what most series fail and what costs least.
    if (
        find_run_signals(first, centre).longest_run >= 5
        or first.tolist().count(centre) > 2
        or _leaves_its_limits(first)
        or find_trends(first)
    ):
        return False
    rest = values[_BASELINE:]
    if picture == "shift":
        least, most = _range_of(rest)
        # Every point on the new side, plainly so, and none of them apart.
        return (
            (least > centre or most < centre)
            and abs(run_centre(rest - centre)) > 1.8 * spread
            and most - least < 5 * spread
            and not _leaves_its_limits(rest)
            and not find_trends(rest)
        )
    calm = values
    if picture == "point":
        calm = np.concatenate((values[: event - 1], values[event:]))
    limits = individuals_limits(calm)
    if _leaves(calm, limits):
        return False
    reach = limits.upper - limits.centre
    if picture == "point" and abs(values.item(event - 1) - centre) < 1.6 * reach:
        return False
    return find_run_signals(values, centre).longest_run < 6 and not find_trends(values)


def _leaves_its_limits(values: np.ndarray) -> bool:
    return _leaves(values, individuals_limits(values))


def _leaves(values: np.ndarray, limits: ControlLimits) -> bool:
    least, most = _range_of(values)
    return least < limits.lower or most > limits.upper


def _range_of(values: np.ndarray) -> tuple[float, float]:
    # For so few values lists are quicker than arrays.
    listed = values.tolist()
    return min(listed), max(listed)


# What two averages hide

SHAPES = ("step", "already-falling", "one-extreme", "came-and-went")
_HALF = 12
_SERIES = 8
_NOISE = 1.8
# How much of a change that went again was there in each of its periods.
_GONE = np.array([1, 1, 1, 1, 2 / 3, 1 / 3])
# High enough that one extreme week can carry a whole average, and lower is better.
_HIGH = tuple(
    measure
    for measure in MEASURES
    if measure in _WEEKLY and measure.low >= 60 and not measure.higher_is_better
)


def draw_same_numbers(rng: np.random.Generator) -> Case:
    """Eight series with the same two averages, and four ways to come by them."""
    figures, words = rng.spawn(2)
    (measure,) = draw_measures(figures, among=_HIGH)
    before = int(figures.integers(100, 141))
    after = before - int(figures.integers(5, 8))
    # One to three of each shape.
    shapes = [
        *SHAPES,
        *figures.choice(SHAPES, 2, replace=False).tolist(),
        *figures.choice(SHAPES, 2, replace=False).tolist(),
    ]
    shapes = [str(shape) for shape in figures.permutation(shapes)]
    ids = [letter.lower() for letter in LETTERS[:_SERIES]]
    places = draw_places(words, [measure.setting] * _SERIES)
    # Nothing is drawn for these two: they are the same for all eight.
    rivals = {
        shape: _shape_levels(shape, before, after, figures)
        for shape in ("step", "already-falling")
    }
    values = {
        id_: _draw_shape(shape, before, after, rivals, figures)
        for id_, shape in zip(ids, shapes, strict=True)
    }
    change = ((_HALF + 1, say("same-numbers.change")),)
    bars = Chart(
        id="same-numbers-averages",
        title=say("same-numbers.averages"),
        y_label=measure.label,
        values=(float(before), float(after)),
        labels=(say("same-numbers.before"), say("same-numbers.after")),
        bars=True,
    )
    facts = {
        "series": _SERIES,
        "measure": measure.words,
        "before": before,
        "after": after,
        "half": _HALF,
        "periods": 2 * _HALF,
        "steps": shapes.count("step"),
        "not_steps": _SERIES - shapes.count("step"),
    }
    return Case(
        items=tuple(
            Item(
                id_,
                say("same-numbers.item", letter=letter, place=place),
                measure_chart(
                    f"same-numbers-{id_}", measure, values[id_], changes=change
                ),
            )
            for id_, letter, place in zip(ids, LETTERS, places, strict=False)
        ),
        options=options_of("same-numbers", SHAPES),
        charts=(bars,),
        story=say("same-numbers.story", **facts),
        sector=sector_of(measure.setting),
        facts=facts,
        truth=dict(zip(ids, shapes, strict=True)),
        misreadings={
            "before-after": dict.fromkeys(ids, "step"),
            "first-and-last": {
                id_: "step" if one[-1] < one[0] else "came-and-went"
                for id_, one in values.items()
            },
        },
    )


def _draw_shape(
    shape: str,
    before: int,
    after: int,
    rivals: Mapping[str, np.ndarray],
    figures: np.random.Generator,
) -> np.ndarray:
    """Whole numbers whose two halves have just these averages."""
    if shape in rivals:
        levels = rivals[shape]
    else:
        levels = _shape_levels(shape, before, after, figures)
    others = [rival for other, rival in rivals.items() if other != shape]
    while True:
        values = (levels + _NOISE * figures.standard_normal(levels.size)).round()
        for half, mean in ((values[:_HALF], before), (values[_HALF:], after)):
            each, more = divmod(int(mean * _HALF - np.add.reduce(half)), _HALF)
            half += each
            half[figures.permutation(_HALF)[:more]] += 1
        miss = np.add.reduce((values - levels) ** 2)
        # The shape must fit plainly better than its nearest rivals.
        if all(np.add.reduce((values - other) ** 2) > 2 * miss for other in others):
            return values


def _shape_levels(
    shape: str, before: int, after: int, figures: np.random.Generator
) -> np.ndarray:
    """Values without noise, shape (24,); their halves have the two averages."""
    levels = np.array([float(before)] * _HALF + [float(after)] * _HALF)
    change = before - after
    if shape == "already-falling":
        slope = change / _HALF
        return (before + after) / 2 - slope * (np.arange(2 * _HALF) - (_HALF - 0.5))
    if shape == "one-extreme" and figures.random() < 0.5:
        levels[:] = after
        levels[int(figures.integers(_HALF))] += _HALF * change
    elif shape == "one-extreme":
        levels[:] = before
        levels[_HALF + int(figures.integers(_HALF))] -= _HALF * change
    elif shape == "came-and-went":
        levels[_HALF:] = before
        levels[_HALF : _HALF + _GONE.size] -= _GONE * _HALF * change / _GONE.sum()
    return levels


BASELINE = Task(name="baseline", kind=Classify(), draw=draw_baseline, points=4)

SAME_NUMBERS = Task(
    name="same-numbers",
    kind=Classify(),
    draw=draw_same_numbers,
    points=4,
    elements=("004-10", "001-14"),
)
