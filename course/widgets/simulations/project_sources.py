"""What a project takes up from elsewhere: charts of the workbench, an early charter."""

from __future__ import annotations

from collections.abc import Iterator

from course.charts.own_data.kept import KeptChart, from_kept
from course.exercises.project.evidence import is_plottable
from course.exercises.project.parts import PARTS
from course.tasks.answers import AnswerFolder
from course.tasks.forms import UNFIT

_CHARTER_LESSON = "03-aim"
# Field of the charter in lesson 3 to the part and field here.
_FROM_CHARTER = {
    **{name: ("aim", name) for name in ("what", "whom", "where", "from", "to")},
    **{name: ("aim", name) for name in ("unit", "by")},
    "matters": ("charter", "problem"),
    "team": ("charter", "team"),
    "sponsor": ("agreement", "sponsor"),
    "agreed": ("agreement", "agreed"),
    "hours": ("agreement", "hours"),
    "barrier": ("agreement", "barriers"),
}


def charts_at_hand(folder: AnswerFolder) -> dict[str, KeptChart]:
    """Return the charts in time that the learner has kept, by their names.

    Parameters
    ----------
    folder : AnswerFolder
        Of the project's lesson. The workbench on its page comes before that of the
        whole course.

    Returns
    -------
    dict of str to KeptChart
    """
    found: dict[str, KeptChart] = {}
    for chart in _kept_charts(folder):
        if chart.name not in found and is_plottable(chart):
            found[chart.name] = chart
    return found


def _kept_charts(folder: AnswerFolder) -> Iterator[KeptChart]:
    workspace = folder.folder.parent.parent
    for place in (folder.folder, workspace / "answers"):
        saved = AnswerFolder(place, folder.learner, folder.run).load("workbench")
        try:
            yield from [from_kept(each) for each in saved.answer["kept"]]
        # None were kept; or they are damaged, which the workbench tells.
        except UNFIT:
            continue


def from_charter(folder: AnswerFolder) -> dict[str, dict[str, str]]:
    """Return what the charter of lesson 3 tells, for the parts of a project.

    Parameters
    ----------
    folder : AnswerFolder
        Of the project's lesson; that of lesson 3 lies beside it.

    Returns
    -------
    dict of part to dict of field to text
        Empty where there is no charter.
    """
    place = folder.folder.parent.parent / _CHARTER_LESSON / "answers"
    saved = AnswerFolder(place, folder.learner, folder.run).load("charter")
    parts: dict[str, dict[str, str]] = {}
    try:
        written = saved.answer["fields"]
        for name, (part, field) in _FROM_CHARTER.items():
            if text := str(written.get(name, "")).strip():
                longest = PARTS[part].field(field).longest
                parts.setdefault(part, {})[field] = text[:longest]
    except UNFIT:
        return {}
    return parts
