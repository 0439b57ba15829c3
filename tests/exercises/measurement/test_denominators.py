"""Bed days: worked out again from the table as it is printed."""

import pytest

from course.exercises.measurement.denominators import BED_DAY_RATES, DAYS

LEARNERS = range(40)


def months(case):
    """Days, mean patients and falls of each month, as printed."""
    return [
        (int(days), float(patients), int(falls))
        for _, days, patients, falls in case.tables[0].rows
    ]


@pytest.mark.parametrize("learner", LEARNERS)
def test_rates_come_from_the_table(learner):
    """Add first, divide last."""
    case = BED_DAY_RATES.case("autumn", f"l-{learner}")
    rows = months(case)
    rates = []
    for part in (rows[:3], rows[3:]):
        bed_days = sum(days * patients for days, patients, _ in part)
        rates.append(1000 * sum(falls for *_, falls in part) / bed_days)

    assert case.truth["first-rate"] == pytest.approx(rates[0], abs=0.001)
    assert case.truth["second-rate"] == pytest.approx(rates[1], abs=0.001)
    change = 100 * (rates[1] / rates[0] - 1)
    assert case.truth["change"] == pytest.approx(change, abs=0.02)


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_month_asked_about_is_named(learner):
    """Its bed days and its rate are those of its own row."""
    case = BED_DAY_RATES.case("autumn", f"l-{learner}")
    named = {row[0]: row for row in case.tables[0].rows}
    _, days, patients, falls = named[case.facts["month"]]
    bed_days = int(days) * float(patients)

    assert case.truth["bed-days"] == bed_days
    assert case.truth["month-rate"] == pytest.approx(
        1000 * int(falls) / bed_days, abs=0.001
    )


def test_counts_point_another_way_or_far_less():
    """The figures are such that the denominator matters."""
    for learner in LEARNERS:
        case = BED_DAY_RATES.case("autumn", f"l-{learner}")
        counted = case.misreadings["counts-alone"]["change"]
        assert abs(counted - case.truth["change"]) > 12


def test_a_slip_in_one_quarter_is_paid_for_once():
    """The change that follows from it counts."""
    case = BED_DAY_RATES.case("autumn", "amira")
    given = {field: str(value) for field, value in case.truth.items()}
    given["first-rate"] = "5"
    given["change"] = str(100 * (case.truth["second-rate"] - 5) / 5)

    assert BED_DAY_RATES.mark(case, given).points == pytest.approx(4 * 4 / 5)


def test_the_half_year_has_its_days():
    """January to June without a leap day."""
    assert sum(DAYS) == 181
