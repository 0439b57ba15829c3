"""A chart, and sentences of which some may stand in a pitch beside it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.charts import Chart
from course.exercises.rubric import case_with_rubric
from course.exercises.scenes import (
    MEASURES,
    draw_level,
    draw_measures,
    draw_people,
    draw_place,
    measure_chart,
    sector_of,
)
from course.messages import say
from course.tasks import Case, FreeText, Item, Select, Task

_BEFORE, _AFTER = 12, (8, 11)
# Medians need room between them, and a wrong figure must be plainly wrong.
_MOVED = (0.24, 0.36)
_WRONG = (0.82, 1.18)
_WORDINGS = 4
# Sentences without a figure from the chart: two that fit, and three that do not.
_FITTING = ("aim", "ask")
_UNFITTING = ("cause", "everybody", "wish")
BOXES = ("pitch",)


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """A measure that has moved, and what may be said of it.

    Attributes
    ----------
    values : ndarray of float
        Before and after the change.
    after : int
        Periods since the change.
    """

    values: np.ndarray
    after: int

    @property
    def median_before(self) -> float:
        """The middle of the periods before the change."""
        return float(np.median(self.values[: -self.after]))

    @property
    def median_after(self) -> float:
        """The middle of the periods since."""
        return float(np.median(self.values[-self.after :]))


def _draw_story(
    level: float, spread: float, way: int, decimals: int, figures: np.random.Generator
) -> Story:
    """Draw until all periods since the change lie beyond the median before it."""
    after = int(figures.integers(_AFTER[0], _AFTER[1] + 1))
    share = figures.uniform(*_MOVED)
    while True:
        before = figures.normal(level, spread, _BEFORE)
        since = figures.normal(level * (1 + way * share), spread, after)
        story = Story(np.concatenate([before, since]).round(decimals), after)
        beyond = way * (story.values[-after:] - story.median_before)
        if (beyond > 0).all():
            return story


def _written(value: float, decimals: int, of: float | None = None) -> str:
    """Write a median, with one decimal more where it lies between two values.

    Another figure in its place is written like the median it is made of.
    """
    median = value if of is None else of
    between = round(median, decimals) != round(median, decimals + 1)
    return f"{value:.{decimals + between}f}"


def draw_pitch_sentences(rng: np.random.Generator) -> Case:
    """A run chart with a change, and eleven sentences, of which five fit."""
    figures, words = rng.spawn(2)
    (measure,) = draw_measures(figures, among=MEASURES)
    way = 1 if measure.higher_is_better else -1
    level, spread = draw_level(measure, figures)
    story = _draw_story(level, spread, way, measure.decimals, figures)
    chart: Chart = measure_chart(
        "pitch-sentences",
        measure,
        story.values,
        title=say("pitch-sentences.chart"),
        centre=story.median_before,
        centre_label=say("pitch-sentences.centre"),
        baseline=_BEFORE,
        changes=((_BEFORE + 1, say("pitch-sentences.change")),),
    )
    before, since = (
        _written(median, measure.decimals)
        for median in (story.median_before, story.median_after)
    )
    first, second = draw_people(words, 2)
    wrong = figures.permutation(_WRONG).tolist()
    facts: dict[str, object] = {
        "place": draw_place(words, measure.setting),
        "measure": measure.words,
        "periods": say(f"pitch-sentences.{measure.period}"),
        "before": _BEFORE,
        "after": story.after,
        "side": say(f"pitch-sentences.{'above' if way > 0 else 'below'}"),
        "median_before": before,
        "median_after": since,
        "aim": f"{story.median_after * (1 + 0.1 * way):.{measure.decimals}f}",
        "bound": say(f"pitch-sentences.{'least' if way > 0 else 'most'}"),
        "first": first,
        "second": second,
    }
    # Of each pair of sentences with figures one is right, and which of the two wordings
    # it has is drawn: the id tells nothing.
    false_before, false_since = (
        _written(median * factor, measure.decimals, of=median)
        for median, factor in zip(
            (story.median_before, story.median_after), wrong, strict=True
        )
    )
    figured = {
        "level": ({}, {"median_before": false_before}),
        "since": ({}, {"after": story.after + int(figures.integers(4, 9))}),
        "now": ({}, {"median_after": false_since}),
    }
    cards, truth, misquoted = {}, [], []
    for name, pair in figured.items():
        wordings = figures.permutation(_WORDINGS)[:2].tolist()
        for place, (wording, other) in enumerate(zip(wordings, pair, strict=True)):
            id_ = f"{name}-{wording + 1}"
            cards[id_] = say(f"pitch-sentences.item.{id_}", **(facts | other))
            (misquoted if place else truth).append(id_)
    claims = []
    for names, listed in ((_FITTING, truth), (_UNFITTING, claims)):
        for name in names:
            wording = int(figures.integers(1, _WORDINGS + 1))
            id_ = f"{name}-{wording}"
            cards[id_] = say(f"pitch-sentences.item.{id_}", **facts)
            listed.append(id_)
    order = figures.permutation(list(cards)).tolist()
    facts |= {"sentences": len(order), "fitting": len(truth)}

    def in_order(chosen: list[str]) -> list[str]:
        return [id_ for id_ in order if id_ in chosen]

    return Case(
        items=tuple(Item(id_, cards[id_]) for id_ in order),
        charts=(chart,),
        story=say("pitch-sentences.story", **facts),
        sector=sector_of(measure.setting),
        facts=facts,
        truth=in_order(truth),
        misreadings={
            "unread-figures": in_order(truth + misquoted),
            "strong-claims": in_order(truth[:-1] + claims),
        },
    )


def draw_own_pitch(rng: np.random.Generator) -> Case:
    """One box and the rubric it is read by; nothing is drawn."""
    return case_with_rubric("own-pitch", BOXES)


PITCH_SENTENCES = Task(
    name="pitch-sentences",
    kind=Select(),
    draw=draw_pitch_sentences,
    points=4,
    elements=("001-09",),
)

OWN_PITCH = Task(
    name="own-pitch",
    kind=FreeText(),
    draw=draw_own_pitch,
    points=4,
    elements=("001-07", "001-09", "004-04"),
)
