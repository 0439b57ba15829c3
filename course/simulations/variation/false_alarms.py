"""How often a stable process is accused: false alarms of the run chart rules."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import numpy as np

from course.charts.constants import POINTS_IN_A_SHIFT, POINTS_IN_A_TREND
from course.charts.runs import (
    crossings_required,
    longest_run_allowed,
    number_runs,
    run_lengths,
    sides_of,
    steps_of,
)

RULES = ("shift-6", "trend-5", "shift-or-trend", "anhoej")

# Written by `write_shares`, in a few minutes.
SHARES_FILE = Path(__file__).with_name("false_alarm_shares.json")
SHARES_CHARTS = 1_000_000
SHARES_SEED = 20270314
SHARES_POINTS = range(12, 61)

# Charts simulated at a time: arrays of some megabytes.
_BATCH = 20_000


def false_alarm_share(
    rule: str, points: int, charts: int, rng: np.random.Generator
) -> float:
    """Share of stable charts on which a rule signals.

    Parameters
    ----------
    rule : {"shift-6", "trend-5", "shift-or-trend", "anhoej"}
        Six in a row on one side of the median, five all up or all down (Perla and
        colleagues), either of them, or the two Anhøj rules together.
    points : int
        On each chart.
    charts : int
        Each of independent normal values, with the median of its own values.
    rng : numpy.random.Generator
        The only source of chance.

    Returns
    -------
    float
        From 0 to 1. Its standard error is sqrt(share * (1 - share) / charts).

    Raises
    ------
    ValueError
        If the rule is unknown or there is nothing to simulate.

    References
    ----------
    .. [1] Perla, R. J., Provost, L. P. and Murray, S. K. (2011). The run chart: a
       simple analytical tool for learning from variation in healthcare processes.
       BMJ Quality & Safety 20: 46-51.
    .. [2] Anhøj, J. and Olesen, A. V. (2014). Run charts revisited: a simulation
       study of run chart rules for detection of non-random variation in health
       care processes. PLoS ONE 9(11): e113825.

    Examples
    --------
    >>> round(false_alarm_share("shift-6", 24, 2000, np.random.default_rng(1)), 2)
    0.15
    """
    _refuse_unknown(rule)
    return _false_alarm_shares(points, charts, rng)[rule]


def expected_share(rule: str, points: int) -> float:
    """Share of stable charts on which a rule signals, from very many charts.

    Parameters
    ----------
    rule : {"shift-6", "trend-5", "shift-or-trend", "anhoej"}
        As in `false_alarm_share`.
    points : int
        12 to 60.

    Returns
    -------
    float
        From a million charts, so with a standard error of at most 0.0005.

    Raises
    ------
    ValueError
        If the rule is unknown or the table has no such number of points.

    Examples
    --------
    >>> round(expected_share("shift-or-trend", 24), 2)
    0.36
    """
    _refuse_unknown(rule)
    if points not in SHARES_POINTS:
        raise ValueError(
            f"The table holds charts of {SHARES_POINTS.start} to "
            f"{SHARES_POINTS.stop - 1} points, not {points}."
        )
    return _table()["shares"][rule][points - SHARES_POINTS.start]


def write_shares(path: Path = SHARES_FILE, charts: int = SHARES_CHARTS) -> None:
    """Simulate the table that `expected_share` reads, and write it.

    Parameters
    ----------
    path : Path
    charts : int
        For each number of points.
    """
    # A stream of its own for each number of points: one can be made again alone.
    simulated = [
        _false_alarm_shares(
            points, charts, np.random.default_rng([SHARES_SEED, points])
        )
        for points in SHARES_POINTS
    ]
    table = {
        "charts": charts,
        "seed": SHARES_SEED,
        "points": [SHARES_POINTS.start, SHARES_POINTS.stop - 1],
        "shares": {rule: [shares[rule] for shares in simulated] for rule in RULES},
    }
    path.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


@cache
def _table() -> dict:
    return json.loads(SHARES_FILE.read_text("utf-8"))


def _refuse_unknown(rule: str) -> None:
    if rule not in RULES:
        raise ValueError(f"{rule!r} is not one of {', '.join(RULES)}.")


def _false_alarm_shares(
    points: int, charts: int, rng: np.random.Generator
) -> dict[str, float]:
    """Shares of all the rules, on the same charts."""
    if points < 1 or charts < 1:
        raise ValueError("A share needs at least one chart with one point.")
    alarms = dict.fromkeys(RULES, 0)
    for first in range(0, charts, _BATCH):
        count = min(_BATCH, charts - first)
        signals = _signals(rng.standard_normal((count, points)))
        for rule in RULES:
            alarms[rule] += int(np.count_nonzero(signals[rule]))
    return {rule: count / charts for rule, count in alarms.items()}


def _signals(values: np.ndarray) -> dict[str, np.ndarray]:
    """Whether each rule signals on each chart; values have shape (charts, points)."""
    runs = number_runs(sides_of(values, np.median(values, axis=1, keepdims=True)))
    # Values without ties: an odd chart has one point on its median, an even one none.
    useful = values.shape[1] - values.shape[1] % 2
    longest = run_lengths(runs).max(axis=1)
    shift = longest >= POINTS_IN_A_SHIFT
    longest_climb = 1 + run_lengths(number_runs(steps_of(values))).max(axis=1)
    trend = longest_climb >= POINTS_IN_A_TREND
    crossings = runs.max(axis=1) - 1
    anhoej = (longest > longest_run_allowed(useful)) | (
        crossings < crossings_required(useful)
    )
    return {
        "shift-6": shift,
        "trend-5": trend,
        "shift-or-trend": shift | trend,
        "anhoej": anhoej,
    }
