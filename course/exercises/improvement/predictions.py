"""A prediction log: how likely is what has not happened yet."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from course.exercises.scenes import draw_one, draw_people, draw_place, sector_of
from course.messages import say
from course.tasks import Case, Item, Prediction, Table, Task
from course.tasks.scoring import brier_skill

# What is counted, and where: all of them by day.
COUNTED = {
    "doses": "ward",
    "callers": "surgery",
    "visits": "home",
    "requests": "office",
}
CLAIMS = ("above", "as-today", "between", "each-of-three", "both", "one-of-five")
# These speak of several days.
SEVERAL = ("each-of-three", "both", "one-of-five")
# A chance outside these would be worth so much that it decided the whole score.
_LOW, _HIGH = (0.13, 0.38), (0.62, 0.87)
# A misreading must be told from the truth: more than what still counts as near.
_APART = 0.12
_MOST = 16


@dataclass(frozen=True, slots=True)
class HundredDays:
    """What a workplace counted on a hundred days that were much alike.

    Attributes
    ----------
    days : tuple of int
        On how many of the hundred days the count was 0, 1, 2, ...
    """

    days: tuple[int, ...]

    def at_most(self, count: int) -> float:
        """Share of days with this many or fewer.

        Examples
        --------
        >>> HundredDays((20, 30, 50)).at_most(1)
        0.5
        """
        return sum(self.days[: max(count + 1, 0)]) / sum(self.days)

    def at_least(self, count: int) -> float:
        """Share of days with this many or more."""
        return 1 - self.at_most(count - 1)

    def chance(self, claim: str, numbers: tuple[int, ...]) -> float:
        """Return how likely a claim is, if each day is drawn from the hundred.

        Parameters
        ----------
        claim : str
            One of `CLAIMS`.
        numbers : tuple of int
            Those in the claim.

        Returns
        -------
        float
        """
        return self._several(claim, self.of_one_day(claim, numbers))

    def of_one_day(self, claim: str, numbers: tuple[int, ...]) -> float:
        """Return how likely one single day is as the claim says."""
        first = numbers[0]
        if claim in ("above", "both"):
            return self.at_least(first + 1)
        if claim in ("as-today", "one-of-five"):
            return self.at_least(first)
        if claim == "between":
            return self.at_most(numbers[1]) - self.at_most(first - 1)
        return self.at_most(first)

    @staticmethod
    def _several(claim: str, one_day: float) -> float:
        if claim == "each-of-three":
            return one_day**3
        if claim == "both":
            return one_day**2
        if claim == "one-of-five":
            return 1 - (1 - one_day) ** 5
        return one_day


def _holds_if_all_are(claim: str, numbers: tuple[int, ...], count: int) -> bool:
    """Whether a claim is true when each day to come counts what today did."""
    first = numbers[0]
    if claim in ("above", "both"):
        return count > first
    if claim in ("as-today", "one-of-five"):
        return count >= first
    if claim == "between":
        return first <= count <= numbers[1]
    return count <= first


def draw_hundred_days(figures: np.random.Generator) -> HundredDays:
    """Draw a hundred days that vary as counts do.

    Parameters
    ----------
    figures : numpy.random.Generator

    Returns
    -------
    HundredDays
    """
    mean = figures.uniform(5.5, 8.5)
    share = np.array(
        [math.exp(-mean) * mean**k / math.factorial(k) for k in range(_MOST + 1)]
    )
    days = np.floor(100 * share).astype(int)
    # What rounding down left over goes to the days that lost most.
    short = np.argsort(days - 100 * share)[: 100 - int(days.sum())]
    days[short] += 1
    return HundredDays(tuple(days.tolist()))


def draw_prediction_log(rng: np.random.Generator) -> Case:
    """Six claims about the days to come, with their true chances in per cent."""
    figures, words = rng.spawn(2)
    counted = draw_one(figures, tuple(COUNTED))
    while True:
        hundred = draw_hundred_days(figures)
        drawn = _draw_claims(hundred, figures)
        if drawn is not None:
            break
    today, claims = drawn
    truth = {name: chance for name, (_, _, chance) in claims.items()}
    (person,) = draw_people(words, 1)
    facts = {
        "what": say(f"prediction-log.{counted}.what"),
        "place": draw_place(words, COUNTED[counted]),
        "person": person,
        "today": today,
    }
    items = []
    for name, (numbers, said, _) in claims.items():
        key = f"prediction-log.item.{name}" + ("" if said else ".not")
        numbered = dict(zip(("number", "other"), numbers, strict=False))
        items.append(Item(name, say(key, **facts, **numbered)))
    single = claims["each-of-three"][0]
    return Case(
        items=tuple(items),
        tables=(_table(hundred, counted),),
        story=say("prediction-log.story", **facts),
        sector=sector_of(COUNTED[counted]),
        facts=facts
        | {
            "claims": len(items),
            "single_number": single[0],
            "single": _per_cent(hundred.at_most(single[0])),
            "three": _per_cent(hundred.at_most(single[0]) ** 3),
            "days_as_today": _per_cent(hundred.at_least(today)),
        },
        truth={name: _per_cent(chance) for name, chance in truth.items()},
        misreadings={
            thought: {name: _per_cent(chance) for name, chance in answer.items()}
            for thought, answer in _by_thought(hundred, today, claims).items()
        },
    )


def _draw_claims(
    hundred: HundredDays, figures: np.random.Generator
) -> tuple[int, dict[str, tuple[tuple[int, ...], bool, float]]] | None:
    """Today's count; for each claim its numbers, whether it is said so, its chance."""
    # Today was a bad day, one of the fifteen worst of a hundred.
    today = next(n for n in range(_MOST) if hundred.at_least(n) < 0.15)
    highs = figures.permutation([True] * 3 + [False] * 3).tolist()
    claims = {}
    for claim, high in zip(CLAIMS, highs, strict=True):
        low, most = _HIGH if high else _LOW
        fitting = []
        for numbers in _numbers_for(claim, today):
            chance = hundred.chance(claim, numbers)
            single = hundred.of_one_day(claim, numbers)
            if claim in SEVERAL and abs(chance - single) < _APART:
                continue
            fitting += [
                (numbers, said, c)
                for said, c in ((True, chance), (False, 1 - chance))
                if low <= c <= most
            ]
        if not fitting:
            return None
        claims[claim] = draw_one(figures, fitting)
    truth = {name: c for name, (_, _, c) in claims.items()}
    thoughts = _by_thought(hundred, today, claims)
    if any(brier_skill(answer, truth) >= 0.5 for answer in thoughts.values()):
        return None
    order = figures.permutation(len(CLAIMS)).tolist()
    return today, {CLAIMS[i]: claims[CLAIMS[i]] for i in order}


