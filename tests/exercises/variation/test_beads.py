"""Red beads: the numbers are those of the box, the paddle and the counts shown."""

import re

import numpy as np
import pytest

from course.charts import np_limits
from course.exercises.variation.beads import (
    BEAD_LIMITS,
    BEAD_VERDICT,
    BEADS_PREDICTION,
    NEXT_DAY,
    chance_of_fewest,
    chance_of_most,
    limits_from_own_centre,
    red_chances,
)

LEARNERS = range(25)
SIMULATED_DAYS = 40_000


def counts_shown(case):
    """The counts in the table, shape (days, workers)."""
    return np.array([[int(c) for c in row[1:]] for row in case.tables[0].rows]).T


def simulate_days(paddle, red, days=SIMULATED_DAYS, workers=6):
    """Red beads by day and worker, drawn outright."""
    rng = np.random.default_rng(1)
    return rng.hypergeometric(red, 4000 - red, paddle, (days, workers))


@pytest.mark.parametrize("learner", LEARNERS)
def test_limits_are_those_of_the_counts_shown(learner):
    """Worked out from the table alone."""
    case = BEAD_LIMITS.case("autumn", f"learner-{learner}")
    limits = np_limits(counts_shown(case), case.facts["paddle"])

    assert case.truth == pytest.approx(
        {"centre": limits.centre, "lower": limits.lower, "upper": limits.upper},
        abs=1e-3,
    )


@pytest.mark.parametrize("learner", LEARNERS)
def test_one_decimal_is_enough(learner):
    """Who rounds as the question asks loses nothing."""
    case = BEAD_LIMITS.case("autumn", f"learner-{learner}")
    rounded = {field: f"{value:.1f}" for field, value in case.truth.items()}

    assert BEAD_LIMITS.mark(case, rounded).points == 4


def test_a_slip_in_the_centre_is_paid_for_once():
    """The limits follow from the learner's own centre."""
    case = BEAD_LIMITS.case("autumn", "amira")
    centre = case.truth["centre"] + 0.5
    reach = 3 * np.sqrt(centre * (1 - centre / case.facts["paddle"]))
    answer = {"centre": centre, "lower": centre - reach, "upper": centre + reach}
    mark = BEAD_LIMITS.mark(case, {f: f"{v:.2f}" for f, v in answer.items()})

    assert mark.right == {"centre": False, "lower": True, "upper": True}


def test_limits_about_somebody_elses_centre_do_not_follow():
    """Nor do those about the contents of the box: that is another chart."""
    case = BEAD_LIMITS.case("autumn", "amira")
    box = case.misreadings["known-box"]["centre"]

    assert limits_from_own_centre(case, {"centre": case.truth["centre"] + 3}) == {}
    assert limits_from_own_centre(case, {"centre": box}) == {}
    assert limits_from_own_centre(case, {}) == {}


@pytest.mark.parametrize("learner", LEARNERS)
def test_a_verdict_goes_by_the_limits_told(learner):
    """Three to six beyond them, and on both sides."""
    case = BEAD_VERDICT.case("autumn", f"learner-{learner}")
    lower, upper = float(case.facts["lower"]), float(case.facts["upper"])
    verdicts = {}
    for item in case.items:
        count = int(re.search(r"(\d+) red", item.text)[1])
        verdicts[item.id] = (
            "too-many" if count > upper else "too-few" if count < lower else "within"
        )

    assert verdicts == case.truth
    assert {"too-many", "too-few"} < set(verdicts.values())
    assert 3 <= sum(verdict != "within" for verdict in verdicts.values()) <= 6


def test_the_chances_of_a_paddle_are_those_of_drawing_without_putting_back():
    """Their mean and their sum, by theory; the best and the worst by simulation."""
    chances = red_chances(50, 800)
    days = simulate_days(50, 800)
    fewest = days[:, 0] == days.min(axis=1)
    most = days[:, 0] == days.max(axis=1)

    assert sum(chances) == pytest.approx(1)
    assert sum(k * chance for k, chance in enumerate(chances)) == pytest.approx(10)
    assert chance_of_fewest(50, 800) == pytest.approx(fewest.mean(), abs=0.01)
    assert chance_of_most(50, 800) == pytest.approx(most.mean(), abs=0.01)


