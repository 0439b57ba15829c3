"""From an answer file that was handed in to a mark, whoever's case it answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from course.messages import say
from course.tasks.answers import Saved
from course.tasks.quoting import quoted
from course.tasks.task import Case, Key, Mark, Task


@dataclass(frozen=True, slots=True)
class Judged:
    """A marked answer and what the teacher should know of it.

    Attributes
    ----------
    task : Task
    case : Case
        The one it was marked against.
    saved : Saved
    mark : Mark
    key : Key or None
        What it was marked by, where the task has one.
    flag : str
        A sentence for the teacher, or "".
    owner : str
        The other member of the course run whose case was answered, or "".
    """

    task: Task
    case: Case
    saved: Saved
    mark: Mark
    key: Key | None = None
    flag: str = ""
    owner: str = ""


class KeyMissing(ValueError):
    """An answer is in order, and the key to mark it by is not at hand.

    Attributes
    ----------
    judged : Judged
        The answer, waiting to be marked.
    """

    def __init__(self, judged: Judged):
        super().__init__(f"{judged.task.name} needs its key to be marked.")
        self.judged = judged


def judge(
    task: Task,
    saved: Saved,
    *,
    learner: str,
    run: str,
    members: Collection[str] = (),
    key: Key | None = None,
) -> Judged:
    """Mark what was handed in as the answer to a task.

    Parameters
    ----------
    task : Task
    saved : Saved
        As read by `course.tasks.answers.read_answer`, whoever's it is.
    learner, run : str
        Who handed it in, in which course run.
    members : collection of str
        Everybody in the course run, as far as known.
    key : Key or None
        Where the task needs one.

    Returns
    -------
    Judged
        An answer to the case of another member earns nothing and is flagged. One to
        a case of nobody's (a name chosen on a laptop, another run) is marked against
        that case and flagged for the teacher to confirm.

    Raises
    ------
    KeyMissing
        If there is an answer to mark and not the key that it takes.
    """
    if saved.state in ("damaged", "newer"):
        case = task.case(run, learner)
        words = say("judging.unreadable", reason=saved.sentence)
        mark = Mark(0.0, False, words=(words,))
        return Judged(task, case, saved, mark, key, words)
    owner = saved.learner.strip().lower()
    mine = owner == learner.strip().lower()
    # Two members whose names differ by letter case alone are dealt the same case.
    twin = saved.learner != learner and saved.learner in members and learner in members
    if saved.state == "new" or (mine and not twin and saved.run == run):
        case = task.case(run, learner, saved.sector)
        return Judged(task, case, saved, _mark(task, case, saved, key), key)
    case = task.case(saved.run, saved.learner, saved.sector)
    others = {member.strip().lower(): member for member in members}
    if twin or (not mine and owner in others):
        flag = say(
            "judging.of-a-member",
            owner=quoted(saved.learner),
            learner=quoted(learner),
        )
        mark = Mark(0.0, True, words=(say("judging.not-yours"),))
        whose = saved.learner if twin else others[owner]
        return Judged(task, case, saved, mark, key, flag, whose)
    flag = say(
        "judging.of-nobody",
        owner=quoted(saved.learner),
        run=quoted(saved.run),
        learner=quoted(learner),
    )
    return Judged(task, case, saved, _mark(task, case, saved, key), key, flag)


def _mark(task: Task, case: Case, saved: Saved, key: Key | None) -> Mark:
    mark = task.mark(case, saved.answer, key)
    if mark is None:
        waits = Mark(0.0, True, words=(say("judging.needs-key"),), by_hand=True)
        raise KeyMissing(Judged(task, case, saved, waits))
    return mark
