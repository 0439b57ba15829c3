"""A team's answers: which strategies fit it, and whether anything has changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from course.charts import Chart
from course.charts.constants import POINTS_IN_A_SHIFT
from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Written
from course.charts.runs import longest_and_number_of_runs, sides_of
from course.exercises.scenes import draw_one, draw_people, draw_place, sector_of
from course.messages import say
from course.tasks import Case, Drawing, Item, Numbers, Select, Table, Task

# Strategies for a team

# The ground a team stands on, and what else its answers speak of.
GROUND = ("doubts", "hours", "backing")
OTHERS = (
    "purpose",
    "say",
    "skill",
    "company",
    "progress",
    "patients",
    "testing",
    "belief",
    "notice",
)
AREAS = (*GROUND, *OTHERS)
FIRM = 3.0
_CHOSEN = 3
# Strategies for each area, so that neighbours with the same areas differ.
_WAYS = 3
_SETTINGS = ("ward", "surgery", "care", "home", "social", "office")
# How many of the three grounds are not firm, and how often.
_SHAKY = ((0, 0.6), (1, 0.32), (2, 0.08))


def strategies_for(
    means: Mapping[str, float], wishes: Mapping[str, int], team: int
) -> list[str]:
    """The three strategies that the rules of the lesson lead to.

    Parameters
    ----------
    means : mapping of area to float
        Mean answer, from 1 to 5.
    wishes : mapping of area to int
        How many of the team want to work on it now.
    team : int
        How many answered.

    Returns
    -------
    list of str
        First the grounds below 3.0; then, of the other nine, the lowest among those
        that at least half of the team want to work on.
    """
    ground = [area for area in GROUND if means[area] < FIRM]
    wanted = [area for area in OTHERS if 2 * wishes[area] >= team]
    return [*ground, *sorted(wanted, key=means.__getitem__)][:_CHOSEN]


def draw_coaching_strategies(rng: np.random.Generator) -> Case:
    """One team's profile, drawn until the wrong ways to read it lead elsewhere."""
    figures, words = rng.spawn(2)
    setting = draw_one(figures, _SETTINGS)
    place = draw_place(words, setting)
    while True:
        team = int(figures.integers(8, 15))
        means, wishes = _draw_means(figures), _draw_wishes(figures, team)
        truth = strategies_for(means, wishes, team)
        lowest = sorted(AREAS, key=means.__getitem__)[:_CHOSEN]
        by_wish = sorted(AREAS, key=lambda area: -wishes[area])
        readings = [set(truth), set(lowest), set(by_wish[:_CHOSEN])]
        if (
            len(truth) == _CHOSEN
            and wishes[by_wish[_CHOSEN - 1]] > wishes[by_wish[_CHOSEN]]
            and all(
                len(one & other) <= 1
                for i, one in enumerate(readings)
                for other in readings[:i]
            )
        ):
            break
    order = figures.permutation(AREAS).tolist()
    ways = words.integers(1, _WAYS + 1, len(AREAS)).tolist()
    strategies = {area: f"{area}-{way}" for area, way in zip(AREAS, ways, strict=True)}

    def written(areas: Iterable[str]) -> list[str]:
        return [strategies[area] for area in areas]

    return Case(
        items=tuple(
            Item(strategy, say(f"coaching-strategies.item.{strategy}"))
            for strategy in written(order)
        ),
        drawings=(_profile(means, wishes, team),),
        story=say("coaching-strategies.story", place=place, team=team),
        sector=sector_of(setting),
        facts={
            "place": place,
            "team": team,
            "half": (team + 1) // 2,
            "firm": f"{FIRM:.1f}",
            "shaky": sum(means[area] < FIRM for area in GROUND),
            "chosen": _CHOSEN,
        },
        truth=written(truth),
        misreadings={
            "lowest-three": written(lowest),
            "most-wished": written(by_wish[:_CHOSEN]),
        },
    )


def _draw_means(figures: np.random.Generator) -> dict[str, float]:
    """Means in tenths, no two alike: nobody has to choose between equals."""
    counts, chances = zip(*_SHAKY, strict=True)
    shaky = int(figures.choice(counts, p=chances))
    places = {}
    # Grounds that are not firm are seldom the lowest: they come first all the same.
    for low, high, size in ((25, 29, shaky), (32, 44, len(GROUND) - shaky)):
        places[low] = figures.choice(np.arange(low, high + 1), size, replace=False)
    ground = np.concatenate(list(places.values()))
    left = np.setdiff1d(np.arange(18, 44), ground)
    others = figures.choice(left, len(OTHERS), replace=False)
    tenths = [*figures.permutation(ground).tolist(), *others.tolist()]
    return {area: each / 10 for area, each in zip(AREAS, tenths, strict=True)}


def _draw_wishes(figures: np.random.Generator, team: int) -> dict[str, int]:
    """How many want to work on each area; none so near to half as to be doubted."""
    plain = [wish for wish in range(1, team + 1) if abs(2 * wish - team) >= 2]
    wishes = figures.choice(plain, len(AREAS))
    return dict(zip(AREAS, wishes.tolist(), strict=True))


