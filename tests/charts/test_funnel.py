"""Funnel plots: by hand, against exact distributions, theory and other charts."""

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from course.charts.funnel import (
    Overdispersion,
    limit_curves,
    limits_at,
    p_funnel,
    u_funnel,
    winsorised_scatter,
)
from course.charts.proportions import p_chart
from course.charts.rates import u_chart

PAIRS = (("lower", "upper"), ("lower_95", "upper_95"), ("lower_998", "upper_998"))

# Units of any size, some with no event and some with nothing else.
units = st.lists(
    st.integers(1, 400).flatmap(
        lambda size: st.tuples(st.integers(0, size), st.just(size))
    ),
    min_size=1,
    max_size=25,
)


def columns(pairs):
    """Counts and sizes, where a share can be plotted at all."""
    counts, sizes = zip(*pairs, strict=True)
    assume(0 < sum(counts) < sum(sizes))
    return counts, sizes


def binomial(size, p):
    """Probabilities of each count, as fractions."""
    return [math.comb(size, r) * p**r * (1 - p) ** (size - r) for r in range(size + 1)]


def interpolated(chances, level):
    """The convention of Spiegelhalter (2005), step by step."""
    below = 0
    for count, chance in enumerate(chances):
        if below + chance >= level:
            return count - (below + chance - level) / chance
        below += chance
    raise AssertionError("Probabilities sum to one.")


def overdispersed(rng, units=40, tau=0.03):
    """Shares about 0.2 that differ between units; nothing real is behind them."""
    sizes = rng.integers(200, 2000, units)
    rates = np.clip(rng.normal(0.2, tau, units), 0.01, 0.99)
    return rng.binomial(sizes, rates), sizes


def test_limits_of_a_share_by_hand():
    """20 % of 100 cases: one sigma is 0.04."""
    plot = p_funnel([15, 25], [100, 100])
    limits = plot.limits

    assert plot.target == 0.2
    assert (limits.lower[0], limits.upper[0]) == pytest.approx((0.08, 0.32))
    assert (limits.lower_95[0], limits.upper_95[0]) == pytest.approx((0.1216, 0.2784))
    assert (limits.lower_998[0], limits.upper_998[0]) == pytest.approx((0.0764, 0.3236))
    assert plot.scores == pytest.approx(np.array([-1.25, 1.25]))


def test_limits_of_a_rate_by_hand():
    """9 per 1000 bed days: over 1000 of them, one sigma is 3."""
    plot = u_funnel([9, 9], [1000, 1000], multiply=1000)

    assert plot.target == pytest.approx(9)
    assert plot.limits.upper[0] == pytest.approx(18)
    assert plot.limits.lower[0] == 0
    assert plot.limits.lower_95[0] == pytest.approx(9 - 1.96 * 3)


def test_units_are_sorted_by_size_and_keep_their_numbers_together():
    """The smallest unit first; of equal ones, the first given."""
    plot = p_funnel(
        [30, 5, 8], [300, 50, 50], units=["Bodø", "Ystad", "Kemi"], target=0.1
    )

    assert plot.units == ("Ystad", "Kemi", "Bodø")
    assert plot.sizes.tolist() == [50, 50, 300]
    assert plot.counts.tolist() == [5, 8, 30]
    assert plot.values.tolist() == [0.1, 0.16, 0.1]
    assert p_funnel([30, 5], [300, 50]).units == ("2", "1")


def test_the_target_is_the_share_of_all_cases_or_what_somebody_set():
    """Not the mean of the shares; and a target set moves the limits with it."""
    own = p_funnel([1, 90], [10, 100])
    given_target = p_funnel([1, 90], [10, 100], target=50, multiply=100)

    assert own.target == pytest.approx(91 / 110)
    assert given_target.target == 50
    assert given_target.limits.upper[1] == pytest.approx(65)


