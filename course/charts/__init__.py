"""Charts: the arithmetic of reading them, and their pictures.

`run_chart`, `p_chart` and their like take numbers and give a `ControlChart`; from it
come the picture, its table, its reading and its signals. numpy is all they need.
"""

from course.charts.control import ControlChart, run_chart
from course.charts.funnel import FunnelPlot, p_funnel, u_funnel
from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.limits import ControlLimits, individuals_limits, np_limits
from course.charts.making_data_count import (
    MakingDataCountChart,
    making_data_count_chart,
)
from course.charts.pictures import Chart, picture_of, picture_of_funnel
from course.charts.proportions import np_chart, p_chart, p_prime_chart
from course.charts.rare_events import g_chart, t_chart
from course.charts.rates import c_chart, u_chart, u_prime_chart
from course.charts.reading import (
    read_control_chart,
    read_funnel_plot,
    read_run_chart,
)
from course.charts.runs import (
    RunSignals,
    find_run_signals,
    find_shifts,
    find_trends,
    run_centre,
    runs_about,
)
from course.charts.runs_table import count_runs, runs_expected
from course.charts.sequential import bernoulli_cusum, sequential_test
from course.charts.small_samples import (
    cases_to_compare,
    cases_to_see_failure,
    chance_of_failure,
    highest_rate_after_none,
    rule_of_three,
)
from course.charts.still import draw_still
from course.charts.subgroups import gather_subgroups, r_chart, s_chart, xbar_chart
from course.charts.svg import CHART_STYLE, draw_svg
from course.charts.twins import describe, table_rows
from course.charts.zone_rules import (
    NELSON,
    PROVOST_MURRAY,
    WESTERN_ELECTRIC,
    find_patterns,
    patterns_on,
)

__all__ = [
    "CHART_STYLE",
    "NELSON",
    "PROVOST_MURRAY",
    "WESTERN_ELECTRIC",
    "Chart",
    "ControlChart",
    "ControlLimits",
    "FunnelPlot",
    "MakingDataCountChart",
    "RunSignals",
    "bernoulli_cusum",
    "c_chart",
    "cases_to_compare",
    "cases_to_see_failure",
    "chance_of_failure",
    "count_runs",
    "describe",
    "draw_still",
    "draw_svg",
    "find_patterns",
    "find_run_signals",
    "find_shifts",
    "find_trends",
    "g_chart",
    "gather_subgroups",
    "highest_rate_after_none",
    "individuals_chart",
    "individuals_limits",
    "making_data_count_chart",
    "moving_range_chart",
    "np_chart",
    "np_limits",
    "p_chart",
    "p_funnel",
    "p_prime_chart",
    "patterns_on",
    "picture_of",
    "picture_of_funnel",
    "r_chart",
    "read_control_chart",
    "read_funnel_plot",
    "read_run_chart",
    "rule_of_three",
    "run_centre",
    "run_chart",
    "runs_about",
    "runs_expected",
    "s_chart",
    "sequential_test",
    "t_chart",
    "table_rows",
    "u_chart",
    "u_funnel",
    "u_prime_chart",
    "xbar_chart",
]