_LINE, _NAMES, _SCALE = 27, 274, 58
# Beside the bars: a figure behind its bar would meet the dashed line.
_FIGURES, _WISHES = _NAMES + 4 * _SCALE + 8, 575
_BASE = Element(
    "svg",
    ELEMENTS,
    xmlns="http://www.w3.org/2000/svg",
    role="img",
    aria_label=WORDS,
    viewBox=f"0 0 640 {_LINE * (len(AREAS) + 1) + 8}",
    width=640,
    height=_LINE * (len(AREAS) + 1) + 8,
    style="max-width: 100%; height: auto; background: #fff",
    font_family="system-ui, sans-serif",
    font_size=15,
)
_TEXT = Element("text", WORDS, x=NUMBER, y=NUMBER, fill="#1d2b36")
_BAR = Element("rect", x=_NAMES, y=NUMBER, width=NUMBER, height=16, fill="#1b5a85")
_FIRM_LINE = Element(
    "line",
    x1=NUMBER,
    x2=NUMBER,
    y1=NUMBER,
    y2=NUMBER,
    stroke="#8c2a19",
    stroke_width=2,
    stroke_dasharray="5 4",
)


def _profile(
    means: Mapping[str, float], wishes: Mapping[str, int], team: int
) -> Drawing:
    caption = say("coaching-strategies.profile", team=team)
    names = {area: say(f"coaching-strategies.area.{area}") for area in AREAS}
    shapes: list[Written] = [
        _TEXT(_NAMES, 16, say("coaching-strategies.column.mean")),
        _TEXT(_WISHES, 16, say("coaching-strategies.column.short")),
    ]
    for number, area in enumerate(AREAS, start=1):
        top = number * _LINE
        width = (means[area] - 1) * _SCALE
        shapes += [
            _TEXT(0, top + 14, names[area]),
            _BAR(top, width),
            _TEXT(_FIGURES, top + 14, f"{means[area]:.1f}"),
            _TEXT(_WISHES, top + 14, str(wishes[area])),
        ]
    x = _NAMES + (FIRM - 1) * _SCALE
    shapes.append(_FIRM_LINE(x, x, _LINE - 4, _LINE * (len(AREAS) + 1)))
    table = Table(
        caption=caption,
        columns=tuple(
            say(f"coaching-strategies.column.{each}")
            for each in ("area", "mean", "wish")
        ),
        rows=tuple(
            (names[area], f"{means[area]:.1f}", str(wishes[area])) for area in AREAS
        ),
    )
    return Drawing(svg=_BASE(caption, shapes), table=table)


# The climate of a small team

BEFORE, AFTER = 12, 10
_LINES = ("centre", "step", "lower", "upper")
_FIELDS = (*_LINES, "outside", "run")
_TOLERANCE = {
    "centre": 0.1,
    "step": 0.05,
    "lower": 0.2,
    "upper": 0.2,
    "outside": 0.0,
    "run": 0.0,
}
# From the mean step to the limits: 3 / 1.128, as the tables of individuals charts
# have it.
_REACH = 2.66
# Where no value may lie, so that nobody is right or wrong by a hair.
_CLEAR = 0.4
# How often something has changed, how often a round then shows it by itself, and by
# how many spreads the level moves.
_CHANGED, _FAR = 0.75, 0.8
_MOVES = (-3.6, -2.6, 1.8, 2.6, 3.2, 4.0, 5.0)
# So close to the right line must be the other one for a slip to be a slip.
_NEAR = {"centre": 3.0, "step": 0.6}


def draw_climate_rounds(rng: np.random.Generator) -> Case:
    """Rounds of one question to a small team, twelve of them before a change."""
    figures, words = rng.spawn(2)
    (person,) = draw_people(words, 1)
    setting = draw_one(figures, _SETTINGS)
    place = draw_place(words, setting)
    people = int(figures.integers(6, 11))
    changed = figures.random() < _CHANGED
    far = changed and figures.random() < _FAR
    while True:
        values = _draw_rounds(figures, changed)
        truth = _six_numbers(values, *_lines_of(values[:BEFORE]))
        misreadings = _numbers_by_thought(values)
        signals = truth["outside"] > 0 or truth["run"] >= POINTS_IN_A_SHIFT
        if (
            signals == changed
            and (truth["outside"] or not far)
            and _is_plain(values, truth, misreadings)
        ):
            break
    changes = ((BEFORE + 1, say("climate-rounds.change")),)
    chart = Chart(
        id="climate-rounds",
        title=say("climate-rounds.chart"),
        y_label=say("climate-rounds.y"),
        x_label=say("climate-rounds.x"),
        values=tuple(values.tolist()),
        changes=changes,
    )
    first = values[:BEFORE]
    steps = np.abs(np.diff(first))
    return Case(
        items=tuple(
            Item(
                field,
                say(f"climate-rounds.item.{field}", after=AFTER, before=BEFORE),
                tolerance=_TOLERANCE[field],
            )
            for field in _FIELDS
        ),
        charts=(chart,),
        story=say("climate-rounds.story", place=place, person=person, people=people),
        sector=sector_of(setting),
        facts={
            "people": people,
            "person": person,
            "before": BEFORE,
            "after": AFTER,
            "total": f"{first.sum():.0f}",
            "steps": f"{steps.sum():.0f}",
            "step": f"{steps.mean():.2f}",
            "reach": f"{_REACH * steps.mean():.2f}",
            "moving": f"{misreadings['line-of-all']['centre']:.2f}",
            "lowest": f"{first.min():.0f}",
            "highest": f"{first.max():.0f}",
        },
        truth=truth,
        misreadings=misreadings,
    )


