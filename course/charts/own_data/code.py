"""The Python code that makes a chart, as text that runs."""

from __future__ import annotations

import textwrap

from course.charts.own_data.calls import OF_UNITS, Decisions, call_for
from course.charts.own_data.chart import picture_words
from course.charts.own_data.series import OwnSeries
from course.messages import say

_IN_TIME = """\
from pathlib import Path

from course.charts import {imported}

{figures}

chart = {call}

lines = chart.lower, chart.centre, chart.upper
for label, value, *line in zip(labels, chart.values, *lines, strict=True):
    print(label, value, *line, sep="\\t")

picture = picture_of(
    chart,
    id="chart",
{words})
Path("chart.svg").write_text(draw_svg(picture), "utf-8")
"""

_OF_UNITS = """\
from pathlib import Path

from course.charts import {imported}

{figures}

plot = {call}

lines = plot.limits.lower, plot.limits.upper
for unit, value, lower, upper in zip(plot.units, plot.values, *lines, strict=True):
    print(unit, value, lower, plot.target, upper, sep="\\t")

picture = picture_of_funnel(
    plot,
    id="chart",
{words})
Path("chart.svg").write_text(draw_svg(picture), "utf-8")
"""


def chart_code(series: OwnSeries, decisions: Decisions) -> str:
    """Write the code that makes the chart of a series.

    Parameters
    ----------
    series : OwnSeries
    decisions : Decisions

    Returns
    -------
    str
        A script that needs `course.charts` and nothing else. It prints each point with
        its lines, and saves the picture beside itself.

    Examples
    --------
    >>> falls = OwnSeries(
    ...     x_label="Week", y_label="Falls", labels=("1", "2"), values=(3.0, None)
    ... )
    >>> print(chart_code(falls, Decisions(kind="c")))
    # Made in the workbench of Four Lenses. ...
    from pathlib import Path
    <BLANKLINE>
    from course.charts import c_chart, draw_svg, picture_of
    <BLANKLINE>
    labels = ["1", "2"]
    counts = [3, None]
    <BLANKLINE>
    chart = c_chart(counts)
    ...
    """
    call = call_for(series, decisions)
    words = picture_words(series, decisions)
    named = {**dict(call.figures)}
    arguments = list(named)
    for name, value in call.options.items():
        if name == "units":
            named[name] = value
            arguments.append("units=units")
        else:
            arguments.append(f"{name}={_literal(value)}")
    lines = [_assignment(name, value) for name, value in named.items()]
    if "subgroups" in named:
        lines.append("labels = list(dict.fromkeys(subgroups))")
    elif "labels" in words:
        lines.insert(0, _assignment("labels", words["labels"]))
    written = [
        f"    {name}={'labels' if name == 'labels' else _literal(value)},\n"
        for name, value in words.items()
    ]
    of_units = decisions.kind in OF_UNITS
    picture = "picture_of_funnel" if of_units else "picture_of"
    script = (_OF_UNITS if of_units else _IN_TIME).format(
        imported=", ".join(sorted((call.function, "draw_svg", picture))),
        figures="\n".join(lines),
        call=f"{call.function}({', '.join(arguments)})",
        words="".join(written),
    )
    return _comment(say("chart-code.head")) + script


def _comment(sentences: str) -> str:
    return "".join(f"# {line}\n" for line in textwrap.wrap(sentences, 84))


def _assignment(name: str, value: object) -> str:
    """One line, or as many as it takes."""
    whole = f"{name} = {_literal(value)}"
    if len(whole) <= 88 or not isinstance(value, (tuple, list)):
        return whole
    body = textwrap.fill(
        # Spaces inside a text are no place to break a line.
        ", ".join(_literal(each).replace(" ", "\0") for each in value) + ",",
        width=84,
        break_long_words=False,
        break_on_hyphens=False,
    ).replace("\0", " ")
    return f"{name} = [\n{textwrap.indent(body, '    ')}\n]"


def _literal(value: object) -> str:
    """Write a value as Python has it; a text cannot break out of its quotes."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str) and value.isprintable() and not set('"\\') & set(value):
        return f'"{value}"'
    if isinstance(value, (tuple, list)):
        return f"[{', '.join(map(_literal, value))}]"
    return repr(value)
