"""Sentences for a board: which of them three charts bear out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from course.charts import Chart, individuals_limits
from course.charts.pictures import format_value
from course.charts.runs import find_run_signals, find_shifts, find_trends
from course.exercises.scenes import (
    MEASURES,
    Measure,
    draw_level,
    draw_measures,
    draw_one,
    draw_places,
    measure_chart,
    options_of,
)
from course.messages import say
from course.tasks import Case, Classify, Item, Task

VERDICTS = ("warranted", "not-warranted")
# What the three charts show; which letter shows which is drawn.
KINDS = ("moved", "calm", "point")
_LETTERS = ("A", "B", "C")
_MONTHS, _BASELINE = 24, 12
_CANDIDATES = 2000

# Sentences about one chart: which kind bears them out, and which say otherwise. Of the
# kinds left out two careful readers might think differently.
BORNE_OUT_BY = {
    "level": "moved",
    "run": "moved",
    "since": "moved",
    "one-month": "point",
    "look-into": "point",
    "apart": "point",
    "as-before": "calm",
    "within": "calm",
    "next-month": "calm",
    "no-single": "calm",
}
DENIED_BY = {
    "level": ("calm", "point"),
    "run": ("calm", "point"),
    "since": ("calm", "point"),
    "one-month": ("calm",),
    "look-into": ("calm",),
    "apart": ("moved",),
    "as-before": ("moved",),
    "within": ("moved", "point"),
    "next-month": ("moved",),
    "no-single": ("point",),
}
# They find something in a chart.
_FINDING = ("level", "run", "since", "one-month", "look-into")
# Nothing that such charts show bears these out.
NEVER = (
    "cause",
    "thanks",
    "elsewhere",
    "for-ever",
    "staff",
    "promise",
    "saved",
    "blame",
)
_TRUE, _FALSE, _BEYOND = 6, 3, 3


@dataclass(frozen=True, slots=True, eq=False)
class _Shown:
    """One chart of the report."""

    kind: str
    letter: str
    measure: Measure
    place: str
    values: np.ndarray
    month: int

    @property
    def facts(self) -> dict[str, object]:
        """What sentences may say of it."""
        limits = individuals_limits(self.values[:_BASELINE])
        last, before = self.values[-1], self.values[-2]
        return {
            "letter": self.letter,
            "measure": self.measure.words,
            "place": self.place,
            "months": _MONTHS,
            "run": _MONTHS - _BASELINE,
            "from": _BASELINE + 1,
            "month": self.month,
            "last": format_value(float(last)),
            "before": format_value(float(before)),
            "mean": format_value(round(limits.centre, self.measure.decimals)),
            "lower": format_value(round(limits.lower, self.measure.decimals)),
            "upper": format_value(round(limits.upper, self.measure.decimals)),
        }


def draw_board_sentences(rng: np.random.Generator) -> Case:
    """Three charts, and twelve sentences somebody wrote about them."""
    figures, words = rng.spawn(2)
    kinds = [str(kind) for kind in figures.permutation(KINDS)]
    measures = draw_measures(figures, len(KINDS), among=_UNLIKE_RATES)
    series = [
        _draw_values(kind, measure, figures)
        for kind, measure in zip(kinds, measures, strict=True)
    ]
    places = draw_places(words, [measure.setting for measure in measures])
    shown = {
        kind: _Shown(kind, letter, measure, place, values, month)
        for kind, letter, measure, place, (values, month) in zip(
            kinds, _LETTERS, measures, places, series, strict=True
        )
    }
    sentences = _draw_sentences(shown, figures)
    ids = [name for name, _, _ in sentences]
    borne_out = {
        name: "warranted" if true else "not-warranted" for name, _, true in sentences
    }
    every_change = {
        name: _flipped(borne_out[name]) if _tempts(name, one, true) else borne_out[name]
        for name, one, true in sentences
    }
    as_causes = {
        name: "warranted" if name in NEVER else borne_out[name] for name in ids
    }
    return Case(
        items=tuple(
            Item(name, say(f"board-sentences.item.{name}", **one.facts))
            for name, one, _ in sentences
        ),
        options=options_of("board-sentences", VERDICTS),
        charts=tuple(_chart(shown[kind]) for kind in kinds),
        story=say(
            "board-sentences.story",
            **{f"place_{one.letter.lower()}": one.place for one in shown.values()},
        ),
        facts={
            "sentences": len(sentences),
            "charts": len(KINDS),
            "beyond": _BEYOND,
            "moved": shown["moved"].letter,
            "calm": shown["calm"].letter,
            "point": shown["point"].letter,
            "month": shown["point"].month,
            "from": _BASELINE + 1,
        },
        truth=borne_out,
        misreadings={"told-as-causes": as_causes, "every-change-speaks": every_change},
    )


# A month can be said to have more or fewer of them.
_UNLIKE_RATES = tuple(measure for measure in MEASURES if measure.low >= 30)


def _draw_sentences(
    shown: Mapping[str, _Shown], figures: np.random.Generator
) -> list[tuple[str, _Shown, bool]]:
    """Sentence, chart it speaks of, and whether that chart bears it out."""
    while True:
        names = [str(name) for name in figures.permutation(list(BORNE_OUT_BY))]
        chosen = [(name, shown[BORNE_OUT_BY[name]], True) for name in names[:_TRUE]]
        for name in names[_TRUE : _TRUE + _FALSE]:
            kind = draw_one(figures, DENIED_BY[name])
            chosen.append((name, shown[kind], False))
        for name in figures.permutation(NEVER)[:_BEYOND].tolist():
            chosen.append((str(name), shown["moved"], False))
        # Whoever reads something into every change must have enough to read.
        if sum(_tempts(*one) for one in chosen) >= 4:
            return [chosen[place] for place in figures.permutation(len(chosen))]


def _tempts(name: str, one: _Shown, true: bool) -> bool:
    """Whether somebody to whom every change speaks is led astray by a sentence."""
    if true:
        return one.kind == "calm"
    return name in _FINDING


def _flipped(verdict: str) -> str:
    return VERDICTS[1 - VERDICTS.index(verdict)]


def _draw_values(
    kind: str, measure: Measure, figures: np.random.Generator
) -> tuple[np.ndarray, int]:
    """Values that show one thing only, and the month in which it is."""
    level, spread = draw_level(measure, figures)
    better = 1 if measure.higher_is_better else -1
    while True:
        month = _BASELINE + 1
        values = level + spread * figures.standard_normal((_CANDIDATES, _MONTHS))
        if kind == "moved":
            values[:, _BASELINE:] += better * figures.uniform(2.2, 2.8) * spread
        if kind == "point":
            month = int(figures.integers(_BASELINE + 2, _MONTHS - 2))
            values[:, month - 1] -= better * figures.uniform(6.5, 8) * spread
        values = np.maximum(values, 0).round(measure.decimals)
        for one in values:
            if _shows(kind, one, month, better, spread):
                return one, month


def _shows(
    kind: str, values: np.ndarray, month: int, better: int, spread: float
) -> bool:
    first, rest = values[:_BASELINE], values[_BASELINE:]
    limits = individuals_limits(first)
    if kind == "moved" and (better * (rest - limits.centre)).min() < 0.2 * spread:
        return False
    if kind == "calm" and not 0.8 < abs(values[-1] - values[-2]) / spread < 2.6:
        return False
    if limits.outside(first).any() or find_trends(first):
        return False
    if find_run_signals(first, limits.centre).longest_run >= 5:
        return False
    if kind == "moved":
        # Its new months do not lie outside one by one: the run says it.
        return not find_trends(rest)
    others = values if kind == "calm" else np.delete(values, month - 1)
    near = np.abs(others - limits.centre) > 0.9 * (limits.upper - limits.centre)
    far = abs(values[month - 1] - limits.centre) > 1.3 * (limits.upper - limits.centre)
    return (
        not near.any()
        and (kind == "calm" or far)
        and not find_shifts(values, limits.centre)
        and not find_run_signals(values, limits.centre).shifted
        and not find_trends(values)
    )


def _chart(one: _Shown) -> Chart:
    limits = individuals_limits(one.values[:_BASELINE])
    changes = ()
    if one.kind == "moved":
        changes = ((_BASELINE + 1, say("board-sentences.change")),)
    return measure_chart(
        f"board-sentences-{one.letter.lower()}",
        one.measure,
        one.values,
        title=say(
            "board-sentences.chart",
            letter=one.letter,
            place=one.place,
        ),
        centre=limits.centre,
        centre_label=say("chart.mean"),
        limits=(limits.lower, limits.upper),
        baseline=_BASELINE,
        changes=changes,
    )


BOARD_SENTENCES = Task(
    name="board-sentences",
    kind=Classify(),
    draw=draw_board_sentences,
    points=4,
    elements=("004-10", "001-14"),
)
