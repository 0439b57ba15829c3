"""Trygga äldre: the chain of care moves before the falls, and effort is no harm."""

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.simulations.registries.falls import (
    CHAIN,
    LINKS,
    RISKS,
    STORIES,
    FallsReading,
    draw_fall_records,
    draw_falls_plan,
    draw_falls_registry,
    falls_between_harm,
    falls_chart,
    harm_chart,
    link_chart,
    read_falls_registry,
    ulcers_chart,
)
from course.simulations.registries.planned_readings import marked_periods
from course.simulations.registries.units import SETTINGS

seeds = st.integers(0, 2**32)
NOTHING = FallsReading((), None, None, False, False, False)


def drawn(seed, story=None, setting=None):
    """One registry, from a plan of its own."""
    rng = np.random.default_rng(seed)
    return draw_falls_registry(draw_falls_plan(rng, story, setting), rng)


@pytest.fixture(scope="module")
def cohort():
    """The registries of 300 learners, 60 of each story; all of them can be drawn."""
    return [drawn([2027, learner], STORIES[learner % 5]) for learner in range(300)]


@settings(max_examples=30)
@given(seeds)
def test_a_steady_unit_shows_nothing_on_any_chart(seed):
    """Not a link of the chain, nor falls, nor ulcers, nor harm."""
    registry = drawn(seed, "steady")

    assert read_falls_registry(registry) == NOTHING
    assert not harm_chart(registry).signals


@settings(max_examples=25)
@given(st.sampled_from(["improvement", "fade"]), seeds)
def test_the_process_moves_before_the_outcome_by_the_planned_lag(story, seed):
    """One link alone signals, in its month; the falls one or two months later."""
    registry = drawn(seed, story)
    plan, reading = registry.plan, read_falls_registry(registry)

    assert reading.moved == (plan.moved,)
    assert reading.moved_from == plan.links[LINKS.index(plan.moved)].start
    assert reading.lag == plan.lag
    assert plan.lag in (1, 2)
    assert not reading.ulcers_found_signal


@settings(max_examples=25)
@given(seeds)
def test_an_improvement_is_upwards_in_the_process_and_downwards_in_the_falls(seed):
    """More is done, and fewer fall."""
    registry = drawn(seed, "improvement")
    plan = registry.plan
    link = plan.links[LINKS.index(plan.moved)]
    process = link_chart(registry, plan.moved, freeze=link.freeze)
    falls = falls_chart(registry, freeze=plan.falls.freeze)

    assert process.values[link.start - 1] > process.centre[0]
    assert falls.values[plan.falls.start - 1] < falls.centre[0]


@settings(max_examples=25)
@given(seeds)
def test_a_fade_is_over_before_the_end(seed):
    """The last six months show nothing by the lines from before the change."""
    registry = drawn(seed, "fade")
    falls = falls_chart(registry, freeze=registry.plan.falls.freeze)

    assert marked_periods(falls)[-1] <= registry.plan.falls.stop + 1
    assert registry.plan.falls.stop <= registry.plan.months - 6


@settings(max_examples=25)
@given(seeds)
def test_more_assessment_finds_more_ulcers_without_more_persons_having_them(seed):
    """Ulcers by person follow the effort; among those assessed nothing happens."""
    registry = drawn(seed, "effort")
    reading = read_falls_registry(registry)
    assessed = registry.plan.links[0]
    found = ulcers_chart(registry, "persons", freeze=assessed.freeze)

    assert reading.moved == ("assessed",)
    assert reading.ulcers_found_signal
    assert not reading.ulcers_among_assessed_signal
    assert not reading.falls_signal
    assert marked_periods(found)[0] == assessed.start
    more = assessed.changed_level > assessed.level
    assert (found.values[assessed.start - 1] > found.centre[0]) == more


@settings(max_examples=25)
@given(seeds)
def test_an_event_is_one_month_of_falls(seed):
    """Nothing else on any chart."""
    registry = drawn(seed, "event")
    start = registry.plan.falls.start

    assert marked_periods(falls_chart(registry)) == (start,)
    assert read_falls_registry(registry) == FallsReading(
        (), None, start, True, False, False
    )


@settings(max_examples=30)
@given(seeds)
def test_the_numbers_fit_into_each_other(seed):
    """No link has more persons than the one before it, in any month."""
    registry = drawn(seed)
    counts = registry.counts
    measured = ~np.isnan(counts["persons"])
    missing = tuple((np.flatnonzero(~measured) + 1).tolist())

    assert missing == registry.plan.missing
    for link, whole in CHAIN.items():
        assert (counts[link] <= counts[whole])[measured].all()
    for risk in RISKS:
        assert (counts[risk] <= counts["at_risk"])[measured].all()
    risks = sum(counts[risk] for risk in RISKS)
    assert (counts["at_risk"] <= risks)[measured].all()
    assert (counts["at_risk"] <= counts["assessed"])[measured].all()
    assert (counts["ulcers"] <= counts["assessed"])[measured].all()
    assert (counts["falls_with_harm"] <= counts["falls"])[measured].all()
    assert all(np.isnan(column[~measured]).all() for column in counts.values())


