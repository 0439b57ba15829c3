"""What a task is: a case drawn for one learner, and a mark for one answer.

Both are pure: no files, no notebook, no clock. Everything a learner reads comes from
`course.messages` under the name of the task.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from course.charts.elements import Written
from course.charts.pictures import Chart
from course.messages import keys, say
from course.tasks.seeds import generator_for

# Where a learner may work, and a case lie.
SECTORS = ("hospital", "primary", "municipal", "administration")
# Where one draw in twelve lies in a sector, one of so many does, but for one time in a
# thousand million.
_DRAWS = 256

# Raw, as saved: a dict, a list, or nested ones, of plain JSON values.
Answer = Any


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to judge, name, number or put in its place.

    Attributes
    ----------
    id : str
        Stable for ever: never a position, never a sentence.
    text : str
        What the learner reads.
    chart : Chart or None
        A picture of this item alone.
    unit : str
        For a number: what it is counted in.
    tolerance : float
        For a number: how far from the right value still counts, in `unit`.
    """

    id: str
    text: str
    chart: Chart | None = None
    unit: str = ""
    tolerance: float = 0.0


@dataclass(frozen=True, slots=True)
class Option:
    """One of the answers on offer; `id` is stable for ever."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Figures shown with a question, already as text.

    Attributes
    ----------
    caption : str
    columns : tuple of str
    rows : tuple of tuple of str
        Each as long as `columns`; the first cell names the row.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that is not a chart, with a table that says the same.

    Attributes
    ----------
    svg : Written
        One ``<svg>`` with its ``xmlns`` and without ids, so that it can stand on a
        page twice. It brings its own colours. What has
        ``data-item`` stands for the item of that id and may be pressed.
    table : Table
        Its caption names the picture.
    """

    svg: Written
    table: Table


