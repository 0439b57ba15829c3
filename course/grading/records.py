"""What is kept of a graded submission beside its notebook, for whoever comes after.

By it a grader knows what it need not grade again and whose case somebody else answered,
and the teacher's page what many got wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from course.grading.intake import KEPT
from course.tasks import Judged

RECORD_FILE = f"{KEPT}record.json"
_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskRecord:
    """What came of one task.

    Attributes
    ----------
    points, max_points : float
    attempted, by_hand : bool
    right : mapping of str to bool
        For each part that was answered, whether it is right.
    pitfall : str
        The misconception recognised, or "".
    flag, owner : str
        As in `Judged`.
    attempts, hints : int
        How often it was checked, how many hints were opened.
    """

    points: float
    max_points: float
    attempted: bool
    by_hand: bool
    right: Mapping[str, bool]
    pitfall: str
    flag: str
    owner: str
    attempts: int
    hints: int

    @classmethod
    def of(cls, judged: Judged) -> TaskRecord:
        """Return the record of a marked answer."""
        mark = judged.mark
        return cls(
            points=mark.points,
            max_points=judged.task.points,
            attempted=mark.attempted,
            by_hand=mark.by_hand,
            right=dict(mark.right),
            pitfall=mark.pitfall,
            flag=judged.flag,
            owner=judged.owner,
            attempts=judged.saved.attempts,
            hints=judged.saved.hints,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What is kept of one submission.

    Attributes
    ----------
    submission : str
        Fingerprint of what was handed in.
    marked_by : str
        Fingerprint of the assignment it was marked by.
    remarks : tuple of str
        What was left out.
    tasks : mapping of str to TaskRecord
    answers : mapping of str to bytes
        By task, as they were handed in: what a corrected key is held against.
    """

    submission: str
    marked_by: str
    remarks: tuple[str, ...] = ()
    tasks: Mapping[str, TaskRecord] = field(default_factory=dict)
    answers: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def owners(self) -> dict[str, str]:
        """Task to the other member whose case was answered."""
        return {name: task.owner for name, task in self.tasks.items() if task.owner}

    def as_bytes(self) -> bytes:
        """Return the record as it is kept."""
        content = {
            "format": _FORMAT,
            "submission": self.submission,
            "marked_by": self.marked_by,
            "remarks": self.remarks,
            "tasks": {
                name: {field: getattr(task, field) for field in TaskRecord.__slots__}
                for name, task in self.tasks.items()
            },
            # Whatever bytes they are; one file is written sooner than many.
            "answers": {
                task: answer.decode(errors="surrogateescape")
                for task, answer in self.answers.items()
            },
        }
        return (json.dumps(content) + "\n").encode()


def read_record(folder: Path) -> Record | None:
    """Return the record in the folder of a graded submission.

    Parameters
    ----------
    folder : Path
        Such as ``autograded/amira/04-variation``.

    Returns
    -------
    Record or None
        None where there is none that can be read, as after nbgrader's own autograde.

    Examples
    --------
    >>> read_record(Path("no-such-folder"))
    """
    try:
        content = json.loads((folder / RECORD_FILE).read_bytes())
        if content.pop("format") != _FORMAT:
            return None
        content["remarks"] = tuple(content["remarks"])
        content["tasks"] = {
            name: TaskRecord(**task) for name, task in content["tasks"].items()
        }
        content["answers"] = {
            task: answer.encode(errors="surrogateescape")
            for task, answer in content["answers"].items()
        }
        return Record(**content)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def read_records(autograded: Path, assignment: str) -> Iterator[tuple[str, Record]]:
    """Return the records of all that are graded.

    Parameters
    ----------
    autograded : Path
    assignment : str

    Yields
    ------
    str, Record
        Learner and record, in order of names.
    """
    for folder in sorted(autograded.glob(f"*/{assignment}")):
        record = read_record(folder)
        if record is not None:
            yield folder.parent.name, record
