"""Does the gain hold: the closed form, and people who come, go and drift."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.spread.sustainability import (
    COACHED_BACK,
    DRIFT,
    FULL_PLAN,
    NEWCOMERS_WHO_COPY,
    NO_PLAN,
    ControlPlan,
    Gain,
    expected_shares,
    follow_gain,
    settled_share,
)

GAIN = Gain(before=60, after=85, spread=5, staff=30, yearly_turnover=0.2)

turnovers = st.floats(0, 0.6)
plans = st.builds(ControlPlan, **{part.name: st.booleans() for part in fields(NO_PLAN)})
unwatched = plans.map(lambda plan: replace(plan, owned=False))


def test_without_a_plan_the_first_month_loses_leavers_and_drifters():
    """Of a hundred, those who stay and keep to it, and newcomers who copy."""
    turnover = 1 - 0.8 ** (1 / 12)
    left = (1 - turnover) * (1 - DRIFT) + turnover * NEWCOMERS_WHO_COPY

    assert expected_shares(GAIN, NO_PLAN, 1) == pytest.approx([left])


def test_with_a_coach_alone_the_settled_share_is_the_one_by_hand():
    """Without turnover: s = (1 - c)(1 - d) s + c, so s = c / (1 - (1 - c)(1 - d))."""
    steady = replace(GAIN, yearly_turnover=0)
    by_hand = COACHED_BACK / (1 - (1 - COACHED_BACK) * (1 - DRIFT))

    assert settled_share(steady, ControlPlan(coached=True)) == pytest.approx(by_hand)
    assert settled_share(steady, NO_PLAN) == 0


@given(turnovers, plans)
def test_the_closed_form_follows_its_recursion(turnover, plan):
    """Month by month: some leave, some drift, newcomers come, the coach visits."""
    gain = replace(GAIN, yearly_turnover=turnover)
    shares = np.concatenate([[1], expected_shares(gain, plan, 40)])
    drift = 0.01 if plan.standard_work else 0.06
    newcomers = 0.95 if plan.newcomers_trained else 0.3
    leave = gain.monthly_turnover
    after = shares[:-1] * (1 - leave) * (1 - drift) + leave * newcomers
    after += (0.1 if plan.coached else 0) * (1 - after)

    assert shares[1:] == pytest.approx(after)


@given(turnovers, plans)
def test_a_share_settles_where_the_next_month_changes_nothing(turnover, plan):
    """After many years it is there."""
    gain = replace(GAIN, yearly_turnover=turnover)

    assert expected_shares(gain, plan, 2000)[-1] == pytest.approx(
        settled_share(gain, plan), abs=1e-6
    )


@given(turnovers, plans, st.sampled_from(["newcomers_trained", "standard_work"]))
def test_each_part_of_a_plan_keeps_more(turnover, plan, part):
    """Never less, in any month; with the coach too."""
    gain = replace(GAIN, yearly_turnover=turnover)
    for name in (part, "coached"):
        without = expected_shares(gain, replace(plan, **{name: False}), 36)
        with_it = expected_shares(gain, replace(plan, **{name: True}), 36)
        assert (with_it >= without - 1e-12).all()


@given(st.floats(0, 0.9))
def test_twelve_months_of_turnover_make_up_the_year(turnover):
    """What is left after each month, multiplied, is what is left after the year."""
    gain = replace(GAIN, yearly_turnover=turnover)

    assert (1 - gain.monthly_turnover) ** 12 == pytest.approx(1 - turnover)


@pytest.mark.parametrize(
    "control",
    [
        NO_PLAN,
        ControlPlan(coached=True),
        ControlPlan(standard_work=True, measured=True),
        ControlPlan(newcomers_trained=True, owned=True),
        replace(FULL_PLAN, measured=False, coached=True),
    ],
)
def test_people_follow_the_closed_form_on_average(control):
    """Unwatched, 3000 runs, months 1, 6, 12 and 30, within four standard errors."""
    followed = follow_gain(GAIN, control, 30, np.random.default_rng(1), runs=3000)
    expected = expected_shares(GAIN, control, 30)

    assert not followed.responses.any()
    for month in (1, 6, 12, 30):
        seen = followed.shares[:, month - 1]
        assert seen.mean() == pytest.approx(
            expected[month - 1], abs=4 * seen.std() / 3000**0.5
        )


def test_the_measure_follows_the_people():
    """Mean and spread about the level of those who work in the new way."""
    followed = follow_gain(GAIN, NO_PLAN, 30, np.random.default_rng(2), runs=2000)
    chance = followed.values - (60 + 25 * followed.shares)

    assert chance.mean() == pytest.approx(0, abs=4 * 5 / 60_000**0.5)
    assert chance.std() == pytest.approx(5, abs=4 * 5 / 120_000**0.5)


@given(st.integers(0, 2**32), unwatched)
def test_who_does_not_look_does_not_respond(seed, plan):
    """A measure without an owner changes nothing, nor an owner without a measure."""
    rng = np.random.default_rng(seed)
    alone = replace(plan, measured=False, owned=True)

    assert not follow_gain(GAIN, plan, 24, rng, runs=4).responses.any()
    assert not follow_gain(GAIN, alone, 24, rng, runs=4).responses.any()


def test_the_owner_responds_to_what_the_chart_shows():
    """After a point below the frozen limit or six in a row below, and only then."""
    watched = ControlPlan(measured=True, owned=True)
    followed = follow_gain(GAIN, watched, 40, np.random.default_rng(3), runs=200)
    for values, responses in zip(followed.values, followed.responses, strict=True):
        in_a_row = 0
        for value, responded in zip(values, responses, strict=True):
            in_a_row = in_a_row + 1 if value < 85 else 0
            assert responded == (value < 85 - 15 or in_a_row == 6)
            in_a_row = 0 if responded else in_a_row
    assert followed.responses.any(axis=1).mean() > 0.9


def test_a_measure_that_should_fall_is_watched_from_above():
    """Falls: a lost gain lies over the line."""
    falls = Gain(before=9, after=5, spread=0.8, staff=30, yearly_turnover=0.2)
    watched = ControlPlan(measured=True, owned=True)
    followed = follow_gain(falls, watched, 40, np.random.default_rng(4), runs=50)
    far = followed.values > 5 + 2.4

    assert followed.responses[far].all()
    assert (followed.values[followed.responses] > 5).all()


def test_after_a_response_everybody_works_in_the_new_way_again():
    """A month later the share is that of a first month, within four standard errors."""
    watched = ControlPlan(measured=True, owned=True)
    followed = follow_gain(GAIN, watched, 30, np.random.default_rng(5), runs=2000)
    after = followed.shares[:, 1:][followed.responses[:, :-1]]
    first = expected_shares(GAIN, watched, 1)[0]

    assert after.mean() == pytest.approx(first, abs=4 * after.std() / after.size**0.5)


def test_watching_and_coaching_each_hold_more():
    """After two years: nothing, a coach, an owner who looks, both."""
    held = {}
    for coached in (False, True):
        for looked_at in (False, True):
            control = ControlPlan(coached=coached, measured=looked_at, owned=looked_at)
            rng = np.random.default_rng(6)
            shares = follow_gain(GAIN, control, 24, rng, runs=500).shares
            held[coached, looked_at] = shares[:, 12:].mean()

    assert held[False, False] < 0.5
    assert held[False, False] + 0.2 < held[True, False] < held[True, True]
    assert held[False, False] + 0.2 < held[False, True] < held[True, True]


def test_the_same_state_of_chance_gives_the_same_history():
    """A learner's run can be shown again."""
    one, other = (
        follow_gain(GAIN, FULL_PLAN, 24, np.random.default_rng(7)) for _ in range(2)
    )

    np.testing.assert_array_equal(one.values, other.values)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"after": 60}, "no gain"),
        ({"yearly_turnover": 1}, "below 1"),
        ({"yearly_turnover": -0.1}, "below 1"),
    ],
)
def test_a_gain_that_is_none_is_refused(change, sentence):
    """Equal levels, and turnovers that leave nobody."""
    with pytest.raises(ValueError, match=sentence):
        replace(GAIN, **change)
