"""Charts: the arithmetic of reading them, and their pictures.

`run_chart`, `p_chart` and their like take numbers and give a `ControlChart`; from it
come the picture, its table, its reading and its signals. numpy is all they need.
"""

from course.charts.control import ControlChart, run_chart
from course.charts.individuals import individuals_chart, moving_range_chart
from course.charts.limits import ControlLimits, individuals_limits, np_limits
from course.charts.pictures import Chart, describe, draw_svg, table_rows
from course.charts.proportions import np_chart, p_chart, p_prime_chart
from course.charts.rare_events import g_chart, t_chart
from course.charts.rates import c_chart, u_chart, u_prime_chart
from course.charts.reading import read_run_chart
from course.charts.runs import (
    RunSignals,
    find_run_signals,
    find_shifts,
    find_trends,
    run_centre,
    runs_about,
)
from course.charts.subgroups import gather_subgroups, r_chart, s_chart, xbar_chart

__all__ = [
    "Chart",
    "ControlChart",
    "ControlLimits",
    "RunSignals",
    "c_chart",
    "describe",
    "draw_svg",
    "find_run_signals",
    "find_shifts",
    "find_trends",
    "g_chart",
    "gather_subgroups",
    "individuals_chart",
    "individuals_limits",
    "moving_range_chart",
    "np_chart",
    "np_limits",
    "p_chart",
    "p_prime_chart",
    "r_chart",
    "read_run_chart",
    "run_centre",
    "run_chart",
    "runs_about",
    "s_chart",
    "t_chart",
    "table_rows",
    "u_chart",
    "u_prime_chart",
    "xbar_chart",
]
