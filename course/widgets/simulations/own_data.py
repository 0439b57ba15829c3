"""The learner's own measure on a run chart: a file or a pasted table, read here."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np

from course.charts import (
    Chart,
    find_run_signals,
    find_shifts,
    read_run_chart,
    run_centre,
)
from course.charts.own_data.columns import guess_columns
from course.charts.own_data.series import (
    FEWEST_POINTS,
    MOST_POINTS,
    OwnSeries,
    own_run_chart,
    read_series,
)
from course.charts.own_data.spans import HOWS, group_series
from course.charts.own_data.tables import OwnTable
from course.charts.own_data.unreadable import UnreadableData
from course.messages import say
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    heading,
    picture,
    select,
    side_by_side,
    words,
)
from course.widgets.simulations.bringing import (
    Bringing,
    bringing_script,
    settled,
    take,
    ways_back,
    ways_out,
)
from course.widgets.simulations.simulation import Details, Scene, Simulation, State

# What a select calls "none of the columns".
_ROWS = "rows"


@dataclass(frozen=True, slots=True)
class _Choices:
    """How a table is to be read."""

    time: int | None
    measure: int | None
    span: str = "row"
    how: str = "median"
    month_first: bool = False
    leave_out: bool = False
    durations: bool = False
    thousands: bool | None = None


class OwnData(Simulation):
    """A table of the learner's own, and its run chart.

    The table is held in memory while the page is open. The state saved is ``{"kept":
    None}`` until the learner asks to keep the figures on the chart: then their labels
    and values, never another column.
    """

    script = bringing_script("own_data.js")
    task_name: ClassVar[str] = "own-data"

    def __init__(self, folder, rng_for):
        self._bringing = Bringing()
        self._choices = _Choices(None, None)
        # What is wrong with the table that is open.
        self._complaint: UnreadableData | None = None
        super().__init__(folder, rng_for)

    def begin(self) -> State:
        """Return the state with nothing kept."""
        return {"kept": None}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        kept = answer["kept"]
        if kept is not None:
            values = [None if v is None else float(v) for v in kept["values"]]
            labels = [str(label) for label in kept["labels"]]
            measured = sum(value is not None for value in values)
            if (
                len(values) != len(labels)
                or len(values) > MOST_POINTS
                or measured < FEWEST_POINTS
            ):
                raise ValueError("Not figures of a run chart.")
            kept = {
                "measure": str(kept["measure"]),
                "time": str(kept["time"]),
                "labels": labels,
                "values": values,
            }
        return {"kept": kept}

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Take in a file, a table or a choice; keep what is on the chart."""
        if self._bringing.obey(deed, details):
            time, measure = guess_columns(self._table)
            span, how = ("row", "median") if measure is not None else ("week", "count")
            self._choices = _Choices(time, measure, span, how)
        elif deed == "choose" and self._table is not None:
            self._choose(str(details.get("what")), details.get("choice"))
        elif deed == "keep" and self._table is not None:
            chart, _ = self._chart()
            if chart is not None and not self._chosen_personal():
                figures = _figures(chart)
                return None if figures == state["kept"] else {"kept": figures}
        return None

    def restarted(self, state: State) -> State:
        """Forget the figures kept, and the table that is open."""
        self._bringing.forget()
        return self.begin()

    @property
    def _table(self) -> OwnTable | None:
        return self._bringing.table

    # Reading

    def _choose(self, what: str, choice: Any) -> None:
        chosen = self._choices
        places = {str(place): place for place in range(len(self._table.columns))}
        if what in ("time", "measure") and choice in (*places, _ROWS):
            chosen = replace(chosen, **{what: places.get(choice)}, leave_out=False)
            if what == "measure" and choice == _ROWS:
                # Rows are counted by the week, or there is nothing to see.
                span = "week" if chosen.span == "row" else chosen.span
                chosen = replace(chosen, how="count", span=span)
            elif what == "measure" and chosen.how == "count":
                chosen = replace(chosen, how="median")
        elif what == "span" and choice in ("row", "day", "week", "month", "quarter"):
            chosen = replace(chosen, span=choice)
        elif what == "how" and choice in HOWS:
            chosen = replace(chosen, how=choice)
        else:
            chosen = settled(chosen, what, choice)
        self._choices = chosen
        self._bringing.refusal = ""

    def _chart(self) -> tuple[Chart | None, OwnSeries | None]:
        """The chart and the series, or None; then `_complaint` says why."""
        chosen = self._choices
        series = self._complaint = None
        try:
            series = read_series(
                self._table,
                chosen.time,
                chosen.measure,
                month_first=chosen.month_first,
                leave_out=chosen.leave_out,
                durations=chosen.durations,
                thousands=chosen.thousands,
            )
            if chosen.span in series.spans_offered:
                drawn = group_series(series, chosen.span, chosen.how)
            else:
                drawn = series
            return own_run_chart(drawn), series
        except UnreadableData as problem:
            self._complaint = problem
            return None, series

    def _chosen_personal(self) -> bool:
        return self._bringing.is_personal(self._choices.time, self._choices.measure)

    # Drawing

    def draw(self, state: State) -> Scene:
        """Return the place for a file, and the chart of what was brought."""
        blocks = self._bringing.blocks()
        kept, spoken = state["kept"], self._bringing.refusal
        if self._table is not None:
            chart, series = self._chart()
            blocks += self._opened(chart, series, kept)
            reading = str(self._complaint) if chart is None else read_run_chart(chart)
            spoken = spoken or reading
        elif kept is not None:
            blocks.append(heading(say("own-data.kept-heading")))
            blocks += _shown(_kept_chart(kept))
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": kept is not None,
            "restart_ask": say("own-data.restart-ask"),
        }

    def _opened(
        self, chart: Chart | None, series: OwnSeries | None, kept: Any
    ) -> list[Block]:
        blocks = self._bringing.opened()
        blocks.append(self._questions(series))
        if chart is None:
            blocks.append(words(str(self._complaint), tone="wrong"))
            blocks += ways_out(self._complaint)
            return blocks
        shown = _shown(chart)
        blocks += shown
        blocks += ways_back(series)
        remarks = [*series.left_out, *series.remarks]
        if series.doubles and self._choices.span not in series.spans_offered:
            remarks.append(series.doubles)
        if remarks:
            blocks.append(words(*remarks, tone="quiet"))
        already = kept == _figures(chart)
        blocks.append(take("run-chart", svg=shown[0]["svg"], csv=_as_csv(chart)))
        if self._chosen_personal():
            blocks.append(words(say("own-data.keep.personal"), tone="quiet"))
        else:
            done = "own-data.keep.done"
            blocks.append(
                words(say(done if already else "own-data.keep.words"), tone="quiet")
            )
            blocks.append(
                buttons(
                    button(
                        "keep",
                        say("own-data.keep"),
                        "keep",
                        refused=say(done) if already else "",
                    )
                )
            )
        return blocks

    def _questions(self, series: OwnSeries | None) -> Block:
        chosen, columns = self._choices, self._table.columns
        options = [(str(place), name) for place, name in enumerate(columns)]
        asked = [
            select(
                "time",
                say("own-data.time"),
                [*options, (_ROWS, say("own-data.time.rows"))],
                _ROWS if chosen.time is None else str(chosen.time),
                kept=False,
            ),
            select(
                "measure",
                say("own-data.measure"),
                [*options, (_ROWS, say("own-data.measure.rows"))],
                _ROWS if chosen.measure is None else str(chosen.measure),
                kept=False,
            ),
        ]
        spans = series.spans_offered if series is not None else ()
        if spans:
            asked.append(
                select(
                    "span",
                    say("own-data.span"),
                    [(s, say(f"own-data.span.{s}")) for s in ("row", *spans)],
                    chosen.span if chosen.span in spans else "row",
                    kept=False,
                )
            )
        if chosen.span in spans and chosen.measure is not None:
            asked.append(
                select(
                    "how",
                    say("own-data.how"),
                    [(how, say(f"own-data.how.{how}")) for how in HOWS],
                    chosen.how,
                    kept=False,
                )
            )
        if chosen.time is not None:
            ambiguous = self._bringing.ambiguous(chosen.time)
            if ambiguous:
                asked.append(
                    select(
                        "order",
                        say("own-data.order", text=ambiguous),
                        [(o, say(f"own-data.order.{o}")) for o in ("day", "month")],
                        "month" if chosen.month_first else "day",
                        kept=False,
                    )
                )
        return side_by_side(*asked)