def _numbers_for(claim: str, today: int) -> list[tuple[int, ...]]:
    if claim == "as-today":
        return [(today - 1,)]
    if claim == "between":
        return [(a, a + width) for a in range(2, 10) for width in (2, 3, 4)]
    return [(number,) for number in range(2, 13)]


def _by_thought(
    hundred: HundredDays,
    today: int,
    claims: dict[str, tuple[tuple[int, ...], bool, float]],
) -> dict[str, dict[str, float]]:
    goes_on, certain, single = {}, {}, {}
    for name, (numbers, said, chance) in claims.items():
        holds = _holds_if_all_are(name, numbers, today) == said
        goes_on[name] = 0.9 if holds else 0.1
        certain[name] = float(chance > 0.5)
        one = hundred.of_one_day(name, numbers)
        single[name] = one if said else 1 - one
    return {
        "today-goes-on": goes_on,
        "certainty": certain,
        "one-day-for-many": single,
    }


def _per_cent(chance: float) -> int:
    return round(100 * chance)


def _table(hundred: HundredDays, counted: str) -> Table:
    last = max(k for k, days in enumerate(hundred.days) if days)
    first = min(k for k, days in enumerate(hundred.days) if days)
    return Table(
        caption=say("prediction-log.table"),
        columns=(
            say(f"prediction-log.{counted}.label"),
            say("prediction-log.table.days"),
            say("prediction-log.table.so-many-or-fewer"),
        ),
        rows=tuple(
            (str(k), str(hundred.days[k]), str(_per_cent(hundred.at_most(k))))
            for k in range(first, last + 1)
        ),
    )


PREDICTION_LOG = Task(
    name="prediction-log",
    kind=Prediction(),
    draw=draw_prediction_log,
    points=4,
    elements=("004-07", "003-02"),
)
