"""A chart's twins, for who reads rather than looks: a table and a few sentences."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain

from course.charts.drawn_lines import (
    side_outside,
    spans_of,
    stepped_lines,
    straight_lines,
)
from course.charts.pictures import (
    SPREADS,
    Chart,
    format_measure,
    format_value,
    name_period,
)
from course.messages import say


def table_rows(
    chart: Chart, *, marked: Collection[int] = (), signals: Collection[int] = ()
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Give the chart's twin as a table: everything its points say, as text.

    Parameters
    ----------
    chart : Chart
    marked, signals : collection of int
        As in `draw_svg`; they are named in a column of notes.

    Returns
    -------
    header : tuple of str
    rows : tuple of tuple of str
        One per period, and a last one for what was left out. There are columns for
        sizes, lines, target and notes only when the chart has them point by point.

    Examples
    --------
    >>> chart = Chart(id="a", y_label="Falls", x_label="Week", values=(3, None))
    >>> table_rows(chart)
    (('Week', 'Falls'), (('1', '3'), ('2', 'not measured')))
    >>> table_rows(chart, marked=[1])[1]
    (('1', '3', 'marked'), ('2', 'not measured', ''))
    """
    header, columns = table_columns(chart, marked=marked, signals=signals)
    return header, tuple(zip(*columns, strict=True))


def table_columns(
    chart: Chart, *, marked: Collection[int] = (), signals: Collection[int] = ()
) -> tuple[tuple[str, ...], list[Sequence[str]]]:
    """Give the same as `table_rows`, column by column.

    Parameters
    ----------
    chart : Chart
    marked, signals : collection of int
        As in `draw_svg`.

    Returns
    -------
    header : tuple of str
    columns : list of sequence of str

    Examples
    --------
    >>> chart = Chart(id="a", y_label="Falls", x_label="Week", values=(3, None))
    >>> table_columns(chart)[1]
    [('1', '2'), ['3', 'not measured']]
    """
    header = [
        chart.x_label or say("chart.period"),
        chart.y_label or say("chart.value"),
    ]
    columns: list[Sequence[str]] = [chart.labels, _values(chart)]
    for label, column in _columns_of_numbers(chart):
        header.append(label)
        columns.append(["" if one is None else format_value(one) for one in column])
    notes = _notes(chart, marked, signals)
    if notes or chart.left_out:
        header.append(say("chart.note"))
        columns.append(notes or [""] * len(chart.values))
    if chart.left_out:
        between = [""] * (len(header) - 2)
        last = [say("chart.left-out"), *between, chart.left_out]
        columns = [[*column, end] for column, end in zip(columns, last, strict=True)]
    return tuple(header), columns


def describe(
    chart: Chart, *, marked: Collection[int] = (), signals: Collection[int] = ()
) -> str:
    """Say in a few sentences what the drawing shows.

    Parameters
    ----------
    chart : Chart
    marked, signals : collection of int
        As in `draw_svg`.

    Returns
    -------
    str

    Examples
    --------
    >>> describe(Chart(id="a", y_label="Falls", values=(3, 5, 2), centre=3))
    'Falls. 3 values, from 1 to 3, between 2 and 5. Median: 3.'
    >>> describe(Chart(id="a", y_label="Falls", values=(3, None)))
    'Falls. One value: 3. Not measured: 2.'
    """
    measured = [value for value in chart.values if value is not None]
    y_label = chart.y_label or say("chart.value")
    if not measured:
        return say("chart.described.empty", y_label=y_label)

    key = "chart.described.one" if len(measured) == 1 else "chart.described"
    sentences = [
        say(
            "chart.described.units" if chart.by_size else key,
            y_label=y_label,
            points=len(measured),
            first=name_period(chart, 1),
            last=name_period(chart, len(chart.values)),
            lowest=format_value(min(measured)),
            highest=format_value(max(measured)),
        )
    ]
    for key, periods in (
        ("chart.described.gaps", _missing(chart)),
        ("chart.described.ghosted", chart.ghosted),
        ("chart.described.marked", sorted(marked)),
        ("chart.described.signals", sorted({*chart.signals, *signals})),
    ):
        names = [chart.labels[period - 1] for period in _on(chart, periods)]
        if names:
            sentences.append(say(key, periods=", ".join(names)))
    sentences += [_described_run(chart, run) for run in chart.runs]
    sentences += _described_steps(chart)
    sentences += [
        say("chart.described.line", label=label, value=format_measure(chart, value))
        for _, label, value in straight_lines(chart)
    ]
    if chart.baseline is not None:
        key = "chart.described.drawn-on" if chart.lowers else "chart.described.baseline"
        sentences.append(say(key, count=chart.baseline))
    sentences += [
        say("chart.described.change", period=name_period(chart, period), text=text)
        for period, text in chart.changes
    ]
    sentences += [remark for _, remark in chart.remarks]
    return " ".join(filter(None, [*sentences, chart.left_out]))


