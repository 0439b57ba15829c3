"""A project as its workspace keeps it, read once and asked many things.

Whoever writes a report, a poster or a mark asks a `Project`; nothing is typed twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from course.charts.own_data.kept import KeptChart, from_kept, to_kept
from course.exercises.project.parts import PARTS, Field, Part, option_words
from course.messages import say
from course.tasks.aim import read_figure
from course.tasks.calendar_days import read_day, say_day

Fields = Mapping[str, str]
# "Yes" and "see above" tell a reader nothing.
FEWEST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Project:
    """What a learner has written and brought.

    Attributes
    ----------
    pages : mapping of str to mapping
        Part to field to text, for the parts that are filled in once.
    logs : mapping of str to tuple of mapping
        Part to entries, for the others. An entry has an ``id``, and in a part that
        locks ``locked``: the ISO day, or "".
    charts : mapping of str to KeptChart
        By the id of the measure.
    """

    pages: Mapping[str, Fields]
    logs: Mapping[str, tuple[Fields, ...]]
    charts: Mapping[str, KeptChart]

    def text(self, part: str, field: str) -> str:
        """Return what stands in a field of a page, without outer spaces."""
        return self.pages[part][field].strip()

    def day(self, part: str, field: str) -> date | None:
        """Return a day, or None where there is none that can be read."""
        return day_of(self.text(part, field))

    def figure(self, field: str) -> float | None:
        """Return a figure of the aim, or None."""
        return figure_of_text(self.text("aim", field), self.text("aim", "unit"))

    def entry(self, part: str, id_: str) -> Fields | None:
        """Return an entry by its id, or None where it is gone."""
        return next((one for one in self.logs[part] if one["id"] == id_), None)

    def named(self, field: Field, value: str) -> str:
        """Return what a field's value is called where people read it."""
        if field.kind == "measure":
            return self._name_of("measures", value, "name")
        if field.kind in ("idea", "driver"):
            return self._name_of("drivers", value, "text")
        if field.kind == "test":
            places = [one["id"] for one in self.logs["tests"]]
            if value not in places:
                return ""
            return say("project.test-number", number=places.index(value) + 1)
        return value.strip()

    def entries(self, part: str) -> tuple[Fields, ...]:
        """Return the entries of a log, or a page as the only one."""
        return self.logs[part] if part in self.logs else (self.pages[part],)

    def told(self, part: str, entry: Fields, name: str) -> str:
        """Return what stands in a field of a page or an entry, as people read it."""
        field = PARTS[part].field(name)
        if field.kind == "choice":
            return option_words(part, name, entry[name])
        return self.named(field, entry[name])

    def _name_of(self, part: str, id_: str, field: str) -> str:
        entry = self.entry(part, id_)
        return entry[field].strip() if entry else ""

    @property
    def title(self) -> str:
        """What the project is called, or that it has no name yet."""
        return self.text("charter", "title") or say("project.no-title")

    @property
    def aim(self) -> str:
        """The aim in a sentence; "" while what, how much or by when is open."""
        fields = {name: self.text("aim", name) for name in self.pages["aim"]}
        if not all(fields[name] for name in ("what", "from", "to", "by")):
            return ""
        day = self.day("aim", "by")
        by = say_day(day) if day else fields["by"]
        what = fields["what"]
        if fields["whom"]:
            what = say("project.aim.for", what=what, whom=fields["whom"])
        if fields["where"]:
            what = say("project.aim.at", what=what, where=fields["where"])
        # Whoever writes "62 %" and counts in "%" has said it twice.
        levels = {
            name: fields[name].removesuffix(fields["unit"]).strip() or fields[name]
            for name in ("from", "to")
        }
        fields |= levels | {"by": by, "what": what}
        return " ".join(say("project.aim.sentence", **fields).split())

    @property
    def aimed(self) -> str:
        """The id of the measure that the aim is counted by, or ""."""
        id_ = self.text("aim", "measure")
        return id_ if self.entry("measures", id_) else ""


def day_of(text: str) -> date | None:
    """Read a day, or return None.

    Parameters
    ----------
    text : str

    Returns
    -------
    datetime.date or None

    Examples
    --------
    >>> day_of("14 March 2027"), day_of("in spring")
    (datetime.date(2027, 3, 14), None)
    """
    try:
        return read_day(text)
    except ValueError:
        return None


