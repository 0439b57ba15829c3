"""Four sets of numbers, and the chart of each built step by step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from course.charts import (
    Chart,
    ControlChart,
    g_chart,
    individuals_chart,
    p_chart,
    picture_of,
    read_control_chart,
    u_chart,
)
from course.charts.moving_ranges import mean_moving_range
from course.charts.pictures import format_value
from course.messages import say
from course.simulations.registries.counts import CountPlan, draw_read_counts
from course.simulations.registries.months import draw_denominators
from course.simulations.registries.rare_spells import SpellPlan, draw_read_spells
from course.simulations.variation.ward_series import draw_plan, draw_read_series
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    picture,
    words,
)
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
    simulation_script,
)

# What is brought, and the chart that fits it.
FITTING = {"waits": "i", "share": "p", "falls": "u", "infections": "g"}
STEPS = ("kind", "points", "centre", "spread", "limits", "reading")
_PERIODS = 24


class ChartBuilder(Simulation):
    """A set of numbers, a chart to choose for it, and its lines one by one.

    The state is ``{"data", "picked", "steps"}``: which numbers are on the table, the
    chart picked last for each, and the step reached with each (from 0).
    """

    script = simulation_script("chart_builder.js")
    task_name: ClassVar[str] = "chart-builder"

    def begin(self) -> State:
        """Return the first numbers, with no chart picked."""
        return {"data": "waits", "picked": {}, "steps": {}}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "data": answer["data"],
            "picked": {str(k): str(v) for k, v in answer["picked"].items()},
            "steps": {str(k): int(v) for k, v in answer["steps"].items()},
        }
        kinds = set(FITTING.values())
        known = (
            state["data"] in FITTING
            and set(state["picked"]) <= set(FITTING)
            and set(state["picked"].values()) <= kinds
            and set(state["steps"]) <= set(FITTING)
            and all(0 <= step < len(STEPS) for step in state["steps"].values())
            and all(
                step == 0 or state["picked"].get(data) == FITTING[data]
                for data, step in state["steps"].items()
            )
        )
        if not known:
            raise ValueError("Not a state of the chart builder.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Take other numbers, pick a chart, go a step on or back."""
        data, step = state["data"], _step(state)
        what, choice = details.get("what"), details.get("choice")
        if deed == "choose" and what == "data" and choice in FITTING:
            return state | {"data": choice}
        if deed == "choose" and what == "kind" and choice in FITTING.values():
            if step == 0:
                return state | {"picked": state["picked"] | {data: choice}}
        if deed == "next" and step < len(STEPS) - 1 and _fits(state):
            return state | {"steps": state["steps"] | {data: step + 1}}
        if deed == "back" and step > 0:
            return state | {"steps": state["steps"] | {data: step - 1}}
        return None

    def draw(self, state: State) -> Scene:
        """Return the numbers, the step reached, and the chart as far as it is drawn."""
        data, step = state["data"], STEPS[_step(state)]
        brought = self.brought(data)
        picked = state["picked"].get(data)
        title = heading(
            say(
                "chart-builder.step",
                number=_step(state) + 1,
                total=len(STEPS),
                name=say(f"chart-builder.{step}.name"),
            )
        )
        blocks: list[Block] = [
            choices(
                "data",
                say("chart-builder.data"),
                [(one, say(f"chart-builder.data.{one}")) for one in FITTING],
                data,
            ),
            title,
        ]
        if step == "kind":
            told = [say(f"chart-builder.brought.{data}")]
            blocks += [
                words(*told),
                picture(brought.picture(step), "chart"),
                choices(
                    "kind",
                    say("chart-builder.kind"),
                    [
                        (kind, say(f"chart-builder.kind.{kind}"))
                        for kind in FITTING.values()
                    ],
                    picked,
                ),
            ]
            if picked:
                told = [say(f"chart-builder.picked.{data}.{picked}")]
                tone = "telling" if _fits(state) else "plain"
                blocks.append(words(*told, tone=tone, key=f"picked-{data}-{picked}"))
        else:
            told = brought.told(step)
            tone = "telling" if step == "reading" else "plain"
            blocks += [
                words(*told, tone=tone, key=f"told-{data}-{step}"),
                picture(brought.picture(step), "chart"),
            ]
        blocks.append(_ways(state))
        return {
            "blocks": blocks,
            "spoken": " ".join((title["text"], *told)),
            "can_restart": bool(state["picked"]),
        }

    def brought(self, data: str) -> Brought:
        """Return the learner's own numbers of one kind.

        Parameters
        ----------
        data : str
            One of `FITTING`.

        Returns
        -------
        Brought
        """
        rng = self._rng_for(f"chart-builder/{data}")
        return _BRINGING[data](rng)


