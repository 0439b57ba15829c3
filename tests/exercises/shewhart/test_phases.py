"""Two projects: whose lines begin anew, and what the lines are."""

import pytest

from course.charts import individuals_chart
from course.exercises.shewhart.phases import PHASE_LIMITS, lines_from_own_start

LEARNERS = range(25)


def halves(case):
    """Each project's four right numbers, and its values."""
    for id_, chart in zip(("first", "second"), case.charts, strict=True):
        named = {
            name: case.truth[f"{id_}-{name}"]
            for name in ("start", "mean", "lower", "upper")
        }
        yield named, list(chart.values)


@pytest.mark.parametrize("learner", LEARNERS)
def test_one_project_has_new_lines_and_the_other_its_old_ones(learner):
    """In either order."""
    case = PHASE_LIMITS.case("autumn", f"learner-{learner}")
    starts = sorted(named["start"] for named, _ in halves(case))

    assert starts[0] == 1
    assert starts[1] == case.facts["change"] > 12


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_lines_are_those_of_an_xmr_chart_with_that_baseline(learner):
    """Frozen before the change, or resting on the weeks from it on."""
    case = PHASE_LIMITS.case("autumn", f"learner-{learner}")
    for named, values in halves(case):
        if named["start"] == 1:
            chart = individuals_chart(values, freeze=int(case.facts["kept_change"]) - 1)
        else:
            chart = individuals_chart(values, parts=[int(named["start"]) - 1])
        assert named["mean"] == pytest.approx(chart.centre[-1], abs=1e-3)
        assert named["lower"] == pytest.approx(chart.lower[-1], abs=1e-3)
        assert named["upper"] == pytest.approx(chart.upper[-1], abs=1e-3)


@pytest.mark.parametrize("learner", LEARNERS)
def test_both_projects_have_moved_for_all_to_see(learner):
    """The picture alone does not tell whose lines may go."""
    case = PHASE_LIMITS.case("autumn", f"learner-{learner}")
    for named, values in halves(case):
        change = named["start"] if named["start"] > 1 else case.facts["kept_change"]
        before, after = values[: int(change) - 1], values[int(change) - 1 :]
        assert max(after) < sum(before) / len(before)


@pytest.mark.parametrize("learner", LEARNERS)
def test_running_sums_add_up(learner):
    """So that a mean is a difference of two of them, divided."""
    case = PHASE_LIMITS.case("autumn", f"learner-{learner}")
    for table, chart in zip(case.tables, case.charts, strict=True):
        assert float(table.rows[-1][2]) == pytest.approx(sum(chart.values))
        steps = zip(chart.values, chart.values[1:], strict=False)
        assert float(table.rows[-1][4]) == pytest.approx(
            sum(abs(b - a) for a, b in steps)
        )


def test_lines_follow_from_a_start_one_week_off():
    """A week early or late costs that number alone."""
    case = PHASE_LIMITS.case("autumn", "amira")
    which = "first" if case.truth["first-start"] > 1 else "second"
    start = case.truth[f"{which}-start"]

    near = lines_from_own_start(case, {f"{which}-start": start + 1})
    far = lines_from_own_start(case, {f"{which}-start": start + 3})

    assert set(near) == {f"{which}-{name}" for name in ("mean", "lower", "upper")}
    assert far == {}
