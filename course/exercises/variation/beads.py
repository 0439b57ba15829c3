"""Red beads: what six willing workers can and cannot do about their counts."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import accumulate, product

import numpy as np

from course.charts import ControlLimits, np_limits
from course.charts.pictures import format_value
from course.exercises.scenes import draw_one, draw_people, options_of
from course.messages import say
from course.simulations.variation.red_beads import RedBeadPlant, draw_days
from course.tasks import (
    Case,
    Classify,
    Item,
    Numbers,
    Prediction,
    Table,
    Task,
)
from course.tasks.scoring import brier_skill, kappa

_GAME = RedBeadPlant()
BOX, WORKERS, DAYS = _GAME.beads, _GAME.workers, 4
# Rows by columns, from which the lower limit stays clear of zero.
PADDLES = tuple(
    sorted({r * c for r, c in product(range(4, 9), range(7, 13)) if r * c >= 44})
)
RED_PER_CENT = tuple(range(18, 27))

# A chance outside these would be worth so much that it decided the whole score.
_LEAST, _MOST = 0.13, 0.87
_LOW, _HIGH = (_LEAST, 0.38), (0.62, _MOST)


# Without slots, where limits once worked out could not be kept.
@dataclass(frozen=True, eq=False)
class BeadPlant:
    """A bead factory after four days.

    Attributes
    ----------
    workers : tuple of str
    counts : ndarray of int, shape (4, 6)
        Red beads by day and worker.
    paddle : int
        Beads a worker draws.
    red_per_cent : int
        Of the beads in the box.
    """

    workers: tuple[str, ...]
    counts: np.ndarray
    paddle: int
    red_per_cent: int

    @property
    def red(self) -> int:
        """Red beads in the box."""
        return BOX * self.red_per_cent // 100

    @cached_property
    def limits(self) -> ControlLimits:
        """Limits from the plant's own average."""
        return np_limits(self.counts, self.paddle)

    @property
    def box_centre(self) -> float:
        """The average that the contents of the box would give in the long run."""
        return self.paddle * self.red_per_cent / 100

    @cached_property
    def tolerance(self) -> float:
        """How far from a limit still counts: half a per cent of the width."""
        return _tolerance(self.limits)


