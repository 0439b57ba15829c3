"""What a project's workspace asks for: its parts, in the order of the work.

The words of a field are ``project.{part}.{field}`` and, where it needs any,
``….help``; of a choice ``project.{part}.{field}.{option}``. Names are for ever:
learners' answers are found by them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from course.messages import say

# Characters. A report of ten such texts is a report still.
LONGEST_LINE, LONGEST_TEXT = 160, 2000

# The seven criteria of the Norwegian programme for doctors, and its seven kinds of
# project that do not suit.
CRITERIA = (
    "practice",
    "strategy",
    "weight",
    "team",
    "bounded",
    "outcome",
    "leader",
)
UNSUITABLE = (
    "measuring-system",
    "quality-programme",
    "teaching-programme",
    "no-answer-in-time",
    "no-support",
    "accreditation",
    "ethics-approval",
)
ROLES = ("outcome", "process", "balancing")
# From few to many: the first test of a change belongs to the first two.
SCALES = ("one", "few", "some-days", "team", "everybody")
ACTS = ("again", "adapt", "adopt", "abandon")
VERDICTS = ("better", "no-signal", "worse", "too-few")
# Kinds of field that hold the id of an entry of another part, or of an earlier one.
POINTERS = ("measure", "idea", "driver", "test")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in.

    Attributes
    ----------
    name : str
    kind : {"line", "text", "day", "figure", "choice", "measure", "idea", "driver", \
"test"}
        The last four point to an entry of another part, by its id.
    options : tuple of str
        Of a choice.
    needed : bool
        Whether the part is unfinished without it.
    after : bool
        In a log whose prediction is locked: filled in only afterwards.
    """

    name: str
    kind: Literal[
        "line", "text", "day", "figure", "choice", "measure", "idea", "driver", "test"
    ] = "line"
    options: tuple[str, ...] = ()
    needed: bool = True
    after: bool = False

    @property
    def longest(self) -> int:
        """Characters that are kept of it."""
        return LONGEST_TEXT if self.kind == "text" else LONGEST_LINE


@dataclass(frozen=True, slots=True)
class Part:
    """A page of the workspace.

    Attributes
    ----------
    name : str
    fields : tuple of Field
    most : int
        Entries it may have; 0 for a page that is filled in once.
    prefix : str
        Begins the ids of its entries.
    locks : bool
        Whether an entry's first fields are locked, with the day, before the others
        open.
    """

    name: str
    fields: tuple[Field, ...]
    most: int = 0
    prefix: str = ""
    locks: bool = False

    def field(self, name: str) -> Field:
        """Return a field by its name; a KeyError where there is none."""
        return {field.name: field for field in self.fields}[name]


_YES = ("yes", "unsure", "no")

_PARTS = (
    Part(
        "suitability",
        (
            *(Field(name, "choice", _YES) for name in CRITERIA),
            Field("kind", "choice", ("none", *UNSUITABLE)),
        ),
    ),
    Part(
        "agreement",
        (
            Field("sponsor"),
            Field("agreed", "day"),
            Field("hours", "figure"),
            Field("barriers", "text"),
        ),
    ),
    Part(
        "charter",
        (
            Field("title"),
            Field("place"),
            Field("problem", "text"),
            Field("knowledge", "text"),
            Field("team", "text"),
            Field("inside", "text"),
            Field("outside", "text", needed=False),
            Field("begins", "day"),
            Field("ends", "day"),
        ),
    ),
    Part(
        "aim",
        (
            Field("what"),
            Field("whom"),
            Field("where"),
            Field("measure", "measure"),
            Field("from", "figure"),
            Field("to", "figure"),
            Field("unit"),
            Field("by", "day"),
        ),
    ),
    Part(
        "measures",
        (
            Field("name"),
            Field("role", "choice", ROLES),
            Field("definition", "text"),
            Field("source"),
            Field("who"),
            Field("often", "choice", ("each", "day", "week", "month")),
            Field("better", "choice", ("lower", "higher", "steady")),
        ),
        most=8,
        prefix="m",
    ),
    Part(
        "drivers",
        (
            Field("level", "choice", ("driver", "idea")),
            Field("text"),
            Field("under", "driver", needed=False),
        ),
        most=24,
        prefix="d",
    ),
    Part(
        "tests",
        (
            Field("idea", "idea"),
            Field("question"),
            Field("follows", "test", needed=False),
            Field("scale", "choice", SCALES),
            Field("plan", "text"),
            Field("day", "day"),
            Field("measure", "measure"),
            Field("prediction", "text"),
            Field("predicted", "figure"),
            Field("done", "text", after=True),
            Field("seen", "figure", after=True),
            Field("learned", "text", after=True),
            Field("act", "choice", ACTS, after=True),
        ),
        most=24,
        prefix="t",
        locks=True,
    ),
    Part(
        "lenses",
        tuple(
            Field(lens, "text")
            for lens in ("system", "variation", "psychology", "knowledge")
        ),
    ),
    Part(
        "people",
        (
            Field("who"),
            Field("stake", "text"),
            Field("needs", "text"),
            Field("part", "choice", ("informed", "asked", "involved", "deciding")),
        ),
        most=12,
        prefix="p",
    ),
    Part(
        "patients",
        (
            Field("who", "text"),
            Field("prepared", "text"),
            Field("changed", "text"),
        ),
    ),
    Part(
        "coaching",
        (
            Field("day", "day"),
            Field("asked", "text"),
            Field("heard", "text"),
            Field("next", "text"),
        ),
        most=24,
        prefix="c",
    ),
    Part(
        "coach",
        (
            Field("registry"),
            Field("role", "text"),
            Field("strategies", "text"),
            Field("worked", "text"),
        ),
    ),
    Part(
        "holding",
        (
            Field("standard", "text"),
            Field("owner"),
            Field("watched", "text"),
            Field("slips", "text"),
            Field("core", "text"),
            Field("next-place", "text"),
        ),
    ),
    Part(
        "conclusion",
        (
            Field("verdict", "choice", VERDICTS),
            Field("summary", "text"),
            Field("interpretation", "text"),
            Field("limits", "text"),
            Field("ethics", "text"),
            Field("next", "text"),
        ),
    ),
)
PARTS: Mapping[str, Part] = {part.name: part for part in _PARTS}


def option_words(part: str, field: str, option: str) -> str:
    """Return an option in words; yes and no are called the same everywhere.

    Parameters
    ----------
    part, field, option : str

    Returns
    -------
    str
        "" for no option.

    Examples
    --------
    >>> option_words("measures", "role", "balancing")
    'Balancing'
    """
    if not option:
        return ""
    if PARTS[part].field(field).options == _YES:
        return say(f"project.option.{option}")
    return say(f"project.{part}.{field}.{option}")
