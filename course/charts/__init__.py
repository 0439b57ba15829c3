"""Charts: the arithmetic of reading them, and their pictures.

Only what the module on variation needs. The Shewhart charts to come belong in
`limits`, beside the individuals and np charts, and their rules beside `runs`.
"""

from course.charts.limits import ControlLimits, individuals_limits, np_limits
from course.charts.pictures import Chart, describe, draw_svg, table_rows
from course.charts.reading import read_run_chart
from course.charts.runs import (
    RunSignals,
    find_run_signals,
    find_shifts,
    find_trends,
    run_centre,
    runs_about,
)

__all__ = [
    "Chart",
    "ControlLimits",
    "RunSignals",
    "describe",
    "draw_svg",
    "find_run_signals",
    "find_shifts",
    "find_trends",
    "individuals_limits",
    "np_limits",
    "read_run_chart",
    "run_centre",
    "runs_about",
    "table_rows",
]
