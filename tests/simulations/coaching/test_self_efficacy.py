"""A team's belief: within bounds, fed by success, and lent by words."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.coaching.self_efficacy import (
    ACTIONS,
    HIGHEST,
    WEEKS,
    TeamBelief,
    chance_of_success,
    draw_luck,
    grow,
    live_week,
    live_weeks,
    mean_belief_after,
)

teams = st.builds(
    TeamBelief,
    belief=st.floats(0, 100),
    skill=st.floats(0, 120),
    strain=st.floats(0, 100),
    visits=st.integers(0, 8),
    borrowed=st.floats(0, 9),
)
luck = st.floats(0, 1, exclude_max=True)
actions = st.sampled_from(ACTIONS)


@given(teams, actions, luck)
def test_belief_and_strain_stay_within_bounds(team, action, luck):
    """Whatever is done, with any team."""
    after = live_week(team, action, luck).team

    assert 0 <= after.belief <= HIGHEST
    assert 0 <= after.strain <= 100


@given(teams, luck, st.sampled_from(ACTIONS[:2]))
def test_a_success_leaves_more_belief_than_a_failure(team, luck, step):
    """Of the same step, in the same team."""
    won = live_week(team, step, 0.0)
    lost = live_week(team, step, 0.999999)
    if won.success and not lost.success:
        assert won.team.belief >= lost.team.belief
        assert won.team.skill > lost.team.skill


@given(teams)
def test_the_large_step_is_never_likelier_than_the_small_one(team):
    """It is the harder one, always."""
    assert chance_of_success(team, "large-step") < chance_of_success(team, "small-step")


def test_words_are_gone_after_a_week_without_success():
    """They lent nine points; a week of rest later the belief is where it was."""
    start = TeamBelief(strain=0)
    spoken = live_week(start, "pep-talk", 0.5).team
    assert spoken.belief == start.belief + 9

    later = live_week(spoken, "see-others", 0.5).team
    alone = live_week(TeamBelief(strain=5), "see-others", 0.5).team

    assert later.belief == pytest.approx(alone.belief)


def test_words_stay_when_a_success_follows():
    """What was lent has been paid back."""
    start = TeamBelief(strain=0)
    with_words = live_weeks(["pep-talk", "small-step"], [0.5, 0.0], start)[-1].team
    without = live_weeks(["see-others", "small-step"], [0.5, 0.0], start)[-1].team

    assert with_words.borrowed == 0
    assert with_words.belief > start.belief + 9
    assert without.belief > start.belief


def test_one_week_by_hand():
    """35 and a fifth of the 65 that are missing: 48; seven points of practice."""
    week = live_week(TeamBelief(), "small-step", luck=0.5)

    assert week.success
    assert week.team.belief == pytest.approx(48)
    assert (week.team.skill, week.team.strain) == (37, 60)


def test_each_further_visit_shows_less():
    """The first shows that it can be done."""
    weeks = live_weeks(["see-others"] * 3, [0.5] * 3, TeamBelief(strain=0))
    beliefs = [35.0, *(week.team.belief for week in weeks)]
    gains = np.diff(beliefs)

    assert gains[0] > gains[1] > gains[2] > 0


def test_the_ways_come_out_as_the_lesson_says():
    """Small steps most, words below the start, the careful mixture above all."""
    means = {
        action: mean_belief_after(lambda _, a=action: a, 2000, np.random.default_rng(1))
        for action in ACTIONS
    }
    careful = mean_belief_after(grow, 2000, np.random.default_rng(1))

    assert max(means, key=means.get) == "small-step"
    assert means["pep-talk"] < 35 < means["see-others"] < means["small-step"] < careful
    assert means["large-step"] < 5
    assert round(chance_of_success(TeamBelief(), "small-step"), 1) == 0.7
    assert round(chance_of_success(TeamBelief(), "large-step"), 2) == 0.03


def test_the_same_chance_brings_the_same_weeks():
    """And only the generator decides on it."""
    one, other = (draw_luck(np.random.default_rng(7)) for _ in range(2))

    assert one == other
    assert len(one) == WEEKS
    assert live_weeks(ACTIONS, one) == live_weeks(ACTIONS, other)


def test_what_is_no_action_is_refused():
    """With the names of those there are."""
    with pytest.raises(ValueError, match="not one of small-step"):
        live_week(TeamBelief(), "prayer", 0.5)
