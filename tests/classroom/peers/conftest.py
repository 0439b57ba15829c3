"""A course directory with finished projects in it, handed in by a class."""

import copy
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from course.classroom.peers.handed_in import PEERS, PROJECT
from course.classroom.peers.round import read_round
from course.exercises.peers.packet import PACKETS, read_packet
from course.exercises.peers.review import CRITERIA, TEXTS
from course.exercises.project.example import draw_example
from course.grading.course_directory import open_course_directory
from course.tasks import AnswerFolder, find_run

ROOT = Path(__file__).parents[3]
# Drawn once: what a project tells is not what is tried here.
EXAMPLE = draw_example(np.random.default_rng(7))


class Class:
    """A class in its course directory."""

    def __init__(self, root: Path):
        self.root = root
        for folder in ("source", "release"):
            for name in (PROJECT, PEERS):
                shutil.copytree(ROOT / folder / name, root / folder / name)

    @property
    def course(self):
        """The course directory."""
        return open_course_directory(self.root)

    @property
    def round(self):
        """What is known of the round."""
        return read_round(self.root)

    def hand_in(self, learner, assignment, task, answer):
        """Put an answer where collecting puts it."""
        folder = self.root / "submitted" / learner / assignment
        if not folder.exists():
            shutil.copytree(self.root / "release" / assignment, folder)
        answers = AnswerFolder(folder / "answers", learner, find_run(folder))
        answers.save(task, answer, version=answers.load(task).version)

    def hand_in_project(self, learner, **charter):
        """Hand in a finished project, with some words of one's own."""
        project = copy.deepcopy(EXAMPLE)
        project["parts"]["charter"] |= {"title": f"Project of {learner}"} | charter
        self.hand_in(learner, PROJECT, "project", project)

    def packet_of(self, learner):
        """What a reviewer finds in the released assignment."""
        (path,) = (self.root / "release" / PEERS / PACKETS).glob(f"{learner}.*.json")
        return read_packet(path.read_bytes())

    def review(self, learner, covers=None):
        """Hand in a whole review of each project that was dealt to a learner."""
        covers = covers or list(self.packet_of(learner).projects)
        reviews = {
            cover: {
                "ratings": dict.fromkeys(CRITERIA, "clear"),
                "texts": {
                    name: f"{name}: what {learner} writes about the project {cover}."
                    for name in TEXTS
                },
            }
            for cover in covers
        }
        answer = {"kind": "reviews", "dealt": covers, "reviews": reviews}
        self.hand_in(learner, PEERS, "reviews", answer)

    def returned_to(self, learner):
        """All words that were brought back to an author, or None."""
        path = self.root / "peers" / "returned" / f"{learner}.json"
        return path.read_text("utf-8") if path.exists() else None

    def packets(self):
        """Every released packet by file name, as bytes."""
        folder = self.root / "release" / PEERS / PACKETS
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))}

    def change_round(self, **changed):
        """Write something else into the file of the round."""
        path = self.root / "peers" / "round.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | changed))


@pytest.fixture
def school(tmp_path):
    """A class of six who have handed in."""
    made = Class(tmp_path)
    for learner in ("amira", "bjarne", "carl", "disa", "eero", "freja"):
        made.hand_in_project(learner)
    return made


@pytest.fixture
def empty_school(tmp_path):
    """A class in which nobody has handed in anything."""
    return Class(tmp_path)