def test_units_outside_are_flagged_by_each_pair_of_limits():
    """At 2, 3.05 and 3.2 sigma: outside 95 %, also three sigma, also 99.8 %."""
    plot = p_funnel([500, 540, 561, 564], [2500] * 4, target=0.2)

    assert plot.scores == pytest.approx(np.array([0, 2, 3.05, 3.2]))
    assert plot.outside_95.tolist() == [False, True, True, True]
    assert plot.outside.tolist() == [False, False, True, True]
    assert plot.outside_998.tolist() == [False, False, False, True]


def test_a_unit_on_a_limit_is_inside():
    """Only beyond is outside."""
    plot = p_funnel([560, 440, 561, 439], [2500] * 4, target=0.2)

    assert plot.scores[:2] == pytest.approx(np.array([3, -3]))
    assert plot.outside.tolist() == [False, False, True, True]


@given(units, st.booleans())
def test_limits_lie_about_the_target_and_where_shares_can_be(pairs, exact):
    """Within 0 and 1, 99.8 % the widest, then three sigma, then 95 %."""
    counts, sizes = columns(pairs)
    plot = p_funnel(counts, sizes, exact=exact)
    limits = plot.limits

    widening = [
        (limits.lower_95, limits.upper_95),
        (limits.lower, limits.upper),
        (limits.lower_998, limits.upper_998),
    ]
    for (low, high), (wider_low, wider_high) in pairwise(widening):
        assert (0 <= wider_low).all()
        assert (wider_low <= low).all()
        assert (low <= high).all()
        assert (high <= wider_high).all()
        assert (wider_high <= 1).all()


@given(units)
def test_deaths_and_survivors_make_the_same_funnel_upside_down(pairs):
    """Counting those without the property marks the same units."""
    counts, sizes = columns(pairs)
    plot = p_funnel(counts, sizes)
    other = p_funnel(np.subtract(sizes, counts), sizes)

    assert other.limits.upper == pytest.approx(1 - plot.limits.lower)
    assert other.outside_95.tolist() == plot.outside_95.tolist()
    assert other.phi == pytest.approx(plot.phi, nan_ok=True)


@given(units, st.sampled_from([0.5, 100, 1000]), st.booleans())
def test_another_unit_of_measure_changes_no_flag(pairs, multiply, exact):
    """Per cent or per thousand: what is shown is scaled, what is judged is not."""
    counts, sizes = columns(pairs)
    plain = u_funnel(counts, sizes, exact=exact)
    scaled = u_funnel(counts, sizes, exact=exact, multiply=multiply)

    assert scaled.values == pytest.approx(plain.values * multiply)
    assert scaled.limits.upper == pytest.approx(plain.limits.upper * multiply)
    assert scaled.outside_95.tolist() == plain.outside_95.tolist()
    assert scaled.tau_squared == pytest.approx(plain.tau_squared, nan_ok=True)


@pytest.mark.parametrize(
    ("funnel", "chart"), [(p_funnel, p_chart), (u_funnel, u_chart)]
)
def test_three_sigma_limits_are_those_of_the_chart_over_time(funnel, chart):
    """A funnel is a p or u chart of units instead of periods."""
    counts, sizes = [7, 12, 30, 61], [40, 100, 150, 320]
    plot, over_time = funnel(counts, sizes), chart(counts, sizes)

    assert plot.target == pytest.approx(over_time.centre[0])
    assert plot.limits.lower == pytest.approx(over_time.lower)
    assert plot.limits.upper == pytest.approx(over_time.upper)


@pytest.mark.parametrize(
    ("size", "p"), [(1, Fraction(1, 2)), (12, Fraction(1, 10)), (60, Fraction(4, 5))]
)
def test_exact_limits_are_those_of_the_binomial_distribution(size, p):
    """Against fractions, summed count by count."""
    plot = p_funnel([0], [size], target=float(p), exact=True)
    chances = binomial(size, p)

    for name, level in (
        ("lower_95", Fraction(25, 1000)),
        ("upper_95", Fraction(975, 1000)),
        ("lower_998", Fraction(1, 1000)),
        ("upper_998", Fraction(999, 1000)),
    ):
        expected = float(interpolated(chances, level)) / size
        line = getattr(plot.limits, name)[0]
        assert line == pytest.approx(min(max(expected, 0), 1))


