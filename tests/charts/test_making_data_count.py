"""NHS icons: against R's results, by hand, and what must always hold."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.charts.making_data_count import (
    HIGH_CAUSES,
    SEVEN_AND_SEVEN,
    SHIFT_OF_EIGHT,
    SIX_AND_EIGHT,
    TREND_OF_SIX,
    Assurance,
    Direction,
    SpecialCause,
    Variation,
    making_data_count_chart,
)

# Synthetic series with the results of the R package NHSRplotthedots 0.2.2.
NONE = SpecialCause.NONE

# A calm baseline: mean 10, mean moving range 2, limits 10 ± 5.32, near from 13.55.
CALM = [11, 9] * 6
MARGIN = 2.66 * 2

# Few distinct values, so that runs, trends and ties are common.
series = st.lists(st.integers(0, 9), min_size=2, max_size=40)
directions = st.sampled_from(Direction)
all_lengths = st.sampled_from(
    [SEVEN_AND_SEVEN, TREND_OF_SIX, SHIFT_OF_EIGHT, SIX_AND_EIGHT]
)


def causes_after_calm(values, **options):
    """What is special in points that follow a calm baseline of twelve."""
    chart = making_data_count_chart(
        CALM + values, "increase", fix_after=len(CALM), **options
    )
    assert chart.mean[0] == 10
    assert chart.upper[0] == pytest.approx(10 + MARGIN)
    assert set(chart.special_causes[: len(CALM) - 1]) == {NONE}
    return list(chart.special_causes[len(CALM) :])


def test_a_point_is_outside_only_beyond_a_limit():
    """On the limit is inside."""
    on, beyond = 10 + MARGIN, 10 + MARGIN + 0.01

    assert causes_after_calm([on]) == [NONE]
    assert causes_after_calm([beyond]) == [SpecialCause.ABOVE_LIMIT]
    assert causes_after_calm([20 - beyond]) == [SpecialCause.BELOW_LIMIT]


def test_two_of_three_near_the_limit_are_marked_and_nothing_else():
    """All three on one side of the mean; the one between them is not special."""
    near, mid = SpecialCause.NEAR_UPPER_LIMIT, 10.5

    assert causes_after_calm([14, mid, 14]) == [near, NONE, near]
    assert causes_after_calm([14, 14, mid]) == [near, near, NONE]
    assert causes_after_calm([14, 9.5, 14, 9]) == [NONE] * 4
    assert causes_after_calm([14, 10, 14, 9]) == [NONE] * 4
    assert causes_after_calm([6, 9.5, 6]) == [
        SpecialCause.NEAR_LOWER_LIMIT,
        NONE,
        SpecialCause.NEAR_LOWER_LIMIT,
    ]


def test_near_begins_beyond_two_thirds_of_the_way():
    """On the two-thirds line is not near."""
    line = 10 + MARGIN * 2 / 3

    assert causes_after_calm([line, line, line, 9]) == [NONE] * 4
    assert SpecialCause.NEAR_UPPER_LIMIT in causes_after_calm([line + 0.01] * 2 + [11])


def test_a_point_outside_is_not_near():
    """It is company on the side, but does not count as one of two."""
    outside = SpecialCause.ABOVE_LIMIT

    assert causes_after_calm([14, 16, 11, 9]) == [NONE, outside, NONE, NONE]
    near = SpecialCause.NEAR_UPPER_LIMIT
    assert causes_after_calm([14, 16, 14, 9]) == [near, outside, near, NONE]


def test_seven_on_one_side_but_a_point_on_the_mean_breaks():
    """Unlike in a run chart, a point on the line ends the run."""
    above = SpecialCause.ABOVE_MEAN
    # The baseline ends below the mean, so the run is of these points alone.
    run = [11, 12, 11, 12, 11, 12, 11]

    assert causes_after_calm(run) == 7 * [above]
    assert causes_after_calm(run[:6]) == 6 * [NONE]
    assert causes_after_calm([*run[:6], 10, 11]) == 8 * [NONE]
    assert causes_after_calm(run, lengths=SHIFT_OF_EIGHT) == 7 * [NONE]
    assert causes_after_calm([*run, 12], lengths=SIX_AND_EIGHT) == 8 * [above]


def test_a_trend_is_seven_points_and_equal_neighbours_break_it():
    """Six steps, each strictly up; a set with six points asks for five steps."""
    rise = [7, 8, 9, 10, 11, 12]
    # The last of the baseline is 9, so 7 is where the rise begins.
    assert causes_after_calm(rise) == 6 * [NONE]
    assert causes_after_calm([*rise, 13]) == 7 * [SpecialCause.RISING]
    assert causes_after_calm([*rise, 12, 13]) == 8 * [NONE]
    assert causes_after_calm(rise, lengths=TREND_OF_SIX) == 6 * [SpecialCause.RISING]
    assert SpecialCause.FALLING in causes_after_calm([13, 12, 11, 10, 9, 8, 7])


def test_a_chart_of_seven_points_can_be_one_trend():
    """The pattern may fill the whole of a group."""
    chart = making_data_count_chart(range(7), "increase")

    assert chart.special_periods == tuple(range(1, 8))


def test_a_peak_belongs_to_the_trend_that_follows_it():
    """Seven up to the peak, seven down from it: the peak is falling."""
    peak = [7.5, 8, 9, 10, 11, 12, 13, 12, 11, 10, 9, 8, 7.5]

    assert causes_after_calm(peak) == 6 * [SpecialCause.RISING] + 7 * [
        SpecialCause.FALLING
    ]


def test_the_first_cause_that_fits_is_the_cause():
    """Outside before trend, trend before two of three, that before seven on a side."""
    causes = causes_after_calm([9.5, 10.5, 11, 12, 13, 14, 14.5, 16, 12, 11.5])

    assert causes == [
        *7 * [SpecialCause.RISING],
        SpecialCause.ABOVE_LIMIT,
        SpecialCause.ABOVE_MEAN,
        SpecialCause.ABOVE_MEAN,
    ]
    near = causes_after_calm([11, 12, 11, 12, 14, 11, 14])
    assert near == [
        *4 * [SpecialCause.ABOVE_MEAN],
        SpecialCause.NEAR_UPPER_LIMIT,
        SpecialCause.ABOVE_MEAN,
        SpecialCause.NEAR_UPPER_LIMIT,
    ]


def test_nothing_reaches_over_a_rebase():
    """A rise that is rebased halfway is no trend, and each half has its own lines."""
    rise = [1, 2, 3, 4, 5, 6, 7, 8]
    whole = making_data_count_chart(rise, "increase")
    halves = making_data_count_chart(rise, "increase", rebase=[5])

    assert len(whole.special_periods) == 8
    assert halves.special_periods == ()
    assert halves.part.tolist() == [1, 1, 1, 1, 2, 2, 2, 2]
    assert halves.mean.tolist() == [2.5] * 4 + [6.5] * 4


def test_limits_are_fixed_anew_in_each_group():
    """From the first points of each; a shorter group uses what it has."""
    values = [1, 3, 9, 9, 5, 6, 7]
    chart = making_data_count_chart(
        values, "increase", rebase=[5], fix_after=2, screen=False
    )

    assert chart.mean.tolist() == [2.0] * 4 + [5.5] * 3
    assert chart.upper[0] == pytest.approx(2 + 2.66 * 2)
    assert chart.upper[-1] == pytest.approx(5.5 + 2.66)
    unfixed = making_data_count_chart(values, "increase", rebase=[5], fix_after=12)
    assert unfixed.mean.tolist() == [5.5] * 4 + [6.0] * 3


def test_screening_leaves_the_extreme_range_out_once():
    """One jump does not widen the limits that are to reveal it."""
    values = [*[10, 11] * 6, 40, 10, 11]
    screened = making_data_count_chart(values, "increase")
    plain = making_data_count_chart(values, "increase", screen=False)

    assert screened.upper[0] - screened.mean[0] == pytest.approx(2.66)
    assert plain.upper[0] > screened.upper[0]
    assert screened.mean[0] == plain.mean[0]


def test_equal_values_have_no_screened_limits_and_no_assurance():
    """No moving range is left to calculate from."""
    chart = making_data_count_chart([5, 5, 5, 5], "increase", target=4)

    assert np.isnan(chart.upper).all()
    assert chart.variation_icon is Variation.COMMON_CAUSE
    assert chart.assurance_icon is None
    plain = making_data_count_chart([5, 5, 5, 5], "increase", target=4, screen=False)
    assert plain.assurance_icon is Assurance.PASS


@pytest.mark.parametrize(
    ("direction", "target", "icon"),
    [
        ("increase", 10 + MARGIN + 0.1, Assurance.FAIL),
        ("increase", 10 - MARGIN - 0.1, Assurance.PASS),
        ("decrease", 10 + MARGIN + 0.1, Assurance.PASS),
        ("decrease", 10 - MARGIN - 0.1, Assurance.FAIL),
        ("increase", 10, Assurance.HIT_OR_MISS),
        ("decrease", 12, Assurance.HIT_OR_MISS),
        ("neutral", 100, None),
        ("increase", None, None),
    ],
)
def test_assurance_compares_the_target_with_the_limits(direction, target, icon):
    """Not with the last value, and not with the mean."""
    chart = making_data_count_chart(CALM, direction, target=target)

    assert chart.assurance_icon is icon


@pytest.mark.parametrize("direction", ["increase", "decrease"])
def test_a_target_on_a_limit_is_hit_or_miss(direction):
    """Only beyond the limit is the target out of reach, or safe."""
    lines = making_data_count_chart(CALM, direction)
    for limit in (lines.lower[0], lines.upper[0]):
        chart = making_data_count_chart(CALM, direction, target=limit)
        assert chart.assurance_icon is Assurance.HIT_OR_MISS


def test_assurance_uses_the_last_group():
    """After a rebase the old limits promise nothing."""
    values = CALM + [value + 20 for value in CALM]
    chart = making_data_count_chart(values, "increase", target=20, rebase=[13])

    assert chart.assurance_icon is Assurance.PASS


@given(series, directions, all_lengths, st.booleans())
def test_upside_down_with_the_other_direction_the_icons_are_the_same(
    values, direction, lengths, screen
):
    """High is to "increase" what low is to "decrease"."""
    opposite = {"increase": "decrease", "decrease": "increase", "neutral": "neutral"}
    options = {"lengths": lengths, "screen": screen}
    chart = making_data_count_chart(values, direction, target=3.3, **options)
    mirrored = making_data_count_chart(
        [-value for value in values], opposite[direction], target=-3.3, **options
    )

    assert mirrored.special_periods == chart.special_periods
    assert mirrored.assurance_icon is chart.assurance_icon
    if direction is not Direction.NEUTRAL:
        assert mirrored.variations == chart.variations


@given(series, all_lengths)
def test_special_points_are_what_their_cause_says(values, lengths):
    """Each cause, read again point by point from the chart's own lines."""
    chart = making_data_count_chart(values, "increase", screen=False, lengths=lengths)
    mean, upper = chart.mean[0], chart.upper[0]
    reach = upper - mean
    noise = 1e-8

    def in_window(place, length, holds):
        return any(
            holds(values[start : start + length])
            for start in range(max(0, place - length + 1), place + 1)
            if start + length <= len(values)
        )

    for place, (value, cause) in enumerate(
        zip(values, chart.special_causes, strict=True)
    ):
        sign = 1 if cause in HIGH_CAUSES else -1
        distance = sign * (value - mean)
        trend = in_window(place, lengths.in_a_trend, lambda w: rises(w) or falls(w))
        run = in_window(
            place, lengths.on_one_side, lambda w: above(w, mean) or below(w, mean)
        )
        if abs(value - mean) > reach + noise:
            assert cause in (SpecialCause.ABOVE_LIMIT, SpecialCause.BELOW_LIMIT)
        elif trend:
            assert cause in (SpecialCause.RISING, SpecialCause.FALLING)
        elif cause in (SpecialCause.NEAR_UPPER_LIMIT, SpecialCause.NEAR_LOWER_LIMIT):
            assert reach * 2 / 3 - noise < distance <= reach + noise
        else:
            assert (cause is not NONE) == run
            assert cause in (SpecialCause.ABOVE_MEAN, SpecialCause.BELOW_MEAN, NONE)


