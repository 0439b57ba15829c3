"""An exercise on the page: the form, the saved answer, what *Check* says.

The browser draws ``shown`` and sends ``answer``; Python saves, marks and answers in
``saved``, ``report`` and ``hints``. The kind of the task decides which script draws
the form: ``classify.js`` and its neighbours.
"""

from __future__ import annotations

import math
from typing import Any

import traitlets

from course.charts import Chart, draw_svg, table_rows
from course.charts.pictures import format_value
from course.messages import catalogue, say
from course.tasks import (
    AnswerFolder,
    Case,
    Item,
    Key,
    NotSaved,
    Saved,
    Table,
    Task,
)
from course.tasks.free_text import LONGEST
from course.tasks.numbers import PER_CENT
from course.widgets.frame import labels, script, style
from course.widgets.page_widget import PageWidget


class ExerciseView(PageWidget):
    """One exercise, with the learner's saved answer in it.

    Building it reads the answer and never writes. Every change of ``answer`` is saved
    at once.

    Parameters
    ----------
    task : Task
    case : Case
        What this learner is shown.
    folder : AnswerFolder
        Where the answer is kept.
    key : Key or None
        Where the task needs one and it is at hand.
    can_check : bool
        Whether *Check* is offered; never where a person reads the answer.
    sector : str
        Where the case was asked to lie.

    Attributes
    ----------
    shown : dict
        All that is drawn and never changes, as JSON.
    answer : JSON value or None
        Written by the browser and by Python.
    saved : dict
        ``{ok, text, choice, locked, count}``; ``ok`` is None where nothing was saved
        yet, `choice` asks which of two windows to keep, `locked` closes the form.
    report : dict
        ``{state, words, right, count}``; `state` is "not-attempted", "attempted" or
        "right", `right` is given in practice only.
    hints : list of str
        The hints opened so far.
    """

    shown = traitlets.Dict().tag(sync=True)
    answer = traitlets.Any(None, allow_none=True).tag(sync=True)
    saved = traitlets.Dict().tag(sync=True)
    report = traitlets.Dict().tag(sync=True)
    hints = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self,
        task: Task,
        case: Case,
        folder: AnswerFolder,
        key: Key | None = None,
        can_check: bool = True,
        sector: str = "",
    ):
        self._task, self._case, self._folder, self._key = task, case, folder, key
        self._sector = sector
        self._can_check = can_check = can_check and not task.kind.by_hand
        self._on_disk = folder.load(task.name)
        self._newer: Saved | None = None
        self._saves = 0
        self.answer = self._readable(self._on_disk.answer)
        self._tell_what_was_found()
        self._open_hints(self._on_disk.hints)
        self._tell_how_it_stands(checked=self._on_disk.attempts > 0)
        super().__init__(
            script=script(f"{task.kind.name.replace('-', '_')}.js"),
            style=style(),
            shown=shown_of(task, case, can_check),
        )
        self.observe(self._take_answer, "answer")
        self.on_msg(self._obey)

    def _readable(self, answer: Any) -> Any:
        """Give the form only what it can show; the file keeps the rest."""
        if answer is None or self._task.kind.complaint(self._case, answer):
            return None
        return answer

    # What the browser asks

    def _take_answer(self, change: dict[str, Any]) -> None:
        if self.answer != self._on_disk.answer or self.saved["ok"] is False:
            self._save()
        self._tell_how_it_stands()

    def _obey(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        deed = content.get("do")
        if deed == "check" and self._can_check:
            self._check(content)
        elif deed == "hint":
            self._open_hints(len(self.hints) + 1)
            self._save_if_mine(hints=len(self.hints))
        elif deed == "reset":
            self._reset()
        elif deed == "save-again":
            self._save()
        elif deed == "keep-mine" and self._newer is not None:
            self._on_disk, self._newer = self._newer, None
            self._save()
        elif deed == "show-theirs" and self._newer is not None:
            self._show(self._newer)

    def _check(self, content: dict[str, Any]) -> None:
        # What is on the screen may be ahead of the trait: see `check` in frame.js.
        self.answer = content.get("answer", self.answer)
        if self.answer is not None:
            self._save_if_mine(attempts=self._on_disk.attempts + 1)
        self._tell_how_it_stands(checked=True)

    def _reset(self) -> None:
        if self.answer is not None:
            self.answer = None
        elif self._on_disk.answer is not None or self._on_disk.state == "damaged":
            self._save()
        self._tell_how_it_stands()

    # Saving

    def _save_if_mine(self, **counts: int) -> None:
        """Save a count; that alone must not put somebody's file aside."""
        if self._on_disk.state in ("new", "mine"):
            self._save(**counts)

    def _save(self, **counts: int) -> None:
        known = {"attempts": self._on_disk.attempts, "hints": len(self.hints)}
        try:
            self._on_disk = self._folder.save(
                self._task.name,
                self.answer,
                version=self._on_disk.version,
                sector=self._sector,
                **{**known, **counts},
            )
        except NotSaved as problem:
            self._newer = problem.newer
            self._tell_saved(False, str(problem), choice=problem.newer is not None)
            return
        self._newer = None
        self._tell_saved(True, say("answers.saved", time=self._on_disk.time))

    def _show(self, theirs: Saved) -> None:
        """Take over what another window saved."""
        self._on_disk, self._newer = theirs, None
        # Before the answer, so that taking it over is not taken for a change.
        self._tell_what_was_found()
        self.answer = self._readable(theirs.answer)
        self._open_hints(max(theirs.hints, len(self.hints)))
        self._tell_how_it_stands(checked=theirs.attempts > 0)

    # Telling the browser

    def _tell_what_was_found(self) -> None:
        found = self._on_disk
        complaint = ""
        if found.answer is not None:
            complaint = self._task.kind.complaint(self._case, found.answer)
        if found.state == "mine" and not complaint:
            self._tell_saved(True, say("answers.saved", time=found.time))
        else:
            self._tell_saved(
                None, found.sentence or complaint, locked=found.state == "newer"
            )

    def _tell_saved(
        self, ok: bool | None, text: str, *, choice: bool = False, locked: bool = False
    ) -> None:
        self._saves += 1
        self.saved = {
            "ok": ok,
            "text": text,
            "choice": choice,
            "locked": locked,
            "count": self._saves,
        }

    def _tell_how_it_stands(self, *, checked: bool = False) -> None:
        task, case, answer = self._task, self._case, self.answer
        attempted = (
            answer is not None
            and not task.kind.complaint(case, answer)
            and bool(task.kind.parts(case, answer))
        )
        state, words, right = "attempted" if attempted else "not-attempted", [], {}
        if checked and self._can_check:
            mark = task.mark(case, answer, self._key)
            if mark is None:
                words = [say("mark.needs-key" if task.points else "mark.key-elsewhere")]
            else:
                words = list(mark.words)
                # `all_right` knows only the parts that were answered.
                whole = len(mark.right) == len(case.items)
                full = not task.points or mark.points == task.points
                if mark.all_right and whole and full:
                    state = "right"
                if not task.points:
                    right = dict(mark.right)
        self.report = {
            "state": state,
            "words": words,
            "right": right,
            "count": self.report.get("count", 0) + 1,
        }

    def _open_hints(self, count: int) -> None:
        self.hints = list(self._task.hints(self._case)[:count])


def shown_of(task: Task, case: Case, can_check: bool) -> dict[str, Any]:
    """Return all that an exercise shows and that never changes, as JSON.

    Parameters
    ----------
    task : Task
    case : Case
    can_check : bool

    Returns
    -------
    dict
        See ``frame.js``, which draws it.
    """
    kind = task.kind.name
    words = labels("widget.frame.", f"widget.{kind}.")
    # A chart before any theory has been told cannot ask for "signals".
    for part in ("none", "help"):
        own = f"{task.name}.{part}"
        if own in catalogue():
            words[part] = say(own, **case.facts)
    return {
        "kind": kind,
        "name": task.name,
        "title": task.title,
        "question": task.question(case),
        "story": case.story,
        "points": format_value(task.points) if task.points else "",
        "items": [_shown_item(item) for item in case.items],
        "options": [{"id": o.id, "text": o.text} for o in case.options],
        "charts": [picture_of(chart) for chart in case.charts],
        "drawings": [
            {"svg": str(one.svg), "table": _shown_table(one.table)}
            for one in case.drawings
        ],
        "tables": [_shown_table(table) for table in case.tables],
        "most": getattr(task.kind, "most", 0),
        "hint_count": len(task.hints(case)),
        "can_check": can_check,
        "note": "" if can_check else _why_no_check(task),
        "longest": LONGEST,
        "labels": words,
    }


def picture_of(chart: Chart) -> dict[str, Any]:
    """Return a chart as the frame draws it: its SVG, and its twin as a table.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    dict
        ``{svg, table}``.

    Examples
    --------
    >>> falls = Chart(id="falls", title="Falls", y_label="Falls", values=(3, 5))
    >>> picture_of(falls)["table"]["rows"]
    [['1', '3'], ['2', '5']]
    """
    columns, rows = table_rows(chart)
    return {
        "svg": draw_svg(chart),
        "table": {
            "caption": chart.title or chart.y_label,
            "columns": list(columns),
            "rows": [list(row) for row in rows],
        },
    }


def _shown_table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.caption,
        "columns": list(table.columns),
        "rows": [list(row) for row in table.rows],
    }


def _why_no_check(task: Task) -> str:
    if not task.points:
        return say("widget.frame.read-by-nobody")
    by_hand = task.kind.by_hand
    return say("widget.frame.read-later" if by_hand else "widget.frame.check-later")


def _tolerance_in_words(item: Item) -> str:
    """Two digits are enough to know what counts; rounded down, they keep their word."""
    scale = 10 ** max(0, 1 - math.floor(math.log10(item.tolerance)))
    told = math.floor(item.tolerance * scale + 1e-6) / scale
    # Within 2 % of 40 % would be from 39.2 to 40.8.
    points = say("widget.numbers.percentage-points")
    unit = points if item.unit in PER_CENT else item.unit
    words = say("widget.numbers.tolerance", tolerance=format_value(told), unit=unit)
    return words.strip()


def _shown_item(item: Item) -> dict[str, Any]:
    shown: dict[str, Any] = {"id": item.id, "text": item.text, "unit": item.unit}
    if item.tolerance:
        shown["tolerance_words"] = say(
            "numbers.within", tolerance=_tolerance_in_words(item)
        )
    else:
        shown["tolerance_words"] = say("numbers.exact")
    if item.chart is not None:
        shown |= picture_of(item.chart)
    return shown