def _shown(chart: Chart) -> list[Block]:
    values = [float("nan") if value is None else value for value in chart.values]
    found = find_run_signals(values, chart.centre)
    long_runs = find_shifts(values, chart.centre, found.longest_run_allowed + 1)
    measured = sum(value is not None for value in chart.values)
    reading = [read_run_chart(chart)]
    if found.useful < measured / 2:
        reading.append(say("own-data.ties", useful=found.useful, measured=measured))
    return [
        picture(chart, "chart", sum(long_runs, ()), height=300),
        words(*reading, tone="telling"),
    ]


def _figures(chart: Chart) -> dict[str, Any]:
    return {
        "measure": chart.y_label,
        "time": chart.x_label,
        "labels": list(chart.labels),
        "values": list(chart.values),
    }


def _kept_chart(kept: dict[str, Any]) -> Chart:
    return Chart(
        id="own-data",
        y_label=kept["measure"],
        x_label=kept["time"],
        labels=tuple(kept["labels"]),
        values=tuple(kept["values"]),
        centre=run_centre(np.array(kept["values"], dtype=float)),
    )


def _as_csv(chart: Chart) -> str:
    """The table as text for a spreadsheet set to a Nordic language."""
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    rows.writerow([chart.x_label or say("chart.period"), chart.y_label])
    for label, value in zip(chart.labels, chart.values, strict=True):
        number = "" if value is None else f"{value:.12g}".replace(".", ",")
        rows.writerow([label, number])
    # With the mark by which Excel knows UTF-8.
    return "\ufeff" + written.getvalue()
