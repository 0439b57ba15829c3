"""Measures, bottlenecks and Little's law: every truth by another route."""

from statistics import median

import numpy as np
import pytest

from course.exercises.system.bottlenecks import (
    BOTTLENECK,
    ONE_MORE,
    WAITS_PREDICTION,
)
from course.exercises.system.little import LITTLES_LAW
from course.exercises.system.microsystem import FIVE_P
from course.exercises.system.process_measures import PROCESS_MEASURES
from course.simulations.flow.queue import QueueClinic, draw_flow

LEARNERS = range(25)

each_learner = pytest.mark.parametrize("learner", LEARNERS)


def case_of(task, learner):
    """What one learner is shown."""
    return task.case("autumn", f"learner-{learner}")


def minutes(clock):
    """Minutes after midnight."""
    hours, rest = clock.split(":")
    return 60 * int(hours) + int(rest)


@each_learner
def test_process_measures_follow_from_the_two_tables(learner):
    """Read as a learner reads them."""
    case = case_of(PROCESS_MEASURES, learner)
    log, month = case.tables
    value = [i for i, column in enumerate(log.columns) if "(adds value)" in column]
    leads = [minutes(row[2]) - minutes(row[1]) for row in log.rows]
    valuable = sum(int(row[i]) for row in log.rows for i in value)
    rolled = float(np.prod([int(right) / int(seen) for _, seen, right in month.rows]))

    assert len(value) == 2
    assert case.truth["lead"] == median(leads)
    assert case.truth["share"] == pytest.approx(100 * valuable / sum(leads), abs=1e-3)
    assert case.truth["rolled"] == pytest.approx(100 * rolled, abs=1e-3)
    expected = case.facts["coming"] * (1 - rolled)
    assert case.truth["put-right"] == pytest.approx(expected, abs=1e-2)


@each_learner
def test_nobody_is_worked_on_longer_than_they_are_there(learner):
    """A log in which somebody was would be nonsense."""
    log = case_of(PROCESS_MEASURES, learner).tables[0]
    for row in log.rows:
        assert sum(map(int, row[3:])) < minutes(row[2]) - minutes(row[1])


def test_a_slip_in_the_yield_is_paid_for_once():
    """What follows from it counts, unless it was the mean or the weakest step."""
    case = case_of(PROCESS_MEASURES, 0)
    slip = case.truth["rolled"] - 3
    answer = {name: f"{value:.6g}" for name, value in case.truth.items()}
    coming = case.facts["coming"]
    follows = {"rolled": str(slip), "put-right": str(coming * (1 - slip / 100))}

    assert PROCESS_MEASURES.mark(case, answer | follows).points == 3
    wrong = case.misreadings["mean-of-yields"]
    typed = {name: f"{value:.6g}" for name, value in wrong.items()}
    assert PROCESS_MEASURES.mark(case, typed).points == 2


@each_learner
def test_the_bottleneck_is_found_by_letting_people_through(learner):
    """A long run of each row, without chance: what piles up lies before it."""
    case = case_of(BOTTLENECK, learner)
    for item, row in zip(case.items, case.tables[0].rows, strict=True):
        rates = []
        for cell in row[1:5]:
            staff, _, rest = cell.rsplit(": ", 1)[1].partition("×")
            rates.append(60 * int(staff) / int(rest.split()[0]))
        coming, held = float(row[5]), "demand"
        for place, rate in enumerate(rates, start=1):
            if rate < coming:
                coming, held = rate, f"step-{place}"
        assert case.truth[item.id] == held
        assert f"In an hour {row[5]} come" in item.text


@each_learner
def test_every_kind_of_row_is_among_the_six(learner):
    """So that one answer for all earns nothing."""
    truth = case_of(BOTTLENECK, learner).truth

    assert len(set(truth.values())) == 5


