"""A week of seven days whose counts four lenses explain together, and none alone.

Each day's count is a sum that can be taken apart again: the usual level, what a
blocked step adds, what a test takes away, and chance. The test works only on days when
somebody who helped to plan it is there, and when the step it needs is open. So the
chart shows that the days differ, the map of the work and the people show why, and the
log of predictions shows what was learned.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.charts.runs import find_run_signals, find_shifts, find_trends, run_centre

DAYS = 7
HISTORY_DAYS = 20
# The test begins on the third day, when there is something to compare it with.
TEST_FROM = 3
UNITS = ("ward", "home", "duty")
# Steps of the work, and before which of them people wait longest.
STEPS = 5
SLOW_STEP = {"ward": 4, "home": 3, "duty": 4}

# What chance adds on a day, and how often in a hundred days.
CHANCE = {-2: 10, -1: 25, 0: 30, 1: 25, 2: 10}


@dataclass(frozen=True, slots=True, kw_only=True)
class WardWeek:
    """What happens at one workplace in one week.

    Days are counted from 1, which is a Monday.

    Attributes
    ----------
    unit : str
        One of `UNITS`.
    level : int
        The usual count of a day.
    history : tuple of int
        Counts of the days before the week, oldest first.
    work_minutes : tuple of int
        What each step takes.
    wait_minutes : tuple of int
        The usual wait before each step; before the first there is none.
    blocked_day : int
        On this day the slow step is blocked for hours.
    blocked_adds : int
        What that adds to the count of the day.
    test_takes : int
        What the test takes away on a day when it works.
    untold_days : tuple of int
        Days of the test on which nobody is there who helped to plan it.
    chance : tuple of int
        What chance adds on each day.

    Examples
    --------
    >>> week = draw_ward_week(np.random.default_rng(1))
    >>> [week.level + sum(week.parts(day)) for day in range(1, 8)] == list(week.counts)
    True
    """

    unit: str
    level: int
    history: tuple[int, ...]
    work_minutes: tuple[int, ...]
    wait_minutes: tuple[int, ...]
    blocked_day: int
    blocked_adds: int
    test_takes: int
    untold_days: tuple[int, ...]
    chance: tuple[int, ...]

    def parts(self, day: int) -> tuple[int, int, int]:
        """What is added to the usual level on a day, and why.

        Parameters
        ----------
        day : int
            From 1.

        Returns
        -------
        blocked, test, chance : int
        """
        blocked = self.blocked_adds if day == self.blocked_day else 0
        test = -self.test_takes if self.test_works(day) else 0
        return blocked, test, self.chance[day - 1]

    def tested(self, day: int) -> bool:
        """Whether the test is meant to go on that day."""
        return day >= TEST_FROM

    def test_works(self, day: int) -> bool:
        """Whether those who know the test are there, and the step it needs is open."""
        return (
            self.tested(day) and day not in self.untold_days and day != self.blocked_day
        )

    @property
    def counts(self) -> tuple[int, ...]:
        """What is counted on each of the seven days."""
        return tuple(self.level + sum(self.parts(day)) for day in range(1, DAYS + 1))

    @property
    def slow_step(self) -> int:
        """The step, from 1, before which one usually waits longest."""
        return self.wait_minutes.index(max(self.wait_minutes)) + 1

    def waits_on(self, day: int) -> tuple[int, ...]:
        """Minutes waited before each step on a day.

        Parameters
        ----------
        day : int
            From 1.

        Returns
        -------
        tuple of int
            On the blocked day the slow step has three times its usual wait; where the
            test works it has a third of it.
        """
        waits = list(self.wait_minutes)
        slow = self.slow_step - 1
        if day == self.blocked_day:
            waits[slow] *= 3
        elif self.test_works(day):
            waits[slow] //= 3
        return tuple(waits)

    def expected(self, day: int) -> int:
        """What somebody with all four lenses would predict for a day."""
        blocked, test, _ = self.parts(day)
        return self.level + blocked + test


def draw_ward_week(rng: np.random.Generator) -> WardWeek:
    """Draw a week.

    Parameters
    ----------
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    WardWeek
        The history is stable by every rule of the course, and its median is the level.
        The test works on two or three days, is untold on one or two, and is blocked on
        one.
    """
    unit = UNITS[int(rng.integers(len(UNITS)))]
    level = int(rng.integers(11, 16))
    blocked_day = int(rng.integers(TEST_FROM + 1, DAYS + 1))
    # Not the first day of the test: those who planned it begin it.
    free = [day for day in range(TEST_FROM + 1, DAYS + 1) if day != blocked_day]
    untold = rng.permutation(free)[: int(rng.integers(1, 3))].tolist()
    waits = [0, *rng.integers(3, 9, STEPS - 1).tolist()]
    waits[SLOW_STEP[unit] - 1] = 3 * int(rng.integers(8, 13))
    return WardWeek(
        unit=unit,
        level=level,
        history=_draw_history(level, rng),
        work_minutes=tuple(rng.integers(3, 10, STEPS).tolist()),
        wait_minutes=tuple(waits),
        blocked_day=blocked_day,
        blocked_adds=int(rng.integers(5, 8)),
        test_takes=int(rng.integers(4, 6)),
        untold_days=tuple(sorted(untold)),
        chance=tuple(_draw_chance(DAYS, rng).tolist()),
    )


def _draw_chance(days: int, rng: np.random.Generator) -> np.ndarray:
    share = np.array(list(CHANCE.values())) / 100
    return rng.choice(list(CHANCE), days, p=share)


def _draw_history(level: int, rng: np.random.Generator) -> tuple[int, ...]:
    """Days on which nothing happens, and which look so by every rule."""
    while True:
        values = level + _draw_chance(HISTORY_DAYS, rng)
        centre = run_centre(values)
        if (
            centre == level
            and not find_run_signals(values, centre).shifted
            and not find_shifts(values, centre)
            and not find_trends(values)
        ):
            return tuple(values.tolist())