@settings(max_examples=30)
@given(seeds)
def test_the_falls_have_days_in_their_months(seed):
    """Day by day they make the same counts as month by month."""
    registry = drawn(seed)
    for variable, chosen in (
        ("falls", np.ones(len(registry.fall_days), dtype=bool)),
        ("falls_with_harm", registry.harmful),
    ):
        days = [d for d, c in zip(registry.fall_days, chosen, strict=True) if c]
        by_month = [
            sum(day.isoformat().startswith(month) for day in days)
            for month in registry.months
        ]
        assert by_month == np.nan_to_num(registry.counts[variable]).tolist()
    assert list(registry.fall_days) == sorted(registry.fall_days)


@settings(max_examples=30)
@given(seeds)
def test_falls_between_harm_add_up_to_the_falls_without(seed):
    """But for those after the last that did harm."""
    registry = drawn(seed)
    between = falls_between_harm(registry)
    last = np.flatnonzero(registry.harmful)[-1]

    assert between.sum() == np.count_nonzero(~registry.harmful[: last + 1])
    assert between.size == registry.harmful.sum() >= 12


def test_plans_lie_in_the_ranges_they_promise():
    """Days of care, falls and ulcers of the size that such units have."""
    for seed in range(200):
        plan = draw_falls_plan(np.random.default_rng(seed))
        assert 6 <= 1000 * plan.falls.level <= 9
        assert 0.08 <= plan.ulcers.level <= 0.16
        assert plan.falls.dispersion == 1.3


def test_drawn_counts_follow_their_plans(cohort):
    """Ulcers and falls in all steady months of the cohort, against theory.

    The readings leave out the most scattered series, so the bounds are for the means
    alone: four standard errors.
    """
    expected, observed, variance = np.zeros(2), np.zeros(2), np.zeros(2)
    for registry in cohort:
        counts, plan = registry.counts, registry.plan
        for i, (count, size, count_plan) in enumerate(
            [("falls", "care_days", plan.falls), ("ulcers", "assessed", plan.ulcers)]
        ):
            if count_plan.pattern != "stable":
                continue
            mean = count_plan.level * np.nansum(counts[size])
            scatter = count_plan.dispersion if i == 0 else 1 - count_plan.level
            expected[i] += mean
            observed[i] += np.nansum(counts[count])
            variance[i] += scatter * mean
    assert (np.abs(observed - expected) < 4 * np.sqrt(variance)).all()


def test_days_of_care_fit_the_beds(cohort):
    """From 400 to 900 in a month, most in winter."""
    days = np.array([registry.counts["care_days"] for registry in cohort])
    winter = np.nanmean(days[:, [0, 11, 12, 23, 24, 35]])
    summer = np.nanmean(days[:, [5, 6, 17, 18, 29, 30]])

    assert np.nanmin(days) >= 400
    assert np.nanmax(days) <= 900
    assert winter > 1.04 * summer


def test_every_learner_has_a_case_of_their_own(cohort):
    """300 registries: all drawn, and no two with the same data."""
    texts = {registry.rows().csv_text() for registry in cohort}

    assert len(texts) == len(cohort)


def test_every_story_and_setting_comes_up():
    """Each about as often as the others, within four standard errors."""
    plans = [draw_falls_plan(np.random.default_rng([3, seed])) for seed in range(600)]
    for names, told in (
        (STORIES, [plan.story for plan in plans]),
        (SETTINGS, [plan.setting for plan in plans]),
    ):
        expected = len(plans) / len(names)
        for name in names:
            assert abs(told.count(name) - expected) < 4 * expected**0.5


def test_another_learners_answer_is_worth_little(cohort):
    """Few share the story, the link and the month all at once."""
    answers = [
        (registry.plan.story, reading.moved, reading.moved_from, reading.falls_from)
        for registry in cohort
        if registry.plan.story != "steady"
        for reading in [read_falls_registry(registry)]
    ]
    alike = sum(answers.count(answer) - 1 for answer in answers)

    assert alike / (len(answers) * (len(answers) - 1)) < 0.05


def test_the_same_state_of_chance_gives_the_same_registry():
    """A learner's case can be drawn again for marking."""
    one, other = drawn(5), drawn(5)

    assert one.plan == other.plan
    assert one.rows() == other.rows()
    assert one.fall_days == other.fall_days


def test_the_data_of_a_seed_have_not_changed():
    """A change detector, not a truth: change it only when cases may change."""
    rng = np.random.default_rng(20270314)
    registry = draw_falls_registry(draw_falls_plan(rng), rng)
    text = registry.rows().csv_text() + draw_fall_records(registry, 12, rng).csv_text()

    assert sha256(text.encode()).hexdigest()[:16] == "c68eb0aba079912c"


def test_an_unknown_story_is_refused():
    """The stories there are, are named."""
    with pytest.raises(ValueError, match="steady, improvement, fade, effort, event"):
        draw_falls_plan(np.random.default_rng(1), story="miracle")