@dataclass(frozen=True, slots=True, eq=False)
class Brought:
    """Numbers, and the chart that fits them.

    Attributes
    ----------
    data : str
    chart : ControlChart
    facts : dict
        Values for the ``{places}`` in the steps.
    """

    data: str
    chart: ControlChart
    facts: dict[str, object]

    def told(self, step: str) -> list[str]:
        """Return what is said at a step, with these numbers."""
        if step == "reading":
            reading = read_control_chart(self.chart, self.picture(step))
            return [reading, say(f"chart-builder.reading.{self.data}")]
        return [say(f"chart-builder.{step}.{self.data}", **self.facts)]

    def picture(self, step: str) -> Chart:
        """Return the chart as far as it is drawn."""
        whole = picture_of(
            self.chart,
            id="chart-builder",
            y_label=say(f"chart-builder.y.{self.data}"),
            x_label=say(f"chart-builder.x.{self.data}"),
            size_label=say(f"chart-builder.size.{self.data}")
            if self.chart.sizes is not None
            else "",
            signals=None if step == "reading" else (),
        )
        if step in ("limits", "reading"):
            return whole
        without = {"lowers": (), "uppers": ()}
        if step in ("kind", "points"):
            without["centres"] = ()
        return replace(whole, **without)


def _bring_waits(rng: np.random.Generator) -> Brought:
    plan = draw_plan(
        "outlier", rng, _PERIODS, level=float(rng.integers(60, 90)), spread=4.5
    )
    values = draw_read_series(plan, rng).values
    chart = individuals_chart(values)
    mean_range = mean_moving_range(values)
    return Brought(
        "waits",
        chart,
        {
            "count": _PERIODS,
            "ranges": _PERIODS - 1,
            "first": format_value(float(values[0])),
            "second": format_value(float(values[1])),
            "range": format_value(float(abs(values[1] - values[0]))),
            "centre": f"{chart.centre[0]:.1f}",
            "mean_range": f"{mean_range:.2f}",
            "reach": f"{2.66 * mean_range:.1f}",
            "lower": f"{chart.lower[0]:.1f}",
            "upper": f"{chart.upper[0]:.1f}",
        },
    )


def _bring_share(rng: np.random.Generator) -> Brought:
    sizes = draw_denominators(70, _PERIODS, rng, dispersion=14.0, lowest=25)
    level = rng.uniform(0.6, 0.7)
    month = int(rng.integers(8, 20))
    plan = CountPlan(
        chart="p",
        pattern="event",
        months=_PERIODS,
        level=level,
        changed_level=0.06,
        start=month,
        stop=month,
    )
    counts = draw_read_counts(plan, sizes, rng)
    chart = p_chart(counts, sizes, multiply=100)
    return Brought("share", chart, _facts_of_sizes(chart, counts, sizes))


def _bring_falls(rng: np.random.Generator) -> Brought:
    days = draw_denominators(620, _PERIODS, rng, dispersion=40.0, lowest=300)
    plan = CountPlan(
        chart="u",
        pattern="stable",
        months=_PERIODS,
        level=rng.uniform(0.009, 0.012),
        changed_level=0.01,
    )
    counts = draw_read_counts(plan, days, rng)
    chart = u_chart(counts, days, multiply=1000)
    return Brought("falls", chart, _facts_of_sizes(chart, counts, days))


def _facts_of_sizes(
    chart: ControlChart, counts: np.ndarray, sizes: np.ndarray
) -> dict[str, object]:
    small, large = int(np.argmin(sizes)), int(np.argmax(sizes))
    return {
        "count": _PERIODS,
        "events": f"{counts.sum():.0f}",
        "all": f"{sizes.sum():.0f}",
        "mean_of_values": f"{np.mean(chart.values):.1f}",
        "centre": f"{chart.centre[0]:.1f}",
        "small_month": small + 1,
        "large_month": large + 1,
        "small": f"{sizes[small]:.0f}",
        "large": f"{sizes[large]:.0f}",
        "sigma_small": f"{chart.sigma[small]:.1f}",
        "sigma_large": f"{chart.sigma[large]:.1f}",
        "upper_small": f"{chart.upper[small]:.1f}",
        "upper_large": f"{chart.upper[large]:.1f}",
        "lower_large": f"{chart.lower[large]:.1f}",
    }


def _bring_infections(rng: np.random.Generator) -> Brought:
    plan = SpellPlan(
        pattern="shift",
        spells=_PERIODS,
        mean=rng.uniform(14, 22),
        changed_mean=rng.uniform(110, 150),
        start=13,
    )
    spells = draw_read_spells(plan, rng) - 1
    chart = g_chart(spells, freeze=12)
    first = spells[:12]
    mean = float(first.mean())
    return Brought(
        "infections",
        chart,
        {
            "count": _PERIODS,
            "base": 12,
            "median": format_value(float(chart.centre[0])),
            "mean": f"{mean:.1f}",
            "sigma": f"{np.sqrt(mean * (mean + 1)):.1f}",
            "upper": f"{chart.upper[0]:.1f}",
        },
    )


_BRINGING = {
    "waits": _bring_waits,
    "share": _bring_share,
    "falls": _bring_falls,
    "infections": _bring_infections,
}


def _step(state: State) -> int:
    return state["steps"].get(state["data"], 0)


def _fits(state: State) -> bool:
    return state["picked"].get(state["data"]) == FITTING[state["data"]]


def _ways(state: State) -> Block:
    step = _step(state)
    refused = "" if _fits(state) else say("chart-builder.pick-first")
    ways = []
    if step > 0:
        ways.append(button("back", say("chart-builder.back"), "back"))
    if step < len(STEPS) - 1:
        label = say("chart-builder.next")
        ways.append(button("next", label, "next", primary=True, refused=refused))
    return buttons(*ways)
