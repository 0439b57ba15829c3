"""The figures of a chart as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math

from course.charts.control import ControlChart
from course.charts.funnel import FunnelPlot
from course.charts.own_data.calls import OF_SUBGROUPS, Decisions, point_labels
from course.charts.own_data.chart import own_lines
from course.charts.own_data.series import OwnSeries
from course.messages import say


def chart_csv(
    series: OwnSeries, decisions: Decisions, chart: ControlChart | FunnelPlot
) -> str:
    r"""Write the points of a chart and its lines as CSV.

    Parameters
    ----------
    series : OwnSeries
    decisions : Decisions
    chart : ControlChart or FunnelPlot

    Returns
    -------
    str
        Semicolons between columns and commas for decimals, as a spreadsheet set to a
        Nordic language opens it, with the mark by which Excel knows UTF-8.

    Examples
    --------
    >>> from course.charts.own_data.chart import own_control_chart
    >>> falls = OwnSeries(
    ...     x_label="Week", y_label="Falls", labels=tuple("1234"), values=(3, 5, 4, 6)
    ... )
    >>> run = Decisions(kind="run")
    >>> chart_csv(falls, run, own_control_chart(falls, run)).splitlines()[:2]
    ['\ufeffWeek;Falls;Value on the chart;Lower limit;Middle line;Upper limit;Note',
     '1;3;3;;4,5;;']
    """
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    of_subgroups = decisions.kind in OF_SUBGROUPS
    head = [series.x_label or say("chart.period")]
    head += [] if of_subgroups else [series.y_label]
    head += [series.size_label] if series.sizes else []
    lines = (chart.values, *own_lines(chart))
    names = ("chart-table.value", "chart.lower-limit", "chart.centre")
    rows.writerow(
        [*head, *map(say, names), say("chart.upper-limit"), say("chart.note")]
    )
    notes = _notes(decisions)
    for at, label in enumerate(point_labels(series, decisions.kind)):
        cells = [] if of_subgroups else [series.values[at]]
        cells += [series.sizes[at]] if series.sizes else []
        cells += [line[at] for line in lines]
        rows.writerow([label, *map(_number, cells), notes.get(at + 1, "")])
    return "\ufeff" + written.getvalue()


def _notes(decisions: Decisions) -> dict[int, str]:
    notes: dict[int, list[str]] = {}
    for period, text in decisions.notes:
        notes.setdefault(period, []).append(text)
    for period, reason in decisions.ghosted:
        ghosted = f"{say('chart.ghosted')}: {reason}"
        notes.setdefault(period, []).append(ghosted)
    return {period: "; ".join(texts) for period, texts in notes.items()}


def _number(value: float | None) -> str:
    if value is None or math.isnan(value):
        return ""
    return f"{value:.12g}".replace(".", ",")
