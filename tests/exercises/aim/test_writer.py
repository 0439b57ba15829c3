"""Writing an aim: the data decide, and an expert would agree."""

import statistics
from datetime import date

import pytest

from course.exercises.aim.writer import AIM_WRITER, EXAMPLE, SCENARIOS
from course.messages import catalogue
from course.tasks import AimForm
from course.tasks.calendar_days import months_later

LEARNERS = [f"learner-{number}" for number in range(60)]
each = pytest.mark.parametrize("learner", LEARNERS[:30])


def case_of(learner):
    """What the learner is shown."""
    return AIM_WRITER.case("autumn", learner)


def values_of(case):
    """The figures in the table."""
    return [float(row[1]) for row in case.tables[0].rows]


@each
def test_the_baseline_is_the_median_of_the_table(learner):
    """And nothing that is not shown."""
    case = case_of(learner)

    assert float(case.truth["from"]) == statistics.median(values_of(case))


@each
def test_the_exemplary_aim_is_better_and_can_be_believed(learner):
    """Half of the way, eight months after the start."""
    case = case_of(learner)
    start, target = date.fromisoformat(case.facts["start"]), float(case.truth["to"])
    higher = "higher is better" in case.story

    assert (target > case.facts["baseline"]) == higher
    assert months_later(start, 8).isoformat() == case.truth["by"]
    assert 0 < target < 100 or not higher


@each
def test_the_chosen_texts_are_about_what_was_counted(learner):
    """The right what is the measure of the story; the right where its place."""
    case = case_of(learner)
    texts = {option.id: option.text for option in case.options}

    assert texts[case.truth["what"]] == case.facts["measure"]
    assert texts[case.truth["where"]].startswith(case.facts["place"])
    assert case.facts["place"] in texts[case.truth["whom"]]


@each
def test_the_last_figure_and_the_example_are_no_baseline(learner):
    """Whoever takes one of them must be told so."""
    case = case_of(learner)
    values = values_of(case)

    assert abs(values[-1] - statistics.median(values)) >= 2
    assert abs(case.facts["baseline"] - EXAMPLE["example_from"]) > 0.5


@each
def test_an_aim_on_another_fair_figure_and_day_is_right_as_well(learner):
    """A third of the way, seven months after the start, written in words."""
    case = case_of(learner)
    baseline, best = case.facts["baseline"], case.facts["best"]
    day = months_later(date.fromisoformat(case.facts["start"]), 7)
    answer = case.truth | {
        "to": f"{baseline + (best - baseline) / 3:.1f}".replace(".", ","),
        "by": f"{day.day}.{day.month}.{day.year}",
    }

    assert AimForm().score(case, answer, case.truth) == 1


def test_the_right_option_stands_in_any_place():
    """Its letter says nothing."""
    truths = [case_of(learner).truth for learner in LEARNERS]
    for field, letters in (("what", "abcd"), ("whom", "abcd"), ("where", "abc")):
        assert {truth[field] for truth in truths} == {f"{field}.{x}" for x in letters}


def test_every_scenario_has_its_words():
    """A deed, another measure, a unit and those it is for."""
    for scenario in SCENARIOS:
        for about in ("deed", "other", "unit", "whom"):
            assert f"aim-writer.{about}.{scenario}" in catalogue()