def name_state(chart: Chart, period: int) -> str:
    """Say in a word or two why a point is drawn as it is.

    Parameters
    ----------
    chart : Chart
    period : int
        Counted from 1.

    Returns
    -------
    str
        Empty for an ordinary point.

    Examples
    --------
    >>> chart = Chart(id="a", values=(3, 9), uppers=(5, 5), signals=(2,))
    >>> name_state(chart, 2)
    'above the upper limit'
    """
    states = []
    if period in chart.signals:
        states.append(say(_signal_key(chart, period)))
    if any(period in run for run in chart.runs):
        states.append(say("chart.in-run"))
    if period in chart.ghosted:
        states.append(say("chart.ghosted"))
    return "; ".join(states)


def _columns_of_numbers(chart: Chart) -> list[tuple[str, Sequence[float | None]]]:
    columns: list[tuple[str, Sequence[float | None]]] = []
    if any(size is not None for size in chart.sizes):
        columns.append((chart.size_label or say("chart.size"), chart.sizes))
    columns += [(label, line) for _, label, line in stepped_lines(chart)]
    if columns and chart.centre is not None:
        label = chart.centre_label or say("chart.median")
        columns.append((label, [chart.centre] * len(chart.values)))
    if columns and chart.target is not None:
        columns.append((say("chart.target"), [chart.target] * len(chart.values)))
    return columns


def _values(chart: Chart) -> list[str]:
    none = ""
    if None in chart.values:
        none = say("chart.no-step" if chart.kind == "mr" else "chart.no-measurement")
    texts = [none if value is None else format_value(value) for value in chart.values]
    for period in _singles(chart):
        texts[period - 1] = say("chart.no-spread")
    return texts


def _missing(chart: Chart) -> list[int]:
    # Of moving ranges none is missing: where there is no step, there is nothing to see.
    if chart.kind == "mr" or None not in chart.values:
        return []
    singles = _singles(chart)
    return [
        period
        for period, value in enumerate(chart.values, start=1)
        if value is None and period not in singles
    ]


def _singles(chart: Chart) -> set[int]:
    """Subgroups that were measured once, and so have no spread."""
    if chart.kind not in SPREADS:
        return set()
    return {period for period, size in enumerate(chart.sizes, start=1) if size == 1}


def _notes(
    chart: Chart, marked: Collection[int], signals: Collection[int]
) -> list[str]:
    """What is to be noted of each period, or ""; empty where there is nothing."""
    states = (*chart.signals, *chain(*chart.runs), *chart.ghosted)
    told_besides = (chart.changes, chart.part_starts, chart.baseline, chart.remarks)
    if not (states or marked or signals or any(told_besides)):
        return []
    notes: dict[int, list[str]] = {}

    def note(periods: Collection[int], text: str) -> None:
        for period in _on(chart, periods):
            notes.setdefault(period, []).append(text)

    for period, text in chart.changes:
        note([period], text)
    note(set(chart.part_starts), say("chart.part-begins"))
    note(range(1, (chart.baseline or 0) + 1), say("chart.in-baseline"))
    note(set(marked), say("chart.marked"))
    for period in set(states):
        note([period], name_state(chart, period))
    note({*signals}.difference(chart.signals), say("chart.signal"))
    for period, remark in chart.remarks:
        note([period], remark)
    told = {period: "; ".join(texts) for period, texts in notes.items()}
    if not any(told.values()):
        return []
    return [told.get(period, "") for period in range(1, len(chart.values) + 1)]


def _on(chart: Chart, periods: Collection[int]) -> list[int]:
    """Those periods that are on the chart."""
    if not periods:
        return []
    count = len(chart.values)
    return [period for period in periods if 1 <= period <= count]


def _signal_key(chart: Chart, period: int) -> str:
    side = side_outside(chart, period)
    return {1: "chart.above-limit", -1: "chart.below-limit", 0: "chart.signal"}[side]


def _described_run(chart: Chart, run: tuple[int, ...]) -> str:
    return say(
        "chart.described.run",
        count=len(run),
        first=name_period(chart, run[0]),
        last=name_period(chart, run[-1]),
    )


def _described_steps(chart: Chart) -> list[str]:
    """Each line, part by part; where it varies, from where to where."""
    sentences: list[str] = []
    lines = stepped_lines(chart)
    for first, last in spans_of(chart) if lines else ():
        for _, label, line in lines:
            values = [value for value in line[first - 1 : last] if value is not None]
            if not values:
                continue
            if chart.part_starts:
                label = say(
                    "chart.described.part",
                    label=label,
                    first=name_period(chart, first, in_sentence=True),
                    last=name_period(chart, last, in_sentence=True),
                )
            lowest, highest = format_value(min(values)), format_value(max(values))
            value = format_measure(chart, values[0])
            if lowest != highest:
                value = say("chart.described.varies", lowest=lowest, highest=highest)
            sentences.append(say("chart.described.line", label=label, value=value))
    return sentences
