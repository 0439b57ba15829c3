"""The workbench: own figures, the chart that fits them, and what one takes along.

Nobody is asked for the name of a chart. The page asks about the figures, reads the
columns that belong to the answers, and draws: `choice`, `figures` and `chart` in
`course.charts.own_data`. Here stands what was answered, chosen and marked; how it is
shown stands in `workbench_scene`.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import numpy as np
import traitlets

from course.charts.own_data.calls import MULTIPLIERS
from course.charts.own_data.chart import own_control_chart, own_picture
from course.charts.own_data.choice import (
    QUESTIONS,
    Answers,
    all_answered,
    needs_sizes,
    options_of,
)
from course.charts.own_data.figures import (
    Figures,
    Reading,
    guess_reading,
    read_figures,
    uses_measure,
)
from course.charts.own_data.kept import (
    MOST_KEPT,
    KeptChart,
    free_name,
    from_kept,
    headings_of,
    to_kept,
)
from course.charts.own_data.look import Look, Mark, decide, other_figures
from course.charts.own_data.spans import HOWS
from course.charts.own_data.tables import OwnTable, groups_in
from course.charts.own_data.unreadable import UnreadableData
from course.messages import say
from course.tasks.answers import AnswerFolder
from course.widgets.frame import labels
from course.widgets.simulations.bringing import Bringing, bringing_script, settled
from course.widgets.simulations.simulation import Details, Scene, Simulation, State
from course.widgets.simulations.workbench_scene import (
    ROWS,
    Bench,
    Drawn,
    file_name,
    workbench_scene,
)

_SPANS = ("row", "day", "week", "month", "quarter", "year")
_WRITTEN = ("title", "y_label", "target")
_LONGEST = 300  # letters of a note or a title


class Workbench(Simulation):
    """Own figures, and the chart that fits them.

    The table is held in memory while the page is open. The state saved is ``{"kept":
    []}`` until the learner asks to keep a chart: then its figures, the answers about
    them and what was marked, never another column.

    Attributes
    ----------
    taken : dict
        ``{count, name, type, content}``: a file that Python made when it was asked
        for, in base64.
    """

    script = bringing_script("workbench.js")
    task_name: ClassVar[str] = "workbench"

    taken = traitlets.Dict().tag(sync=True)

    def __init__(
        self, folder: AnswerFolder, rng_for: Callable[[str], np.random.Generator]
    ):
        self._bringing = Bringing()
        self._bench = Bench()
        # Reading a large table takes a while, and most deeds do not change it.
        self._read: tuple[OwnTable, Reading, Figures] | None = None
        super().__init__(folder, rng_for)

    def begin(self) -> State:
        """Return the state with nothing kept."""
        return {"kept": []}

    def restore(self, answer: Any) -> State:
        """Return the charts kept, if they are some."""
        kept = [to_kept(from_kept(each)) for each in answer["kept"]]
        if len(kept) > MOST_KEPT:
            raise ValueError("These are more charts than can be kept.")
        return {"kept": kept}

    def restarted(self, state: State) -> State:
        """Forget the charts kept, and the table that is open."""
        self._bringing.forget()
        self._bench = Bench()
        return self.begin()

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Take in a table, an answer, a choice or a mark; keep a chart."""
        if self._bringing.obey(deed, details):
            self._begin_table()
        elif deed == "choose":
            self._choose(str(details.get("what")), details.get("choice"))
        elif deed == "write":
            self._write(str(details.get("what")), str(details.get("text", "")))
        elif deed in ("note", "freeze", "split", "ghost"):
            self._mark(deed)
        elif deed in ("split-now", "not-now"):
            self._decide_split(deed == "split-now")
        elif deed == "unmark":
            marks = list(self._bench.look.marks)
            del marks[int(details["place"])]
            self._look(marks=tuple(marks))
        elif deed == "take-png":
            self._take_png()
        elif deed in ("keep", "keep-instead"):
            return self._keep(state, instead=deed == "keep-instead")
        elif deed == "open-kept":
            self._open_kept(from_kept(state["kept"][int(details["place"])]))
        elif deed in ("ask-remove", "not-remove"):
            asking = deed == "ask-remove"
            name = state["kept"][int(details["place"])]["name"] if asking else ""
            self._bench = replace(self._bench, removing=name)
        elif deed == "remove-kept" and self._bench.removing:
            name = self._bench.removing
            self._bench = replace(self._bench, removing="")
            return {"kept": [each for each in state["kept"] if each["name"] != name]}
        self._compare()
        return None

    # What was answered, chosen and marked

    def _begin_table(self) -> None:
        """Begin with a table; with the same headings it goes on with the last chart."""
        before, table = self._bench, self._bringing.table
        earlier = self._last_figures()
        wanted = [heading for heading in before.headings if heading is not None]
        if not wanted or not all(heading in table.columns for heading in wanted):
            self._bench = Bench()
            return
        places = [
            None if heading is None else table.columns.index(heading)
            for heading in before.headings
        ]
        time, measure, sizes = places
        reading = before.reading or Reading(answers=before.answers)
        only = reading.only
        same_columns = self._read is not None and (
            self._read[0].columns == table.columns
        )
        if only and not (same_columns and only[1] in table.column(only[0])):
            only = None
        self._bench = replace(
            before, kept=None, earlier=earlier, other=None, set_aside=None
        )
        self._read_as(
            replace(
                reading,
                answers=before.answers,
                time=time,
                measure=measure,
                sizes=sizes,
                only=only,
                leave_out=False,
            )
        )

    def _last_figures(self) -> Figures | None:
        """The figures that were on the chart before another table came."""
        bench = self._bench
        if bench.kept is not None:
            return bench.kept.figures
        if self._read is None or self._read[1] != bench.reading:
            return bench.earlier
        return self._read[2]

    def _compare(self) -> None:
        """Once a new table can be read, see whether its figures go on with the last.

        With other figures it is a new chart, until somebody says it is the same.
        """
        bench = self._bench
        if bench.earlier is None:
            return
        try:
            figures = self._figures()
        except UnreadableData:
            return
        if figures is None:
            return
        other, known = other_figures(bench.earlier, figures)
        bench = replace(bench, earlier=None)
        if other or not known:
            bench = replace(
                bench,
                other=(other, known),
                goes_on=False,
                set_aside=bench.look,
                look=Look(),
                words="",
                weighing="",
            )
        self._bench = bench

    def _read_as(self, reading: Reading | None) -> None:
        """Read the table so, and remember which columns that are."""
        headings = ()
        if reading is not None:
            headings = headings_of(self._bringing.table, reading)
        self._bench = replace(self._bench, reading=reading, headings=headings)

    def _choose(self, what: str, choice: Any) -> None:
        bench = self._bench
        if what in QUESTIONS:
            self._answer(what, choice)
        elif what == "goes-on" and bench.set_aside is not None:
            if (choice == "same") != bench.goes_on:
                self._bench = replace(
                    bench,
                    goes_on=not bench.goes_on,
                    look=bench.set_aside,
                    set_aside=bench.look,
                )
        elif what == "point":
            drawn, _ = self._drawn()
            if drawn is not None and 1 <= int(choice) <= len(drawn.names):
                point = drawn.names[int(choice) - 1]
                self._bench = replace(bench, point=point, weighing="")
        elif what == "kind":
            # The usual multiplier may be another one.
            self._look(kind=str(choice), multiply=0)
        elif what == "multiply" and int(choice) in MULTIPLIERS:
            self._look(multiply=int(choice))
        elif bench.reading is not None and self._bringing.table is not None:
            self._choose_columns(bench.reading, what, choice)

    def _answer(self, question: str, choice: Any) -> None:
        bench = self._bench
        answers = replace(bench.answers, **{question: str(choice)})
        if choice not in options_of(question, answers):
            return
        if question == "row":
            # What can be written down for a patient cannot all be for a ward.
            answers = Answers(row=answers.row, what=answers.what)
        if answers.what not in options_of("what", answers):
            answers = replace(answers, what="")
        table, reading = self._bringing.table, None
        if table is not None and all_answered(answers):
            reading = guess_reading(table, answers)
            if bench.reading is not None:
                reading = replace(reading, month_first=bench.reading.month_first)
        look = replace(bench.look, kind="", multiply=0)
        self._bench = replace(bench, answers=answers, look=look)
        self._read_as(reading)

    def _choose_columns(self, reading: Reading, what: str, choice: Any) -> None:
        table = self._bringing.table
        places = {str(place): place for place in range(len(table.columns))}
        if what in ("time", "measure", "sizes") and choice in (*places, ROWS):
            changed = {what: places.get(choice), "leave_out": False}
            reading = replace(reading, **changed)
        elif what == "only" and choice == "all":
            reading = replace(reading, only=None)
        elif what == "only":
            place, at = (int(part) for part in str(choice).split(":"))
            text = groups_in(table, reading.time)[place][at]
            reading = replace(reading, only=(place, text))
        elif what == "span" and choice in _SPANS:
            reading = replace(reading, span=choice)
        elif what == "how" and choice in HOWS:
            reading = replace(reading, how=choice)
        else:
            reading = settled(reading, what, choice)
        self._read_as(reading)

    def _write(self, what: str, text: str) -> None:
        text = text[:_LONGEST]
        if what == "words":
            self._bench = replace(self._bench, words=text)
        elif what in _WRITTEN:
            self._look(**{what: text})

    def _look(self, **changes: object) -> None:
        self._bench = replace(self._bench, look=replace(self._bench.look, **changes))

    def _mark(self, kind: str) -> None:
        """Mark the chosen point, unless the scene says why it cannot be."""
        drawn, _ = self._drawn()
        bench = self._bench
        if drawn is None or drawn.refusals(bench)[kind]:
            return
        if kind == "split":
            # Not yet: the page says first when new lines may be drawn.
            self._bench = replace(bench, weighing=drawn.point(bench))
            return
        text = bench.words.strip()
        self._add(Mark(kind, drawn.point(bench), text if kind != "freeze" else ""))
        if kind == "freeze" and text:
            self._add(Mark("note", drawn.point(bench), text))

    def _decide_split(self, splits: bool) -> None:
        point, text = self._bench.weighing, self._bench.words.strip()
        if splits and point:
            self._add(Mark("split", point))
            if text:
                self._add(Mark("note", point, text))
        self._bench = replace(self._bench, weighing="")

    def _add(self, mark: Mark) -> None:
        marks = [
            each
            for each in self._bench.look.marks
            if (each.kind, each.point) != (mark.kind, mark.point)
        ]
        # A frozen baseline and new lines exclude each other, and one baseline is all.
        if mark.kind == "freeze":
            marks = [each for each in marks if each.kind not in ("freeze", "split")]
        elif mark.kind == "split":
            marks = [each for each in marks if each.kind != "freeze"]
        self._look(marks=(*marks, mark))
        self._bench = replace(self._bench, words="", weighing="")

    # Figures and chart

    def _figures(self) -> Figures | None:
        """The figures of the chart; None where a column is not chosen yet.

        Raises
        ------
        UnreadableData
        """
        bench, table = self._bench, self._bringing.table
        if bench.kept is not None:
            return bench.kept.figures
        if table is None or bench.reading is None or not _has_columns(bench.reading):
            return None
        if (
            self._read is None
            or self._read[0] is not table
            or self._read[1] != bench.reading
        ):
            figures = read_figures(table, bench.reading)
            self._read = (table, bench.reading, figures)
        return self._read[2]

    def _drawn(self) -> tuple[Drawn | None, UnreadableData | None]:
        """The figures and their chart as they are now, and what is wrong with them."""
        try:
            figures = self._figures()
        except UnreadableData as problem:
            return None, problem
        if figures is None:
            return None, None
        series, decisions, names = decide(self._bench.look, figures)
        chart = shown = complaint = None
        try:
            chart = own_control_chart(series, decisions)
            shown = own_picture(series, decisions, chart, id="workbench")
        except UnreadableData as problem:
            complaint = problem
        drawn = Drawn(
            figures=figures,
            series=series,
            decisions=decisions,
            names=names,
            chart=chart,
            picture=shown,
        )
        return drawn, complaint

    def _take_png(self) -> None:
        drawn, _ = self._drawn()
        if drawn is None or drawn.picture is None:
            return
        # Here, because matplotlib takes a second to load and few ask for it.
        from course.charts.drawing import save_figure

        written = io.BytesIO()
        save_figure(drawn.picture, written)
        self.taken = {
            "count": self.taken.get("count", 0) + 1,
            "name": f"{file_name(drawn)}.png",
            "type": "image/png",
            "content": base64.b64encode(written.getvalue()).decode(),
        }

    # Keeping

    def _keep(self, state: State, *, instead: bool) -> State | None:
        """Keep the chart beside the others, or in the place of what it was before."""
        drawn, _ = self._drawn()
        chart, _ = self._to_keep(drawn)
        if chart is None or self._is_personal():
            return None
        kept = list(state["kept"])
        names = [each["name"] for each in kept]
        place = len(kept)
        if instead:
            place = names.index(self._bench.kept_as)
            del kept[place], names[place]
        elif len(kept) >= MOST_KEPT:
            return None
        chart["name"] = free_name(chart["name"], names)
        self._bench = replace(self._bench, kept_as=chart["name"])
        return {"kept": [*kept[:place], chart, *kept[place:]]}

    def _to_keep(self, drawn: Drawn | None) -> tuple[dict[str, Any] | None, str]:
        """The chart as it would be kept, or why it cannot be."""
        if drawn is None or drawn.picture is None:
            return None, ""
        chart = KeptChart(
            name=drawn.picture.title or drawn.picture.y_label,
            answers=self._bench.answers,
            headings=self._bench.headings,
            look=self._bench.look,
            figures=drawn.figures,
        )
        try:
            return to_kept(chart), ""
        except ValueError as problem:
            return None, str(problem)

    def _open_kept(self, kept: KeptChart) -> None:
        self._bringing.forget()
        self._bench = Bench(
            answers=kept.answers,
            look=kept.look,
            headings=kept.headings,
            kept=kept,
            kept_as=kept.name,
        )

    def _is_personal(self) -> bool:
        reading, table = self._bench.reading, self._bringing.table
        if table is None or reading is None:
            return False
        return self._bringing.is_personal(reading.time, reading.measure, reading.sizes)

    # Drawing

    def draw(self, state: State) -> Scene:
        """Return the place for a table, the questions, and the chart."""
        drawn, complaint = self._drawn()
        to_keep, cannot_keep = self._to_keep(drawn)
        if self._is_personal():
            to_keep, cannot_keep = None, say("workbench.keep.personal")
        return workbench_scene(
            self._bringing,
            self._bench,
            drawn,
            complaint,
            kept=state["kept"],
            to_keep=to_keep,
            cannot_keep=cannot_keep,
        )

    def _all_shown(self) -> dict[str, Any]:
        shown = super()._all_shown()
        shown["labels"] |= labels("own-data.label.")
        return shown


def _has_columns(reading: Reading) -> bool:
    """Whether every column is chosen that the answers need."""
    answers = reading.answers
    return not (
        (uses_measure(answers) and reading.measure is None)
        or (needs_sizes(answers) and reading.sizes is None and answers.what == "share")
        or (answers.row == "case" and reading.time is None)
        or (answers.row == "unit" and (reading.sizes is None or reading.time is None))
    )
