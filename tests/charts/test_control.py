"""Every chart: what must hold whatever the data, and what is refused."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from course.charts import (
    c_chart,
    g_chart,
    individuals_chart,
    moving_range_chart,
    np_chart,
    p_chart,
    p_prime_chart,
    r_chart,
    run_chart,
    s_chart,
    t_chart,
    u_chart,
    u_prime_chart,
    xbar_chart,
)
from course.charts.control import Lines, build_chart
from course.charts.phases import divide_phases
from course.charts.ratios import build_ratio_chart

LINES = ("centre", "lower", "upper", "lower_two_sigma", "upper_two_sigma")
LENGTHS = st.integers(5, 40)
NAN = float("nan")

# Whole tenths: as people measure, and ties occur.
measurements = arrays(
    float, LENGTHS, elements=st.integers(-500, 500).map(lambda tenths: tenths / 10)
)
times = arrays(
    float, LENGTHS, elements=st.integers(1, 900).map(lambda tenths: tenths / 10)
)
counts = arrays(float, LENGTHS, elements=st.integers(0, 40).map(float))


@st.composite
def shares(draw):
    """Counts, and the cases they are out of."""
    sizes = draw(arrays(float, LENGTHS, elements=st.integers(1, 300).map(float)))
    parts = draw(arrays(float, sizes.size, elements=st.integers(0, 8).map(float)))
    return np.floor(sizes * parts / 8), sizes


def ratio(make):
    """A chart of counts over sizes, as one function of both."""
    return lambda both, **options: make(*both, **options)


def subgrouped(make):
    """A chart of subgroups: three neighbours make one."""

    def chart(values, **options):
        whole = values[: values.size // 3 * 3]
        return make(whole, np.arange(whole.size) // 3, **options)

    return chart


# Name: what makes the chart, and what it is made of.
CHARTS = {
    "run": (run_chart, measurements),
    "i": (individuals_chart, measurements),
    "mr": (moving_range_chart, measurements),
    "p": (ratio(p_chart), shares()),
    "p-prime": (ratio(p_prime_chart), shares()),
    "np": (lambda values, **options: np_chart(values, 40, **options), counts),
    "c": (c_chart, counts),
    "u": (ratio(u_chart), shares()),
    "u-prime": (ratio(u_prime_chart), shares()),
    "g": (g_chart, counts),
    "t": (t_chart, times),
}

# One test of eleven charts: forty series of each are enough.
forty = settings(max_examples=40)
of_every_kind = pytest.mark.parametrize("kind", CHARTS)


def assert_same_lines(here, there, scale=1.0, shift=0.0):
    """Each line of one chart is that of the other, on another scale."""
    size = np.nanmax(np.abs(there.values), initial=1.0)
    for name in LINES:
        np.testing.assert_allclose(
            getattr(here, name),
            getattr(there, name) * scale + shift,
            rtol=1e-7,
            atol=1e-7 * scale * size,
            err_msg=name,
        )


def either_way(data, change):
    """The data, or both of the counts and the sizes, changed."""
    return tuple(map(change, data)) if isinstance(data, tuple) else change(data)


@pytest.mark.parametrize("kind", ["run", "i", "t", "mr"])
@forty
@given(data=st.data(), scale=st.floats(0.001, 1000))
def test_another_unit_of_measurement_changes_no_verdict(kind, data, scale):
    """Hours or minutes: the lines are as many times higher, the signals the same."""
    make, values = CHARTS[kind]
    values = data.draw(values)
    here, there = make(values * scale), make(values)

    assert_same_lines(here, there, scale)
    assert (here.outside == there.outside).all()
    assert here.runs == there.runs


@pytest.mark.parametrize("kind", ["run", "i"])
@forty
@given(data=st.data(), shift=st.integers(-1000, 1000))
def test_another_zero_of_the_scale_changes_no_verdict(kind, data, shift):
    """Celsius or Kelvin: the lines are as much higher, the signals the same."""
    make, values = CHARTS[kind]
    values = data.draw(values)
    here, there = make(values + shift), make(values)

    for name in LINES:
        np.testing.assert_allclose(
            getattr(here, name), getattr(there, name) + shift, atol=1e-6
        )
    assert (here.outside == there.outside).all()
    assert here.runs == there.runs


@of_every_kind
@forty
@given(data=st.data())
def test_multiplying_what_is_shown_changes_no_verdict(kind, data):
    """Per cent or share: values and lines grow together."""
    make, values = CHARTS[kind]
    values = data.draw(values)
    here, there = make(values, multiply=100), make(values)

    assert_same_lines(here, there, 100.0)
    np.testing.assert_allclose(here.values, there.values * 100)
    assert (here.outside == there.outside).all()
    assert here.runs == there.runs


@of_every_kind
@forty
@given(data=st.data())
def test_read_backwards_the_lines_are_the_same(kind, data):
    """Nothing depends on the direction of time."""
    make, values = CHARTS[kind]
    values = data.draw(values)
    forward = make(values)
    backward = make(either_way(values, lambda series: series[::-1]))

    for name in LINES:
        # The first period of a moving range chart is without a range, not a line.
        np.testing.assert_allclose(
            getattr(backward, name)[::-1], getattr(forward, name), rtol=1e-7, atol=1e-9
        )
    assert backward.runs == forward.runs


@of_every_kind
@forty
@given(data=st.data())
def test_a_baseline_of_all_periods_is_the_whole(kind, data):
    """Freezing after the last period freezes nothing."""
    make, values = CHARTS[kind]
    values = data.draw(values)
    whole = make(values)
    frozen = make(values, freeze=whole.values.size)

    assert_same_lines(frozen, whole)
    assert frozen.runs == whole.runs


@of_every_kind
@forty
@given(data=st.data())
def test_each_part_is_a_chart_of_its_own(kind, data):
    """Divided in two, the lines of each part are those of the part alone."""
    make, values = CHARTS[kind]
    first, second = data.draw(values), data.draw(values)
    if isinstance(first, tuple):
        both = tuple(map(np.concatenate, zip(first, second, strict=True)))
    else:
        both = np.concatenate([first, second])
    alone = make(first), make(second)
    divided = make(both, parts=[alone[0].values.size])

    for name in (*LINES, "values"):
        joined = np.concatenate([getattr(chart, name) for chart in alone])
        np.testing.assert_allclose(getattr(divided, name), joined, atol=1e-12)
    assert divided.runs == alone[0].runs + alone[1].runs
    assert set(divided.part) == {1, 2}


@pytest.mark.parametrize("kind", [kind for kind in CHARTS if kind != "mr"])
@forty
@given(data=st.data())
def test_a_ghosted_point_changes_nothing_but_itself(kind, data):
    """The lines are those of the series without it, wherever it lies."""
    make, values = CHARTS[kind]
    values = data.draw(values)
    place = data.draw(st.integers(0, make(values).values.size - 1))
    ghosted = make(values, ghosted=[place + 1])
    without = make(either_way(values, lambda series: np.delete(series, place)))

    for name in LINES:
        line = np.delete(getattr(ghosted, name), place)
        np.testing.assert_allclose(line, getattr(without, name), atol=1e-9)
    assert ghosted.runs == without.runs
    assert (np.delete(ghosted.outside, place) == without.outside).all()


@pytest.mark.parametrize("kind", ["run", "np", "c", "g", "p", "u"])
@forty
@given(data=st.data())
def test_a_missing_period_moves_no_line(kind, data):
    """A month without figures is a gap, and neither a zero nor a signal."""
    make, values = CHARTS[kind]
    values = data.draw(values)
    whole = make(values)
    place = data.draw(st.integers(0, whole.values.size))
    gap = make(either_way(values, lambda series: np.insert(series, place, NAN)))

    for name in LINES:
        line = np.delete(getattr(gap, name), place)
        np.testing.assert_allclose(line, getattr(whole, name), atol=1e-9)
    assert np.isnan(gap.values[place]) and not gap.outside[place]
    assert gap.runs == whole.runs


@given(measurements)
def test_a_missing_month_is_not_bridged_by_a_moving_range(values):
    """Between April and June nobody knows what happened."""
    gap = np.insert(values, 3, NAN)
    ranges = np.abs(np.diff(values))
    known = np.delete(ranges, 2)

    chart = individuals_chart(gap)

    assert chart.sigma[0] == pytest.approx(known.mean() / 1.128, abs=1e-9)


@given(shares())
def test_what_did_not_happen_is_the_mirror_of_what_did(both):
    """Share of the late and share of the punctual: the same signals, upside down."""
    late, sizes = both
    here, there = p_chart(late, sizes), p_chart(sizes - late, sizes)

    np.testing.assert_allclose(here.centre, 1 - there.centre, atol=1e-12)
    np.testing.assert_allclose(here.upper, 1 - there.lower, atol=1e-12)
    assert (here.outside == there.outside).all()


@given(counts)
def test_equal_sizes_make_p_and_np_one_chart(values):
    """Counts out of forty are forty times the shares."""
    share, count = p_chart(values, [40] * values.size), np_chart(values, 40)

    assert_same_lines(count, share, 40.0)
    assert (count.outside == share.outside).all()


@given(counts, st.integers(1, 1000))
def test_equal_exposure_makes_u_and_c_one_chart(values, exposure):
    """Events are exposure times the rate."""
    rate, count = u_chart(values, [exposure] * values.size), c_chart(values)

    assert_same_lines(count, rate, float(exposure))
    assert (count.outside == rate.outside).all()


@pytest.mark.parametrize(("plain", "prime"), [(p_chart, p_prime_chart)])
@given(shares())
def test_a_prime_chart_is_the_plain_one_times_one_factor(plain, prime, both):
    """Laney's sigma is the chance sigma times the same sigma z for every point."""
    chance, laney = plain(*both), prime(*both)
    assume((chance.sigma > 0).all())

    factors = laney.sigma / chance.sigma

    np.testing.assert_allclose(factors, factors[0], rtol=1e-9)
    assert (laney.centre == chance.centre).all()


