"""How likely a change is to last: ten factors, their score, and what to do first.

The ten factors and their three areas follow the structure of the NHS Sustainability
Model. Levels from 0 to 3, and weights that the project group has agreed on, are this
course's own: they are simpler, and they differ from case to case.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from course.exercises.scenes import (
    SETTINGS,
    draw_one,
    draw_people,
    draw_place,
    sector_of,
)
from course.messages import say
from course.tasks import Case, Item, Numbers, Select, Table, Task

# Each with its area.
FACTORS = {
    "benefits": "process",
    "credibility": "process",
    "adaptability": "process",
    "monitoring": "process",
    "training": "staff",
    "behaviours": "staff",
    "senior-leaders": "staff",
    "clinical-leaders": "staff",
    "fit": "organisation",
    "infrastructure": "organisation",
}
AREAS = ("process", "staff", "organisation")
HIGHEST = 3
# There is always a lightest and a heaviest. The others are drawn, so that the same
# total is seldom the same share.
_LIGHTEST, _HEAVIEST = 1, 4
# Where more training is easily thought of first. Most of those whom it meets know
# already, so it raises a level by one and is not among the best.
TRAINING = ("training", "behaviours")
_ACTIONS = 8
CHOSEN = 2
# By how many points the second-best action must beat the third.
_CLEAR = 2


@dataclass(frozen=True, slots=True)
class Project:
    """A change, and how well it is held.

    Attributes
    ----------
    levels, weights : mapping of str to int
        Of each factor.
    raised : mapping of str to int
        Factors for which an action is proposed, with the level it would lead to.
    """

    levels: Mapping[str, int]
    weights: Mapping[str, int]
    raised: Mapping[str, int]

    @property
    def most(self) -> int:
        """Points if every factor were at the highest level."""
        return HIGHEST * sum(self.weights.values())

    def points(self) -> dict[str, int]:
        """Points of each factor: its level times its weight."""
        return {name: level * self.weights[name] for name, level in self.levels.items()}

    def gains(self) -> dict[str, int]:
        """Points that each proposed action would add."""
        return {
            name: (level - self.levels[name]) * self.weights[name]
            for name, level in self.raised.items()
        }

    def best(self) -> list[str]:
        """Names of the two factors whose actions add most, the best first."""
        gains = self.gains()
        return sorted(gains, key=lambda name: -gains[name])[:CHOSEN]

    def lowest(self) -> list[str]:
        """Names of the two factors with an action that stand lowest now."""
        return sorted(self.raised, key=lambda name: self.levels[name])[:CHOSEN]


def draw_project(rng: np.random.Generator) -> Project:
    """Draw a project until its best two actions are plain, and no wrong thought is.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    Project
        The best two actions are not of training, nor are they the two on the lowest
        levels, and each way of adding up gives figures of its own.

    Examples
    --------
    >>> project = draw_project(np.random.default_rng(1))
    >>> len(project.levels), len(project.raised), project.most
    (10, 8, 93)
    """
    names = list(FACTORS)
    while True:
        levels = dict(
            zip(names, rng.integers(0, HIGHEST + 1, len(names)).tolist(), strict=True)
        )
        drawn = rng.integers(_LIGHTEST, _HEAVIEST + 1, len(names) - 2).tolist()
        drawn = rng.permutation([_LIGHTEST, _HEAVIEST, *drawn]).tolist()
        weights = dict(zip(names, drawn, strict=True))
        others = [name for name in names if name not in TRAINING]
        chosen = [*TRAINING, *rng.permutation(others)[: _ACTIONS - 2].tolist()]
        if any(levels[name] == HIGHEST for name in chosen):
            continue
        raised = {
            name: levels[name] + 1
            if name in TRAINING
            else int(rng.integers(levels[name] + 1, HIGHEST + 1))
            for name in chosen
        }
        project = Project(levels, weights, raised)
        if _is_plain(project):
            return project


def _is_plain(project: Project) -> bool:
    gains = sorted(project.gains().values(), reverse=True)
    if gains[CHOSEN - 1] - gains[CHOSEN] < _CLEAR:
        return False
    low = sorted(project.levels[name] for name in project.raised)
    # It must be plain which two stand lowest.
    if low[CHOSEN - 1] == low[CHOSEN]:
        return False
    # Or there would be nothing to count for who counts only what is fully there.
    if HIGHEST not in project.levels.values():
        return False
    best = set(project.best())
    if best == set(project.lowest()) or best & set(TRAINING):
        return False
    if set(project.lowest()) == set(TRAINING):
        return False
    ways = [_sums(project, way) for way in ("weighted", "unweighted", "full-only")]
    return all(
        sum(abs(one[part] - other[part]) > 1 for part in one) >= len(one) - 1
        for i, one in enumerate(ways)
        for other in ways[i + 1 :]
    )


def _sums(project: Project, way: str) -> dict[str, float]:
    """What adds up to what, in the right way or in one of two others."""
    if way == "unweighted":
        points, most = dict(project.levels), HIGHEST * len(FACTORS)
    else:
        points, most = project.points(), project.most
    if way == "full-only":
        points = {
            name: value if project.levels[name] == HIGHEST else 0
            for name, value in points.items()
        }
    sums: dict[str, float] = {
        area: sum(points[name] for name in FACTORS if FACTORS[name] == area)
        for area in AREAS
    }
    sums["total"] = sum(sums.values())
    sums["share"] = round(100 * sums["total"] / most, 1)
    return sums


def sums_from_areas(case: Case, given: Mapping[str, float]) -> dict[str, float]:
    """The total of the learner's own areas, and the share of their own total.

    Nothing follows from areas of which most are wrong: they are somebody else's, or
    another thought has led to them.
    """
    right = [area for area in AREAS if given.get(area) == case.truth[area]]
    if not set(AREAS) <= set(given) or len(right) < len(AREAS) - 1:
        return {}
    total = sum(given[area] for area in AREAS)
    share = 100 * given.get("total", total) / float(str(case.facts["most"]))
    return {"total": total, "share": share}


def draw_sustain_score(rng: np.random.Generator) -> Case:
    """Ten factors with level and weight: three areas, the total and its share."""
    figures, words = rng.spawn(2)
    project = draw_project(figures)
    setting = draw_one(words, SETTINGS)
    facts = _facts(project, setting, words)
    truth = _sums(project, "weighted")
    return Case(
        items=tuple(
            Item(
                part,
                say(f"sustain-score.item.{part}"),
                unit=say("sustain-score.per-cent") if part == "share" else "",
                tolerance=0.6 if part == "share" else 0.0,
            )
            for part in truth
        ),
        tables=(_table(project),),
        story=say("sustain-score.story", **facts),
        sector=sector_of(setting),
        facts=facts,
        truth=truth,
        misreadings={
            "unweighted": _sums(project, "unweighted"),
            "full-only": _sums(project, "full-only"),
        },
    )


def draw_sustain_actions(rng: np.random.Generator) -> Case:
    """Eight proposed actions for the same project, of which two add most."""
    figures, words = rng.spawn(2)
    project = draw_project(figures)
    setting = draw_one(words, SETTINGS)
    facts = _facts(project, setting, words)
    order = figures.permutation(list(project.raised)).tolist()
    # Several ways to raise each factor, so that few learners see the same eight.
    ids = {
        name: f"{name}-{way}"
        for name, way in zip(
            order, figures.integers(1, 5, len(order)).tolist(), strict=True
        )
    }
    gains = project.gains()
    best = project.best()

    def chosen(names: Collection[str]) -> list[str]:
        return [id_ for name, id_ in ids.items() if name in names]

    return Case(
        items=tuple(
            Item(
                ids[name],
                say(
                    "sustain-actions.item",
                    action=say(f"sustain-actions.action.{ids[name]}"),
                    factor=say(f"sustain.factor.{name}"),
                    now=project.levels[name],
                    then=project.raised[name],
                ),
            )
            for name in order
        ),
        tables=(_table(project),),
        story=say("sustain-actions.story", **facts),
        sector=sector_of(setting),
        facts=facts
        | {
            "training_gain": sum(gains[name] for name in TRAINING),
            "lowest_gain": sum(gains[name] for name in project.lowest()),
            "best_gain": sum(gains[name] for name in best),
        },
        truth=chosen(best),
        misreadings={
            "training-always": chosen(TRAINING),
            "lowest-first": chosen(project.lowest()),
        },
    )


def _facts(
    project: Project, setting: str, words: np.random.Generator
) -> dict[str, object]:
    levels = list(project.levels.values())
    return {
        "place": draw_place(words, setting),
        "person": draw_people(words, 1)[0],
        "factors": len(levels),
        "most": project.most,
        "level_sum": sum(levels),
        "at_top": levels.count(HIGHEST),
    }


def _table(project: Project) -> Table:
    return Table(
        caption=say("sustain.table"),
        columns=tuple(
            say(f"sustain.column.{column}")
            for column in ("factor", "area", "level", "weight")
        ),
        rows=tuple(
            (
                say(f"sustain.factor.{name}"),
                say(f"sustain.area.{area}"),
                str(project.levels[name]),
                str(project.weights[name]),
            )
            for name, area in FACTORS.items()
        ),
    )


SUSTAIN_SCORE = Task(
    name="sustain-score",
    kind=Numbers(follows=sums_from_areas),
    draw=draw_sustain_score,
    points=3,
    data="sustain-project",
    elements=("000-07", "004-12"),
)

SUSTAIN_ACTIONS = Task(
    name="sustain-actions",
    kind=Select(most=CHOSEN),
    draw=draw_sustain_actions,
    points=3,
    data="sustain-project",
    elements=("003-03", "004-02"),
)