def figure_of_text(text: str, unit: str = "") -> float | None:
    """Read a figure with or without its unit, or return None.

    Parameters
    ----------
    text : str
    unit : str
        "" where any will do.

    Returns
    -------
    float or None

    Examples
    --------
    >>> figure_of_text("62 %", "%"), figure_of_text("4 hours"), figure_of_text("many")
    (62.0, 4.0, None)
    >>> figure_of_text("4 hours", "minutes")
    """
    if not unit:
        text = re.sub(r"\D+$", "", text)
    try:
        return read_figure(text, unit)
    except ValueError:
        return None


def says_something(field: Field, text: str) -> bool:
    """Whether a field is filled in: a text with more than a word or two.

    Parameters
    ----------
    field : Field
    text : str

    Returns
    -------
    bool

    Examples
    --------
    >>> plan = PARTS["tests"].field("plan")
    >>> says_something(plan, "Yes."), says_something(plan, "One patient, by Amira.")
    (False, True)
    """
    return len(text.split()) >= (FEWEST_WORDS if field.kind == "text" else 1)


def empty_project() -> dict[str, Any]:
    """Return the JSON of a project nobody has begun."""
    return {
        "kind": "project",
        "parts": {part.name: [] if part.most else {} for part in PARTS.values()},
        "charts": {},
    }


def read_project(answer: Any) -> Project:
    """Read a project from JSON, whoever wrote it.

    Parameters
    ----------
    answer : JSON value
        ``{"kind": "project", "parts": {part: {field: text} or [entry]}, "charts":
        {measure: kept chart}}``. What is missing is empty.

    Returns
    -------
    Project

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is not what the workspace writes.

    Examples
    --------
    >>> project = read_project({"kind": "project", "parts": {"aim": {"what": "Falls"}}})
    >>> project.text("aim", "what"), project.aim
    ('Falls', '')
    """
    if answer["kind"] != "project":
        raise ValueError("Not a project.")
    written = answer.get("parts", {})
    if unknown := set(written) - set(PARTS):
        raise ValueError(f"A project has no part {sorted(unknown)[0]!r}.")
    pages, logs = {}, {}
    for part in PARTS.values():
        if part.most:
            logs[part.name] = _entries(part, written.get(part.name, []))
        else:
            pages[part.name] = _texts(part.fields, written.get(part.name, {}))
    measures = {entry["id"] for entry in logs["measures"]}
    charts = {
        measure: from_kept(chart)
        for measure, chart in answer.get("charts", {}).items()
        if measure in measures
    }
    return Project(pages, logs, charts)


def as_answer(project: Project) -> dict[str, Any]:
    """Return a project as JSON, with every part there is.

    Parameters
    ----------
    project : Project

    Returns
    -------
    dict
        What `read_project` reads.

    Examples
    --------
    >>> as_answer(read_project(empty_project()))["parts"]["holding"]["owner"]
    ''
    """
    return {
        "kind": "project",
        "parts": {
            name: [dict(one) for one in project.logs[name]]
            if part.most
            else dict(project.pages[name])
            for name, part in PARTS.items()
        },
        "charts": {
            measure: to_kept(chart) for measure, chart in project.charts.items()
        },
    }


def _entries(part: Part, written: Sequence[Any]) -> tuple[Fields, ...]:
    if not isinstance(written, list) or len(written) > part.most:
        raise ValueError(f"{part.name} is a list of at most {part.most} entries.")
    entries = []
    for entry in written:
        texts = _texts(part.fields, entry)
        id_ = entry["id"]
        if not isinstance(id_, str) or not id_.removeprefix(part.prefix).isdecimal():
            raise ValueError(f"An entry of {part.name} has an id of its own.")
        texts["id"] = id_
        if part.locks:
            texts["locked"] = str(entry.get("locked", ""))
            if texts["locked"]:
                day = date.fromisoformat(texts["locked"])
                # As days are compared, however somebody's hand has written it.
                texts["locked"] = day.isoformat()
        entries.append(texts)
    if len({entry["id"] for entry in entries}) < len(entries):
        raise ValueError(f"Two entries of {part.name} have the same id.")
    return tuple(entries)


def _texts(fields: Sequence[Field], written: Any) -> dict[str, str]:
    texts = {}
    for field in fields:
        text = written.get(field.name, "")
        if not isinstance(text, str) or len(text) > field.longest:
            raise ValueError(f"{field.name} is a text that is not too long.")
        if field.kind == "choice" and text not in ("", *field.options):
            raise ValueError(f"{field.name} has no option {text[:40]!r}.")
        texts[field.name] = text
    return texts
