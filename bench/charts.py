"""How long one chart takes, beside the nearest Python packages; and its memory.

Charts of 60 points are analysed (lines, points outside, runs) by the course, by
clinical-qikit and by pyqicharts, whose `qic` cannot analyse without drawing. Then the
course makes 10,000 charts in one process, and one picture in two ways: as SVG for the
page and by matplotlib for print. Run it with `make bench`, which fetches the two
packages into an environment of their own.
"""

import io
import resource
import sys
import warnings
from collections.abc import Callable
from time import perf_counter

import matplotlib

matplotlib.use("Agg")

import numpy as np
import pandas as pd
import pyqicharts.core
import qikit.spc.api
from matplotlib import pyplot

from course.charts import draw_svg, individuals_chart, p_chart, picture_of, run_chart
from course.charts.drawing import save_figure

TIMES_FASTER = 20
SVG_SHARE = 0.1
CHARTS = 10_000
MEMORY_GROWTH = 1.05
ROUNDS = 15

rng = np.random.default_rng(1)
MINUTES = rng.normal(50, 5, 60)
CASES = rng.integers(80, 200, 60)
LATE = rng.binomial(CASES, 0.1)
TABLE = pd.DataFrame(
    {
        "month": pd.date_range("2021-01-01", periods=60, freq="MS"),
        "minutes": MINUTES,
        "cases": CASES,
        "late": LATE,
    }
)


def main() -> None:
    """Print the figures and their ratios; exit with 1 if one is beyond its bound."""
    warnings.simplefilter("ignore")
    kept = [*_compare_analysis(), _watch_memory(), _compare_drawing()]
    sys.exit(not all(kept))


def _compare_analysis() -> list[bool]:
    print(
        f"{'60 points, µs':14}{'course':>8}{'qikit':>9}{'pyqicharts':>12}{'times':>8}"
    )
    kept = []
    for kind, works in {
        "run": (
            lambda: run_chart(MINUTES).shifted,
            lambda: _qikit(y=MINUTES, chart="run"),
            lambda: _pyqicharts(y="minutes", chart="run"),
        ),
        "individuals": (
            lambda: individuals_chart(MINUTES).signals,
            lambda: _qikit(y=MINUTES, chart="i"),
            lambda: _pyqicharts(y="minutes", chart="i"),
        ),
        "p": (
            lambda: p_chart(LATE, CASES).signals,
            lambda: _qikit(y=LATE, n=CASES, chart="p"),
            lambda: _pyqicharts(y="late", denominator="cases", chart="p"),
        ),
    }.items():
        ours, qikit, pyqicharts = _microseconds(works)
        times = min(qikit, pyqicharts) / ours
        kept.append(times >= TIMES_FASTER)
        print(f"{kind:14}{ours:8.0f}{qikit:9.0f}{pyqicharts:12.0f}{times:8.1f}")
    print(f"at least {TIMES_FASTER} times faster: {'yes' if all(kept) else 'NO'}")
    return kept


def _watch_memory() -> bool:
    def analyse(charts: int) -> int:
        for _ in range(charts):
            individuals_chart(rng.normal(50, 5, 60)).signals  # noqa: B018
            p_chart(rng.binomial(CASES, 0.1), CASES).signals  # noqa: B018
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    early, late = analyse(CHARTS // 20), analyse(CHARTS // 2)
    growth = late / early
    print(
        f"memory after {CHARTS:,} charts: {growth:.3f} of that after {CHARTS // 10:,}"
    )
    return growth <= MEMORY_GROWTH


def _compare_drawing() -> bool:
    picture = picture_of(
        individuals_chart(MINUTES), id="bench", title="Minutes", y_label="Minutes"
    )
    svg, figure = _microseconds(
        (
            lambda: draw_svg(picture),
            lambda: save_figure(picture, io.BytesIO(), "png"),
        )
    )
    print(f"SVG {svg:.0f} µs, matplotlib {figure:.0f} µs: share {svg / figure:.3f}")
    return svg / figure < SVG_SHARE


def _microseconds(works: tuple[Callable[[], object], ...]) -> list[float]:
    """The fastest of many rounds; in turns, so that a busy moment falls on all."""
    best = [float("inf")] * len(works)
    for _ in range(ROUNDS):
        for place, work in enumerate(works):
            before = perf_counter()
            work()
            took = perf_counter() - before
            # What takes no time is measured over many times.
            often = max(1, min(200, int(0.01 / took)))
            before = perf_counter()
            for _ in range(often):
                work()
            best[place] = min(best[place], 1e6 * (perf_counter() - before) / often)
    return best


def _qikit(**given) -> object:
    return qikit.spc.api.qic(x=range(60), print_summary=False, **given)


def _pyqicharts(**given) -> object:
    result = pyqicharts.core.qic(data=TABLE, x="month", **given)
    pyplot.close("all")
    return result


if __name__ == "__main__":
    main()