@pytest.mark.parametrize("mean", [0.3, 4, 60])
def test_exact_limits_are_those_of_the_poisson_distribution(mean):
    """Against probabilities summed count by count."""
    plot = u_funnel([0], [10], target=mean / 10, exact=True)
    chances = [
        math.exp(count * math.log(mean) - mean - math.lgamma(count + 1))
        for count in range(300)
    ]

    for name, level in (("lower_95", 0.025), ("upper_95", 0.975), ("upper_998", 0.999)):
        expected = max(0, interpolated(chances, level)) / 10
        assert getattr(plot.limits, name)[0] == pytest.approx(expected)


@pytest.mark.parametrize("size", [5, 40, 500])
def test_a_unit_beyond_exact_limits_is_as_unlikely_as_they_say(size):
    """Counts below the lower line have 2.5 % at most, those above the upper about so.

    Interpolation puts the upper line below the smallest count that reaches 97.5 %, so
    that this count, too, is above it.
    """
    plot = p_funnel([0], [size], target=0.2, exact=True)
    chances = np.array(binomial(size, Fraction(1, 5)), dtype=float)
    shares = np.arange(size + 1) / size

    below = chances[shares < plot.limits.lower_95[0]].sum()
    above = chances[shares > plot.limits.upper_95[0]].sum()
    at_line = chances[int(np.argmax(shares > plot.limits.upper_95[0]))]
    assert below <= 0.025 + 1e-9
    assert 0.025 - 1e-9 <= above <= 0.025 + at_line


@pytest.mark.parametrize("funnel", [p_funnel, u_funnel])
def test_for_large_units_exact_limits_are_nearly_normal(funnel):
    """With thousands of events, both give the same picture."""
    options = {"target": 0.3, "units": ["Aarhus"]}
    normal = funnel([30_000], [100_000], **options).limits
    exact = funnel([30_000], [100_000], exact=True, **options).limits

    for pair in PAIRS:
        for name in pair:
            width = getattr(normal, pair[1])[0] - getattr(normal, pair[0])[0]
            line, other = getattr(exact, name)[0], getattr(normal, name)[0]
            assert line == pytest.approx(other, abs=0.01 * width)


def test_exact_limits_do_not_call_one_event_in_a_tiny_unit_special():
    """One of four, where 5 % is usual: the normal approximation overreacts."""
    normal = p_funnel([1], [4], target=0.02)
    exact = p_funnel([1], [4], target=0.02, exact=True)

    assert normal.outside_998[0]
    assert not exact.outside_998[0]


def test_scatter_by_hand():
    """Of twenty, two at either end are drawn in to the third: all ones are left."""
    scores = [-9, -5, 9, 5] + [-1, 1] * 8

    assert winsorised_scatter(scores) == 1
    assert winsorised_scatter([*scores, 3]) == pytest.approx((18 + 3 * 9) / 21)


@given(st.integers(1, 100))
def test_a_tenth_at_either_end_is_drawn_in(tens):
    """Of ten, one; of fifty, five; float noise takes or gives none."""
    scores = [-100.0] * tens + [1.0] * (8 * tens) + [100.0] * tens

    assert winsorised_scatter(scores) == 1
    one_more = [-100.0] * (tens + 1) + scores[tens + 1 :]
    assert winsorised_scatter(one_more) > 100


def test_stable_units_scatter_as_chance_does():
    """Phi is near what normal scores give when drawn in, and tau nearly nothing."""
    rng = np.random.default_rng(5)
    sizes = rng.integers(200, 2000, 4000)
    plot = p_funnel(rng.binomial(sizes, 0.2), sizes, target=0.2)
    # E min(z², c²) of a normal z, with c its 90 % quantile.
    c, density = 1.281552, math.exp(-(1.281552**2) / 2) / math.sqrt(2 * math.pi)
    expected = (0.8 - 2 * c * density) + 0.2 * c**2

    assert plot.phi == pytest.approx(expected, abs=4 * math.sqrt(2 / 4000))
    assert plot.tau_squared == 0


