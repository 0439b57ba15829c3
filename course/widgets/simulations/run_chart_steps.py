"""A run chart built step by step, from bare points to its reading."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from xml.etree import ElementTree

import numpy as np

from course.charts import (
    Chart,
    draw_svg,
    find_run_signals,
    find_shifts,
    read_run_chart,
    run_centre,
    runs_about,
)
from course.charts.pictures import format_value
from course.charts.runs import sides_of
from course.messages import say
from course.simulations.variation.ward_series import draw_plan, draw_read_series
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    picture,
    table,
    words,
)
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
    simulation_script,
)

STEPS = ("points", "median", "useful", "runs", "crossings", "reading")
ANSWERS = ("yes", "no", "unsure")
WEEKS = 24

_SVG = "http://www.w3.org/2000/svg"


class RunChartSteps(Simulation):
    """Six steps through one chart of the learner's own.

    The state is ``{"step", "looked"}``: the step reached (from 0) and what the learner
    thought at first sight.
    """

    script = simulation_script("run_chart_steps.js")
    task_name: ClassVar[str] = "run-chart-steps"

    def begin(self) -> State:
        """Return the bare points."""
        return {"step": 0, "looked": None}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {"step": int(answer["step"]), "looked": answer["looked"]}
        known = state["looked"] in ANSWERS or (
            state["looked"] is None and state["step"] == 0
        )
        if not known or not 0 <= state["step"] < len(STEPS):
            raise ValueError("Not a step of the run chart.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Go a step on or back, or say what was seen at first."""
        if deed == "choose" and state["step"] == 0 and details["choice"] in ANSWERS:
            return state | {"looked": details["choice"]}
        if deed == "next" and state["looked"] and state["step"] < len(STEPS) - 1:
            return state | {"step": state["step"] + 1}
        if deed == "back" and state["step"] > 0:
            return state | {"step": state["step"] - 1}
        return None

    def draw(self, state: State) -> Scene:
        """Return the chart with all that has been added to it so far."""
        step = STEPS[state["step"]]
        values = self.values()
        seen = _Seen(values)
        told = seen.told(step)
        last = step == STEPS[-1]
        blocks = [
            heading(
                say(
                    "run-chart-steps.step",
                    number=state["step"] + 1,
                    total=len(STEPS),
                    name=say(f"run-chart-steps.{step}.name"),
                )
            ),
            seen.picture(step),
            words(*told, tone="telling" if last else "plain", key=f"told-{step}"),
        ]
        if last:
            blocks += [
                seen.limits_table(),
                words(say(f"run-chart-steps.looked.{state['looked']}"), tone="quiet"),
            ]
        if step == STEPS[0]:
            blocks.append(
                choices(
                    "looked",
                    say("run-chart-steps.look"),
                    [(a, say(f"run-chart-steps.look.{a}")) for a in ANSWERS],
                    state["looked"],
                )
            )
        blocks.append(_ways(state))
        return {
            "blocks": blocks,
            "spoken": " ".join((blocks[0]["text"], *told)),
            "can_restart": state["step"] > 0,
        }

    def values(self) -> np.ndarray:
        """Return the learner's own series, shape (24,), with one gap."""
        rng = self._rng_for(self.task_name)
        level = float(rng.integers(38, 53))
        plan = draw_plan(
            "shift", rng, WEEKS, level=level, spread=round(0.075 * level, 1), gaps=1
        )
        return draw_read_series(plan, rng).values


def _ways(state: State) -> Block:
    first, last = state["step"] == 0, state["step"] == len(STEPS) - 1
    refused = "" if state["looked"] else say("run-chart-steps.look-first")
    ways = []
    if not first:
        ways.append(button("back", say("run-chart-steps.back"), "back"))
    if not last:
        label = say("run-chart-steps.next")
        ways.append(button("next", label, "next", primary=True, refused=refused))
    return buttons(*ways)