def _draw_rounds(figures: np.random.Generator, changed: bool) -> np.ndarray:
    level, spread = figures.uniform(44, 68), figures.uniform(2.4, 6.4)
    values = level + spread * figures.standard_normal(BEFORE + AFTER)
    if changed:
        # It may take a round or two before anything is felt, and it may be worse.
        begins = BEFORE + int(figures.integers(8))
        values[begins:] += draw_one(figures, _MOVES) * spread
    return values.round()


def _lines_of(values: np.ndarray, reach: float = _REACH) -> tuple[float, ...]:
    """Centre, mean step, lower and upper limit, from values and their steps."""
    centre, step = float(values.mean()), float(np.abs(np.diff(values)).mean())
    return centre, step, centre - reach * step, centre + reach * step


def _six_numbers(
    values: np.ndarray, centre: float, step: float, lower: float, upper: float
) -> dict[str, float]:
    new = values[BEFORE:]
    longest, _ = longest_and_number_of_runs(sides_of(new[np.newaxis], centre))
    return {
        "centre": round(centre, 3),
        "step": round(step, 3),
        "lower": round(lower, 3),
        "upper": round(upper, 3),
        "outside": int(np.sum((new < lower) | (new > upper))),
        "run": int(longest[0]),
    }


def _numbers_by_thought(values: np.ndarray) -> dict[str, dict[str, float]]:
    first = values[:BEFORE]
    centre, step, *_ = _lines_of(first)
    return {
        # The new rounds help to draw the line that they are to be judged by.
        "line-of-all": _six_numbers(values, *_lines_of(values)),
        # Narrow limits, and so a round outside is nothing rare.
        "two-sigma": _six_numbers(values, *_lines_of(first, _REACH * 2 / 3)),
        # What has been seen so far, taken for all that chance can do.
        "range-as-limits": _six_numbers(
            values, centre, step, float(first.min()), float(first.max())
        ),
    }


def _is_plain(
    values: np.ndarray,
    truth: Mapping[str, float],
    misreadings: Mapping[str, Mapping[str, float]],
) -> bool:
    new = values[BEFORE:]
    lines = (truth["centre"], truth["lower"], truth["upper"])
    if any(np.abs(new - line).min() < _CLEAR for line in lines):
        return False
    first = values[:BEFORE]
    if np.any((first < truth["lower"]) | (first > truth["upper"])):
        return False
    if values.min() < 10 or values.max() > 95:
        return False
    return all(
        sum(abs(misread[field] - truth[field]) > _TOLERANCE[field] for field in _FIELDS)
        >= 3
        for misread in misreadings.values()
    )


def numbers_from_own_lines(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """What follows from the learner's own centre and limits.

    Parameters
    ----------
    case : Case
        Of climate-rounds.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing where no line is right, or they are those of a misreading.
    """
    values = np.array(case.charts[0].values, dtype=float)
    right = {
        field: abs(given[field] - case.truth[field]) <= _TOLERANCE[field]
        for field in _LINES
        if field in given
    }
    # Another team's lines are no slip, nor are those of a misreading.
    if len(right) < len(_LINES) or not (right["centre"] or right["step"]):
        return {}
    if any(abs(given[each] - case.truth[each]) > _NEAR[each] for each in _NEAR):
        return {}
    lines = [given[field] for field in _LINES]
    centre, step, lower, upper = lines
    if not lower < centre < upper or _are_of_a_misreading(case, given):
        return {}
    counts = _six_numbers(values, *lines)
    return {
        "lower": centre - _REACH * step,
        "upper": centre + _REACH * step,
        "outside": counts["outside"],
        "run": counts["run"],
    }


def _are_of_a_misreading(case: Case, given: Mapping[str, float]) -> bool:
    return any(
        all(
            abs(misread[field] - given[field]) <= _TOLERANCE[field]
            for field in ("lower", "upper")
        )
        for misread in case.misreadings.values()
    )


COACHING_STRATEGIES = Task(
    name="coaching-strategies",
    kind=Select(most=_CHOSEN),
    draw=draw_coaching_strategies,
    points=4,
    elements=("000-15",),
)

CLIMATE_ROUNDS = Task(
    name="climate-rounds",
    kind=Numbers(follows=numbers_from_own_lines),
    draw=draw_climate_rounds,
    points=3,
    elements=("000-11",),
)
