"""Every chart against R's results: each line, each flag and each run figure.

To run other cases of the same form, name their folder:
``FOURLENSES_REFERENCE_CASES=cases pytest tests/charts/test_reference.py``.
"""

import json
import os
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from course.charts import (
    c_chart,
    g_chart,
    individuals_chart,
    moving_range_chart,
    p_chart,
    p_prime_chart,
    run_chart,
    s_chart,
    t_chart,
    u_chart,
    u_prime_chart,
    xbar_chart,
)
from course.charts.making_data_count import (
    Assurance,
    SpecialCause,
    Variation,
    making_data_count_chart,
)
from course.charts.moving_ranges import sigma_from_ranges
from course.charts.zone_rules import (
    NELSON,
    WESTERN_ELECTRIC,
    find_patterns,
    periods_by_rule,
)

OURS = Path(__file__).with_name("reference")
FOLDER = Path(os.environ.get("FOURLENSES_REFERENCE_CASES") or OURS)
CHARTS = {
    "run": run_chart,
    "i": individuals_chart,
    "mr": moving_range_chart,
    "p": p_chart,
    "pp": p_prime_chart,
    "u": u_chart,
    "up": u_prime_chart,
    "c": c_chart,
    "g": g_chart,
    "t": t_chart,
    "xbar": xbar_chart,
    "s": s_chart,
}
SCREENED = {"i", "pp", "up", "t"}
LINES = {
    "y": "values",
    "n": "sizes",
    "cl": "centre",
    "lcl": "lower",
    "ucl": "upper",
    "lcl95": "lower_two_sigma",
    "ucl95": "upper_two_sigma",
}
CASES = [
    case
    for path in sorted(FOLDER.glob("*.json"))
    for case in json.loads(path.read_text("utf-8"))
]


def of(*kinds):
    """Run a test on each case of these kinds of chart."""
    cases = [case for case in CASES if case["chart"] in kinds]
    return pytest.mark.parametrize("case", cases, ids=lambda case: case["id"])


# What R calls each of them.
CAUSES_IN_R = {
    "Above UCL": SpecialCause.ABOVE_LIMIT,
    "Below LCL": SpecialCause.BELOW_LIMIT,
    "7 Point Trend (Increasing)": SpecialCause.RISING,
    "7 Point Trend (Decreasing)": SpecialCause.FALLING,
    "2 in 3 Above CL": SpecialCause.NEAR_UPPER_LIMIT,
    "2 in 3 Below CL": SpecialCause.NEAR_LOWER_LIMIT,
    "7 Points Above CL": SpecialCause.ABOVE_MEAN,
    "7 Points Below CL": SpecialCause.BELOW_MEAN,
    "Common Cause": SpecialCause.NONE,
}
VARIATIONS_IN_R = {
    "common_cause": Variation.COMMON_CAUSE,
    "special_cause_improvement": Variation.IMPROVEMENT,
    "special_cause_concern": Variation.CONCERN,
    "special_cause_neutral_high": Variation.NEUTRAL_HIGH,
    "special_cause_neutral_low": Variation.NEUTRAL_LOW,
}
ASSURANCES_IN_R = {
    "consistent_pass": Assurance.PASS,
    "consistent_fail": Assurance.FAIL,
    "inconsistent": Assurance.HIT_OR_MISS,
    None: None,
}


def column(case, name, size):
    """One column of the points; a value that all points share is written once."""
    points = case["points"]
    if isinstance(points, list):
        return [point[name] for point in points]
    written = points[name]
    return written if isinstance(written, list) else [written] * size


def draw(case):
    """The chart of a case."""
    kind, args, given = case["chart"], case["args"], case["input"]
    options = {
        "freeze": None if args["part"] else args["freeze"],
        "parts": args["part"] or (),
        "ghosted": args["exclude"] or (),
        "multiply": args["multiply"],
    }
    if kind in SCREENED:
        screened = case.get("screened", case.get("options", {}).get("screened_mr"))
        options["screen"] = screened
    if given["x_kind"] == "category":
        options["in_time"] = False
    make = partial(CHARTS[kind], **options)
    if kind in ("xbar", "s"):
        return make(given["y"], given["x"])
    return make(given["y"]) if given["n"] is None else make(given["y"], given["n"])


def test_there_are_cases_of_every_chart():
    """None is left out because its file has another name."""
    assert {case["chart"] for case in CASES} == {*CHARTS, "i_rules", "xmr_mdc"}