class _Seen:
    """What can be said of a series, step by step."""

    def __init__(self, values: np.ndarray):
        self.values = values
        self.centre = run_centre(values)
        self.sides = sides_of(values, self.centre)
        self.runs = runs_about(values, self.centre)
        self.signals = find_run_signals(values, self.centre)

    def told(self, step: str) -> tuple[str, str]:
        """Two sentences or so on what one sees, with the numbers of this series."""
        measured = self.values[~np.isnan(self.values)]
        on_line = [w for w in self._weeks(self.sides == 0) if self._is_measured(w)]
        longest = max(self.runs, key=len)
        side = "above" if self.sides[longest[0] - 1] > 0 else "below"
        facts = {
            "weeks": len(self.values),
            "measured": measured.size,
            "lowest": format_value(measured.min()),
            "highest": format_value(measured.max()),
            "gap": _listed(self._weeks(np.isnan(self.values))),
            "centre": format_value(self.centre),
            "above": int((self.sides > 0).sum()),
            "below": int((self.sides < 0).sum()),
            "on_line": len(on_line),
            "on_line_weeks": _listed(on_line),
            "useful": self.signals.useful,
            "runs": len(self.runs),
            "longest": len(longest),
            "first": longest[0],
            "last": longest[-1],
            "side": say(f"run-chart-steps.{side}"),
            "crossings": self.signals.crossings,
            "allowed": self.signals.longest_run_allowed,
            "required": self.signals.crossings_required,
            "reading": read_run_chart(self.chart("reading")),
        }
        second = "2.one" if step == "useful" and len(on_line) == 1 else "2"
        return (
            say(f"run-chart-steps.{step}.1", **facts),
            say(f"run-chart-steps.{step}.{second}", **facts),
        )

    def chart(self, step: str) -> Chart:
        """The chart as far as it is drawn."""
        return Chart(
            id="run-chart-steps",
            y_label=say("run-chart-steps.y"),
            x_label=say("run-chart-steps.x"),
            values=tuple(self.values.tolist()),
            centre=None if step == "points" else self.centre,
        )

    def picture(self, step: str) -> Block:
        """The chart with what this step adds, and the table that says the same."""
        chart = self.chart(step)
        on_line = [w for w in self._weeks(self.sides == 0) if self._is_measured(w)]
        signals: Sequence[int] = ()
        if step == "reading":
            at_least = self.signals.longest_run_allowed + 1
            signals = sum(find_shifts(self.values, self.centre, at_least), ())
        marked = on_line if step == "useful" else ()
        block = picture(chart, "chart", signals, marked)
        if step in ("runs", "crossings", "reading"):
            svg = draw_svg(chart, signals=signals)
            block["svg"] = shade_runs(
                svg, self.runs, self.sides, crossings=step != "runs"
            )
        if step not in ("points", "median"):
            block["table"] = self._table(chart, with_runs=step != "useful")
        return block

    def limits_table(self) -> Block:
        """The two rules, as what was seen against what chance allows."""
        found = self.signals
        verdicts = [
            say(f"run-chart-steps.verdict.{'signal' if signals else 'none'}")
            for signals in (found.long_run, found.few_crossings)
        ]
        return table(
            say("run-chart-steps.limits", useful=found.useful),
            [say(f"run-chart-steps.column.{name}") for name in _LIMIT_COLUMNS],
            [
                [
                    say("run-chart-steps.row.longest"),
                    found.longest_run,
                    say("run-chart-steps.at-most", count=found.longest_run_allowed),
                    verdicts[0],
                ],
                [
                    say("run-chart-steps.row.crossings"),
                    found.crossings,
                    say("run-chart-steps.at-least", count=found.crossings_required),
                    verdicts[1],
                ],
            ],
        )

    def _table(self, chart: Chart, *, with_runs: bool) -> Block:
        run_of = {w: n for n, run in enumerate(self.runs, start=1) for w in run}
        names = {0: "on-line", 1: "above", -1: "below"}
        rows = []
        for week, (value, side) in enumerate(
            zip(chart.values, self.sides.tolist(), strict=True), start=1
        ):
            row = [str(week)]
            if value is None:
                row += [say("chart.no-measurement"), ""]
            else:
                row += [format_value(value), say(f"run-chart-steps.{names[side]}")]
            rows.append([*row, run_of.get(week, "")] if with_runs else row)
        columns = [chart.x_label, chart.y_label, say("run-chart-steps.column.side")]
        if with_runs:
            columns.append(say("run-chart-steps.column.run"))
        return table(chart.y_label, columns, rows)

    def _weeks(self, which: np.ndarray) -> list[int]:
        return [place + 1 for place in np.flatnonzero(which).tolist()]

    def _is_measured(self, week: int) -> bool:
        return not np.isnan(self.values[week - 1])


