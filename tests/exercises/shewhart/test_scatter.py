"""Very many patients: sigma of z, and which limits fit."""

import numpy as np
import pytest

from course.charts import p_chart, p_prime_chart
from course.exercises.shewhart.scatter import PRIME_DECISION, PRIME_SIGMA
from course.tasks.numbers import read_number

LEARNERS = range(20)


@pytest.mark.parametrize("learner", LEARNERS)
def test_sigma_of_z_and_limits_agree_with_the_p_prime_chart(learner):
    """Recomputed from the shares and patients of the table."""
    case = PRIME_SIGMA.case("autumn", f"learner-{learner}")
    sizes = np.array([float(row[1]) for row in case.tables[0].rows])
    shares = np.array([float(row[2]) for row in case.tables[0].rows])
    counts = np.round(shares * sizes / 100)
    wide = p_prime_chart(counts, sizes, multiply=100)
    narrow = p_chart(counts, sizes, multiply=100)

    assert case.truth["p-upper"] == pytest.approx(narrow.upper[-1], abs=0.03)
    assert case.truth["prime-upper"] == pytest.approx(wide.upper[-1], abs=0.05)
    assert case.truth["prime-lower"] == pytest.approx(wide.lower[-1], abs=0.05)
    sigma_z = (wide.upper[-1] - wide.centre[-1]) / (3 * narrow.sigma[-1])
    assert case.truth["sigma-z"] == pytest.approx(sigma_z, abs=0.02)


@pytest.mark.parametrize("learner", LEARNERS)
def test_by_hand_with_two_decimals_is_right(learner):
    """As the hints have it: ranges, mean, 1.128, three sigma."""
    case = PRIME_SIGMA.case("autumn", f"learner-{learner}")
    z = [read_number(row[3]) for row in case.tables[0].rows]
    steps = [abs(b - a) for a, b in zip(z, z[1:], strict=False)]
    sigma_z = round(round(sum(steps) / len(steps), 2) / 1.128, 2)
    centre, sigma = float(case.facts["centre"]), float(case.facts["sigma"])
    answer = {
        "sigma-z": str(sigma_z),
        "p-upper": f"{centre + 3 * sigma:.2f}",
        "prime-upper": f"{centre + 3 * sigma * sigma_z:.2f}",
        "prime-lower": f"{centre - 3 * sigma * sigma_z:.2f}",
    }

    assert PRIME_SIGMA.mark(case, answer).points == PRIME_SIGMA.points


def verdict_for(item):
    """Read a chart as the lesson says: how many outside, and outside wider limits."""
    chart = item.chart
    values, centres, uppers = map(np.array, (chart.values, chart.centres, chart.uppers))
    z = 3 * (values - centres) / (uppers - centres)
    sigma_z = np.abs(np.diff(z)).mean() / 1.128
    if (np.abs(z) > 3 * sigma_z).any():
        return "something-happened"
    return "widen" if sigma_z > 2 else "p-limits-fit"


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_verdict_follows_from_the_chart(learner):
    """Points outside, inside the wider limits, or not outside at all."""
    case = PRIME_DECISION.case("autumn", f"learner-{learner}")

    assert {item.id: verdict_for(item) for item in case.items} == case.truth


@pytest.mark.parametrize("learner", LEARNERS)
def test_size_alone_decides_nothing(learner):
    """A large one that fits, and a small one to widen, are on every page."""
    case = PRIME_DECISION.case("autumn", f"learner-{learner}")
    answer = case.misreadings["many-patients-widen"]

    assert any(
        answer[id_] == "widen" and verdict == "p-limits-fit"
        for id_, verdict in case.truth.items()
    )
    assert any(
        answer[id_] == "p-limits-fit" and verdict == "widen"
        for id_, verdict in case.truth.items()
    )
