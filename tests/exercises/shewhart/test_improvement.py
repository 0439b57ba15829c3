"""Marked improvement: a signal, large enough, and still there."""

import re

import numpy as np
import pytest

from course.charts import find_run_signals, individuals_limits
from course.exercises.shewhart.improvement import MARKED_IMPROVEMENT

LEARNERS = range(15)


def verdict_for(item):
    """Read one chart by the three questions of the lesson."""
    chart = item.chart
    values = np.array(chart.values)
    better = 1 if "higher is better" in item.text else -1
    agreed = float(re.search(r"at least ([\d.]+)", item.text)[1])
    ahead = better * (values - chart.centre)
    after = ahead[chart.baseline :]
    longest = max(
        (len(run) for run in "".join("+" if a > 0 else "-" for a in after).split("-")),
        default=0,
    )
    limits = individuals_limits(values[: chart.baseline])
    if longest < 8:
        assert not limits.outside(values).any()
        assert not find_run_signals(values, chart.centre).shifted
        return "not-shown"
    if (after[-6:] > 0).sum() <= 3:
        return "did-not-last"
    gain = after.mean() - ahead[: chart.baseline].mean()
    return "marked" if gain >= agreed else "too-small"


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_verdict_follows_from_chart_and_agreement(learner):
    """Real, large enough, lasting: in this order."""
    case = MARKED_IMPROVEMENT.case("autumn", f"learner-{learner}")

    assert {item.id: verdict_for(item) for item in case.items} == case.truth


@pytest.mark.parametrize("learner", LEARNERS)
def test_the_size_is_never_near_what_was_agreed(learner):
    """A quarter more or less, at least: nobody has to measure."""
    case = MARKED_IMPROVEMENT.case("autumn", f"learner-{learner}")
    for item in case.items:
        values = np.array(item.chart.values)
        agreed = float(re.search(r"at least ([\d.]+)", item.text)[1])
        gain = abs(values[12:].mean() - values[:12].mean())
        assert not 0.8 < agreed / gain < 1.25


@pytest.mark.parametrize("learner", LEARNERS)
def test_two_means_mislead_somewhere(learner):
    """A chart without a signal whose means differ by what was agreed."""
    case = MARKED_IMPROVEMENT.case("autumn", f"learner-{learner}")
    answer = case.misreadings["two-means"]

    assert any(
        verdict == "not-shown" and answer[id_] == "marked"
        for id_, verdict in case.truth.items()
    )