def rises(window):
    """Each higher than the last."""
    return all(a < b for a, b in zip(window, window[1:], strict=False))


def falls(window):
    """Each lower than the last."""
    return rises(window[::-1])


def above(window, mean):
    """All clearly above the mean."""
    return all(value > mean + 1e-8 for value in window)


def below(window, mean):
    """All clearly below the mean."""
    return all(value < mean - 1e-8 for value in window)


@given(series, directions)
def test_meaning_follows_from_cause_and_direction(values, direction):
    """Higher is improvement where more is better, concern where less is."""
    chart = making_data_count_chart(values, direction)
    for cause, variation in zip(chart.special_causes, chart.variations, strict=True):
        high = cause in HIGH_CAUSES
        if cause is NONE:
            assert variation is Variation.COMMON_CAUSE
        elif direction is Direction.NEUTRAL:
            assert variation is (
                Variation.NEUTRAL_HIGH if high else Variation.NEUTRAL_LOW
            )
        else:
            better = high == (direction is Direction.INCREASE)
            assert variation is (Variation.IMPROVEMENT if better else Variation.CONCERN)


def test_the_variation_icon_is_that_of_the_last_point():
    """What was special before it is history."""
    special = making_data_count_chart([*CALM, 16], "increase", fix_after=12)
    over = making_data_count_chart([*CALM, 16, 11], "increase", fix_after=12)

    assert special.variation_icon is Variation.IMPROVEMENT
    assert over.variation_icon is Variation.COMMON_CAUSE
    assert over.special_periods == (13,)


