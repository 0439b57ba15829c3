"""Charts: the arithmetic of reading them, and their pictures.

`run_chart`, `p_chart` and their like take numbers and give a `ControlChart`; from it
come the picture, its table, its reading and its signals. numpy is all they need.

Each name is fetched when first asked for: a lesson needs a few of them.
"""

from importlib import import_module

_NAMES = {
    "control": (
        "ControlChart",
        "run_chart",
    ),
    "funnel": (
        "FunnelPlot",
        "p_funnel",
        "u_funnel",
    ),
    "individuals": (
        "individuals_chart",
        "moving_range_chart",
    ),
    "limits": (
        "ControlLimits",
        "individuals_limits",
        "np_limits",
    ),
    "making_data_count": (
        "MakingDataCountChart",
        "making_data_count_chart",
    ),
    "pictures": (
        "Chart",
        "picture_of",
        "picture_of_funnel",
    ),
    "proportions": (
        "np_chart",
        "p_chart",
        "p_prime_chart",
    ),
    "rare_events": (
        "g_chart",
        "t_chart",
    ),
    "rates": (
        "c_chart",
        "u_chart",
        "u_prime_chart",
    ),
    "reading": (
        "read_control_chart",
        "read_funnel_plot",
        "read_run_chart",
    ),
    "runs": (
        "RunSignals",
        "find_run_signals",
        "find_shifts",
        "find_trends",
        "run_centre",
        "runs_about",
    ),
    "runs_table": (
        "count_runs",
        "runs_expected",
    ),
    "sequential": (
        "bernoulli_cusum",
        "sequential_test",
    ),
    "small_samples": (
        "cases_to_compare",
        "cases_to_see_failure",
        "chance_of_failure",
        "highest_rate_after_none",
        "rule_of_three",
    ),
    "still": ("draw_still",),
    "subgroups": (
        "gather_subgroups",
        "r_chart",
        "s_chart",
        "xbar_chart",
    ),
    "svg": (
        "CHART_STYLE",
        "draw_svg",
    ),
    "twins": (
        "describe",
        "table_rows",
    ),
    "zone_rules": (
        "NELSON",
        "PROVOST_MURRAY",
        "WESTERN_ELECTRIC",
        "find_patterns",
        "patterns_on",
    ),
}
_HOME = {name: module for module, names in _NAMES.items() for name in names}

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


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    # Not asked for here again.
    globals()[name] = found
    return found
