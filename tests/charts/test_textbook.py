"""The printed examples of a textbook.

Montgomery (2013), Introduction to Statistical Quality Control, 7th ed. It rounds on
the way, so that its last printed digit may be off by a little.
"""

import numpy as np
import pytest

from course.charts import (
    c_chart,
    individuals_chart,
    moving_range_chart,
    p_chart,
    r_chart,
    s_chart,
    u_chart,
    xbar_chart,
)
from course.charts.factors import c4, d2, d3

# Appendix VI: n: A2, A3, c4, B3, B4, d2, d3, D3, D4.
FACTORS = {
    2: (1.880, 2.659, 0.7979, 0, 3.267, 1.128, 0.853, 0, 3.267),
    3: (1.023, 1.954, 0.8862, 0, 2.568, 1.693, 0.888, 0, 2.574),
    4: (0.729, 1.628, 0.9213, 0, 2.266, 2.059, 0.880, 0, 2.282),
    5: (0.577, 1.427, 0.9400, 0, 2.089, 2.326, 0.864, 0, 2.114),
    6: (0.483, 1.287, 0.9515, 0.030, 1.970, 2.534, 0.848, 0, 2.004),
    7: (0.419, 1.182, 0.9594, 0.118, 1.882, 2.704, 0.833, 0.076, 1.924),
    8: (0.373, 1.099, 0.9650, 0.185, 1.815, 2.847, 0.820, 0.136, 1.864),
    9: (0.337, 1.032, 0.9693, 0.239, 1.761, 2.970, 0.808, 0.184, 1.816),
    10: (0.308, 0.975, 0.9727, 0.284, 1.716, 3.078, 0.797, 0.223, 1.777),
}

# Section 6.4, costs of processing mortgage loans, week by week.
LOANS = [310, 288, 297, 298, 307, 303, 294, 297, 308, 306]
LOANS += [294, 299, 297, 299, 314, 295, 293, 306, 301, 304]

# Section 7.2, nonconforming cans of orange juice among 50, every half hour.
CANS = [12, 15, 8, 10, 4, 7, 16, 9, 14, 10, 5, 6, 17, 12, 22]
CANS += [8, 10, 5, 13, 11, 20, 18, 24, 15, 9, 12, 7, 13, 9, 6]

# Section 7.2, nonconforming purchase orders in weeks of different sizes.
ORDERS = [12, 8, 6, 9, 10, 12, 11, 16, 10, 6, 20, 15, 9]
ORDERS += [8, 6, 8, 10, 7, 5, 8, 5, 8, 10, 6, 9]
ORDER_SIZES = [100, 80, 80, 100, 110, 110, 100, 100, 90, 90, 110, 120, 120]
ORDER_SIZES += [120, 110, 80, 80, 80, 90, 100, 100, 100, 100, 90, 90]

# Section 7.3, nonconformities in samples of 100 printed circuit boards.
BOARDS = [21, 24, 16, 12, 15, 5, 28, 20, 31, 25, 20, 24, 16]
BOARDS += [19, 10, 17, 13, 22, 18, 39, 30, 24, 16, 19, 17, 15]

# Section 7.3, errors in samples of 50 shipments.
SHIPMENTS = [2, 3, 8, 1, 1, 4, 1, 4, 5, 1, 8, 2, 4, 3, 4, 1, 8, 3, 7, 4]

# Section 6.3, inside diameters of piston rings: thousandths of a millimetre from 74.
RINGS = """
    30 2 19 -8 8      -5 -8 1 11 4      -12 24 21 5 2     2 -4 -7 15 9
    -8 7 15 -11 14    9 -6 -3 -15 -7    -5 6 -6 0 5       -15 3 -7 15 -12
    8 -5 9 5 4        -2 0 -10 7 -5     -6 -2 -6 -5 -10   4 0 7 0 -4
    -17 2 -2 -3 12    6 -33 -6 0 -16    12 14 -2 -1 7     0 -16 5 -2 -4
    -6 12 -14 5 7     6 10 18 3 0       -16 2 3 5 -3      0 10 13 20 3
    -18 1 15 5 -4     4 -1 -10 6 9      10 -11 -10 9 14   15 8 -7 0 10
    -18 -16 -5 17 13
"""
DIAMETERS = [74 + int(number) / 1000 for number in RINGS.split()]
SAMPLES = [sample for sample in range(1, 26) for _ in range(5)]
# Table 6.4 takes the last measurements of these samples away.
SHORTER = {2: 3, 6: 4, 7: 4, 9: 4, 13: 3, 15: 3, 17: 4, 20: 3}


def periods_outside(chart):
    """The periods beyond a limit, from 1."""
    return (np.flatnonzero(chart.outside) + 1).tolist()


@pytest.mark.parametrize(("size", "printed"), FACTORS.items())
def test_factors_are_those_of_the_appendix(size, printed):
    """Every factor of Appendix VI, to its last printed digit and one."""
    c, d, e = c4(size), d2(size), d3(size)
    reach = 3 * (1 - c**2) ** 0.5 / c
    calculated = (
        3 / (d * size**0.5),
        3 / (c * size**0.5),
        c,
        max(0, 1 - reach),
        1 + reach,
        d,
        e,
        max(0, 1 - 3 * e / d),
        1 + 3 * e / d,
    )

    assert calculated == pytest.approx(printed, abs=0.0011)


