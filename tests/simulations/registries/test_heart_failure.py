"""Hjärtsvikt: funnels, a comparison that turns round, limits that are too narrow."""

from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.charts import p_chart
from course.charts.funnel import p_funnel
from course.simulations.registries.heart_failure import (
    COMPARISONS,
    STORIES,
    STRATA,
    TREATMENTS,
    compare_clinics,
    draw_heart_failure_plan,
    draw_heart_failure_registry,
    draw_patient_records,
    follow_up_funnel,
    health_chart,
    own_chart,
    read_heart_failure_registry,
    together_chart,
)
from course.simulations.registries.planned_readings import marked_periods

seeds = st.integers(0, 2**32)


def drawn(seed, story=None, comparison=None):
    """One registry, from a plan of its own."""
    rng = np.random.default_rng(seed)
    plan = draw_heart_failure_plan(rng, story, comparison)
    return draw_heart_failure_registry(plan, rng)


@pytest.fixture(scope="module")
def cohort():
    """The registries of 300 learners; all of them can be drawn."""
    return [
        drawn([2027, learner], STORIES[learner % 4], COMPARISONS[learner // 4 % 2])
        for learner in range(300)
    ]


def shares_by(registry, group):
    """Readmission shares of the pair within the values of one grouping."""
    pair = [number - 1 for number in registry.plan.pair]
    values = sorted({stratum[group] for stratum in STRATA})
    for value in values:
        columns = [i for i, stratum in enumerate(STRATA) if stratum[group] == value]
        events = registry.readmitted[pair][:, columns].sum(axis=1)
        yield events / registry.registered[pair][:, columns].sum(axis=1)


@settings(max_examples=30)
@given(seeds)
def test_a_reversed_comparison_turns_round_however_patients_are_grouped(seed):
    """Worse crude, better in each stratum, age group and NYHA group."""
    registry = drawn(seed, comparison="reversed")
    comparison = compare_clinics(registry)

    assert comparison.crude[0] > comparison.crude[1]
    assert comparison.turns_round
    assert all(one < other for one, other in comparison.by_stratum)
    assert comparison.standardised[0] < comparison.standardised[1]
    for group in (0, 1):
        assert all(one < other for one, other in shares_by(registry, group))


@settings(max_examples=30)
@given(seeds)
def test_an_agreeing_comparison_says_the_same_crude_and_within(seed):
    """Better on the whole and in each stratum."""
    comparison = compare_clinics(drawn(seed, comparison="agreeing"))

    assert comparison.crude[0] < comparison.crude[1]
    assert not comparison.turns_round
    assert comparison.standardised[0] < comparison.standardised[1]


def test_the_planned_risks_turn_round_before_chance_has_its_say():
    """Crude risks of the mixes, and risks within, in each plan that promises it."""
    for seed in range(200):
        plan = draw_heart_failure_plan(
            np.random.default_rng(seed), comparison="reversed"
        )
        one, other = (plan.clinics[number - 1] for number in plan.pair)
        # The risks of the other clinic's strata are the usual ones.
        risks = np.array([0.06, 0.14, 0.12, 0.30])

        assert one.readmission_ratio < 1 == other.readmission_ratio
        assert one.readmission_ratio * risks @ one.mix > risks @ other.mix


@settings(max_examples=40)
@given(seeds)
def test_only_the_unusual_clinics_are_outside_the_funnel(seed):
    """By three sigma, by 99.8 % and by the binomial distribution itself."""
    registry = drawn(seed)
    counts, plan = registry.clinic_counts, registry.plan
    towns = [clinic.town for clinic in plan.clinics]
    unusual = {towns[number - 1] for number in plan.unusual}
    funnel = follow_up_funnel(registry)
    exact = p_funnel(
        counts["followed_up_6w"], counts["registered"], units=towns, exact=True
    )
    for outside in (funnel.outside, funnel.outside_998, exact.outside):
        assert {funnel.units[i] for i in np.flatnonzero(outside)} == unusual


def test_a_league_table_points_at_the_wrong_clinics(cohort):
    """First and last of it are small clinics that do as all the others."""
    for registry in cohort:
        counts = registry.clinic_counts
        shares = counts["followed_up_6w"] / counts["registered"]
        ends = {int(shares.argmin()) + 1, int(shares.argmax()) + 1}
        assert not ends & set(registry.plan.unusual)


@settings(max_examples=40)
@given(st.sampled_from(STORIES), seeds)
def test_the_own_clinic_shows_what_was_planned_and_nothing_else(story, seed):
    """Follow-up moves in its month; target dose and health never do."""
    registry = drawn(seed, story)
    plan, reading = registry.plan, read_heart_failure_registry(registry)
    start = None if story == "steady" else plan.followed_up.start

    assert reading.followed_up_from == start
    assert reading.unusual == plan.unusual
    assert not reading.target_dose_signal
    assert not reading.health_signal
    assert not health_chart(registry).shifted
    if story == "event":
        chart = own_chart(registry, "followed_up_6w")
        assert marked_periods(chart) == (start,)


@settings(max_examples=40)
@given(seeds)
def test_many_patients_need_the_prime_chart(seed):
    """A p chart accuses five months or more, and a p′ chart none."""
    registry = drawn(seed)
    ordinary = together_chart(registry, prime=False)
    prime = together_chart(registry, prime=True)

    assert ordinary.outside.sum() >= 5
    assert not prime.signals
    # Laney's sigma z: how much wider the limits are.
    ratio = (prime.upper - prime.centre) / (ordinary.upper - ordinary.centre)
    assert ratio[0] > 2


@settings(max_examples=30)
@given(seeds)
def test_the_numbers_fit_into_each_other(seed):
    """Patients counted once, and never more than there are."""
    registry = drawn(seed)
    counts, own = registry.clinic_counts, registry.own
    measured = ~np.isnan(own["new_patients"])

    assert (registry.registered.sum(axis=1) == counts["registered"]).all()
    assert (counts["registered"] <= counts["eligible"]).all()
    assert (registry.readmitted <= registry.registered).all()
    assert (registry.readmitted.sum(axis=1) == counts["readmitted_30d"]).all()
    for treatment in TREATMENTS:
        assert (counts[treatment] <= counts["registered"]).all()
    assert (counts["target_dose"] <= counts["beta"]).all()
    for variable in ("followed_up_6w", "target_dose"):
        assert (own[variable] <= own["new_patients"])[measured].all()
    missing = tuple((np.flatnonzero(~measured) + 1).tolist())
    assert missing == registry.plan.missing
    assert all(np.isnan(column[~measured]).all() for column in own.values())


def test_registered_patients_follow_the_coverage_of_the_plans():
    """Over 200 seeds, within four standard errors; from 40 to 95 %."""
    registered = expected = variance = 0.0
    for seed in range(200):
        registry = drawn([seed, 4])
        for clinic, patients in zip(
            registry.plan.clinics, registry.clinic_counts["registered"], strict=True
        ):
            assert 0.40 <= clinic.coverage <= 0.95
            expected += clinic.eligible * clinic.coverage
            variance += clinic.eligible * clinic.coverage * (1 - clinic.coverage)
            registered += patients
    assert abs(registered - expected) < 4 * variance**0.5


def test_records_follow_the_months_they_are_drawn_from():
    """All patients of all months: as many, and as many seen within six weeks."""
    registry = drawn(3)
    total = int(np.nansum(registry.own["new_patients"]))
    records = draw_patient_records(registry, total, np.random.default_rng(1))
    days = records.column("registered_on")
    by_month = [sum(d.startswith(month) for d in days) for month in registry.months]
    waits = [
        (np.datetime64(seen) - np.datetime64(day)).astype(int)
        for day, seen in zip(days, records.column("visit_on"), strict=True)
        if seen
    ]

    assert by_month == np.nan_to_num(registry.own["new_patients"]).tolist()
    assert sum(wait <= 42 for wait in waits) == np.nansum(
        registry.own["followed_up_6w"]
    )
    assert all(15 <= ef < 40 for ef in records.column("ef"))
    assert len(set(records.column("person"))) == total


def test_every_learner_has_a_case_of_their_own(cohort):
    """300 registries, and no two with the same data in any of their tables."""
    for table in ("rows", "clinic_rows", "stratum_rows", "together_rows"):
        texts = {getattr(registry, table)().csv_text() for registry in cohort}
        assert len(texts) == len(cohort), table


def test_another_learners_clinics_are_worth_little(cohort):
    """The unusual ones are seldom the same."""
    answers = [registry.plan.unusual for registry in cohort]
    alike = sum(answers.count(answer) - 1 for answer in answers)

    assert alike / (len(answers) * (len(answers) - 1)) < 0.05


def test_the_same_state_of_chance_gives_the_same_registry():
    """A learner's case can be drawn again for marking."""
    one, other = drawn(5), drawn(5)

    assert one.plan == other.plan
    assert one.rows() == other.rows()
    assert one.stratum_rows() == other.stratum_rows()


def test_the_data_of_a_seed_have_not_changed():
    """A change detector, not a truth: change it only when cases may change."""
    rng = np.random.default_rng(20270314)
    registry = draw_heart_failure_registry(draw_heart_failure_plan(rng), rng)
    tables = (
        registry.rows(),
        registry.clinic_rows(),
        registry.stratum_rows(),
        registry.together_rows(),
        draw_patient_records(registry, 60, rng),
    )
    text = "".join(table.csv_text() for table in tables)

    assert sha256(text.encode()).hexdigest()[:16] == "40d93b8f3f26ddd9"


def test_unknown_plans_are_refused():
    """The stories and comparisons there are, are named."""
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match="steady, improvement, fade, event"):
        draw_heart_failure_plan(rng, story="miracle")
    with pytest.raises(ValueError, match="reversed, agreeing"):
        draw_heart_failure_plan(rng, comparison="unclear")


def test_the_own_clinic_is_usual_on_the_funnel(cohort):
    """What its months show was not yet so in the year before."""
    for registry in cohort:
        assert registry.plan.pair[0] not in registry.plan.unusual


def test_a_p_chart_of_the_year_agrees_with_the_funnel(cohort):
    """The same limits, in the order of the clinics."""
    for registry in cohort[:50]:
        counts = registry.clinic_counts
        chart = p_chart(counts["followed_up_6w"], counts["registered"], in_time=False)
        found = tuple((np.flatnonzero(chart.outside) + 1).tolist())
        assert found == registry.plan.unusual