def test_additive_limits_find_the_variance_between_units():
    """With a spread of 3 points between units, tau is of that order."""
    rng = np.random.default_rng(6)
    estimates = []
    for _ in range(200):
        plot = p_funnel(*overdispersed(rng, units=60))
        estimates.append(plot.tau_squared)

    # Drawing in the ends makes it somewhat smaller than the 0.03 it is made with.
    assert 0.02 < math.sqrt(np.mean(estimates)) < 0.03


def test_variance_between_units_by_hand():
    """Equal units: k phi - (k - 1) over (k - 1) / s², with s² = 0.16 / 400."""
    counts = [60, 100] * 6
    plot = p_funnel(counts, [400] * 12, target=0.2)
    variance = 0.16 / 400
    phi = 0.05**2 / variance

    assert plot.phi == pytest.approx(phi)
    assert plot.tau_squared == pytest.approx((12 * phi - 11) * variance / 11)


def test_limits_that_allow_for_overdispersion_by_hand():
    """Multiplied by root phi, or with tau squared added to the variance."""
    counts, sizes = overdispersed(np.random.default_rng(7))
    plain = p_funnel(counts, sizes)
    wide = p_funnel(counts, sizes, overdispersion="multiplicative")
    added = p_funnel(counts, sizes, overdispersion="additive")
    sigma = np.sqrt(plain.target * (1 - plain.target) / plain.sizes)

    assert plain.phi > 1
    assert wide.limits.upper == pytest.approx(
        plain.target + 3 * sigma * math.sqrt(plain.phi)
    )
    assert added.limits.upper_95 == pytest.approx(
        plain.target + 1.96 * np.sqrt(sigma**2 + plain.tau_squared)
    )
    assert plain.outside.sum() > wide.outside.sum()
    assert plain.outside.sum() > added.outside.sum()


def test_limits_are_never_narrower_than_chance_makes_them():
    """Units more alike than by chance do not tighten the limits."""
    counts, sizes = [20] * 12, [100] * 12
    plain = p_funnel(counts, sizes)
    assert plain.phi == 0

    for overdispersion in Overdispersion:
        plot = p_funnel(counts, sizes, overdispersion=overdispersion)
        assert plot.limits.upper == pytest.approx(plain.limits.upper)


def test_few_units_have_no_scatter_to_judge():
    """Nine are shown, but their overdispersion is not a number."""
    plot = p_funnel([5] * 9, [50] * 9)

    assert math.isnan(plot.phi)
    assert math.isnan(plot.tau_squared)


@pytest.mark.parametrize("exact", [False, True])
def test_curves_run_through_the_limits_of_the_units(exact):
    """From the smallest unit to the largest; at their sizes, the very limits."""
    plot = p_funnel([9, 60, 10], [80, 300, 100], exact=exact)
    curves = limit_curves(plot)

    assert curves.sizes[0] == 80
    assert curves.sizes[-1] == 300
    assert (np.diff(curves.sizes) > 0).all()
    there = limits_at(plot, plot.sizes)
    for pair in PAIRS:
        for name in pair:
            line = getattr(plot.limits, name)
            assert getattr(there, name).tolist() == line.tolist()
            assert getattr(curves, name)[[0, -1]].tolist() == line[[0, -1]].tolist()


def test_curves_of_a_rate_may_lie_at_any_exposure():
    """Bed days need not be whole where a curve is drawn."""
    plot = u_funnel([3, 9], [10.5, 33.25], exact=True)
    curves = limit_curves(plot, points=7)

    assert curves.sizes.size == 7
    assert curves.sizes[[0, -1]].tolist() == [10.5, 33.25]