def test_individuals_and_moving_ranges_of_loan_costs():
    """Mean 300.5, mean range 7.79, limits 279.78 and 321.22, range limit 25.45."""
    chart, ranges = individuals_chart(LOANS), moving_range_chart(LOANS)

    assert chart.centre[0] == 300.5
    assert ranges.centre[0] == pytest.approx(7.79, abs=0.005)
    assert chart.lower[0] == pytest.approx(279.78, abs=0.005)
    assert chart.upper[0] == pytest.approx(321.22, abs=0.005)
    assert ranges.upper[0] == pytest.approx(25.45, abs=0.005)
    assert not chart.outside.any() and not ranges.outside.any()


def test_shares_of_cans():
    """Samples 15 and 23 are outside 0.0524 to 0.4102; without them 21 is, too."""
    chart = p_chart(CANS, [50] * 30)

    assert chart.centre[0] == pytest.approx(0.2313, abs=5e-5)
    assert chart.lower[0] == pytest.approx(0.0524, abs=5e-5)
    assert chart.upper[0] == pytest.approx(0.4102, abs=5e-5)
    assert periods_outside(chart) == [15, 23]

    revised = p_chart(CANS, [50] * 30, ghosted=[15, 23])

    assert revised.centre[0] == pytest.approx(0.2150, abs=5e-5)
    assert revised.lower[0] == pytest.approx(0.0407, abs=5e-5)
    assert revised.upper[0] == pytest.approx(0.3893, abs=5e-5)
    assert periods_outside(revised) == [15, 21, 23]


def test_shares_of_orders_in_weeks_of_different_sizes():
    """234 of 2450 are 0.096; week 11 is above its own limit."""
    chart = p_chart(ORDERS, ORDER_SIZES)

    assert chart.centre[0] == pytest.approx(0.096, abs=5e-4)
    assert periods_outside(chart) == [11]


def test_counts_on_boards():
    """Mean 19.85, limits 6.48 and 33.22; samples 6 and 20 are outside."""
    chart = c_chart(BOARDS)

    assert chart.centre[0] == pytest.approx(19.85, abs=0.005)
    assert chart.lower[0] == pytest.approx(6.48, abs=0.01)
    assert chart.upper[0] == pytest.approx(33.22, abs=0.01)
    assert periods_outside(chart) == [6, 20]

    revised = c_chart(BOARDS, ghosted=[6, 20])

    assert revised.centre[0] == pytest.approx(19.67, abs=0.005)
    assert revised.upper[0] == pytest.approx(32.97, abs=0.01)


def test_errors_in_shipments():
    """0.0740 errors a shipment, the upper limit 0.1894, none below."""
    chart = u_chart(SHIPMENTS, [50] * 20)

    assert chart.centre[0] == pytest.approx(0.0740, abs=5e-5)
    assert chart.upper[0] == pytest.approx(0.1894, abs=5e-5)
    assert chart.lower[0] == 0


def test_means_and_deviations_of_piston_rings():
    """Mean 74.001, deviation 0.0094: limits 73.988 to 74.014, and 0 to 0.0196."""
    means, deviations = xbar_chart(DIAMETERS, SAMPLES), s_chart(DIAMETERS, SAMPLES)

    assert means.centre[0] == pytest.approx(74.001, abs=5e-4)
    assert deviations.centre[0] == pytest.approx(0.0094, abs=5e-5)
    assert means.lower[0] == pytest.approx(73.988, abs=5e-4)
    assert means.upper[0] == pytest.approx(74.014, abs=1e-3)
    assert deviations.lower[0] == 0
    assert deviations.upper[0] == pytest.approx(0.0196, abs=1e-4)


def test_means_and_ranges_of_piston_rings():
    """Judged by ranges, the means have the same limits."""
    means = xbar_chart(DIAMETERS, SAMPLES, spread="range")

    assert means.lower[0] == pytest.approx(73.988, abs=5e-4)
    assert means.upper[0] == pytest.approx(74.014, abs=1e-3)
    assert r_chart(DIAMETERS, SAMPLES).lower[0] == 0


def test_piston_rings_in_samples_of_different_sizes():
    """Table 6.4: 113 rings, mean 74.001, the deviations pooled to 0.0103."""
    kept = [
        place
        for place, sample in enumerate(SAMPLES)
        if place % 5 < SHORTER.get(sample, 5)
    ]
    diameters = [DIAMETERS[place] for place in kept]
    samples = [SAMPLES[place] for place in kept]
    means, deviations = xbar_chart(diameters, samples), s_chart(diameters, samples)

    assert len(kept) == 113
    assert means.centre[0] == pytest.approx(74.001, abs=5e-4)
    assert deviations.centre[0] == pytest.approx(0.0103, abs=5e-5)
