"""An organisation's plan of doses as data: what was written, and nothing worked out.

Groups and competences, doses from 0 to 3, and the suggestion to begin with are those of
module 10. Nobody is named in a plan but by their role.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from course.messages import say
from course.simulations.capability.dosing.survey import (
    Survey,
    as_survey_answer,
    read_survey,
)
from course.simulations.capability.training_tables import COMPETENCES, GROUPS

# Characters.
LINE, TEXT = 160, 2000
FACTORS = ("size", "mix", "history", "culture", "turnover")
CALLS = ("more", "less", "same")
# From the one that costs least to the one that costs most, mostly.
HOWS = ("own", "built-in", "material", "bought")
EXISTS = "exists"
PREFERENCES = ("cheapest", "fewest")

# Page to what is written there once, and how long it may be.
TEXTS: Mapping[str, Mapping[str, int]] = {
    "anchor": {
        **dict.fromkeys(("organisation", "who", "decided", "by"), LINE),
        **dict.fromkeys(("purpose", "team"), TEXT),
    },
    "stand": dict.fromkeys(("practice", "seen"), TEXT),
    "doses": dict.fromkeys((f"{factor}-why" for factor in FACTORS), LINE),
    "existing": {"looked": TEXT},
    "fill": dict.fromkeys(("material", "teachers"), TEXT),
    "managers": dict.fromkeys(("with", "programmes", "built"), TEXT),
    "capacity": {"size": TEXT},
    "plan": {"uncertain": TEXT},
}


@dataclass(frozen=True, slots=True)
class Span:
    """What a number may be.

    Attributes
    ----------
    least, most, step : float
    """

    least: float
    most: float
    step: float = 1


PEOPLE = Span(0, 1_000_000)
# Log to what is filled in for each entry: the longest text, the span of a number, or
# the options.
ENTRIES: Mapping[str, Mapping[str, int | Span | tuple[str, ...]]] = {
    "groups": {
        "name": LINE,
        "positions": TEXT,
        "people": PEOPLE,
        "leaving": Span(0, 100, 0.1),
        "trained": PEOPLE,
        "share": Span(0, 100),
        "years": Span(1, 10),
        "work": TEXT,
        "together": TEXT,
        "level": TEXT,
    },
    "courses": {
        "name": LINE,
        "how": (EXISTS, *HOWS),
        "places": Span(0, 100_000),
        "hours": Span(0, 2000),
        "cost": Span(0, 1_000_000),
    },
    "decisions": {"what": TEXT, "who": LINE, "by": LINE},
}
MOST = {"groups": 12, "courses": 24, "decisions": 20}
# All choices of these are tried: 4,096.
MOST_POSSIBLE = 12
HIGHEST_DOSE = 3

# The first draft of module 10, group by group: a suggestion, to be adapted.
_SUGGESTED = {
    "clinical-care": (1, 1, 1, 1, 2, 0, 2, 1),
    "line": (2, 2, 1, 1, 1, 1, 1, 2),
    "process": (3, 3, 3, 3, 3, 3, 3, 3),
    "top": (2, 2, 1, 1, 1, 1, 1, 2),
    "board": (1, 1, 1, 1, 0, 0, 1, 1),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People with the same part in improvement.

    Attributes
    ----------
    id : str
        Of a group of the suggestion its name in `GROUPS`.
    name, positions : str
    people : float or None
        None where nothing was filled in, as for the other numbers.
    leaving : float or None
        Of 100, in a year.
    trained : float or None
        Who have the whole dose of their group today.
    share : float or None
        Of 100, who are to have it.
    years : float or None
        Within which.
    work, together, level : str
        What is tried at work, how the group meets, how it is taught for just them.
    doses : tuple of int
        Of each of `COMPETENCES`.
    """

    id: str
    name: str = ""
    positions: str = ""
    people: float | None = None
    leaving: float | None = None
    trained: float | None = None
    share: float | None = None
    years: float | None = None
    work: str = ""
    together: str = ""
    level: str = ""
    doses: tuple[int, ...] = (0,) * len(COMPETENCES)

    @property
    def suggested(self) -> tuple[int, ...] | None:
        """The doses suggested for it; None for a group of the organisation's own."""
        return _SUGGESTED.get(self.id)

    @property
    def is_counted(self) -> bool:
        """Whether its capacity can be worked out."""
        numbers = (self.people, self.leaving, self.trained, self.share, self.years)
        return (
            None not in numbers and 0 < self.people >= self.trained and any(self.doses)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What is taught, or could be.

    Attributes
    ----------
    id, name : str
    how : str
        `EXISTS`, or one of `HOWS`.
    places : float or None
        In a year.
    hours : float or None
        For each participant.
    cost : float or None
        In a year, thousands.
    groups : tuple of str
        Ids of the groups that can take it.
    doses : tuple of int
        To which it takes each of `COMPETENCES`.
    taken : bool
        Whether it is in the plan; of one that exists it means nothing.
    """

    id: str
    name: str = ""
    how: str = EXISTS
    places: float | None = None
    hours: float | None = None
    cost: float | None = None
    groups: tuple[str, ...] = ()
    doses: tuple[int, ...] = (0,) * len(COMPETENCES)
    taken: bool = False

    @property
    def exists(self) -> bool:
        """Whether it is there already."""
        return self.how == EXISTS

    def dose_for(self, group: Group, place: int) -> int:
        """Return the dose it gives a group of the competence at a place."""
        return self.doses[place] if group.id in self.groups else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Who decides what, and by when.

    Attributes
    ----------
    id, what, who, by : str
    """

    id: str
    what: str = ""
    who: str = ""
    by: str = ""


_MADE = {"groups": Group, "courses": Course, "decisions": Decision}
_PREFIXES = {"groups": "g", "courses": "c", "decisions": "d"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DosingPlan:
    """All that an organisation has written down so far.

    Attributes
    ----------
    texts : mapping of str to str
        "page.name" of `TEXTS` to what is written there.
    factors : mapping of str to str
        Each of `FACTORS` to one of `CALLS`, or "".
    survey : Survey
    groups : tuple of Group
    courses : tuple of Course
        Those that exist, and those that could be added.
    decisions : tuple of Decision
    prefer : str
        One of `PREFERENCES`: what is asked of the additions.
    """

    texts: Mapping[str, str]
    factors: Mapping[str, str]
    survey: Survey = field(default_factory=Survey)
    groups: tuple[Group, ...] = ()
    courses: tuple[Course, ...] = ()
    decisions: tuple[Decision, ...] = ()
    prefer: str = PREFERENCES[0]

    def text(self, name: str) -> str:
        """Return what is written in a place, without outer spaces."""
        return self.texts[name].strip()

    @property
    def existing(self) -> tuple[Course, ...]:
        """Courses there are."""
        return tuple(course for course in self.courses if course.exists)

    @property
    def possible(self) -> tuple[Course, ...]:
        """Courses that could be added."""
        return tuple(course for course in self.courses if not course.exists)

    @property
    def carried(self) -> tuple[Course, ...]:
        """Courses of the plan: those there are, and those that were chosen."""
        return tuple(one for one in self.courses if one.exists or one.taken)

    def log(self, name: str) -> tuple[Any, ...]:
        """Return the entries of a log of `ENTRIES`."""
        return getattr(self, name)

    def with_entry(self, name: str, id_: str, /, **changes: object) -> DosingPlan:
        """Return the same plan, with one entry changed."""
        return replace(
            self,
            **{
                name: tuple(
                    replace(one, **changes) if one.id == id_ else one
                    for one in self.log(name)
                )
            },
        )

    def with_new(self, name: str, /, **first: object) -> DosingPlan:
        """Return the same plan, with one entry more at the end of a log."""
        prefix = _PREFIXES[name]
        numbers = [one.id.removeprefix(prefix) for one in self.log(name)]
        number = 1 + max((int(one) for one in numbers if one.isdecimal()), default=0)
        entry = _MADE[name](id=f"{prefix}{number}", **first)
        return replace(self, **{name: (*self.log(name), entry)})

    def without(self, name: str, id_: str) -> DosingPlan:
        """Return the same plan without an entry, and without what pointed to it."""
        kept = tuple(one for one in self.log(name) if one.id != id_)
        plan = replace(self, **{name: kept})
        if name != "groups":
            return plan
        courses = tuple(
            replace(one, groups=tuple(g for g in one.groups if g != id_))
            for one in self.courses
        )
        return replace(plan, courses=courses)


def suggested_plan() -> DosingPlan:
    """Return the plan to begin with: five groups, and doses to be adapted.

    Returns
    -------
    DosingPlan

    Examples
    --------
    >>> [group.id for group in suggested_plan().groups]
    ['clinical-care', 'line', 'process', 'top', 'board']
    """
    return DosingPlan(
        texts={f"{page}.{name}": "" for page in TEXTS for name in TEXTS[page]},
        factors=dict.fromkeys(FACTORS, ""),
        groups=tuple(
            Group(
                id=name,
                name=say(f"dosing-planner.group.{name}"),
                doses=_SUGGESTED[name],
            )
            for name in GROUPS
        ),
    )


def read_plan(answer: Any) -> DosingPlan:
    """Read a plan from JSON, whoever wrote it.

    Parameters
    ----------
    answer : JSON value
        What `as_answer` writes.

    Returns
    -------
    DosingPlan

    Raises
    ------
    ValueError, TypeError, KeyError, AttributeError
        If it is not that.

    Examples
    --------
    >>> read_plan(as_answer(suggested_plan())) == suggested_plan()
    True
    """
    if answer["kind"] != "dosing-plan":
        raise ValueError("Not a plan of doses.")
    texts, factors = answer["texts"], answer["factors"]
    logs = {
        name: tuple(_entry(name, one) for one in _listed(answer[name], MOST[name]))
        for name in ENTRIES
    }
    for name, log in logs.items():
        if len({one.id for one in log}) < len(log):
            raise ValueError(f"Two of {name} have the same id.")
    known = {group.id for group in logs["groups"]}
    if any(set(course.groups) - known for course in logs["courses"]):
        raise ValueError("A course is for a group that there is not.")
    plan = DosingPlan(
        texts={
            f"{page}.{name}": checked(longest, texts[f"{page}.{name}"])
            for page, names in TEXTS.items()
            for name, longest in names.items()
        },
        factors={one: checked(("", *CALLS), factors[one]) for one in FACTORS},
        survey=read_survey(answer["survey"]),
        prefer=checked(PREFERENCES, answer["prefer"]),
        **logs,
    )
    if len(plan.possible) > MOST_POSSIBLE:
        raise ValueError("More could be added than can be tried.")
    return plan


def as_answer(plan: DosingPlan) -> dict[str, Any]:
    """Return a plan as JSON.

    Parameters
    ----------
    plan : DosingPlan

    Returns
    -------
    dict
        What `read_plan` reads.
    """
    return {
        "kind": "dosing-plan",
        "texts": dict(plan.texts),
        "factors": dict(plan.factors),
        "survey": as_survey_answer(plan.survey),
        "prefer": plan.prefer,
        **{name: [_listed_out(one) for one in plan.log(name)] for name in ENTRIES},
    }


def checked(allowed: int | Span | Sequence[str], value: Any) -> Any:
    """Return a value that may stand in a place.

    Parameters
    ----------
    allowed : int, Span or sequence of str
        The longest text, the span of a number that may be missing, or the options.
    value : JSON value

    Returns
    -------
    str, float or None

    Raises
    ------
    ValueError
        If it may not.

    Examples
    --------
    >>> checked(Span(0, 100), 12), checked(Span(0, 100), None)
    (12, None)
    """
    if isinstance(allowed, int):
        fits = isinstance(value, str) and len(value) <= allowed
    elif isinstance(allowed, Span):
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        fits = value is None or (is_number and allowed.least <= value <= allowed.most)
    else:
        fits = value in allowed
    if not fits:
        raise ValueError(f"This cannot stand here: {str(value)[:40]!r}.")
    return value


def _listed(value: Any, most: int) -> list[Any]:
    if not isinstance(value, list) or len(value) > most:
        raise ValueError(f"This is a list of at most {most}.")
    return value


def _listed_out(entry: Any) -> dict[str, Any]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(entry).items()
    }


def _entry(log: str, written: Any) -> Any:
    fields = {
        name: checked(allowed, written[name]) for name, allowed in ENTRIES[log].items()
    }
    fields["id"] = checked(LINE, written["id"])
    if log == "courses":
        fields["groups"] = tuple(
            checked(LINE, one) for one in _listed(written["groups"], MOST["groups"])
        )
        fields["taken"] = bool(checked((True, False), written["taken"]))
    if log != "decisions":
        fields["doses"] = tuple(
            int(checked(range(HIGHEST_DOSE + 1), dose))
            for dose in _listed(written["doses"], len(COMPETENCES))
        )
        if len(fields["doses"]) < len(COMPETENCES):
            raise ValueError("There is a dose for each competence.")
    return _MADE[log](**fields)