@dataclass(frozen=True, slots=True)
class Said:
    """One line of an answer, as a person would say it.

    Attributes
    ----------
    asked : str
    words : str
        "" where nothing was answered.
    part : str
        Its name in `Mark.right`; mostly the id of an item.
    """

    asked: str
    words: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What one learner is shown, and what is true of it.

    Attributes
    ----------
    items : tuple of Item
        In the order shown.
    options : tuple of Option
        The answers on offer, the same for every item.
    charts, drawings, tables : tuple
        Shown above the items.
    story : str
        This learner's scene, in words.
    sector : str
        Where the whole case lies, one of `SECTORS`; "" where it lies in several.
    facts : mapping
        Values for the ``{places}`` in the question, the hints and the pitfalls.
    truth : Answer or None
        The right answer; None where it comes from the key.
    misreadings : mapping of str to Answer
        Misconception to the answer it would lead to.
    """

    items: tuple[Item, ...]
    options: tuple[Option, ...] = ()
    charts: tuple[Chart, ...] = ()
    drawings: tuple[Drawing, ...] = ()
    tables: tuple[Table, ...] = ()
    story: str = ""
    sector: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    truth: Answer | None = None
    misreadings: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Key:
    """What only the teacher's side knows about a task with a fixed bank of items.

    Attributes
    ----------
    truth : mapping of str to str
        Item to right option, for the whole bank.
    why : mapping of str to str
        Item to the explanation of the right option.
    misreadings : mapping of str to mapping
        Misconception to item to the wrong option it leads to.
    """

    truth: Mapping[str, str]
    why: Mapping[str, str] = field(default_factory=dict)
    misreadings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mark:
    """What an answer is worth, and what it looks like its author thought.

    Attributes
    ----------
    points : float
        A built-in, finite float in [0, points of the task].
    attempted : bool
        False where nothing that counts as an answer was given.
    right : mapping of str to bool
        For each part that was answered, whether it is right.
    pitfall : str
        The misconception recognised, or "".
    words : tuple of str
        Sentences for the learner.
    by_hand : bool
        True where a person has to read the answer; `points` is 0 until then.
    """

    points: float
    attempted: bool
    right: Mapping[str, bool] = field(default_factory=dict)
    pitfall: str = ""
    words: tuple[str, ...] = ()
    by_hand: bool = False

    @property
    def all_right(self) -> bool:
        """Whether something was answered, and all that was answered is right."""
        return bool(self.right) and all(self.right.values())


class Kind(Protocol):
    """How answers of one kind are scored, and how the witless give them.

    `parts` cuts an answer into named pieces that can be right or wrong each;
    `agree` says whether two pieces are the same answer to one part. A kind that may
    have a key also has ``of_key``, which makes an answer of ``{item: option}``; one
    whose answers can be drawn has ``drawing``, which makes a `Drawing` of an answer
    without a complaint, or None where there is nothing to draw yet.
    """

    name: str
    by_hand: bool

    def complaint(self, case: Case, answer: Answer) -> str:
        """Say in one sentence what is not an answer of this kind; "" if all is."""

    def remarks(self, case: Case, answer: Answer) -> tuple[str, ...]:
        """Sentences about single parts that could not be read; often none."""

    def parts(self, case: Case, answer: Answer) -> dict[str, Any]:
        """Cut `answer` into the parts that were answered."""

    def agree(self, case: Case, part: str, given: Any, wanted: Any) -> bool:
        """Whether two pieces say the same about `part`."""

    def said(self, case: Case, answer: Answer | None) -> tuple[Said, ...]:
        """Put an answer, or the truth, into words: the same lines for both."""

    def score(self, case: Case, answer: Answer, truth: Answer) -> float:
        """Return the share of the points earned, in [0, 1]."""

    def correct(self, case: Case, answer: Answer, truth: Answer) -> Mapping[str, bool]:
        """For each answered part, whether it is right."""

    def guess(self, case: Case, rng: np.random.Generator) -> Answer:
        """Return an answer given blindly."""

    def same_for_all(self, case: Case, rng: np.random.Generator) -> Answer:
        """Return an answer that says the same everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One exercise of a lesson.

    Attributes
    ----------
    name : str
        Kebab case, for ever.
    kind : Kind
    draw : callable
        ``(Generator) -> Case``.
    points : float
        0 for practice.
    needs_key : bool
        Whether the right answer lies beside the lesson in ``source/``.
    data : str
        Tasks with the same `data` draw from the same seed and so speak of the same
        figures; empty for a task with figures of its own.
    elements : tuple of str
        What of the founding programmes it grades, by number: ``"000-06"``.
    own : bool
        Whether nothing in it is drawn and many answers are right: what is true of its
        case is an example, and is neither shown nor compared with.
    """

    name: str
    kind: Kind
    draw: Callable[[np.random.Generator], Case]
    points: float = 0.0
    needs_key: bool = False
    data: str = ""
    elements: tuple[str, ...] = ()
    own: bool = False

    @property
    def title(self) -> str:
        """The heading above the exercise."""
        return say(f"{self.name}.title")

    def question(self, case: Case) -> str:
        """What the learner is asked."""
        return say(f"{self.name}.question", **case.facts)

    def hints(self, case: Case) -> tuple[str, ...]:
        """Help in stages, the gentlest first."""
        return tuple(say(key, **case.facts) for key in keys(f"{self.name}.hint."))

    def case(self, run: str, learner: str, sector: str = "") -> Case:
        """Draw what this learner is shown in this course run.

        Parameters
        ----------
        run : str
            Name of the course run.
        learner : str
            Who the case is for; letter case and outer spaces do not matter.
        sector : str
            Where the learner works, so that the case lies there if it lies in one
            place; "" or a word that is no sector for wherever it comes.

        Returns
        -------
        Case
            The same, always, for the same run, learner and sector.
        """
        data = self.data or self.name
        first = case = self.draw(generator_for(run, data, learner))
        if not case.sector or sector not in SECTORS:
            return case
        for again in range(1, _DRAWS):
            if case.sector == sector:
                return case
            case = self.draw(generator_for(run, data, learner, again))
        # A task that has no case there.
        return first

    def truth(self, case: Case, key: Key | None) -> Answer | None:
        """Return the right answer, or None where it lies in a key not at hand."""
        if not self.needs_key:
            return case.truth
        if key is None:
            return None
        return self.kind.of_key({item.id: key.truth[item.id] for item in case.items})

    def misreadings(self, case: Case, key: Key | None) -> Mapping[str, Answer]:
        """Misconception to the answer it would lead to in this case.

        In a task with a key each misconception answers the items it knows a wrong
        option for, and the others rightly.
        """
        if not self.needs_key:
            return case.misreadings
        if key is None:
            return {}
        right = {item.id: key.truth[item.id] for item in case.items}
        return {
            name: self.kind.of_key(
                right | {i: o for i, o in wrong.items() if i in right}
            )
            for name, wrong in key.misreadings.items()
        }

    def mark(self, case: Case, answer: Answer, key: Key | None = None) -> Mark | None:
        """Judge an answer.

        Parameters
        ----------
        case : Case
            What this learner was shown.
        answer : Answer or None
            As saved; None is not attempted. A wrong form is said, never raised.
        key : Key or None
            Where `needs_key`.

        Returns
        -------
        Mark or None
            None where the answer is in order but the key is not at hand.
        """
        if answer is None:
            return Mark(0.0, False, words=(say("mark.not-attempted"),))
        complaint = self.kind.complaint(case, answer)
        if complaint:
            return Mark(0.0, False, words=(complaint,))
        if not self.kind.parts(case, answer):
            remarks = self.kind.remarks(case, answer)
            return Mark(0.0, False, words=remarks or (say("mark.not-attempted"),))
        if self.kind.by_hand:
            return Mark(0.0, True, words=(say("mark.by-hand"),), by_hand=True)
        truth = self.truth(case, key)
        if truth is None:
            return None
        share = self.kind.score(case, answer, truth)
        right = self.kind.correct(case, answer, truth)
        pitfall = ""
        if share < 1:
            pitfall = recognise(
                self.kind, case, answer, truth, self.misreadings(case, key)
            )
        return Mark(
            points=float(min(max(share, 0.0), 1.0) * self.points),
            attempted=True,
            right=right,
            pitfall=pitfall,
            words=self._words(case, answer, share, right, pitfall),
        )

    def _words(
        self,
        case: Case,
        answer: Answer,
        share: float,
        right: Mapping[str, bool],
        pitfall: str,
    ) -> tuple[str, ...]:
        counts = {
            "right": sum(right.values()),
            "answered": len(right),
            "total": len(case.items),
        }
        perfect = share == 1 and counts["right"] == counts["total"]
        words = [say("mark.all-right" if perfect else "mark.some", **counts)]
        if counts["answered"] < counts["total"]:
            words.append(say("mark.unanswered", **counts))
        words.extend(self.kind.remarks(case, answer))
        if pitfall:
            words.append(
                say(f"{self.name}.pitfall.{pitfall}", **{**counts, **case.facts})
            )
        return tuple(words)


def recognise(
    kind: Kind,
    case: Case,
    answer: Answer,
    truth: Answer,
    misreadings: Mapping[str, Answer],
) -> str:
    """Name the misconception an answer looks like.

    Parameters
    ----------
    kind : Kind
    case : Case
    answer, truth : Answer
    misreadings : mapping of str to Answer

    Returns
    -------
    str
        The misconception that explains at least two thirds of the parts in which it
        differs from the truth, the best one if several do; "" if none does.

    Notes
    -----
    Only parts where misconception and truth differ can tell: a wrong thought that
    leads to right answers leaves no trace. Of two that explain equally large shares
    the one with more parts is meant.
    """
    given = kind.parts(case, answer)
    wanted = kind.parts(case, truth)
    best, best_weight = "", (0.0, 0)
    for name, misreading in misreadings.items():
        meant = kind.parts(case, misreading)
        telling = [
            part
            for part in meant
            if part not in wanted
            or not kind.agree(case, part, meant[part], wanted[part])
        ]
        hits = sum(
            part in given and kind.agree(case, part, given[part], meant[part])
            for part in telling
        )
        if not telling or hits / len(telling) < 2 / 3:
            continue
        # How well it explains the whole answer, not only where it is wrong itself.
        overall = sum(
            part in given and kind.agree(case, part, given[part], meant[part])
            for part in meant
        ) / max(len(meant), 1)
        if (overall, hits) > best_weight:
            best, best_weight = name, (overall, hits)
    return best
