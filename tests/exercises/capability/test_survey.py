"""A region's survey: each number worked out again from the two tables."""

import math

import pytest

from course.exercises.capability import TASKS

CASES = [TASKS["survey-profile"].case("autumn", f"learner-{n}") for n in range(40)]

every_case = pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))


def tolerance(case, part):
    """How far from the truth still counts."""
    return next(item.tolerance for item in case.items if item.id == part)


@every_case
def test_the_numbers_follow_from_the_tables(case):
    """With the decimals that a learner sees, rounded to two."""
    areas, units = (table.rows for table in case.tables)
    number, _, mean, people, spread = min(areas, key=lambda row: float(row[2]))
    reach = 2 * float(spread) / math.sqrt(int(people))
    asked = sum(int(row[1]) for row in units)
    answered = sum(int(row[2]) for row in units)
    of_all = sum(int(row[2]) * float(row[3]) for row in units) / answered
    worked_out = {
        "rate": round(100 * answered / asked, 1),
        "area": int(number),
        "low": round(float(mean) - reach, 2),
        "high": round(float(mean) + reach, 2),
        "mean": round(of_all, 2),
        "few": sum(int(row[2]) for row in units if int(row[2]) < 5),
    }

    for part, value in worked_out.items():
        assert abs(value - case.truth[part]) <= tolerance(case, part) + 1e-9, part


@every_case
def test_one_area_is_plainly_weakest(case):
    """No other mean is near it."""
    means = sorted(float(row[2]) for row in case.tables[0].rows)

    assert means[1] - means[0] > 0.05


@every_case
def test_counting_each_unit_the_same_leads_astray(case):
    """In the mean, the share and the interval."""
    alike = case.misreadings["units-alike"]

    for part in ("rate", "low", "high", "mean"):
        assert abs(alike[part] - case.truth[part]) > 2 * tolerance(case, part)
    assert case.truth["few"] > 0
