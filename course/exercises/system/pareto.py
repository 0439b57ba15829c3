"""Pareto: the few causes that make most of the cases, and most of the trouble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from course.charts.elements import Written
from course.charts.sketch import (
    BLUE,
    INK,
    PALE,
    SKY,
    SOFT,
    WHITE,
    box,
    sketch,
    spot,
    text,
)
from course.exercises.scenes import draw_one
from course.exercises.system.banks import draw_phrase
from course.messages import say
from course.tasks import Case, Drawing, Item, Select, Table, Task
from course.tasks.scoring import youden

CAUSES = 10
ENOUGH = 0.80
# No learner's set may hang on a rounding: the sum stays so far from 80 per cent.
_CLEAR = 0.015
# The minutes that each of ten causes costs somebody each time, about, and
# the sector.
_SCENES = {
    "medicines": ((4, 25, 8, 15, 45, 6, 10, 30, 12, 5), "municipal"),
    "referrals": ((6, 12, 40, 4, 20, 9, 30, 15, 7, 25), "administration"),
    "late-visits": ((10, 5, 20, 8, 35, 15, 6, 12, 50, 7), "municipal"),
    "cancelled": ((60, 20, 15, 90, 30, 10, 45, 25, 12, 40), "hospital"),
    "phone": ((3, 6, 12, 5, 20, 9, 4, 15, 8, 30), "primary"),
    "applications": ((15, 8, 45, 20, 10, 60, 12, 30, 6, 25), "municipal"),
}


# Without slots, where what is once worked out could not be kept.
@dataclass(frozen=True, eq=False)
class CauseTable:
    """A month's cases by cause.

    Attributes
    ----------
    scene : str
    counts, minutes : tuple of int
        For each cause: cases, and minutes that each of them cost.
    """

    scene: str
    counts: tuple[int, ...]
    minutes: tuple[int, ...]

    @cached_property
    def loads(self) -> tuple[int, ...]:
        """Minutes that each cause cost in the month."""
        return tuple(c * m for c, m in zip(self.counts, self.minutes, strict=True))


def vital_few(amounts: tuple[int, ...]) -> list[int]:
    """Return the fewest causes that together make at least 80 per cent.

    Parameters
    ----------
    amounts : tuple of int

    Returns
    -------
    list of int
        Their places, the largest first.

    Examples
    --------
    >>> vital_few((5, 50, 5, 35, 5))
    [1, 3]
    """
    chosen: list[int] = []
    for place in _largest_first(amounts):
        if sum(amounts[p] for p in chosen) >= ENOUGH * sum(amounts):
            break
        chosen.append(place)
    return chosen


def _largest_first(amounts: tuple[int, ...]) -> list[int]:
    return sorted(range(len(amounts)), key=lambda place: -amounts[place])


def draw_table(figures: np.random.Generator) -> CauseTable:
    """Draw a month in which number and weight point to different causes.

    Parameters
    ----------
    figures : numpy.random.Generator

    Returns
    -------
    CauseTable
    """
    while True:
        scene = draw_one(figures, tuple(_SCENES))
        shares = figures.dirichlet(np.full(CAUSES, 0.75))
        counts = np.rint(shares * figures.integers(150, 320)).astype(int)
        usual = np.array(_SCENES[scene][0])
        minutes = np.maximum(np.rint(usual * figures.uniform(0.8, 1.25, CAUSES)), 2)
        table = CauseTable(
            scene, tuple(counts.tolist()), tuple(minutes.astype(int).tolist())
        )
        if _tells(table):
            return table


def _tells(table: CauseTable) -> bool:
    """Whether both sets are clear, and every wrong way earns half at most."""
    if min(table.counts) < 2:
        return False
    if not _is_clear(table.counts) or not _is_clear(table.loads):
        return False
    by_count, by_load = vital_few(table.counts), vital_few(table.loads)
    wrong = [
        (by_count, by_load),
        (_largest_first(table.minutes)[: len(by_load)], by_load),
        (_largest_first(table.counts)[:2], by_count),
        (_largest_first(table.counts)[:8], by_count),
    ]
    return set(by_count) != set(by_load) and all(
        youden(given, true, CAUSES) < 0.75 for given, true in wrong
    )


def _is_clear(amounts: tuple[int, ...]) -> bool:
    if len(set(amounts)) < CAUSES:
        return False
    chosen, total = vital_few(amounts), sum(amounts)
    with_last = sum(amounts[place] for place in chosen) / total
    without = with_last - amounts[chosen[-1]] / total
    return (
        3 <= len(chosen) <= 6
        and with_last > ENOUGH + _CLEAR
        and without < ENOUGH - _CLEAR
    )


def draw_pareto_counts(rng: np.random.Generator) -> Case:
    """Ten causes by number."""
    figures, words = rng.spawn(2)
    table = draw_table(figures)
    largest = _largest_first(table.counts)
    truth = vital_few(table.counts)
    facts = _facts(table, words) | {
        "needed": len(truth),
        "eighty": f"{ENOUGH * sum(table.counts):.1f}",
        "two_share": _share(table.counts, largest[:2]),
        "eight_share": _share(table.counts, largest[:8]),
    }
    return _case(
        "pareto-counts",
        table,
        facts,
        words,
        truth=truth,
        misreadings={
            "two-in-ten": largest[:2],
            "eight-in-ten": largest[:8],
        },
        weighed=False,
    )


def draw_pareto_weights(rng: np.random.Generator) -> Case:
    """The same ten causes, by what they cost."""
    figures, words = rng.spawn(2)
    table = draw_table(figures)
    truth = vital_few(table.loads)
    by_count = vital_few(table.counts)
    worst = _largest_first(table.minutes)
    facts = _facts(table, words) | {
        "needed": len(truth),
        "all_minutes": sum(table.loads),
        "eighty": f"{ENOUGH * sum(table.loads):,.0f}",
        "count_share": _share(table.loads, by_count),
        "worst": _name(table.scene, worst[0]),
        "worst_minutes": table.minutes[worst[0]],
        "worst_count": table.counts[worst[0]],
        "worst_share": _share(table.loads, worst[: len(truth)]),
    }
    return _case(
        "pareto-weights",
        table,
        facts,
        words,
        truth=truth,
        misreadings={
            "counts-again": by_count,
            "worst-each-time": worst[: len(truth)],
        },
        weighed=True,
    )


def _share(amounts: tuple[int, ...], chosen: list[int]) -> int:
    return round(100 * sum(amounts[place] for place in chosen) / sum(amounts))


def _name(scene: str, place: int) -> str:
    return say(f"pareto.{scene}.{place + 1:02d}")


def _facts(table: CauseTable, words: np.random.Generator) -> dict[str, object]:
    return {
        "place": draw_phrase(words, f"pareto.{table.scene}.place."),
        "cases": sum(table.counts),
        "what": say(f"pareto.{table.scene}"),
    }


def _case(
    task: str,
    table: CauseTable,
    facts: Mapping[str, object],
    words: np.random.Generator,
    *,
    truth: list[int],
    misreadings: Mapping[str, list[int]],
    weighed: bool,
) -> Case:
    # Not by size, so that the first few of the list are not the answer.
    order = words.permutation(CAUSES).tolist()
    ids = [f"{table.scene}-{place + 1:02d}" for place in range(CAUSES)]

    def in_order(chosen: list[int]) -> list[str]:
        return [ids[place] for place in order if place in chosen]

    return Case(
        items=tuple(Item(ids[p], _name(table.scene, p)) for p in order),
        drawings=(_drawing(task, table, ids, facts, weighed),),
        story=say(f"{task}.story", **facts),
        sector=_SCENES[table.scene][1],
        facts=facts,
        truth=in_order(truth),
        misreadings={name: in_order(given) for name, given in misreadings.items()},
    )


_WIDTH, _ROW, _TOP = 640, 34, 34
_NAMES, _BARS = 262, 250


def _drawing(
    task: str,
    table: CauseTable,
    ids: list[str],
    facts: Mapping[str, object],
    weighed: bool,
) -> Drawing:
    """Bars, the longest first, and the same as a table."""
    caption = say(f"{task}.picture", **facts)
    order = _largest_first(table.counts)
    columns = ["cause", "cases", *(["minutes"] if weighed else [])]
    rows = []
    for place in order:
        row = [_name(table.scene, place), str(table.counts[place])]
        rows.append(tuple([*row, str(table.minutes[place])] if weighed else row))
    return Drawing(
        svg=_draw_bars(caption, table, ids, order, weighed),
        table=Table(
            caption=caption,
            columns=tuple(say(f"pareto.column.{column}") for column in columns),
            rows=tuple(rows),
        ),
    )


def _draw_bars(
    caption: str, table: CauseTable, ids: list[str], order: list[int], weighed: bool
) -> Written:
    longest = max(table.counts)
    height = _TOP + CAUSES * _ROW + 8
    strokes = [
        box(0, 0, _WIDTH, height, edge=WHITE),
        text(_NAMES, 20, say("pareto.column.cases"), 13, SOFT, "start", True),
    ]
    if weighed:
        heading = say("pareto.minutes-each")
        strokes.append(text(_WIDTH - 8, 20, heading, 13, SOFT, "end", True))
    for row, place in enumerate(order):
        top, count = _TOP + row * _ROW, table.counts[place]
        middle = top + _ROW / 2 + 4
        width = _BARS * count / longest
        bar = [
            box(2, top + 1, _WIDTH - 4, _ROW - 2, WHITE, PALE, 1),
            text(_NAMES - 8, middle, _name(table.scene, place), 12.5, INK, "end"),
            box(_NAMES, top + 6, width, _ROW - 12, SKY, BLUE, 1.2, 0),
            text(_NAMES + width + 6, middle, str(count), 13, INK, "start", True),
        ]
        if weighed:
            each = say("pareto.each", minutes=table.minutes[place])
            bar.append(text(_WIDTH - 10, middle, each, 13, INK, "end"))
        strokes.append(spot(ids[place], bar))
    return sketch(_WIDTH, height, caption, strokes)


PARETO_COUNTS = Task(
    name="pareto-counts",
    kind=Select(),
    draw=draw_pareto_counts,
    points=3,
    data="pareto-causes",
    elements=("003-02",),
)

PARETO_WEIGHTS = Task(
    name="pareto-weights",
    kind=Select(),
    draw=draw_pareto_weights,
    points=3,
    data="pareto-causes",
    elements=("003-02",),
)