def happened(claim, days, best, worst, again):
    """On which simulated days a claim, as it is worded, came true."""
    numbers = [int(number) for number in re.findall(r"\d+", claim.text)]
    if claim.id.endswith("-at-most"):
        came_true = days[:, 0] <= numbers[0]
    elif claim.id == "best-fewest":
        came_true = days[:, best] == days.min(axis=1)
    elif claim.id == "worst-most":
        came_true = days[:, worst] == days.max(axis=1)
    elif claim.id == "again":
        came_true = days[:, again] <= numbers[0]
    elif claim.id == "all-between":
        came_true = ((days >= numbers[0]) & (days <= numbers[1])).all(axis=1)
    else:
        came_true = days.sum(axis=1) <= numbers[0]
    denied = " not " in claim.text or "more than" in claim.text
    return ~came_true if denied else came_true


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_chances_of_tomorrow_are_those_of_many_tomorrows(learner):
    """Each claim read as it stands, and tried on 40,000 days."""
    case = NEXT_DAY.case("autumn", f"learner-{learner}")
    paddle, red = case.facts["paddle"], 40 * case.facts["red_per_cent"]
    days = simulate_days(paddle, red)
    for claim in case.items:
        share = 100 * happened(claim, days, 0, 1, 2).mean()
        assert case.truth[claim.id] == pytest.approx(share, abs=1.5), claim.text


@pytest.mark.parametrize("learner", LEARNERS)
def test_claims_are_balanced_and_never_certain(learner):
    """Four likely, four unlikely: no single number comes near."""
    chances = np.array(
        list(NEXT_DAY.case("autumn", f"learner-{learner}").truth.values())
    )

    assert (chances > 50).sum() == (chances < 50).sum() == 4
    assert chances.min() > 10 and chances.max() < 90


@pytest.mark.parametrize("learner", LEARNERS)
def test_both_tasks_speak_of_one_plant(learner):
    """The limits and tomorrow belong to the same four days."""
    limits = BEAD_LIMITS.case("autumn", f"learner-{learner}")
    tomorrow = NEXT_DAY.case("autumn", f"learner-{learner}")

    assert limits.tables == tomorrow.tables


def test_the_best_so_far_is_the_best_in_the_table():
    """A claim about a person is about the right person."""
    case = NEXT_DAY.case("autumn", "amira")
    means = counts_shown(case).mean(axis=0)
    workers = [row[0] for row in case.tables[0].rows]
    texts = {item.id: item.text for item in case.items}

    assert texts["best-fewest"].startswith(workers[int(means.argmin())])
    assert texts["worst-most"].startswith(workers[int(means.argmax())])


def test_the_prediction_before_the_game_is_what_the_game_does():
    """The exact chances against 40,000 games of two days."""
    first, second = np.split(simulate_days(50, 800, 2 * SIMULATED_DAYS), 2)
    rows = np.arange(SIMULATED_DAYS)
    best, worst = first.argmin(axis=1), first.argmax(axis=1)
    truth = BEADS_PREDICTION.case("autumn", "amira").truth
    seen = {
        "best-again": second[rows, best] == second.min(axis=1),
        "worst-better": second[rows, worst] < first[rows, worst],
        "praised-worse": second[rows, best] > first[rows, best],
        "six-alike": first.min(axis=1) == first.max(axis=1),
        "fifteen": first.max(axis=1) >= 15,
    }
    days = simulate_days(50, 800, 4 * 10_000).reshape(10_000, 24)
    seen["four-days"] = (days.min(axis=1) >= 2) & (days.max(axis=1) <= 18)

    assert truth == pytest.approx(
        {claim: 100 * came_true.mean() for claim, came_true in seen.items()}, abs=1
    )
