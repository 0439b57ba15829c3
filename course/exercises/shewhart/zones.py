"""Rules for patterns between the limits, each looked for on a chart of its own."""

from __future__ import annotations

import numpy as np

from course.charts import WESTERN_ELECTRIC, Chart, find_patterns
from course.charts.zone_rules import completed, periods_by_rule
from course.exercises.shewhart.calm_series import LETTERS
from course.messages import say
from course.tasks import Case, Item, MarkPoints, Task

_RULES = {
    "one-beyond-three": "western-electric-1",
    "two-of-three": "western-electric-2",
    "four-of-five": "western-electric-3",
    "eight-on-one-side": "western-electric-4",
}
_RULE_OF = {rule.name: rule for rule in WESTERN_ELECTRIC}
_WEEKS = 24
_POOL = 2000
# No value may lie so near a zone's border that one has to look twice.
_CLEAR = 0.07
# The borders are at 0, 1, 2 and 3 sigma; a point much further out needs no rule.
_ZONES, _FURTHEST = 3, 4.4
# A point beyond three sigma needs no counting; it is there to lead astray.
_ASKED = ("two-of-three", "four-of-five", "eight-on-one-side")


def draw_zone_rules(rng: np.random.Generator) -> Case:
    """Six standardised series; on each, one of the four Western Electric rules."""
    figures, _ = rng.spawn(2)
    ids = [letter.lower() for letter in LETTERS[: 2 * len(_ASKED)]]
    # Each rule twice: once where it speaks, and once where only others do.
    asked = [(rule, speaks) for rule in _ASKED for speaks in (True, False)]
    asked = [asked[place] for place in figures.permutation(len(asked)).tolist()]
    series = [_draw_series(rule, speaks, figures) for rule, speaks in asked]
    truth, each, any_rule = {}, {}, {}
    for id_, (rule, _), values in zip(ids, asked, series, strict=True):
        marks = _marked(values)
        truth[id_] = marks[rule]
        each[id_] = _each_point_out(rule, values)
        any_rule[id_] = sorted({week for told in marks.values() for week in told})
    return Case(
        items=tuple(
            Item(
                id_,
                say(
                    "zone-rules.item",
                    letter=letter,
                    rule=say(f"zone-rules.rule.{rule}"),
                ),
                Chart(
                    id=f"zone-rules-{id_}",
                    y_label=say("zone-rules.y"),
                    x_label=say("period.week"),
                    values=tuple(values.tolist()),
                    centre=0.0,
                    centre_label=say("chart.mean"),
                    limits=(-3.0, 3.0),
                ),
            )
            for id_, letter, (rule, _), values in zip(
                ids, LETTERS, asked, series, strict=False
            )
        ),
        facts={
            "charts": len(asked),
            "weeks": _WEEKS,
            "silent": len(_ASKED),
            "each": sum(map(len, each.values())),
            "any_rule": sum(bool(marks) for marks in any_rule.values()),
        },
        truth=truth,
        misreadings={"each-point-out": each, "any-rule-will-do": any_rule},
    )


def _draw_series(rule: str, speaks: bool, figures: np.random.Generator) -> np.ndarray:
    """A series on which a rule speaks, or on which only others do."""
    while True:
        pool = _draw_pool(figures)
        sizes = np.abs(pool)
        # One in thirty is clear of every border: rules are looked for in those alone.
        clear = np.abs(sizes - np.minimum(np.rint(sizes), _ZONES)) > _CLEAR
        pool = pool[(clear & (sizes < _FURTHEST)).all(axis=1)]
        spoken = {
            name: completed(pool, 0.0, 1.0, _RULE_OF[code]).any(axis=1)
            for name, code in _RULES.items()
        }
        others = np.logical_or.reduce(
            [told for name, told in spoken.items() if name != rule]
        )
        # Where the rule speaks another may too, or each chart would have one rule only.
        fits = spoken[rule] if speaks else ~spoken[rule] & others
        for values in pool[fits]:
            if _tells_apart(rule, speaks, values):
                return values


def _draw_pool(figures: np.random.Generator) -> np.ndarray:
    """Series with a stretch off the line or a far point somewhere, shape (pool, n)."""
    noise = figures.standard_normal((_POOL, _WEEKS))
    starts = figures.integers(0, _WEEKS - 4, _POOL)
    lengths = figures.integers(3, 12, _POOL)
    sizes = figures.choice([-1.6, -1.2, -0.8, 0.8, 1.2, 1.6], _POOL)
    weeks = np.arange(_WEEKS)
    stretch = (weeks >= starts[:, None]) & (weeks < (starts + lengths)[:, None])
    noise += np.where(stretch, sizes[:, None], 0.0)
    far = figures.integers(0, _WEEKS, _POOL)
    with_far = figures.random(_POOL) < 0.3
    noise[np.arange(_POOL)[with_far], far[with_far]] += figures.choice(
        [-2.6, 2.6], int(with_far.sum())
    )
    return noise.round(2)


def _marked(values: np.ndarray) -> dict[str, list[int]]:
    """All points of the patterns that each rule finds."""
    found = periods_by_rule(
        find_patterns(values, 0.0, 1.0, WESTERN_ELECTRIC), WESTERN_ELECTRIC
    )
    return {name: list(found[code]) for name, code in _RULES.items()}


def _each_point_out(rule: str, values: np.ndarray) -> list[int]:
    """Every point that lies out by itself, without counting its neighbours."""
    sigmas = _RULE_OF[_RULES[rule]].sigmas
    out = np.abs(values) > sigmas if sigmas else values > 0
    return (np.flatnonzero(out) + 1).tolist()


def _tells_apart(rule: str, speaks: bool, values: np.ndarray) -> bool:
    """Whether looking at single points leads astray here."""
    each = set(_each_point_out(rule, values))
    if not speaks:
        return bool(each)
    marked = set(_marked(values)[rule])
    # Few enough to be a pattern, and not merely all that lie out.
    return len(each - marked) >= 1 and 2 <= len(marked) <= 12


ZONE_RULES = Task(
    name="zone-rules",
    kind=MarkPoints(),
    draw=draw_zone_rules,
    points=4,
    elements=("004-10",),
)
