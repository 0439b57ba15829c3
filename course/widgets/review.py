"""What was answered, in words and pictures that stand still: for graders and feedback.

No script and nothing from elsewhere, so that it can be printed, kept, and shown where
widgets are blank. It copes with any answer that can lie in an answer file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from course.charts import Chart
from course.charts.elements import Written
from course.messages import catalogue, say
from course.tasks import Answer, Case, Drawing, Item, Judged, Key, Mark, Task
from course.widgets.kept_pictures import CHARTS, Keeper
from course.widgets.review_page import (
    write_drawing,
    write_item,
    write_picture,
    write_review,
    write_table,
)

# `write_picture`, or a `Keeper` in its place.
_Pictured = Callable[[Chart, str, Collection[int], Collection[int]], Written]


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A chart, and the periods on it that somebody marked or that signal."""

    chart: Chart
    marked: Collection[int] = ()
    signals: Collection[int] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What there is to say of one item.

    Attributes
    ----------
    asked, given : str
        In words; `given` is never empty.
    answered : bool
    right : bool or None
        None where it is not known, or nobody can say.
    wanted : str
        The right answer, where it may be shown and was not given; else "".
    why : str
        The explanation of the right option, where it may be shown; else "".
    picture : Picture or None
        The item's chart with the learner's marks.
    """

    asked: str
    given: str
    answered: bool
    right: bool | None = None
    wanted: str = ""
    why: str = ""
    picture: Picture | None = None


def review(
    task: Task,
    case: Case,
    answer: Answer | None,
    mark: Mark,
    key: Key | None = None,
    show_truth: bool = False,
) -> str:
    """Return what was answered, and what came of it, as a piece of HTML.

    Parameters
    ----------
    task : Task
    case : Case
        What the learner was shown.
    answer : Answer or None
        As saved, whatever it is.
    mark : Mark
    key : Key or None
        Its explanation of an option is told where that option was chosen; of others
        only with `show_truth`.
    show_truth : bool
        Whether the right answers are told.

    Returns
    -------
    str
        One ``<div class="fl-review">`` with its own style, safe whatever was answered.
    """
    lines = review_lines(task, case, answer, mark, key, show_truth)
    return _as_html(task, case, answer, mark, lines, show_truth, write_picture)


def review_text(
    task: Task,
    case: Case,
    answer: Answer | None,
    mark: Mark,
    key: Key | None = None,
    show_truth: bool = False,
) -> str:
    """Return the same as `review`, as plain text.

    Parameters
    ----------
    task, case, answer, mark, key, show_truth
        As for `review`.

    Returns
    -------
    str
    """
    lines = review_lines(task, case, answer, mark, key, show_truth)
    return _as_text(task, mark, lines)


def review_bundle(
    judged: Judged, show_truth: bool = False, *, drawn: bool = True
) -> dict[str, Any]:
    """Return a review as a notebook's output has it.

    Parameters
    ----------
    judged : Judged
    show_truth : bool
        As for `review`.
    drawn : bool
        Whether the charts that were shown are drawn now, or kept for `with_pictures`
        to draw. Those on which the learner marked points are drawn in any case.

    Returns
    -------
    dict of str to str
        Media type to content, for ``display(..., raw=True)``. The charts kept are
        JSON.
    """
    task, case, mark = judged.task, judged.case, judged.mark
    answer = judged.saved.answer
    lines = review_lines(task, case, answer, mark, judged.key, show_truth)
    # An answer that lies in a picture is always drawn: a graded cell shows the answer.
    marks = task.kind.name == "mark-points"
    pictured = write_picture if drawn or marks else Keeper()
    return _bundle(
        _as_html(task, case, answer, mark, lines, show_truth, pictured),
        _as_text(task, mark, lines),
        pictured,
    )


def truth_bundle(judged: Judged, *, drawn: bool = True) -> dict[str, Any]:
    """Return the right answers that were not given, as a notebook's output has them.

    What a learner may not read stands apart from what they read in any case: one page
    has the one, another both, and nothing need be drawn or cut out a second time.

    Parameters
    ----------
    judged : Judged
    drawn : bool
        As for `review_bundle`.

    Returns
    -------
    dict of str to str
        As from `review_bundle`; empty where there is nothing more to tell.
    """
    task, case, mark = judged.task, judged.case, judged.mark
    if all(mark.right.get(item.id) for item in case.items):
        return {}
    lines = [
        line if task.kind.name == "mark-points" else replace(line, picture=None)
        for line in review_lines(
            task, case, judged.saved.answer, mark, judged.key, show_truth=True
        )
        if line.wanted or (line.why and not line.right)
    ]
    if not lines:
        return {}
    pictured = write_picture if drawn else Keeper()
    charts = any(line.picture for line in lines)
    html = write_review(
        drawn=charts and drawn,
        question=say("review.truth"),
        figures=[],
        legend=_legend(task, show_truth=True) if charts else "",
        items=_items(f"truth-{task.name}", lines, pictured),
        words=(),
        reading="",
    )
    said = [say("review.truth"), *(_in_text(line) for line in lines)]
    return _bundle(str(html), "\n\n".join(said), pictured)


def review_lines(
    task: Task,
    case: Case,
    answer: Answer | None,
    mark: Mark,
    key: Key | None = None,
    show_truth: bool = False,
) -> list[Line]:
    """Return what there is to say, item by item.

    Parameters
    ----------
    task, case, answer, mark, key, show_truth
        As for `review`.

    Returns
    -------
    list of Line
        In the order the items were shown; for an order of cards, in the order given.
    """
    # What is no answer of this kind is said by the mark's words; it is not taken apart.
    if answer is not None and task.kind.complaint(case, answer):
        answer = None
    truth = task.truth(case, key) if show_truth and not task.own else None
    given = task.kind.said(case, answer)
    wanted = given if truth is None else task.kind.said(case, truth)
    item = {item.id: item for item in case.items}
    lines = []
    for mine, theirs in zip(given, wanted, strict=True):
        right = mark.right.get(mine.part)
        # Where nothing was put in order there is no place to tell the card of.
        told = truth is not None and not right and mine.asked == theirs.asked
        explained = key is not None and (show_truth or right)
        lines.append(
            Line(
                asked=mine.asked,
                given=mine.words or say("review.not-answered"),
                answered=bool(mine.words),
                right=right,
                wanted=theirs.words if told else "",
                why=key.why.get(mine.part, "") if explained else "",
                picture=_marked_picture(task, item.get(mine.part), answer, truth),
            )
        )
    return lines


def _marked_picture(
    task: Task, item: Item | None, answer: Answer | None, truth: Answer | None
) -> Picture | None:
    if item is None or item.chart is None:
        return None
    if task.kind.name != "mark-points":
        return Picture(chart=item.chart)
    return Picture(
        chart=item.chart,
        marked=(answer or {}).get(item.id) or (),
        signals=(truth or {}).get(item.id) or (),
    )


def _bundle(html: str, text: str, pictured: _Pictured) -> dict[str, Any]:
    kept = {CHARTS: pictured.kept} if isinstance(pictured, Keeper) else {}
    return {"text/html": html, "text/plain": text, **kept}


def _as_text(task: Task, mark: Mark, lines: Sequence[Line]) -> str:
    paragraphs = [task.title, *mark.words, *map(_in_text, lines)]
    if reading := _reading(task):
        paragraphs.append(f"{say('review.reading')} {reading}")
    return "\n\n".join(paragraphs)


def _in_text(line: Line) -> str:
    said = [line.asked, f"  {say('review.given')} {line.given}"]
    if line.right is not None:
        said.append(f"  {say('review.right' if line.right else 'review.not-yet')}")
    if line.wanted:
        said.append(f"  {say('review.wanted')} {line.wanted}")
    if line.why:
        said.append(f"  {line.why}")
    return "\n".join(said)


def _as_html(
    task: Task,
    case: Case,
    answer: Answer | None,
    mark: Mark,
    lines: Sequence[Line],
    show_truth: bool,
    pictured: _Pictured,
) -> str:
    about = f"review-{task.name}"
    pictures = [_write(about, Picture(chart=chart), pictured) for chart in case.charts]
    drawings = [
        write_drawing(drawing)
        for drawing in (*case.drawings, *_drawn(task, case, answer))
    ]
    tables = [write_table(one.caption, one.columns, one.rows) for one in case.tables]
    charts = bool(pictures) or any(line.picture for line in lines)
    return str(
        write_review(
            drawn=charts and pictured is write_picture,
            question=task.question(case),
            figures=pictures + drawings + tables,
            legend=_legend(task, show_truth),
            items=_items(about, lines, pictured),
            words=mark.words,
            reading=_reading(task),
        )
    )


def _drawn(task: Task, case: Case, answer: Answer | None) -> tuple[Drawing, ...]:
    """Draw the answer itself, where its kind has a picture of it."""
    draw = getattr(task.kind, "drawing", None)
    if draw is None or answer is None or task.kind.complaint(case, answer):
        return ()
    drawing = draw(case, answer)
    return () if drawing is None else (drawing,)


def _items(about: str, lines: Sequence[Line], pictured: _Pictured) -> list[Written]:
    return [
        write_item(
            asked=line.asked,
            picture=line.picture and _write(about, line.picture, pictured),
            given=line.given,
            answered=line.answered,
            right=line.right,
            wanted=line.wanted,
            why=line.why,
        )
        for line in lines
    ]


def _write(about: str, picture: Picture, pictured: _Pictured) -> Written:
    # The same figures may be on the page for another task too.
    id = f"{about}-{picture.chart.id}"
    return pictured(picture.chart, id, picture.marked, picture.signals)


def _legend(task: Task, show_truth: bool) -> str:
    if task.kind.name != "mark-points":
        return ""
    return say("review.legend-truth" if show_truth else "review.legend")


def _reading(task: Task) -> str:
    """Where to read on, if the task's words say so."""
    own = f"{task.name}.read"
    return say(own) if own in catalogue() else ""
