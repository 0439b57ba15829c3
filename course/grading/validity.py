"""Are the tasks fair? What each kind of learner earns, and which thoughts are seen.

The bounds are promises: an expert gets everything, nobody gets points by guessing,
repeating or copying, and a misconception is named when the data can tell it.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from course.grading.personas import (
    ALWAYS_THE_SAME,
    BLANK,
    COPIER,
    EXPERT,
    GUESSER,
    as_typed,
)
from course.messages import say
from course.tasks import Answer, Case, Key, Task

# Shares of the points. The first holds for at least 99 of 100 learners, the others on
# average over learners, for every task.
EXPERT_FULL = 0.99
BY_LUCK = 0.10
RECOGNISED = 0.90
# Of all pairs of learners. Three areas of twelve, or three whole numbers, have so few
# right answers that some of 300 learners must share theirs.
ALIKE = 0.004

_LUCKY = (GUESSER, ALWAYS_THE_SAME, COPIER)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskValidity:
    """What simulated learners showed about one task.

    Attributes
    ----------
    task : str
    learners : int
    expert_full : float
        Share of experts with all the points.
    blank : float
        Points of those who left it blank, at most.
    by_luck : mapping of str to float
        Persona to mean share of the points.
    alike : float
        Share of the pairs of learners whose right answers are the same.
    recognised : mapping of str to (int, int)
        Misconception to how often it was named, of how often the data could tell.
    """

    task: str
    learners: int
    expert_full: float
    blank: float
    by_luck: Mapping[str, float]
    alike: float = 0.0
    recognised: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def broken(self) -> list[str]:
        """Return a sentence for each bound that does not hold."""
        found = []
        if self.expert_full < EXPERT_FULL:
            found.append(
                say("validity.expert", task=self.task, share=f"{self.expert_full:.1%}")
            )
        if self.blank:
            found.append(say("validity.blank", task=self.task))
        for persona, share in self.by_luck.items():
            if share > BY_LUCK:
                found.append(
                    say(
                        "validity.luck",
                        task=self.task,
                        persona=persona,
                        share=f"{share:.1%}",
                    )
                )
        if self.alike > ALIKE:
            found.append(
                say("validity.alike", task=self.task, share=f"{self.alike:.1%}")
            )
        for misconception, (named, could_tell) in self.recognised.items():
            # Some thoughts lead astray too seldom to be judged by these learners.
            if could_tell and named / could_tell < RECOGNISED:
                found.append(
                    say(
                        "validity.unseen",
                        task=self.task,
                        misconception=misconception,
                        named=named,
                        could_tell=could_tell,
                    )
                )
        return found


def check_task(
    task: Task,
    key: Key | None,
    learners: int,
    seed: int = 1,
    tick: Callable[[], None] = lambda: None,
) -> TaskValidity:
    """Let simulated learners try a task.

    Parameters
    ----------
    task : Task
    key : Key or None
    learners : int
        Each with a case of their own, tried by every persona.
    seed : int
        Gives the learners' names and the guesses.
    tick : callable
        Called after each learner.

    Returns
    -------
    TaskValidity
    """
    rng = np.random.default_rng(seed)
    cases = [task.case("validity", f"learner-{seed}-{i}") for i in range(learners)]
    shares: dict[str, list[float]] = {p.name: [] for p in (EXPERT, BLANK, *_LUCKY)}
    recognised: dict[str, tuple[int, int]] = {}
    for i, case in enumerate(cases):
        neighbours = task.truth(cases[i - 1], key)
        copied = neighbours if neighbours is None else as_typed(task, neighbours)
        for persona in (EXPERT, BLANK, *_LUCKY):
            answer = persona.answer(task, case, key, rng, copied)
            mark = task.mark(case, answer, key)
            shares[persona.name].append(mark.points / task.points)
        for name, misreading in task.misreadings(case, key).items():
            named, could_tell = recognised.get(name, (0, 0))
            if can_tell(task, case, key, name):
                mark = task.mark(case, as_typed(task, misreading), key)
                named, could_tell = named + (mark.pitfall == name), could_tell + 1
            recognised[name] = (named, could_tell)
        tick()
    return TaskValidity(
        task=task.name,
        learners=learners,
        expert_full=float(np.mean([share == 1 for share in shares["expert"]])),
        blank=max(shares["blank"]),
        by_luck={p.name: float(np.mean(shares[p.name])) for p in _LUCKY},
        alike=_alike(task, [task.truth(case, key) for case in cases]),
        recognised=recognised,
    )


def _alike(task: Task, truths: Sequence[Answer]) -> float:
    """Share of the pairs that are the same; a choice is, in whatever order."""
    chosen = task.kind.name == "select"
    counts = Counter(
        json.dumps(sorted(truth) if chosen else truth, sort_keys=True)
        for truth in truths
    )
    pairs = math.comb(len(truths), 2)
    return sum(math.comb(n, 2) for n in counts.values()) / pairs if pairs else 0.0


def can_tell(task: Task, case: Case, key: Key | None, name: str) -> bool:
    """Whether one misconception leaves a trace of its own in this case.

    Parameters
    ----------
    task : Task
    case : Case
    key : Key or None
    name : str
        The misconception.

    Returns
    -------
    bool
        False where it leads to the right answer, or to just the answer of another.
    """
    kind = task.kind
    misreadings = task.misreadings(case, key)

    def same(one: object, other: object) -> bool:
        parts, others = kind.parts(case, one), kind.parts(case, other)
        return parts.keys() == others.keys() and all(
            kind.agree(case, part, parts[part], others[part]) for part in parts
        )

    own = misreadings[name]
    rivals = [other for rival, other in misreadings.items() if rival != name]
    return not any(same(own, other) for other in [task.truth(case, key), *rivals])


def as_table(results: Sequence[TaskValidity]) -> str:
    """Return the results as a Markdown table."""
    lines = [
        say("validity.head"),
        "|---|---|---|---|---|---|---|---|",
    ]
    for result in results:
        told = sum(could for _, could in result.recognised.values())
        named = sum(name for name, _ in result.recognised.values())
        lines.append(
            f"| {result.task} | {result.expert_full:.1%} | {result.blank:g} | "
            + " | ".join(f"{result.by_luck[p.name]:.1%}" for p in _LUCKY)
            + f" | {result.alike:.2%} | {named / told:.1%} ({named} of {told}) |"
        )
    return "\n".join(lines)
