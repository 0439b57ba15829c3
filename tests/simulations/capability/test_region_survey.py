"""The region's survey: areas that stand out, small units, and who did not answer."""

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.simulations.capability.region_survey import (
    FEWEST_ANSWERS,
    AreaProfile,
    RegionSurvey,
    SurveyPlan,
    area_names,
    area_profile,
    area_words,
    draw_survey,
    draw_survey_plan,
    item_names,
    item_words,
    unit_means,
)

seeds = st.integers(0, 2**32)


def drawn(seed):
    """One survey, from a plan of its own."""
    rng = np.random.default_rng(seed)
    return draw_survey(draw_survey_plan(rng), rng)


@pytest.fixture(scope="module")
def cohort():
    """The surveys of 300 learners; all of them can be drawn."""
    return [drawn([2027, learner]) for learner in range(300)]


def test_there_are_eight_areas_of_three_to_five_items():
    """Each with words."""
    sizes = [
        sum(item.startswith(f"{area}.") for item in item_names())
        for area in area_names()
    ]

    assert len(sizes) == 8
    assert set(sizes) <= {3, 4, 5}
    assert all(item_words(item).endswith(".") for item in item_names())
    assert len({area_words(area, "sv") for area in area_names()}) == 8


@settings(max_examples=30)
@given(seeds)
def test_the_planned_areas_are_weakest_and_strongest(seed):
    """As the answers came in, and with each unit counted by its people."""
    survey = drawn(seed)
    profile = area_profile(survey)

    assert profile.weakest == survey.plan.weakest
    assert profile.strongest == survey.plan.strongest
    assert area_names()[np.argmin(profile.weighted_means)] == profile.weakest
    # Apart by more than the means' own standard errors make doubtful.
    means, errors = np.array(profile.means), np.array(profile.standard_errors)
    first, second = np.argsort(means)[:2]
    assert means[second] - means[first] > errors[first]


def test_a_profile_by_hand():
    """Two units; one answers in full, the other half of it: weights 1 and 2."""
    items = len(item_names())
    plan = SurveyPlan(
        units=("one", "two"),
        staff=(2, 2),
        workloads=(5.0, 9.0),
        unit_effects=(0.0, 0.0),
        levels=(3.0,) * 8,
        item_effects=(0.0,) * items,
    )
    answers = np.full((3, items), 4.0)
    answers[2] = 2.0
    # One person answers 1, 5 and nothing to the first of four items, and 5.
    answers[0, :4] = [1, 5, np.nan, 5]
    profile = area_profile(RegionSurvey(plan, np.array([0, 0, 1]), answers))

    assert isinstance(profile, AreaProfile)
    assert profile.means[0] == pytest.approx((11 / 3 + 4 + 2) / 3)
    assert profile.means[1] == pytest.approx(10 / 3)
    assert profile.weighted_means[1] == pytest.approx((4 + 4 + 2 * 2) / 4)
    assert profile.counts == (3,) * 8
    assert profile.standard_errors[1] == pytest.approx(
        np.std([4, 4, 2], ddof=1) / 3**0.5
    )


def test_busy_units_answer_less_and_agree_less(cohort):
    """Correlations with the workload, over all units of the cohort."""
    shares, means, workloads = [], [], []
    for survey in cohort:
        enough = survey.answered >= FEWEST_ANSWERS
        shares.extend((survey.answered / survey.plan.staff)[enough])
        means.extend(unit_means(survey)[enough])
        workloads.extend(np.array(survey.plan.workloads)[enough])

    assert np.corrcoef(workloads, shares)[0, 1] < -0.4
    assert np.corrcoef(workloads, means)[0, 1] < -0.4


def test_answers_as_they_came_in_look_better_than_the_region(cohort):
    """Weighted by the people asked, the mean is lower in nearly every region."""
    flattered = [
        np.mean(profile.means) > np.mean(profile.weighted_means)
        for profile in map(area_profile, cohort)
    ]

    assert np.mean(flattered) > 0.8


def test_some_unit_has_too_few_answers_to_be_told_of(cohort):
    """And none has no answer at all."""
    for survey in cohort:
        assert (survey.answered < FEWEST_ANSWERS).any()
        assert survey.answered.min() >= 1
        assert (survey.answered <= survey.plan.staff).all()


def test_answers_are_from_1_to_5_and_some_items_are_left_out(cohort):
    """Three in a hundred; a person who answers answers something."""
    answers = np.concatenate([survey.answers for survey in cohort])
    skipped = np.isnan(answers[:, 1:])
    error = (0.03 * 0.97 / skipped.size) ** 0.5

    assert set(np.unique(answers[~np.isnan(answers)])) == {1, 2, 3, 4, 5}
    assert abs(skipped.mean() - 0.03) < 4 * error
    assert not np.isnan(answers).all(axis=1).any()


def test_areas_have_the_levels_of_the_plan(cohort):
    """Middle areas: over the cohort, the mean is the level, as rounding keeps it.

    Workload and unit pull means about, by chance either way, so the bound is wide.
    """
    gaps = []
    for survey in cohort:
        profile, levels = area_profile(survey), np.array(survey.plan.levels)
        middle = np.argsort(levels)[1:-1]
        gaps.append(np.mean((np.array(profile.weighted_means) - levels)[middle]))
    error = np.std(gaps, ddof=1) / len(gaps) ** 0.5

    assert abs(np.mean(gaps)) < 4 * error + 0.05


def test_every_learner_has_a_case_of_their_own(cohort):
    """300 surveys, and no two with the same answers."""
    assert len({survey.rows().csv_text() for survey in cohort}) == 300


def test_tables_hold_what_came_in():
    """A row for each respondent, and for each unit."""
    survey = drawn(1)

    assert len(survey.rows().rows) == survey.answered.sum()
    assert survey.unit_rows().column("answered") == tuple(survey.answered.tolist())


def test_the_data_of_a_seed_have_not_changed():
    """A change detector, not a truth: change it only when cases may change."""
    survey = drawn(20270314)
    text = survey.rows().csv_text() + survey.unit_rows().csv_text()

    assert sha256(text.encode()).hexdigest()[:16] == "b72f42de1fda007f"


def test_unknown_words_are_refused():
    """Areas, items and languages there are not."""
    with pytest.raises(ValueError, match="direction, measurement"):
        area_words("weather")
    with pytest.raises(ValueError, match="en, sv, da, no"):
        area_words("testing", "fi")
    for item in ("testing.luck", "weather.rain", "testing"):
        with pytest.raises(ValueError, match="no item"):
            item_words(item)
