"""Planted flaws: true and false by construction, as a careful reader can find out."""

from datetime import date

import numpy as np
import pytest

from course.charts import find_shifts
from course.exercises.peers.planted_flaws import PLANTED_FLAWS
from course.grading.validity import check_task
from course.messages import keys, say
from course.tasks.calendar_days import read_day

CASES = [PLANTED_FLAWS.case("autumn", f"learner-{i}") for i in range(150)]
SMALL = [say(f"project.tests.scale.{scale}") for scale in ("one", "few")]
# What is adopted came at least near to what had been expected.
NEAR = 15


class Reader:
    """Somebody who reads only what is shown, and knows the phrases of the flaws."""

    def __init__(self, case):
        card, measures, ideas, tests = case.tables
        self.card = dict(card.rows)
        self.roles = {row[2] for row in measures.rows}
        self.definitions = [row[3] for row in measures.rows]
        self.ideas = ideas.rows
        self.tests = [
            dict(zip(("idea", "scale", "locked", "day", *"psa"), row[1:], strict=True))
            for row in tests.rows
        ]
        self.charts = case.charts

    def on_card(self, name):
        """What stands in a line of the card."""
        return self.card[say(f"planted-flaws.card.{name}")]

    def shifts(self, chart):
        """Sides on which a shift lies after the first test."""
        values = np.asarray(chart.values)
        first = chart.changes[0][0] - 1
        before = float(np.median(values[:first]))
        return before, {
            "up" if values[shift[-1] - 1] > before else "down"
            for shift in find_shifts(values, before)
            if sum(place > first for place in shift) >= 6
        }

    def does_not_hold(self):
        """The statements that this reader finds untrue."""
        flaws = {
            "defined": say("planted-flaws.flaw.definition") in self.definitions,
            "hangs": any(driver == "–" for _, _, driver in self.ideas),
            "more-than-training": {text for _, text, _ in self.ideas}
            <= {say(key) for key in keys("planted-flaws.flaw.training.")},
            "asked": self.on_card("patients.changed")
            == say("planted-flaws.flaw.patients.changed"),
            "owned": self.on_card("holding.owner") == say("planted-flaws.flaw.owner"),
            "limits": self.on_card("conclusion.limits")
            == say("planted-flaws.flaw.limits"),
            "balanced": say("project.measures.role.balancing") not in self.roles,
            "locked": any(_day(t["locked"]) > _day(t["day"]) for t in self.tests),
            "agreed": _day(self.on_card("agreement.agreed"))
            > min(_day(test["day"]) for test in self.tests),
            "decided": any(
                test["a"] == say("project.tests.act.adopt")
                and int(test["s"]) < int(test["p"]) - NEAR
                for test in self.tests
            ),
        }
        flaws["dated"] = _day(self.on_card("aim.by")) is None
        firsts = {test["idea"]: test["scale"] for test in reversed(self.tests)}
        flaws["small"] = any(scale not in SMALL for scale in firsts.values())
        before, sides = self.shifts(self.charts[0])
        told = float(self.on_card("aim.from"))
        flaws["baseline"] = abs(told - before) > 0.2 * before
        said_better = self.on_card("conclusion.verdict") == say(
            "project.conclusion.verdict.better"
        )
        flaws["verdict"] = said_better and not sides
        if len(self.charts) > 1:
            flaws["worse-told"] = bool(self.shifts(self.charts[1])[1])
        return {name for name, found in flaws.items() if found}


def _day(text) -> date | None:
    try:
        return read_day(text)
    except ValueError:
        return None


def test_each_statement_is_true_or_false_as_the_key_says():
    """Found out from what is shown, without the key, for 150 learners."""
    for case in CASES:
        assert Reader(case).does_not_hold() == set(case.truth), case.truth


def test_there_are_four_to_six_and_of_both_sorts():
    """Some are missing, some contradict; each flaw comes up for somebody."""
    counts = {len(case.truth) for case in CASES}
    sorts = [len(case.misreadings["surface"]) for case in CASES]

    assert counts == {4, 5, 6}
    assert set(sorts) == {2, 3}
    assert len({name for case in CASES for name in case.truth}) == 15


def test_every_reviewer_reads_fourteen_statements():
    """Of what might get worse, either that it is counted or that it is told."""
    for case in CASES:
        shown = {item.id for item in case.items}
        assert len(shown) == 14
        assert len(shown & {"balanced", "worse-told"}) == 1


def test_experts_get_all_chance_under_a_tenth_and_praise_nothing():
    """Three hundred reviewers, each with a project of their own."""
    result = check_task(PLANTED_FLAWS, None, 300)

    assert result.expert_full == 1
    assert result.by_luck["guesser"] < 0.10
    for case in CASES:
        assert PLANTED_FLAWS.mark(case, []).points == 0
        assert PLANTED_FLAWS.mark(case, []).pitfall == "praise"


@pytest.mark.parametrize("sort", ["surface"])
def test_who_sees_the_surface_only_earns_half_at_most(sort):
    """And is told that there is another sort."""
    for case in CASES:
        mark = PLANTED_FLAWS.mark(case, case.misreadings[sort])
        assert mark.points <= PLANTED_FLAWS.points / 2
        assert mark.pitfall == sort
