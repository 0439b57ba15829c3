"""A class of forty that saves and hands in within a minute, and what memory it takes.

``make bench-hub`` runs it, as root on a machine that serves no class: the accounts are
its own, and are removed again. It ends with 1 if anything is lost.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil
import requests
from people import Work, collect, grade, inside, lost, release, work_over_http
from serving import Hub, installed, processes_of, serving
from visitor import Visitor

from course.classroom.hub.class_list import ClassList
from course.grading.personas import BLANK, EXPERT, GUESSER

# From the first arrival to the last; what is left of the minute is for handing in.
SECONDS_OF_ARRIVING = 55
TRIES = 5


def main() -> None:
    """Print the times, what was refused or lost, and the memory."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--assignment", default="04-variation")
    options.add_argument("--learners", type=int, default=40)
    chosen = options.parse_args()
    if os.geteuid() != 0:
        options.error(
            "a hub makes accounts and runs servers as them, which takes root."
        )
    names = tuple(f"fl-crowd-{number:02d}" for number in range(1, chosen.learners + 1))
    people = ClassList(
        course="fl-bench", instructors=("fl-crowd-teacher",), students=names
    )
    with installed(people) as places, serving(places, people) as hub:
        sentences = measure(hub, chosen.assignment)
    print("\nLost:", *(sentences or ["nothing"]), sep="\n  ")
    sys.exit(bool(sentences))


def measure(hub: Hub, assignment: str) -> list[str]:
    """Let the class come in, open the lesson, save and hand in; tell what is lost."""
    release(hub, assignment)
    class_ = inside(hub, {}, *hub.people.students)
    for visitor in class_:
        visitor.assignments("fetch", assignment)
    memory = {"a learner's JupyterLab": per_learner(hub)}
    lesson = Work(assignment, class_[0].name, BLANK).lesson
    for notebook in ("Start.ipynb", f"{assignment}/{lesson}.ipynb"):
        open_notebook(class_, notebook)
        memory[f"with {notebook} open too"] = per_learner(hub)
    works = [
        Work(assignment, one.name, (EXPERT, GUESSER)[seed % 2], seed)
        for seed, one in enumerate(class_)
    ]
    hand_in_together(class_, works)
    for name, step in (("collect", collect), ("grade", grade)):
        began = time.monotonic()
        step(hub, assignment)
        print(f"  {name}: {time.monotonic() - began:.1f} s")
    print_memory(hub, memory)
    return lost(hub, works)


def hand_in_together(class_: Sequence[Visitor], works: Sequence[Work]) -> None:
    """Each at a moment of the same minute; print how long they waited."""
    answered: list[requests.Response] = []
    for visitor in class_:
        visitor.http.hooks["response"].append(
            lambda response, **_: answered.append(response)
        )
    chance = random.Random(1)
    moments = [chance.uniform(0, SECONDS_OF_ARRIVING) for _ in class_]
    began = time.monotonic()

    def do(visitor: Visitor, work: Work, moment: float) -> int:
        time.sleep(max(0, began + moment - time.monotonic()))
        again = persevere(lambda: work_over_http(visitor, work))
        return again + persevere(lambda: visitor.assignments("submit", work.assignment))

    with ThreadPoolExecutor(len(class_)) as at_work:
        again = sum(at_work.map(do, class_, works, moments))
    took = time.monotonic() - began
    print(f"\n{len(class_)} learners hand in {works[0].assignment}, seconds")
    print(f"  {'':12}{'times':>7}{'median':>8}{'95th':>8}{'slowest':>8}")
    for name, ending in (("a save", ".json"), ("a hand-in", "/submit")):
        waited = sorted(
            one.elapsed.total_seconds()
            for one in answered
            if one.request.path_url.endswith(ending)
        )
        median, late = statistics.median(waited), waited[int(0.95 * len(waited))]
        print(f"  {name:12}{len(waited):7}{median:8.2f}{late:8.2f}{waited[-1]:8.2f}")
    refused = Counter(one.status_code for one in answered if one.status_code >= 400)
    print(f"  refused: {dict(refused) or 'none'}; tried again: {again}")
    print(f"  the last was in {took:.0f} s after the first had begun")


def persevere(step: Callable[[], object]) -> int:
    """Do what a person does who is told that it did not work; return how often."""
    for again in range(TRIES):
        try:
            step()
            return again
        except (AssertionError, requests.RequestException):
            time.sleep(1)
    return TRIES


def open_notebook(class_: Sequence[Visitor], notebook: str) -> None:
    """Run a notebook in everybody's own kernel, as opening it does."""
    path = Path(f"/home/{class_[0].name}/four-lenses", notebook)
    cells = nbformat.read(path, as_version=4).cells
    code = [cell.source for cell in cells if cell.cell_type == "code"]
    with ThreadPoolExecutor(4) as opening:
        list(opening.map(lambda one: one.run(*code, beside=notebook), class_))


def per_learner(hub: Hub) -> float:
    """MB that one learner's processes take, median."""
    each = [processes_of(name) for name in hub.people.students]
    return statistics.median(
        megabytes(psutil.Process(int(process.name)) for process in processes)
        for processes in each
    )


def megabytes(processes: Iterable[psutil.Process]) -> float:
    """What processes take, memory that is shared counted once."""
    return sum(process.memory_full_info().pss for process in processes) / 2**20


def print_memory(hub: Hub, memory: dict[str, float]) -> None:
    """The hub's own, each learner's, and how many fit."""
    started = psutil.Process(hub.process.pid)
    all_of_it = [started, *started.children(recursive=True)]
    own = [one for one in all_of_it if one.username() not in hub.people.students]
    print("\nMemory, MB, what is shared counted once")
    print(f"  {'the hub, its proxy, the instructors':46}{megabytes(own):6.0f}")
    for name, amount in memory.items():
        print(f"  {name:46}{amount:6.0f}: {1024 / amount:4.1f} in a gigabyte")


if __name__ == "__main__":
    main()
