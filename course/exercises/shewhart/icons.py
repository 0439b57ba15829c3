"""Twelve indicators of a board: what the last month means, and what can be promised."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from course.charts import Chart, MakingDataCountChart, making_data_count_chart
from course.charts.making_data_count import (
    RULE_LENGTHS,
    Assurance,
    Direction,
    Variation,
)
from course.exercises.scenes import (
    draw_level,
    draw_measures,
    draw_one,
    draw_places,
    measure_chart,
    options_of,
)
from course.exercises.shewhart.calm_series import LETTERS
from course.messages import say
from course.simulations.variation.ward_series import SeriesPlan, draw_series
from course.tasks import Case, Classify, Item, Task
from course.tasks.scoring import kappa

VARIATIONS = ("common", "improvement", "concern", "neither-way")
ASSURANCES = ("passes", "fails", "hit-or-miss", "no-promise")
_MONTHS = 24
_INDICATORS = 12
# What an indicator's last month is, and what its target is: three of each promise, and
# three indicators of which nobody says which way is better.
_DIRECTED = ("common", "common", "common", *("improvement", "concern") * 3)
_PROMISES = ("passes", "fails", "hit-or-miss") * 3
_UNDIRECTED = ("common", "neither-way", "neither-way")
# How clear of a limit the last value and the target must be, as shares of the width.
_CLEAR = 0.06
_CANDIDATES = 200


@dataclass(frozen=True, slots=True)
class _Volume:
    """How much there is to do; more is neither better nor worse."""

    id: str
    setting: str
    low: float
    high: float


_VOLUMES = (
    _Volume("referrals", "clinic", 180, 320),
    _Volume("calls", "surgery", 600, 1200),
    _Volume("applications", "social", 60, 120),
    _Volume("admissions", "ward", 90, 180),
    _Volume("visits", "home", 900, 1600),
    _Volume("letters", "office", 200, 420),
)


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """One indicator, as the board sees it.

    Attributes
    ----------
    chart : MakingDataCountChart
    picture : Chart
    name, place, better : str
        What is measured and where; which way is better.
    """

    chart: MakingDataCountChart
    picture: Chart
    name: str
    place: str
    better: str

    @property
    def variation(self) -> str:
        """The variation icon, as an option of the task."""
        return {
            Variation.COMMON_CAUSE: "common",
            Variation.IMPROVEMENT: "improvement",
            Variation.CONCERN: "concern",
        }.get(self.chart.variation_icon, "neither-way")

    @property
    def assurance(self) -> str:
        """The assurance icon, as an option of the task."""
        return _ASSURANCE[self.chart.assurance_icon]

    def meets(self, value: float) -> bool:
        """Whether a value meets the target."""
        if self.chart.direction is Direction.INCREASE:
            return value >= self.chart.target
        return value <= self.chart.target


_ASSURANCE = {
    Assurance.PASS: "passes",
    Assurance.FAIL: "fails",
    Assurance.HIT_OR_MISS: "hit-or-miss",
    None: "no-promise",
}


def _draw_board(rng: np.random.Generator) -> tuple[Indicator, ...]:
    """Twelve indicators; both tasks draw the same ones."""
    seed = rng.bit_generator.seed_seq
    return _board_of(tuple(np.atleast_1d(seed.entropy).tolist()), seed.spawn_key)


# Drawn once for both tasks, also where many submissions are marked together.
@lru_cache(maxsize=64)
def _board_of(
    entropy: tuple[int, ...], spawn_key: tuple[int, ...]
) -> tuple[Indicator, ...]:
    seed = np.random.SeedSequence(entropy, spawn_key=spawn_key)
    figures, words = np.random.default_rng(seed).spawn(2)
    while True:
        kinds = [
            *zip(
                figures.permutation(_DIRECTED),
                figures.permutation(_PROMISES),
                strict=True,
            ),
            *((variation, "no-promise") for variation in _UNDIRECTED),
        ]
        kinds = [kinds[place] for place in figures.permutation(_INDICATORS).tolist()]
        measures = iter(draw_measures(figures, _INDICATORS))
        volumes = iter(figures.permutation(np.arange(len(_VOLUMES))).tolist())
        board = [
            _draw_undirected(str(variation), _VOLUMES[next(volumes)], number, figures)
            if promise == "no-promise"
            else _draw_directed(
                str(variation), str(promise), next(measures), number, figures
            )
            for number, (variation, promise) in enumerate(kinds)
        ]
        if _thoughts_cost(board):
            break
    places = draw_places(words, [setting for _, setting in board])
    return tuple(
        Indicator(one.chart, one.picture, one.name, place, one.better)
        for (one, _), place in zip(board, places, strict=True)
    )


def _draw_directed(variation, promise, measure, number, figures):
    """One indicator with a better way and a target."""
    direction = Direction.INCREASE if measure.higher_is_better else Direction.DECREASE
    good = 1 if measure.higher_is_better else -1
    way = {"common": 0, "improvement": good, "concern": -good}[variation]
    level, spread = draw_level(measure, figures)
    values = _draw_values(way, level, spread, measure.decimals, figures)
    target = _draw_target(promise, values, direction, measure.decimals, figures)
    chart = making_data_count_chart(values, direction, target=target)
    picture = measure_chart(
        f"board-{LETTERS[number].lower()}",
        measure,
        values,
        **_lines(chart),
        target=target,
    )
    one = Indicator(chart, picture, measure.words, "", measure.better)
    return one, measure.setting


def _draw_undirected(variation, volume, number, figures):
    """One indicator of how much there is to do: no better way, and no target."""
    way = 0 if variation == "common" else int(draw_one(figures, (-1, 1)))
    level = round(figures.uniform(volume.low, volume.high))
    values = _draw_values(way, level, 0.06 * level, 0, figures)
    chart = making_data_count_chart(values, Direction.NEUTRAL)
    picture = Chart(
        id=f"board-{LETTERS[number].lower()}",
        y_label=say(f"board.volume.{volume.id}"),
        x_label=say("period.month"),
        values=tuple(values.tolist()),
        **_lines(chart),
    )
    one = Indicator(
        chart,
        picture,
        say(f"board.volume.{volume.id}.words"),
        "",
        say("board.no-better"),
    )
    return one, volume.setting


def _lines(chart: MakingDataCountChart) -> dict[str, object]:
    return {
        "centre": float(chart.mean[-1]),
        "centre_label": say("chart.mean"),
        "limits": (float(chart.lower[-1]), float(chart.upper[-1])),
    }


def _draw_values(
    way: int,
    level: float,
    spread: float,
    decimals: int,
    figures: np.random.Generator,
) -> np.ndarray:
    """Values whose last month is special in one way, or not at all, by any lengths."""
    while True:
        plan = _draw_what_happens(way, level, spread, decimals, figures)
        for _ in range(_CANDIDATES):
            values = draw_series(plan, figures)
            if _last_month_is(way, values):
                return values


def _draw_what_happens(
    way: int,
    level: float,
    spread: float,
    decimals: int,
    figures: np.random.Generator,
) -> SeriesPlan:
    about = {
        "periods": _MONTHS,
        "level": level,
        "spread": spread,
        "decimals": decimals,
    }
    if way == 0:
        # Now and then something special long ago: the icon speaks of the last month.
        if figures.random() < 0.4:
            month = int(figures.integers(3, 15))
            size = float(draw_one(figures, (-5.0, 5.0)))
            return SeriesPlan(
                pattern="outlier", start=month, stop=month, size=size, **about
            )
        return SeriesPlan(pattern="stable", **about)
    if figures.random() < 0.35:
        return SeriesPlan(
            pattern="outlier",
            start=_MONTHS,
            stop=_MONTHS,
            size=way * figures.uniform(5, 7),
            **about,
        )
    start = _MONTHS - int(figures.integers(8, 11)) + 1
    return SeriesPlan(
        pattern="shift",
        start=start,
        stop=_MONTHS,
        size=way * figures.uniform(1.8, 2.6),
        **about,
    )


def _last_month_is(way: int, values: np.ndarray) -> bool:
    """Whether the last month says so by every length of the rules, and plainly."""
    distances = values - values.mean()
    # Nobody should see the beginning of a run in what is called ordinary; asked first,
    # because charts take longer.
    if way == 0 and (abs(np.sign(distances[-6:]).sum()) >= 5 or not distances.all()):
        return False
    for screen in (True, False):
        for lengths in RULE_LENGTHS.values():
            chart = making_data_count_chart(
                values, Direction.NEUTRAL, screen=screen, lengths=lengths
            )
            high = chart.icon_says_high
            if (0 if high is None else 1 if high else -1) != way:
                return False
        lower, upper = chart.lower[-1], chart.upper[-1]
        clear = _CLEAR * (upper - lower)
        last = values[-1]
        if min(abs(last - lower), abs(last - upper)) < clear / 2:
            return False
    # Outside a limit, or in a run of eight: both are plain to see.
    beyond = values[-1] > upper if way > 0 else values[-1] < lower
    return bool(way == 0 or beyond or (way * distances[-8:] > 0).all())


def _draw_target(
    promise: str,
    values: np.ndarray,
    direction: Direction,
    decimals: int,
    figures: np.random.Generator,
) -> float:
    """Where the target lies, half a step off any value and clear of both limits."""
    wide = making_data_count_chart(values, direction, screen=False)
    tight = making_data_count_chart(values, direction)
    centre = float(tight.mean[-1])
    reaches = sorted(chart.upper[-1] - centre for chart in (tight, wide))
    easy = -1 if direction is Direction.INCREASE else 1
    step = 10.0**-decimals
    if promise == "hit-or-miss":
        away = figures.uniform(-0.55, 0.55) * reaches[0]
    else:
        away = figures.uniform(1.15, 1.5) * reaches[1]
        away *= easy if promise == "passes" else -easy
    wanted = centre + away
    return round(float(np.floor(wanted / step) * step + step / 2), 2)


def _thoughts_cost(board: list[tuple[Indicator, str]]) -> bool:
    """Whether each misreading goes astray, and the two of each task apart."""
    for truth, thoughts in (
        ([one.variation for one, _ in board], _variation_thoughts(board)),
        ([one.assurance for one, _ in board], _assurance_thoughts(board)),
    ):
        right = dict(enumerate(truth))
        told = [dict(enumerate(answers)) for answers in thoughts.values()]
        if any(kappa(answers, right) >= 0.72 for answers in told):
            return False
        differences = sum(told[0][place] != told[1][place] for place in right)
        if differences < 2:
            return False
    return True


def _variation_thoughts(board: list[tuple[Indicator, str]]) -> dict[str, list[str]]:
    by_target, by_step = [], []
    for one, _ in board:
        values = one.chart.values
        if one.chart.direction is Direction.NEUTRAL:
            by_target.append("common")
            by_step.append("neither-way")
            continue
        wants_high = one.chart.direction is Direction.INCREASE
        better = (values[-1] > values[-2]) == wants_high
        by_target.append("improvement" if one.meets(values[-1]) else "concern")
        by_step.append("improvement" if better else "concern")
    return {"target-decides": by_target, "last-step-decides": by_step}


def _assurance_thoughts(board: list[tuple[Indicator, str]]) -> dict[str, list[str]]:
    by_last, by_mean = [], []
    for one, _ in board:
        if one.chart.target is None:
            by_last.append("no-promise")
            by_mean.append("no-promise")
            continue
        last, mean = one.chart.values[-1], one.chart.mean[-1]
        by_last.append("passes" if one.meets(last) else "fails")
        by_mean.append("passes" if one.meets(mean) else "fails")
    return {"last-month-decides": by_last, "mean-decides": by_mean}


def _case(
    task: str,
    board: tuple[Indicator, ...],
    options: tuple[str, ...],
    truth: list[str],
    thoughts: dict[str, list[str]],
) -> Case:
    ids = [letter.lower() for letter in LETTERS[:_INDICATORS]]
    met = sum(
        one.meets(one.chart.values[-1]) for one in board if one.chart.target is not None
    )
    directed = sum(one.chart.target is not None for one in board)
    return Case(
        items=tuple(
            Item(
                id_,
                say(
                    "board.item",
                    letter=letter,
                    measure=one.name,
                    place=one.place,
                    better=one.better,
                ),
                one.picture,
            )
            for id_, letter, one in zip(ids, LETTERS, board, strict=True)
        ),
        options=options_of(task, options),
        facts={
            "indicators": _INDICATORS,
            "with_target": directed,
            "met": met,
            "missed": directed - met,
            "common": truth.count("common"),
            "hit_or_miss": truth.count("hit-or-miss"),
        },
        truth=dict(zip(ids, truth, strict=True)),
        misreadings={
            name: dict(zip(ids, told, strict=True)) for name, told in thoughts.items()
        },
    )


def draw_variation_icons(rng: np.random.Generator) -> Case:
    """Twelve indicators: what the last month of each means."""
    board = _draw_board(rng)
    pairs = [(one, "") for one in board]
    return _case(
        "variation-icons",
        board,
        VARIATIONS,
        [one.variation for one in board],
        _variation_thoughts(pairs),
    )


def draw_assurance_icons(rng: np.random.Generator) -> Case:
    """The same twelve: what can be promised about the target of each."""
    board = _draw_board(rng)
    pairs = [(one, "") for one in board]
    return _case(
        "assurance-icons",
        board,
        ASSURANCES,
        [one.assurance for one in board],
        _assurance_thoughts(pairs),
    )


VARIATION_ICONS = Task(
    name="variation-icons",
    kind=Classify(),
    draw=draw_variation_icons,
    points=4,
    data="board-indicators",
    elements=("004-10",),
)

ASSURANCE_ICONS = Task(
    name="assurance-icons",
    kind=Classify(),
    draw=draw_assurance_icons,
    points=4,
    data="board-indicators",
    elements=("004-10",),
)
