"""Coverage: bounds from the table, and verdicts that no rounding decides."""

import pytest

from course.exercises.measurement.coverage import COVERAGE_BOUNDS, COVERAGE_VERDICT

LEARNERS = range(40)


def counts(row):
    """Followed up, registered and missing."""
    return [int(cell) for cell in row[1:]]


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_four_shares_come_from_the_table(learner):
    """With all patients below the line, in both bounds."""
    case = COVERAGE_BOUNDS.case("autumn", f"l-{learner}")
    events, reported, missing = counts(case.tables[0].rows[0])
    patients = reported + missing

    assert case.truth == pytest.approx(
        {
            "coverage": 100 * reported / patients,
            "printed": 100 * events / reported,
            "lowest": 100 * events / patients,
            "highest": 100 * (events + missing) / patients,
        },
        abs=0.006,
    )


@pytest.mark.parametrize("learner", LEARNERS)
def test_each_verdict_follows_from_its_bounds(learner):
    """Certain is what holds at both ends, by a clear distance."""
    case = COVERAGE_VERDICT.case("autumn", f"l-{learner}")
    target = case.facts["target"]
    for row in case.tables[0].rows:
        events, reported, missing = counts(row)
        lowest = 100 * events / (reported + missing)
        highest = 100 * (events + missing) / (reported + missing)
        told = case.truth[row[0].lower()]
        assert min(abs(lowest - target), abs(highest - target)) > 1
        if lowest > target:
            assert told == "reached"
        elif highest < target:
            assert told == "not-reached"
        else:
            assert told == "unknown"


@pytest.mark.parametrize("learner", LEARNERS)
def test_every_verdict_is_needed_twice_at_least(learner):
    """One verdict for all earns nothing."""
    told = list(COVERAGE_VERDICT.case("autumn", f"l-{learner}").truth.values())

    assert all(told.count(verdict) >= 2 for verdict in set(told))
    assert len(set(told)) == 3


def test_coverage_alone_does_not_settle_it():
    """Clinics with little coverage can be certain, and some with much are not."""
    low_and_certain = high_and_open = 0
    for learner in range(60):
        case = COVERAGE_VERDICT.case("autumn", f"l-{learner}")
        for row in case.tables[0].rows:
            _, reported, missing = counts(row)
            low = reported / (reported + missing) < 0.8
            open_ = case.truth[row[0].lower()] == "unknown"
            low_and_certain += low and not open_
            high_and_open += not low and open_

    assert low_and_certain > 40 and high_and_open > 8