_LIMIT_COLUMNS = ("rule", "seen", "chance", "verdict")


def shade_runs(
    svg: str,
    runs: Sequence[Sequence[int]],
    sides: Sequence[int],
    *,
    crossings: bool = False,
) -> str:
    """Shade each run of a drawn run chart, and number the crossings.

    Parameters
    ----------
    svg : str
        From `draw_svg`, with its centre line.
    runs : sequence of sequence of int
        The periods of each run, from `runs_about`.
    sides : sequence of int
        Of each period: 1 above, -1 below.
    crossings : bool
        Whether each crossing gets its number.

    Returns
    -------
    str
        The same drawing with bands above or below its line; a band above carries the
        number of its points at the top, one below at the bottom.

    Examples
    --------
    >>> chart = Chart(id="a", values=(1, 5, 6, 2), centre=3)
    >>> shaded = shade_runs(draw_svg(chart), [(1,), (2, 3), (4,)], [-1, 1, 1, -1])
    >>> shaded.count("fl-run-band")
    3
    """
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    places = {
        int(point.get("data-period")): float(point.find(f"{{{_SVG}}}circle").get("cx"))
        for point in root.iter(f"{{{_SVG}}}g")
        if point.get("data-period")
    }
    lines = [line for line in root.iter(f"{{{_SVG}}}line")]
    centre = next(
        float(line.get("y1")) for line in lines if "fl-centre" in line.get("class", "")
    )
    heights = [
        float(line.get("y1")) for line in lines if "fl-grid" in line.get("class", "")
    ]
    top, bottom = min(heights), max(heights)
    half = min(np.diff(sorted(places.values())), default=20) / 2

    bands, marks = [], []
    for run in runs:
        above = sides[run[0] - 1] > 0
        left, right = places[run[0]] - half + 1, places[run[-1]] + half - 1
        upper, lower = (top, centre) if above else (centre, bottom)
        band = ElementTree.Element(f"{{{_SVG}}}rect")
        _put(band, "fl-run-band", x=left, y=upper, width=right - left)
        band.set("height", f"{lower - upper:.1f}")
        # As attributes: a drawing that is taken out of the page keeps its look.
        band.set("fill", "#dfeaf3")
        band.set("stroke", "#9db4c6")
        bands.append(band)
        marks.append(
            _number(
                len(run), (left + right) / 2, top + 14 if above else bottom - 6, "#333"
            )
        )
    if crossings:
        for count, (run, following) in enumerate(
            zip(runs, runs[1:], strict=False), start=1
        ):
            x = (places[run[-1]] + places[following[0]]) / 2
            ring = ElementTree.Element(f"{{{_SVG}}}circle")
            _put(ring, "fl-crossing", cx=x, cy=centre, r=9)
            ring.set("fill", "#fff")
            ring.set("stroke", "#1a1a1a")
            marks += [ring, _number(count, x, centre + 4.5, "#1a1a1a")]

    series = next(
        place for place, child in enumerate(root) if "fl-grid" in child.get("class", "")
    )
    for band in reversed(bands):
        root.insert(series, band)
    root.extend(marks)
    return ElementTree.tostring(root, encoding="unicode")


def _put(element: ElementTree.Element, cls: str, **numbers: float) -> None:
    element.set("class", cls)
    for name, value in numbers.items():
        element.set(name, f"{value:.1f}")


def _number(count: int, x: float, y: float, ink: str) -> ElementTree.Element:
    text = ElementTree.Element(f"{{{_SVG}}}text")
    _put(text, "fl-count", x=x, y=y)
    text.set("text-anchor", "middle")
    text.set("fill", ink)
    text.text = str(count)
    return text


def _listed(weeks: Sequence[int]) -> str:
    *first, last = map(str, weeks)
    if not first:
        return last
    return say("simulation.list", first=", ".join(first), last=last)