def draw_plant(rng: np.random.Generator) -> BeadPlant:
    """Draw four days of six workers, whose limits tell different thoughts apart.

    Parameters
    ----------
    rng : numpy.random.Generator

    Returns
    -------
    BeadPlant
    """
    figures, words = rng.spawn(2)
    workers = draw_people(words, WORKERS)
    while True:
        paddle = draw_one(figures, PADDLES)
        red_per_cent = draw_one(figures, RED_PER_CENT)
        box = RedBeadPlant(paddle=paddle, red=BOX * red_per_cent // 100)
        counts = draw_days(box, DAYS, figures)
        plant = BeadPlant(workers, counts, paddle, red_per_cent)
        # What costs least first.
        if _again(plant) is not None and _tells_thoughts_apart(plant):
            return plant


def _tolerance(limits: ControlLimits) -> float:
    # Never less than what rounding to one decimal takes away.
    return max(0.06, round(0.005 * (limits.upper - limits.lower), 2))


def _tells_thoughts_apart(plant: BeadPlant) -> bool:
    """Whether each misreading of the limits leads to limits of its own."""
    limits = plant.limits
    if limits.lower < 1:
        return False
    clear = 3 * plant.tolerance
    box = _limits_about(plant.box_centre, plant.paddle)
    if not (
        abs(box.centre - limits.centre) > clear
        and abs(box.lower - limits.lower) > plant.tolerance
        and abs(box.upper - limits.upper) > plant.tolerance
    ):
        return False
    by_sd = _limits_by_sd(plant)
    two_sigma = _limits_about(limits.centre, plant.paddle, sigmas=2)
    return (
        by_sd.lower > 0
        and abs(by_sd.upper - two_sigma.upper) > clear
        and abs(by_sd.lower - limits.lower) > clear
        and abs(by_sd.upper - limits.upper) > clear
    )


def _limits_about(centre: float, paddle: int, sigmas: float = 3) -> ControlLimits:
    reach = sigmas * math.sqrt(centre * (1 - centre / paddle))
    return ControlLimits(max(0.0, centre - reach), centre, centre + reach)


def _limits_by_sd(plant: BeadPlant) -> ControlLimits:
    centre, reach = float(plant.counts.mean()), 3 * float(plant.counts.std(ddof=1))
    return ControlLimits(centre - reach, centre, centre + reach)


def _plant_table(plant: BeadPlant) -> Table:
    return Table(
        caption=say("beads.table"),
        columns=(
            say("beads.worker"),
            *(say("beads.day", day=day) for day in range(1, DAYS + 1)),
        ),
        rows=tuple(
            (worker, *(str(count) for count in plant.counts[:, w].tolist()))
            for w, worker in enumerate(plant.workers)
        ),
    )


def _plant_facts(plant: BeadPlant) -> dict[str, object]:
    means = plant.counts.mean(axis=0)
    best, worst = int(means.argmin()), int(means.argmax())
    return {
        "paddle": plant.paddle,
        "red_per_cent": plant.red_per_cent,
        "total": int(plant.counts.sum()),
        "draws": plant.counts.size,
        "best": plant.workers[best],
        "best_mean": f"{means[best]:.1f}",
        "worst": plant.workers[worst],
        "worst_mean": f"{means[worst]:.1f}",
    }


# The limits


def draw_bead_limits(rng: np.random.Generator) -> Case:
    """Six workers, four days: centre line and limits of the np chart."""
    plant = draw_plant(rng)
    limits, facts = plant.limits, _plant_facts(plant)
    thoughts = {
        "sd-of-counts": _limits_by_sd(plant),
        "two-sigma": _limits_about(limits.centre, plant.paddle, sigmas=2),
        "known-box": _limits_about(plant.box_centre, plant.paddle),
    }
    return Case(
        items=tuple(
            Item(
                id=field,
                text=say(f"bead-limits.item.{field}"),
                tolerance=plant.tolerance,
            )
            for field in ("centre", "lower", "upper")
        ),
        tables=(_plant_table(plant),),
        story=say("bead-limits.story", **facts),
        facts=facts
        | {
            "box_centre": format_value(plant.box_centre),
            "centre": f"{limits.centre:.1f}",
            "share": f"{limits.centre / plant.paddle:.3f}",
            "sd_of_counts": f"{plant.counts.std(ddof=1):.1f}",
            "sigma": f"{(limits.upper - limits.centre) / 3:.1f}",
        },
        truth=_as_answer(limits),
        misreadings={name: _as_answer(told) for name, told in thoughts.items()},
    )


def _as_answer(limits: ControlLimits) -> dict[str, float]:
    return {
        "centre": round(limits.centre, 3),
        "lower": round(limits.lower, 3),
        "upper": round(limits.upper, 3),
    }


def limits_from_own_centre(
    case: Case, given: Mapping[str, float]
) -> Mapping[str, float]:
    """What the limits should be if the learner's own centre line were right.

    Parameters
    ----------
    case : Case
        Of bead-limits.
    given : mapping of str to float

    Returns
    -------
    mapping of str to float
        Nothing when the centre is a bead off or more: a slip in adding up moves an
        average of 24 counts by less. Nothing either when it is the box's: who takes
        the box for the process draws another chart, and did not slip.
    """
    centre = given.get("centre", math.nan)
    from_the_box = abs(centre - case.misreadings["known-box"]["centre"])
    if from_the_box <= case.items[0].tolerance:
        return {}
    if not abs(centre - case.truth["centre"]) < 1:
        return {}
    limits = _limits_about(centre, case.facts["paddle"])
    return {"lower": limits.lower, "upper": limits.upper}


# The verdict

_VERDICT_WORKERS, _VERDICT_DAYS = 4, 3
_VERDICT_PADDLES = (72, 77, 80, 84, 88, 96)
VERDICTS = ("within", "too-many", "too-few")
_WORKER_DAYS = tuple(
    f"day{day}-worker{worker}"
    for day in range(1, _VERDICT_DAYS + 1)
    for worker in range(1, _VERDICT_WORKERS + 1)
)


def draw_bead_verdict(rng: np.random.Generator) -> Case:
    """Twelve worker-days of a second plant, some of them really beyond the limits."""
    figures, words = rng.spawn(2)
    workers = draw_people(words, _VERDICT_WORKERS)
    while True:
        paddle = draw_one(figures, _VERDICT_PADDLES)
        red_per_cent = int(figures.integers(20, 31))
        limits = _limits_about(paddle * red_per_cent / 100, paddle)
        counts, truth = _draw_worker_days(figures, paddle, red_per_cent, limits)
        misreadings = _verdicts_by_thought(counts, limits)
        if all(kappa(answer, truth) < 0.5 for answer in misreadings.values()):
            break
    beyond = sum(verdict != "within" for verdict in truth.values())
    names = [
        say("bead-verdict.worker-day", worker=worker, day=day)
        for day in range(1, _VERDICT_DAYS + 1)
        for worker in workers
    ]
    facts = {
        "paddle": paddle,
        "red_per_cent": red_per_cent,
        "centre": f"{limits.centre:.1f}",
        "lower": f"{limits.lower:.1f}",
        "upper": f"{limits.upper:.1f}",
        "days": _VERDICT_DAYS,
        "workers": _VERDICT_WORKERS,
        "beyond": beyond,
        "above_centre": int((counts > limits.centre).sum()),
        "ranked": 2 * _VERDICT_DAYS,
    }
    return Case(
        items=tuple(
            Item(
                id=item,
                text=say("bead-verdict.count", worker_day=name, count=int(count)),
            )
            for item, name, count in zip(truth, names, counts.ravel(), strict=True)
        ),
        options=options_of("bead-verdict", VERDICTS),
        story=say("bead-verdict.story", **facts),
        facts=facts,
        truth=truth,
        misreadings=misreadings,
    )


def _draw_worker_days(
    figures: np.random.Generator,
    paddle: int,
    red_per_cent: int,
    limits: ControlLimits,
) -> tuple[np.ndarray, dict[str, str]]:
    """Counts, shape (days, workers), and the verdict on each."""
    red = BOX * red_per_cent // 100
    size = _VERDICT_DAYS * _VERDICT_WORKERS
    counts = figures.hypergeometric(red, BOX - red, paddle, size)
    # What chance sends beyond a limit comes back: who is beyond is drawn, not hit.
    counts = counts.clip(math.ceil(limits.lower) + 1, math.floor(limits.upper) - 1)
    many, few = int(figures.integers(1, 5)), int(figures.integers(1, 4))
    many = min(many, 6 - few)
    if many + few < 3:
        many += 1
    places = figures.permutation(size)
    counts[places[:many]] = math.floor(limits.upper) + figures.integers(1, 7, many)
    counts[places[many : many + few]] = np.maximum(
        math.ceil(limits.lower) - figures.integers(1, 5, few), 0
    )
    verdicts = [
        _verdict(count, limits.lower, limits.upper) for count in counts.tolist()
    ]
    counts = counts.reshape(_VERDICT_DAYS, _VERDICT_WORKERS)
    return counts, _by_worker_day(verdicts)


def _verdict(count: int, lower: float, upper: float) -> str:
    if count > upper:
        return "too-many"
    return "too-few" if count < lower else "within"


def _verdicts_by_thought(
    counts: np.ndarray, limits: ControlLimits
) -> dict[str, dict[str, str]]:
    ranked, above = [], []
    for day in counts.tolist():
        verdicts = ["within"] * len(day)
        verdicts[day.index(max(day))] = "too-many"
        verdicts[day.index(min(day))] = "too-few"
        ranked += verdicts
        above += [_verdict(count, -math.inf, limits.centre) for count in day]
    return {
        "ranking": _by_worker_day(ranked),
        "above-average": _by_worker_day(above),
        "all-chance": _by_worker_day(["within"] * counts.size),
    }


def _by_worker_day(verdicts: Sequence[str]) -> dict[str, str]:
    return dict(zip(_WORKER_DAYS, verdicts, strict=True))


# Tomorrow


@cache
def red_chances(paddle: int, red: int) -> tuple[float, ...]:
    """Chance of each number of red beads on a paddle.

    Parameters
    ----------
    paddle : int
        Beads drawn at once from the box of 4000.
    red : int
        Red ones in the box.

    Returns
    -------
    tuple of float
        For 0, 1, ... `paddle` red beads.

    Examples
    --------
    >>> chances = red_chances(50, 800)
    >>> round(sum(chances), 9), chances.index(max(chances))
    (1.0, 10)
    """
    white, all_ways = BOX - red, math.comb(BOX, paddle)
    ways, chances = math.comb(white, paddle), []
    for k in range(paddle + 1):
        chances.append(ways / all_ways)
        # From k red ones to k + 1, in whole numbers: comb(red, k) * comb(white, rest).
        ways = ways * (red - k) * (paddle - k) // ((k + 1) * (white - paddle + k + 1))
    return tuple(chances)


@cache
def _at_most(paddle: int, red: int) -> tuple[float, ...]:
    """Chance of at most 0, 1, ... red beads."""
    return tuple(accumulate(red_chances(paddle, red)))


@cache
def _total_at_most(paddle: int, red: int) -> tuple[float, ...]:
    """Chance that six workers together draw at most 0, 1, ... red beads."""
    one = np.array(red_chances(paddle, red))
    together = one
    for _ in range(WORKERS - 1):
        together = np.convolve(together, one)
    return tuple(np.cumsum(together).tolist())


@cache
def chance_of_fewest(paddle: int, red: int, workers: int = WORKERS) -> float:
    """Chance that one given worker draws the fewest, alone or with others.

    Parameters
    ----------
    paddle, red : int
    workers : int

    Returns
    -------
    float

    Examples
    --------
    >>> round(chance_of_fewest(50, 800), 2)
    0.21
    """
    at_most = (0.0, *_at_most(paddle, red))
    return sum(
        chance * (1 - at_most[k]) ** (workers - 1)
        for k, chance in enumerate(red_chances(paddle, red))
    )


@cache
def chance_of_most(paddle: int, red: int, workers: int = WORKERS) -> float:
    """Chance that one given worker draws the most, alone or with others.

    Parameters
    ----------
    paddle, red : int
    workers : int

    Returns
    -------
    float
    """
    chances = zip(red_chances(paddle, red), _at_most(paddle, red), strict=True)
    return sum(chance * at_most ** (workers - 1) for chance, at_most in chances)


def _again(plant: BeadPlant) -> int | None:
    """Worker whose count today was low, but not so low that tomorrow is certain."""
    at_most = _at_most(plant.paddle, plant.red)
    today = plant.counts[-1].tolist()
    for worker in sorted(range(WORKERS), key=today.__getitem__):
        if _LOW[0] <= at_most[today[worker]] <= _LOW[1]:
            return worker
    return None


@dataclass(frozen=True, slots=True)
class _Claim:
    """Something said of tomorrow: its words, its chance, and what the past suggests."""

    id: str
    text: str
    chance: float
    past_says_so: bool


def draw_next_day(rng: np.random.Generator) -> Case:
    """Eight claims about tomorrow in the plant of bead-limits."""
    plant = draw_plant(rng)
    (figures,) = rng.spawn(1)
    while True:
        claims = _draw_claims(plant, figures)
        truth = {claim.id: round(100 * claim.chance, 1) for claim in claims}
        misreadings = {
            "streaks": {c.id: 90 if c.past_says_so else 10 for c in claims},
            "certainty": {c.id: 100 if c.chance > 0.5 else 0 for c in claims},
        }
        if _worth_little(misreadings, truth):
            break
    facts = _plant_facts(plant)
    return Case(
        items=tuple(Item(claim.id, claim.text) for claim in claims),
        tables=(_plant_table(plant),),
        story=say("next-day.story", **facts),
        facts=facts
        | {"fewest_chance": round(100 * chance_of_fewest(plant.paddle, plant.red))},
        truth=truth,
        misreadings=misreadings,
    )


def _worth_little(
    misreadings: Mapping[str, Mapping[str, float]], truth: Mapping[str, float]
) -> bool:
    as_chances = {claim: chance / 100 for claim, chance in truth.items()}
    return all(
        brier_skill({c: p / 100 for c, p in answer.items()}, as_chances) < 0.5
        for answer in misreadings.values()
    )


def _draw_claims(plant: BeadPlant, figures: np.random.Generator) -> list[_Claim]:
    """Four claims likely, four unlikely: no one chance for all comes near."""
    likely = figures.permutation([True, False] * 4).tolist()
    means = plant.counts.mean(axis=0)
    best, worst = int(means.argmin()), int(means.argmax())
    middle = [w for w in range(WORKERS) if w not in (best, worst)]
    other = draw_one(figures, middle)
    at_most = _at_most(plant.paddle, plant.red)

    claims = []
    for id_, worker in (
        ("best-at-most", best),
        ("worst-at-most", worst),
        ("other-at-most", other),
    ):
        count = _draw_threshold(at_most, likely.pop(), figures)
        claims.append(
            _Claim(
                id_,
                say("next-day.item.at-most", worker=plant.workers[worker], count=count),
                at_most[count],
                bool(means[worker] <= count),
            )
        )
    again = _again(plant)
    for id_, worker, chance in (
        ("best-fewest", best, chance_of_fewest(plant.paddle, plant.red)),
        ("worst-most", worst, chance_of_most(plant.paddle, plant.red)),
        ("again", again, at_most[plant.counts[-1, again]]),
    ):
        # The chance is small, so the likely claim is that it does not happen.
        denied = likely.pop()
        key = f"next-day.item.{id_}" + (".not" if denied else "")
        today = int(plant.counts[-1, worker])
        claims.append(
            _Claim(
                id_,
                say(key, worker=plant.workers[worker], today=today),
                1 - chance if denied else chance,
                not denied,
            )
        )
    claims.append(_draw_all_between(plant, likely.pop(), figures))
    totals = _total_at_most(plant.paddle, plant.red)
    total = _draw_threshold(totals, likely.pop(), figures)
    claims.append(
        _Claim(
            "total",
            say("next-day.item.total", count=total),
            totals[total],
            bool(plant.counts.sum(axis=1).mean() <= total),
        )
    )
    return [claims[i] for i in figures.permutation(len(claims))]


def _draw_threshold(
    at_most: tuple[float, ...], likely: bool, figures: np.random.Generator
) -> int:
    low, high = _HIGH if likely else _LOW
    fitting = range(bisect_left(at_most, low), bisect_right(at_most, high))
    return draw_one(figures, fitting)


def _draw_all_between(
    plant: BeadPlant, likely: bool, figures: np.random.Generator
) -> _Claim:
    first, last, chance = draw_one(figures, _ranges(plant.paddle, plant.red, likely))
    held = ((plant.counts >= first) & (plant.counts <= last)).all(axis=1)
    return _Claim(
        "all-between",
        say("next-day.item.all-between", first=first, last=last),
        chance,
        bool(held.mean() >= 0.5),
    )


@cache
def _ranges(paddle: int, red: int, likely: bool) -> tuple[tuple[int, int, float], ...]:
    """Ranges about the average that hold all six workers likely, or unlikely."""
    low, high = _HIGH if likely else _LOW
    at_most = _at_most(paddle, red)
    centre = round(paddle * red / BOX)
    fitting = []
    for below, above in product(range(2, 10), repeat=2):
        first, last = max(centre - below, 1), centre + above
        chance = (at_most[last] - at_most[first - 1]) ** WORKERS
        if low <= chance <= high and abs(below - above) <= 2:
            fitting.append((first, last, chance))
    return tuple(fitting)


# Before the game


def draw_beads_prediction(rng: np.random.Generator) -> Case:
    """Six claims about the game to come; the same for everybody."""
    paddle, red = _GAME.paddle, _GAME.red
    chances, at_most = red_chances(paddle, red), _at_most(paddle, red)
    below = (0.0, *at_most)
    # The most of six is k: all at most k, but not all below.
    most = [at_most[k] ** WORKERS - below[k] ** WORKERS for k in range(paddle + 1)]
    fewest = [
        (1 - below[k]) ** WORKERS - (1 - at_most[k]) ** WORKERS
        for k in range(paddle + 1)
    ]
    limits = _limits_about(paddle * red / BOX, paddle)
    inside = sum(
        chance for k, chance in enumerate(chances) if limits.lower <= k <= limits.upper
    )
    truth = {
        "best-again": chance_of_fewest(paddle, red),
        "worst-better": sum(m * below[k] for k, m in enumerate(most)),
        "praised-worse": sum(f * (1 - at_most[k]) for k, f in enumerate(fewest)),
        "six-alike": sum(chance**WORKERS for chance in chances),
        "fifteen": 1 - at_most[14] ** WORKERS,
        "four-days": inside ** (WORKERS * DAYS),
    }
    truth = {claim: round(100 * chance, 1) for claim, chance in truth.items()}
    return Case(
        items=tuple(
            Item(claim, say(f"beads-prediction.item.{claim}")) for claim in truth
        ),
        facts={
            "best_again": round(truth["best-again"]),
            "worst_better": round(truth["worst-better"]),
            "praised_worse": round(truth["praised-worse"]),
        },
        truth=truth,
        misreadings={
            "skill": {
                "best-again": 90,
                "worst-better": 40,
                "praised-worse": 10,
                "six-alike": 5,
                "fifteen": 40,
                "four-days": 40,
            },
            "certainty": {c: 100 if chance > 50 else 0 for c, chance in truth.items()},
        },
    )


BEADS_PREDICTION = Task(
    name="beads-prediction",
    kind=Prediction(),
    draw=draw_beads_prediction,
)

BEAD_LIMITS = Task(
    name="bead-limits",
    kind=Numbers(follows=limits_from_own_centre),
    draw=draw_bead_limits,
    points=4,
    data="bead-plant",
)

BEAD_VERDICT = Task(
    name="bead-verdict", kind=Classify(), draw=draw_bead_verdict, points=4
)

NEXT_DAY = Task(
    name="next-day",
    kind=Prediction(),
    draw=draw_next_day,
    points=4,
    data="bead-plant",
)