@pytest.mark.parametrize(("last", "high"), [(16, True), (4, False), (11, None)])
def test_the_icon_bears_high_or_low_by_its_last_point(last, high):
    """H and L say where the last point went; which is better, the colour says."""
    for direction in Direction:
        chart = making_data_count_chart([*CALM, last], direction, fix_after=12)
        assert chart.icon_says_high is high


def test_arrays_cannot_be_changed():
    """What was judged stays as it was judged."""
    chart = making_data_count_chart(CALM, "increase")

    with pytest.raises(ValueError, match="read-only"):
        chart.upper[0] = 99


@pytest.mark.parametrize(
    ("values", "options", "message"),
    [
        ([1, None, 3], {}, "period 2 has none"),
        ([], {}, "at least two points"),
        ([4], {}, "starts at period 1 has one"),
        ([1, 2, 3], {"rebase": [2]}, "starts at period 1 has one"),
        ([1, 2, 3], {"rebase": [3]}, "starts at period 3 has one"),
        ([1, 2, 3], {"rebase": [1]}, "periods 2 to 3"),
        ([1, 2, 3], {"rebase": [4]}, "periods 2 to 3"),
        ([1, 2, 3, 4, 5], {"rebase": [4, 3]}, "in order"),
        ([1, 2, 3], {"fix_after": 1}, "two points or more, not 1"),
        ([1, 2, 3], {"target": float("nan")}, "not nan"),
    ],
)
def test_what_cannot_be_charted_is_refused(values, options, message):
    """What is wrong is said, and where."""
    with pytest.raises(ValueError, match=message):
        making_data_count_chart(values, "increase", **options)


def test_an_unknown_direction_is_refused():
    """The three that there are, are named."""
    with pytest.raises(ValueError, match="increase, decrease, neutral; 'up'"):
        making_data_count_chart(CALM, "up")


@pytest.mark.parametrize("value", [0.1, 0.7, 87.3])
def test_a_target_that_is_the_process_itself_is_hit_or_miss(value):
    """Float noise in the mean does not make a target fail that every value meets."""
    chart = making_data_count_chart(
        [value] * 13, "increase", target=value, screen=False
    )

    assert chart.assurance_icon is Assurance.HIT_OR_MISS


@pytest.mark.parametrize(
    "options", [{"rebase": [3.5]}, {"fix_after": 3.0}, {"target": "5"}], ids=str
)
def test_what_is_not_a_period_or_a_target_is_refused(options):
    """One sentence, and no guess."""
    with pytest.raises(ValueError, match="whole numbers|is a number, not 5"):
        making_data_count_chart([5, 6] * 6, "increase", **options)
