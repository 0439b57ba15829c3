"""What a learner can do afterwards, and which graded tasks are the evidence for it.

The first six are those of seed programme 004, the training for doctors in Norway. The
rest gather what the other founding programmes ask for. A name is for ever, as a task's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from course.exercises import TASKS
from course.messages import say

# Of the points of its tasks, so many make an objective met.
SHARE_TO_MEET = 0.6
# A course run in which less of an objective counts says nothing about it.
SHARE_TO_SHOW = 0.25

# Every graded task stands at least once.
EVIDENCE = {
    "four-dimensions": (
        "two-knowledges",
        "four-lenses",
        "prediction-log",
        "three-questions",
        "project-start",
        "why-measure",
        "own-lenses",
        "fresh-eyes",
        "own-system",
        "cause-and-action",
        "unmet-needs",
    ),
    "lead-and-involve": (
        "sponsor-grid",
        "charter-check",
        "team-meeting",
        "participation-level",
        "patient-preparation",
        "five-domains",
        "who-does-what",
        "climate-rounds",
    ),
    "dated-aims": (
        "suitability",
        "aim-critic",
        "aim-writer",
        "managers-aim",
        "driver-diagram",
        "charter-check",
        "own-aim",
    ),
    "judge-by-measures": (
        "change-or-improvement",
        "why-measure",
        "enough-points",
        "run-lengths",
        "signals",
        "same-numbers",
        "own-measure",
        "measure-kinds",
        "measure-family",
        "phase-limits",
        "marked-improvement",
    ),
    "test-small": (
        "change-concepts",
        "side-effects",
        "pdsa-logs",
        "small-numbers",
        "next-scale",
        "ramp-order",
        "ramp",
        "act-on-test",
        "two-by-two",
        "peeking",
        "one-by-one",
        "own-test",
    ),
    "sustain-and-spread": (
        "four-phases",
        "ready-or-not",
        "has-it-held",
        "sustain-score",
        "sustain-actions",
        "s-curve",
        "adopters",
        "weak-attribute",
        "core-or-form",
        "network-seeds",
        "spread-sums",
        "own-spread",
    ),
    "see-the-system": (
        "seips",
        "five-p",
        "fresh-eyes",
        "process-measures",
        "bottleneck",
        "one-more",
        "littles-law",
        "pareto-counts",
        "pareto-weights",
        "fishbone",
        "change-concepts",
        "side-effects",
        "tool-chooser",
        "own-system",
    ),
    "chance-or-signal": (
        "bead-limits",
        "bead-verdict",
        "next-day",
        "run-lengths",
        "which-rule",
        "signals",
        "cause-and-action",
        "funnel-order",
        "tampering-cost",
        "two-errors",
        "false-alarms",
        "baseline",
    ),
    "sound-figures": (
        "two-definitions",
        "rater-agreement",
        "bed-day-rates",
        "sampling-plans",
        "sample-size",
        "coverage-bounds",
        "coverage-verdict",
        "extract-rows",
        "extract-counts",
        "registry-charts",
        "together-or-apart",
    ),
    "charts-and-boards": (
        "chart-choice",
        "xmr-limits",
        "p-limits",
        "p-signals",
        "prime-sigma",
        "prime-decision",
        "rare-events",
        "zone-rules",
        "phase-limits",
        "funnel-units",
        "variation-icons",
        "assurance-icons",
        "board-sentences",
        "board-paragraph",
    ),
    "coach-others": (
        "unmet-needs",
        "self-efficacy-sources",
        "coach-utterances",
        "adviser-or-coach",
        "conversation-order",
        "team-meeting",
        "coaching-strategies",
        "climate-rounds",
        "coaching-log",
        "coach-report",
    ),
    "show-and-give-back": (
        "colleague-report",
        "board-paragraph",
        "helpful-feedback",
        "pitch-sentences",
        "own-pitch",
        "planted-flaws",
        "reviews",
    ),
    "right-dose": (
        "which-path",
        "dosing",
        "dose-direction",
        "survey-profile",
        "places-to-hold",
        "cheapest-courses",
        "twelve-steps",
    ),
    "own-improvement": ("project", "project-looking-back"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attainment:
    """One objective, and how far a learner has come with it.

    Attributes
    ----------
    objective : str
        One of `EVIDENCE`.
    points : mapping of str to float
        Earned, for each of its tasks that was handed in and marked.
    waiting : tuple of str
        Its tasks that a person has still to read; they count neither way.
    possible : float
        What its other tasks are worth together.
    """

    objective: str
    points: Mapping[str, float]
    waiting: tuple[str, ...]
    possible: float

    @property
    def text(self) -> str:
        """What the learner can do."""
        return say(f"objective.{self.objective}")

    @property
    def earned(self) -> float:
        """Points earned."""
        return sum(self.points.values())

    @property
    def evidence(self) -> tuple[str, ...]:
        """The tasks in which something was earned."""
        return tuple(task for task, points in self.points.items() if points > 0)

    @property
    def met(self) -> bool:
        """Whether enough of the points was earned."""
        # Thirds of points, added up, may fall short of a sum by a last digit.
        enough = SHARE_TO_MEET * self.possible - 1e-9
        return self.earned > 0 and self.earned >= enough


def attainments(
    marks: Mapping[str, float | None], counted: Collection[str] | None = None
) -> tuple[Attainment, ...]:
    """Tell which objectives some marks are evidence for.

    Parameters
    ----------
    marks : mapping of str to float or None
        Points by task, None while a person has still to read it. A task that is not
        there was not handed in, and earned nothing; one of no objective is passed over.
    counted : collection of str or None
        The tasks that count in a course run; None where all do.

    Returns
    -------
    tuple of Attainment
        One for each objective of which enough counts, in order.

    Examples
    --------
    >>> aims = attainments({"aim-critic": 4.0, "own-aim": None})[2]
    >>> aims.text, aims.earned, aims.possible, aims.met
    ('Sets aims with a number and a date.', 4.0, 26, False)
    """
    return tuple(
        _attainment(objective, tasks, marks)
        for objective, everything in EVIDENCE.items()
        if (tasks := [t for t in everything if counted is None or t in counted])
        and _points_of(tasks) >= SHARE_TO_SHOW * _points_of(everything)
    )


def _attainment(
    objective: str, tasks: Sequence[str], marks: Mapping[str, float | None]
) -> Attainment:
    return Attainment(
        objective=objective,
        # What a teacher adds on top is no evidence of anything else.
        points={
            task: min(marks[task], TASKS[task].points)
            for task in tasks
            if marks.get(task) is not None
        },
        waiting=tuple(t for t in tasks if t in marks and marks[t] is None),
        possible=_points_of(
            [task for task in tasks if task not in marks or marks[task] is not None]
        ),
    )


def _points_of(tasks: Iterable[str]) -> float:
    return sum(TASKS[task].points for task in tasks)
