"""Managers who use a registry: the interval decides, not the share alone."""

import math
from hashlib import sha256

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.simulations.capability.manager_survey import (
    AIM,
    VERDICTS,
    draw_manager_plan,
    draw_manager_survey,
    judge_use,
    use_chart,
    wilson_interval,
)

seeds = st.integers(0, 2**32)


def drawn(seed, verdict=None):
    """One survey, from a plan of its own."""
    rng = np.random.default_rng(seed)
    return draw_manager_survey(draw_manager_plan(rng, verdict), rng)


def exact_tail(count, size, share):
    """Chance of `count` or more of `size`."""
    return sum(
        math.comb(size, k) * share**k * (1 - share) ** (size - k)
        for k in range(count, size + 1)
    )


@given(st.sampled_from(VERDICTS), seeds)
def test_the_verdict_follows_by_every_formula(verdict, seed):
    """Wilson, the simple interval, and the binomial distribution itself."""
    survey = drawn(seed, verdict)
    count, size = int(survey.use_registry.sum()), int(survey.managers.sum())
    share = count / size
    reach = 1.96 * math.sqrt(share * (1 - share) / size)
    at_least = exact_tail(count, size, AIM)
    at_most = 1 - exact_tail(count + 1, size, AIM)
    by_tails = (
        "reached"
        if at_least < 0.025
        else "not-reached"
        if at_most < 0.025
        else "cannot-tell"
    )

    assert judge_use(survey).verdict() == verdict
    assert by_tails == verdict
    assert (share - reach > AIM) == (verdict == "reached")
    assert (share + reach < AIM) == (verdict == "not-reached")


@given(seeds)
def test_where_nobody_can_tell_the_share_alone_would_say_reached(seed):
    """That is the trap."""
    assert judge_use(drawn(seed, "cannot-tell")).share >= AIM


@given(seeds)
def test_the_quarters_may_be_taken_together(seed):
    """Nothing signals on their chart, and its line is the share."""
    survey = drawn(seed)
    chart = use_chart(survey)

    assert not chart.signals
    assert chart.centre[0] == pytest.approx(100 * judge_use(survey).share)


def test_practically_every_seed_gives_a_survey_of_its_own():
    """300 in a row, all different."""
    texts = {drawn([seed, 1]).rows().csv_text() for seed in range(300)}

    assert len(texts) == 300


@given(st.integers(1, 400), st.floats(0, 1))
def test_wilson_is_where_the_share_is_just_not_surprising(size, share):
    """At either end the observed share lies 1.96 standard errors away."""
    count = round(share * size)
    interval = wilson_interval(count, size)
    for end in (interval.lowest, interval.highest):
        if 1e-9 < end < 1 - 1e-9:
            error = math.sqrt(end * (1 - end) / size)
            assert abs(interval.share - end) == pytest.approx(1.96 * error)


def test_a_share_of_nobody_is_refused():
    """Nor can more use it than there are."""
    for count, size in ((0, 0), (5, 4), (-1, 4)):
        with pytest.raises(ValueError, match="is no share"):
            wilson_interval(count, size)


def test_the_data_of_a_seed_have_not_changed():
    """A change detector, not a truth: change it only when cases may change."""
    text = drawn(20270314).rows().csv_text()

    assert sha256(text.encode()).hexdigest()[:16] == "e331e982489b596e"


def test_an_unknown_verdict_is_refused():
    """The verdicts there are, are named."""
    with pytest.raises(ValueError, match="reached, not-reached, cannot-tell"):
        draw_manager_plan(np.random.default_rng(1), "perhaps")