@pytest.mark.parametrize("exact", [False, True])
@pytest.mark.parametrize(
    ("funnel", "size", "ends"),
    [
        (p_funnel, 40, [38, 42]),
        (p_funnel, 3, [2, 4]),
        (p_funnel, 1, [1, 2]),
        (u_funnel, 40, [38, 42]),
        (u_funnel, 0.5, [0.475, 0.525]),
    ],
)
def test_units_of_one_size_have_curves_to_both_sides(funnel, size, ends, exact):
    """A curve of one point could not be seen."""
    plot = funnel([0, 1], [size, size], exact=exact)
    curves = limit_curves(plot)

    assert curves.sizes[[0, -1]] == pytest.approx(ends)
    assert (np.diff(curves.sizes) > 0).all()


def test_arrays_cannot_be_changed():
    """What was judged stays as it was judged."""
    plot = p_funnel([3, 4], [30, 30])
    for array in (plot.values, plot.sizes, plot.limits.upper):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


NAMES = ["Mora", "Alta", "Oulu"]


@pytest.mark.parametrize(
    ("counts", "sizes", "options", "message"),
    [
        ([1, 9, 2], [5, 8, 9], {}, "Alta has more events than cases: 9 of 8"),
        ([1, -1, 2], [5, 8, 9], {}, "Alta has fewer events than none: -1"),
        ([1, 1, 0], [5, 8, 0], {}, "Oulu has no cases"),
        ([1, 1, 0], [5, 8, -2], {}, "Oulu has no cases"),
        ([1, None, 0], [5, 8, 9], {}, "Alta has no count"),
        ([1, 1, 0], [None, 8, 9], {}, "Mora has no number of cases"),
        ([1.5, 1, 0], [5, 8, 9], {}, "Mora has events that are not whole"),
        ([1, 1, 0], [5, 8.5, 9], {}, "Alta has cases that are not whole"),
        ([1, 1], [5, 8, 9], {}, "2 and 3"),
        (["many", 1, 0], [5, 8, 9], {}, "needs numbers"),
        ([1, 1, 0], [5, 8, [9]], {}, "needs numbers"),
        ([1, 1, 0], [5, 8, 9], {"target": "0.2"}, "target is a number, not '0.2'"),
        ([1, 1, 0], [5, 8, 9], {"units": ["Mora", "Mora", "Alta"]}, "2 names"),
        ([1, 1, 0], [5, 8, 9], {"units": ["Mora"]}, "1 names"),
        ([1, 1, 0], [5, 8, 9], {"target": 1}, "between 0 and 1, not 1"),
        ([1, 1, 0], [5, 8, 9], {"target": 101, "multiply": 100}, "0 and 100, not 101"),
        ([0, 0, 0], [5, 8, 9], {}, "between 0 and 1, not 0"),
        ([1, 1, 0], [5, 8, 9], {"multiply": 0}, "above 0, not 0"),
        ([1, 1, 0], [5, 8, 9], {"overdispersion": "additive"}, "10 units or more"),
        ([1, 1, 0], [5, 8, 9], {"overdispersion": "some"}, "'some' is not"),
        (
            [1, 1, 0],
            [5, 8, 9],
            {"overdispersion": "additive", "exact": True},
            "cannot also allow",
        ),
    ],
)
def test_what_cannot_be_plotted_is_refused_by_name(counts, sizes, options, message):
    """What is wrong is said, and of which unit."""
    with pytest.raises(ValueError, match=message):
        p_funnel(counts, sizes, **({"units": NAMES} | options))


def test_a_rate_may_have_more_events_than_exposure():
    """Three events in two years are nothing odd; none at all cannot set a target."""
    assert u_funnel([3], [2]).target == 1.5
    with pytest.raises(ValueError, match="above 0, not 0"):
        u_funnel([0, 0], [2, 3])


def test_curves_are_asked_for_sizes_that_can_be():
    """No unit has no cases, or half a case."""
    plot = p_funnel([3, 4], [30, 30], exact=True)

    for one in (plot, p_funnel([3, 4], [30, 30])):
        for sizes in ([0, 10], [math.inf], [math.nan], [], ["ten"]):
            with pytest.raises(ValueError, match="sizes above 0"):
                limits_at(one, sizes)
    with pytest.raises(ValueError, match="whole numbers"):
        limits_at(plot, [10.5])