@each_learner
def test_one_more_is_what_the_smallest_of_four_becomes(learner):
    """By taking minima, step after step."""
    case = case_of(ONE_MORE, learner)
    names = [row[0] for row in case.tables[0].rows]
    staff = [int(row[1]) for row in case.tables[0].rows]
    takes = [int(row[2]) for row in case.tables[0].rows]

    def through():
        return min(60 * s / m for s, m in zip(staff, takes, strict=True))

    def narrowest():
        rates = [s / m for s, m in zip(staff, takes, strict=True)]
        return rates.index(min(rates))

    truth = case.truth
    assert truth["now"] == pytest.approx(through(), abs=1e-3)
    loudest = names.index(case.facts["loudest"])
    staff[loudest] += 1
    assert truth["at-loudest"] == pytest.approx(through(), abs=1e-3) == truth["now"]
    staff[loudest] -= 1
    staff[narrowest()] += 1
    assert truth["at-narrowest"] == pytest.approx(through(), abs=1e-3)
    staff[narrowest()] += 1
    assert truth["and-next"] == pytest.approx(through(), abs=1e-3)


def test_another_step_chosen_first_is_paid_for_once():
    """And a number from nowhere gives no credit to the one after it."""
    case = case_of(ONE_MORE, 1)
    answer = {name: f"{value:.6g}" for name, value in case.truth.items()}
    others = [60 * int(at) / int(m) for _, at, m in case.tables[0].rows]
    slip = f"{max(others):.4f}"

    chosen = answer | {"now": slip, "at-loudest": slip}
    assert ONE_MORE.mark(case, chosen).points == 3
    assert ONE_MORE.mark(case, answer | {"now": "99", "at-loudest": "99"}).points == 2


def test_chances_of_waiting_agree_with_a_long_day():
    """Half a million people, and theory."""
    truth = case_of(WAITS_PREDICTION, 0).truth
    rng = np.random.default_rng(5)
    people = 200_000
    for name, minutes_each, staff in (
        ("half-waits", 10, 1),
        ("nearly-waits", 18, 1),
        ("two-of-them", 18, 2),
    ):
        clinic = QueueClinic(
            minutes_between_arrivals=20, minutes_per_visit=minutes_each, staff=staff
        )
        waits = draw_flow(clinic, people, rng).waits
        assert 100 * (waits > 1e-9).mean() == pytest.approx(truth[name], abs=1.5)
        if staff == 1:
            beyond = 100 * (waits > 3 * minutes_each).mean()
            assert beyond == pytest.approx(truth[f"{name}-long"], abs=3)


@each_learner
def test_littles_law_holds_in_all_four(learner):
    """Number there = rate × time, with both in days."""
    case = case_of(LITTLES_LAW, learner)
    facts, truth = case.facts, case.truth

    assert facts["per_week"] / 5 * truth["time"] == pytest.approx(
        facts["open"], rel=1e-3
    )
    assert facts["per_day"] * facts["hours"] / 24 == pytest.approx(
        truth["present"], rel=1e-3
    )
    assert truth["rate"] / 7 * facts["days"] == pytest.approx(
        facts["present"], rel=1e-3
    )
    assert facts["per_week"] / 5 * truth["time-later"] == pytest.approx(
        facts["later"], rel=1e-3
    )


@each_learner
def test_the_second_question_about_time_is_about_the_same_place(learner):
    """Or "the same office" would be another."""
    items = {item.id: item.text for item in case_of(LITTLES_LAW, learner).items}
    first, last = items["time"], items["time-later"]
    nouns = ("assessment unit", "referral office", "finance office", "child welfare")

    for noun in nouns:
        if noun in first and noun != "child welfare":
            assert noun in last


@each_learner
def test_the_five_p_follow_from_the_extract(learner):
    """Each share of its own whole, each sum brought to a week."""
    case = case_of(FIVE_P, learner)
    counts, hours, days = case.tables
    _, present, came, older, finished, in_time = (int(row[1]) for row in counts.rows)
    by_day = [int(cell) for cell in days.rows[0][1:]]
    worked = sum(int(row[1]) for row in hours.rows)
    truth = case.truth

    assert sum(by_day) == came
    assert older <= came and in_time <= finished <= came
    assert truth["patients"] == pytest.approx(100 * older / came, abs=1e-3)
    assert truth["people"] == pytest.approx(worked / 4 / present, abs=1e-3)
    assert truth["processes"] == pytest.approx(100 * in_time / finished, abs=1e-3)
    expected = by_day[0] / 4 - sum(by_day) / 28
    assert truth["patterns"] == pytest.approx(expected, abs=1e-3)