@of(*CHARTS)
def test_every_line_agrees_with_r(case):
    """Points, centre lines and limits are those of qicharts2, to a millionth."""
    chart = draw(case)

    for name, attribute in LINES.items():
        if name == "n" and case["input"]["n"] is None:
            continue
        expected = np.array(column(case, name, chart.values.size), dtype=float)
        np.testing.assert_allclose(
            getattr(chart, attribute), expected, rtol=1e-6, atol=1e-12, err_msg=name
        )


@of(*CHARTS)
def test_every_flag_agrees_with_r(case):
    """The same points are outside, ghosted, in the baseline, and in each part."""
    chart = draw(case)
    size = chart.values.size

    assert chart.outside.tolist() == column(case, "sigma_signal", size)
    assert chart.part.tolist() == column(case, "part", size)
    assert chart.in_baseline.tolist() == column(case, "baseline", size)
    assert (~chart.ghosted).tolist() == column(case, "include", size)


@of(*CHARTS)
def test_every_part_agrees_with_r(case):
    """Useful points, runs, crossings, verdict and mean limits of each part."""
    chart = draw(case)

    assert len(chart.runs) == len(case["summary"])
    for number, (runs, expected) in enumerate(
        zip(chart.runs, case["summary"], strict=True), start=1
    ):
        here = chart.part == number
        figures = (
            runs.longest_run,
            runs.longest_run_allowed,
            runs.crossings,
            runs.crossings_required,
        )
        assert runs.useful == expected["n_useful"]
        # R leaves the figures out where there is nothing to count.
        assert (figures if runs.useful else (None,) * 4) == (
            expected["longest_run"],
            expected["longest_run_max"],
            expected["n_crossings"],
            expected["n_crossings_min"],
        )
        assert (chart.runs_judged and runs.shifted) == expected["runs_signal"]
        assert np.count_nonzero(here & ~chart.ghosted) == expected["n_obs"]
        assert np.count_nonzero(chart.outside[here]) == expected["sigma_signals"]
        for line, name in ((chart.lower, "lcl_mean"), (chart.upper, "ucl_mean")):
            drawn = line[here][~np.isnan(line[here])]
            mean = drawn.mean() if drawn.size else np.nan
            wanted = np.nan if expected[name] is None else expected[name]
            np.testing.assert_allclose(mean, wanted, rtol=1e-6, err_msg=name)


@of("i_rules")
def test_every_rule_agrees_with_r(case):
    """Western Electric's and Nelson's rules mark the very points that qcc marks."""
    values, given = case["input"]["y"], case["options"]
    centre, sigma = given["center_given"], given["sd_given"]
    centre = np.mean(values) if centre is None else centre
    sigma = sigma_from_ranges(values) if sigma is None else sigma
    assert centre == pytest.approx(case["summary"]["center"], rel=1e-6)
    assert sigma == pytest.approx(case["summary"]["std_dev"], rel=1e-6)

    found = {}
    for rules, short in ((WESTERN_ELECTRIC, "we"), (NELSON, "nelson")):
        patterns = find_patterns(values, centre, sigma, rules)
        marked = periods_by_rule(patterns, rules, only_complete=True).values()
        for number, periods in enumerate(marked, start=1):
            found[f"{short}{number}"] = list(periods)

    assert found == case["violations"]


@of("xmr_mdc")
def test_every_icon_agrees_with_r(case):
    """Lines, special causes, their meaning and both icons are NHSRplotthedots's."""
    options, given, summary = case["options"], case["input"], case["summary"]
    chart = making_data_count_chart(
        given["y"],
        options["improvement_direction"],
        target=options["target"],
        rebase=[given["date"].index(day) + 1 for day in options["rebase"] or ()],
        fix_after=options["fix_after_n_points"],
        screen=options["screen_outliers"],
    )
    size = len(given["y"])

    for name, line in {
        "mean": chart.mean,
        "lpl": chart.lower,
        "upl": chart.upper,
    }.items():
        np.testing.assert_allclose(line, column(case, name, size), rtol=1e-6)
    assert (chart.part - 1).tolist() == column(case, "rebase_group", size)
    assert list(chart.special_causes) == [
        CAUSES_IN_R[cause] for cause in column(case, "special_cause_type", size)
    ]
    assert list(chart.variations) == [
        VARIATIONS_IN_R[point] for point in column(case, "point_type", size)
    ]
    assert chart.variation_icon is VARIATIONS_IN_R[summary["variation_icon"]]
    assert chart.assurance_icon is ASSURANCES_IN_R[summary["assurance_icon"]]
    assert len(chart.special_periods) == summary["n_special"]