@given(st.floats(0.1, 0.9), st.integers(20, 400), st.integers(3, 20))
def test_prime_limits_with_sigma_z_of_one_are_the_plain_ones(share, size, pairs):
    """Points that scatter exactly as chance has it leave the limits where they were."""
    sigma = (share * (1 - share) / size) ** 0.5
    # Up and down by 0.564 sigma: every moving range is 1.128 sigma.
    zigzag = np.tile([1.0, -1.0], pairs) * 0.564 * sigma
    sizes = np.full(zigzag.size, float(size))

    def chart(prime):
        return build_ratio_chart(
            "p",
            (share + zigzag) * sizes,
            sizes,
            divide_phases(sizes.size),
            lambda centre, sizes: np.sqrt(centre * (1 - centre) / sizes),
            1.0,
            multiply=1,
            in_time=True,
            prime=prime,
        )

    assert_same_lines(chart(prime=True), chart(prime=False))


@pytest.mark.parametrize("make", [xbar_chart, s_chart, r_chart])
@given(
    values=arrays(float, st.integers(15, 60), elements=st.integers(0, 90).map(float)),
    data=st.data(),
)
def test_the_order_within_a_subgroup_does_not_matter(make, values, data):
    """Which patient came first that day changes nothing."""
    whole = values[: values.size // 3 * 3].reshape(-1, 3)
    orders = [data.draw(st.permutations(range(3))) for _ in whole]
    mixed = np.array([row[order] for row, order in zip(whole, orders, strict=True)])
    days = np.repeat(np.arange(whole.shape[0]), 3)

    assert_same_lines(make(mixed.ravel(), days), make(whole.ravel(), days))


@given(measurements)
def test_means_of_subgroups_lie_where_the_measurements_do(values):
    """The centre line of the means is the mean of all that was measured."""
    assume(values.size >= 15)
    whole = values[: values.size // 3 * 3]
    chart = subgrouped(xbar_chart)(values)

    assert chart.centre[0] == pytest.approx(whole.mean(), abs=1e-9)


@of_every_kind
@forty
@given(data=st.data())
def test_no_point_within_its_limits_is_called_outside(kind, data):
    """The flag says what the lines say, but for float noise."""
    make, values = CHARTS[kind]
    chart = make(data.draw(values))
    beyond = (chart.values > chart.upper) | (chart.values < chart.lower)

    assert not (chart.outside & ~beyond).any()
    with np.errstate(invalid="ignore"):
        near = np.minimum(
            np.abs(chart.values - chart.upper), np.abs(chart.values - chart.lower)
        )
    assert (near[beyond & ~chart.outside] < 1e-6).all()


@pytest.mark.parametrize("value", [5.0, 7.1, 0.1 + 0.2, 1e-6])
def test_equal_values_are_no_signal(value):
    """The limits lie on the points, and a point on a limit is inside."""
    chart = individuals_chart([value] * 12)

    assert not chart.outside.any() and not chart.shifted
    np.testing.assert_allclose(chart.upper, value)


def test_a_result_cannot_be_changed():
    """Who draws a chart cannot change what it says."""
    chart = individuals_chart([3, 5, 4, 6])

    with pytest.raises(ValueError, match="read-only"):
        chart.values[0] = 100


def test_what_was_given_is_not_changed():
    """The learner's own figures stay as they were, and writable."""
    values, ghosts = np.array([3.0, 5.0, 4.0, 6.0, 9.0]), [5]
    individuals_chart(values, ghosted=ghosts)
    values[0] = 7.0

    assert values.tolist() == [7.0, 5.0, 4.0, 6.0, 9.0]


def test_points_after_a_frozen_baseline_are_judged_by_it():
    """The step after period eight is outside; the baseline knows nothing of it."""
    values = [10, 12, 11, 13, 12, 10, 11, 13, 30, 31]
    frozen, whole = individuals_chart(values, freeze=8), individuals_chart(values)

    assert frozen.centre[0] == 11.5
    assert np.flatnonzero(frozen.outside).tolist() == [8, 9]
    assert whole.centre[0] > 15
    assert frozen.in_baseline.tolist() == [True] * 8 + [False] * 2


@pytest.mark.parametrize(
    "values", [[0, 0, None, 0, 0, 0], [10, 10, None, 10, 10, 10]], ids=["none", "all"]
)
@pytest.mark.parametrize("in_time", [True, False])
def test_shares_that_never_vary_have_no_prime_limits(values, in_time):
    """Nothing scatters, and a missing period does not make it seem to."""
    chart = p_prime_chart(values, [10] * 6, in_time=in_time)

    assert np.isnan(chart.upper).all() and not chart.signals


def test_single_measurements_have_means_but_no_limits():
    """Within a subgroup of one there is no spread to judge by."""
    chart = xbar_chart([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 5], freeze=4)

    assert chart.centre[0] == 2.5
    assert np.isnan(chart.upper).all()


def test_one_absurd_number_does_not_hide_the_others():
    """A code for "missing" left in the data is outside, and so is what else is."""
    calm = [10, 12, 11, 13, 12, 10, 11, 12, 13, 11, 12, 11]
    individuals = individuals_chart([*calm, 40, 9_999_999_999], freeze=12)
    runs = run_chart([*calm, *[14] * 13, 9_999_999_999], freeze=12)

    assert individuals.outside[-2:].tolist() == [True, True]
    assert runs.shifted and runs.runs[0].longest_run == 14


def test_units_side_by_side_have_no_runs_to_judge():
    """Ten wards below and ten above, in the order of the alphabet, are no signal."""
    late, cases = [10] * 10 + [20] * 10, [100] * 20

    assert p_chart(late, cases).shifted
    assert not p_chart(late, cases, in_time=False).shifted


def test_screening_drops_the_leap_and_narrows_the_limits():
    """One wild week does not widen the limits that should reveal it."""
    values = [10, 12, 11, 13, 12, 10, 11, 13, 60, 12, 11, 12]
    plain, screened = individuals_chart(values), individuals_chart(values, screen=True)

    assert screened.upper[0] < plain.upper[0]
    assert screened.centre[0] == plain.centre[0]
    # The ranges of 47 and 48 are left out: nine of 1 or 2 remain, 13 in all.
    assert screened.sigma[0] == pytest.approx(13 / 9 / 1.128)


def test_the_centre_of_a_g_chart_can_be_chosen_but_not_its_limits():
    """Median, mean or 0.693 of the mean: the limits rest on the mean."""
    between = [12, 3, 30, 7, 18]
    charts = [
        g_chart(between, centre=centre)
        for centre in ("median", "mean", "theoretical-median")
    ]

    assert [chart.centre[0] for chart in charts] == [12, 14, 0.693 * 14]
    assert len({float(chart.upper[0]) for chart in charts}) == 1


REFUSED = {
    "three points": (lambda: individuals_chart([3, 5, 4]), "at least 4 points"),
    "three points measured": (lambda: c_chart([3, None, 5, 4]), "1 to 4 have 3"),
    "a baseline of three": (lambda: run_chart(range(9), freeze=3), "at least 4"),
    "a part of two": (lambda: c_chart([3] * 9, parts=[7]), "periods 8 to 9 have 2"),
    "three ranges": (lambda: moving_range_chart([3, 5, 4, 6]), "have 3"),
    "a time of zero": (lambda: t_chart([4, 2, 0, 5, 6]), "event 3 is 0"),
    "a negative time": (lambda: t_chart([4, -2, 1, 5, 6]), "event 2 is -2"),
    "more events than cases": (
        lambda: p_chart([3, 5, 9, 2], [8, 8, 8, 8]),
        "Period 3 has 9 events among 8 cases",
    ),
    "more events than the sample": (
        lambda: np_chart([3, 51, 9, 2], 50),
        "Period 2 has 51 events among 50 cases",
    ),
    "events among nobody": (
        lambda: u_chart([3, 5, 9, 2], [800, 0, 750, 810]),
        "Period 2 has 5 events but nothing",
    ),
    "a percentage for a count": (lambda: c_chart([3, 4.5, 6, 2]), "Period 2 is 4.5"),
    "a negative count": (lambda: g_chart([3, 4, -6, 2]), "Period 3 is -6"),
    "a negative size": (lambda: u_chart([1] * 4, [9, 9, 9, -9]), "Period 4"),
    "an infinite value": (lambda: run_chart([1, 2, np.inf, 4]), "Period 3 is inf"),
    "text": (lambda: individuals_chart([1, "ca 12", 3, 4]), "needs numbers"),
    "a table": (lambda: individuals_chart([[1, 2], [3, 4]]), "2 dimensions"),
    "sizes too few": (lambda: p_chart([1, 2, 3, 4], [9, 9]), "4 values but 2"),
    "labels too few": (lambda: s_chart([1, 2, 3], ["a"]), "3 measurements but 1"),
    "nothing": (lambda: run_chart([]), "at least one period"),
    "a number beyond measure": (lambda: run_chart([1, 2, 3, 10**400]), "needs numbers"),
    "a sample of nobody": (lambda: np_chart([0] * 4, 0), "not 0"),
    "a sample of half a case": (lambda: np_chart([0] * 4, 2.5), "not 2.5"),
    "a baseline of a half": (lambda: c_chart([3] * 9, freeze=7.5), "whole numbers"),
    "a part by name": (lambda: c_chart([3] * 9, parts=["May"]), "whole numbers"),
    "no ghosts at all": (lambda: c_chart([3] * 9, ghosted=None), "whole numbers"),
    "a factor in words": (lambda: c_chart([3] * 9, multiply="2"), "not 2"),
    "a negative exposure": (
        lambda: run_chart([1, 2, 3, 4], [5, 5, -5, 5]),
        "Period 3 has a denominator of -5",
    ),
    "subgroups without a name": (
        lambda: xbar_chart([1, 2, 3, 4], [[], [], [], []]),
        "text or a number",
    ),
    "frozen and divided": (
        lambda: c_chart([3] * 20, freeze=8, parts=[10]),
        "Freeze a baseline or divide",
    ),
    "a baseline too long": (lambda: c_chart([3] * 9, freeze=10), "10 periods"),
    "parts out of order": (lambda: c_chart([3] * 20, parts=[12, 6]), "in order"),
    "a part twice": (lambda: c_chart([3] * 20, parts=[6, 6]), "in order"),
    "a part beyond the end": (lambda: c_chart([3] * 9, parts=[9]), "1 to 8"),
    "a ghost beyond the end": (lambda: c_chart([3] * 9, ghosted=[12]), "Period 12"),
    "a factor of zero": (lambda: c_chart([3] * 9, multiply=0), "above 0"),
    "an unknown centre": (lambda: g_chart([3] * 9, centre="mode"), "not mode"),
    "an unknown spread": (
        lambda: xbar_chart([1.0] * 8, [1, 1, 2, 2, 3, 3, 4, 4], spread="iqr"),
        "not iqr",
    ),
    "ranges of unequal subgroups": (
        lambda: r_chart([1.0] * 9, [1, 1, 2, 2, 3, 3, 4, 4, 4]),
        "2 to 3 measurements",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_judged_is_refused_in_one_sentence(what):
    """The sentence says what is wrong, and where."""
    make, sentence = REFUSED[what]
    with pytest.raises(ValueError, match=sentence) as refusal:
        make()

    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith((".", "one."))


def test_a_chart_signals_by_a_point_or_by_its_runs():
    """Either is enough, and a ghosted point is neither."""
    far = [10, 12, 11, 13, 12, 10, 11, 13, 40, 11, 12, 10]
    shifted = [10, 11] * 8 + [11.5, 11.6] * 8
    neither = individuals_chart([10, 12, 11, 13, 12, 10, 11, 13])

    assert individuals_chart(far).outside.any() and individuals_chart(far).signals
    assert individuals_chart(shifted).shifted and individuals_chart(shifted).signals
    assert not individuals_chart(far, ghosted=[9]).signals
    assert not neither.signals


@pytest.mark.parametrize("make", [run_chart, individuals_chart])
def test_a_rate_needs_both_its_numbers(make):
    """Without its numerator, its denominator or anybody in it a rate is a gap."""
    chart = make([4, None, 6, 3, 5, 0, 7], [10, 10, 10, None, 10, 0, 10])

    assert np.isnan(chart.values).tolist() == [False, True] * 3 + [False]
    assert chart.sizes.tolist() == [10, 0, 10, 0, 10, 0, 10]


def test_only_what_is_drawn_is_multiplied():
    """Sizes are cases, whatever the share is shown as."""
    chart = p_chart([4, 6, 5, 5], [40, 50, 60, 50], multiply=100)

    assert chart.sizes.tolist() == [40, 50, 60, 50]
    assert chart.values.tolist() == pytest.approx([10, 12, 500 / 60, 10])


def test_a_chart_of_the_middle_line_alone_has_no_limits():
    """A run chart calls no point outside."""
    phases = divide_phases(4)
    chart = build_chart(
        "run", np.array([1.0, 9.0, 1.0, 9.0]), phases, lambda *_: Lines(5.0)
    )

    assert np.isnan(chart.upper).all() and not chart.outside.any()
