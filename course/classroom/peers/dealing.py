"""Dealing out projects: the first time, to late ones, and after a withdrawal."""

from __future__ import annotations

import io
import json
import secrets
import zipfile
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from course.classroom.peers.allotment import allot
from course.classroom.peers.handed_in import PEERS, PROJECT, read_projects
from course.classroom.peers.round import (
    FOLDER,
    PeersProblem,
    Round,
    read_round,
    write_file,
    write_round,
)
from course.exercises.peers.packet import PACKETS, Packet, write_packet
from course.grading.course_directory import CourseDirectory
from course.grading.grader import members_of
from course.messages import say
from course.tasks.quoting import quoted

USUAL_EACH = 2


@dataclass(frozen=True, slots=True)
class Assigned:
    """What a run has done.

    Attributes
    ----------
    round : Round
    changed : tuple of str
        Reviewers with a new packet.
    left_out : mapping of str to str
        Learner to why their project is not in the round.
    place : Path
        Where the packets lie.
    """

    round: Round
    changed: tuple[str, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)
    place: Path = Path()

    @property
    def with_one_more(self) -> list[str]:
        """Reviewers who have more than is usual."""
        return [one for one, m in self.round.dealt.items() if len(m) > self.round.each]


def assign(
    course: CourseDirectory,
    *,
    each: int | None = None,
    withdraw: Collection[str] = (),
    leaves: Collection[str] = (),
    everybody: bool = False,
    zips: Path | None = None,
    seed: int | None = None,
) -> Assigned:
    """Deal out the projects that were handed in, and that nobody was dealt yet.

    Parameters
    ----------
    course : CourseDirectory
    each : int, optional
        Projects for a reviewer; decided the first time.
    withdraw, leaves : collection of str
        Authors whose project is taken out, and learners who are gone altogether.
    everybody : bool
        Whether those review too who have handed in something, but no project.
    zips : Path, optional
        A folder for one zip file for each reviewer, in the place of ``release/``.
    seed : int, optional
        Where chance begins, the first time.

    Returns
    -------
    Assigned

    Raises
    ------
    PeersProblem, NotGradable, OSError
        If nothing can be dealt out. A round that has begun is then as it was.
    """
    release = course.release / PEERS
    if zips is None and not release.is_dir():
        raise PeersProblem(say("peers.not-released", folder=release, assignment=PEERS))
    before = read_round(course.root)
    found = read_projects(course)
    round_ = _begun(before, each, seed)
    round_ = _without(round_, found.projects, withdraw, leaves)
    round_ = _with_covers(round_, found.projects)
    reviewers = {*round_.live, *round_.dealt, *round_.withdrawn} - {*round_.left}
    if everybody:
        reviewers |= members_of(course) - {*round_.left}
    if not round_.live:
        raise PeersProblem(say("peers.no-projects", assignment=PROJECT))
    if not any(reviewers - {author} for author in round_.live):
        raise PeersProblem(say("peers.alone"))
    round_, changed = _deal(round_, reviewers)
    _keep_projects(course.root, round_, found.projects)
    write_round(course.root, round_)
    place = _hand_out(course.root, round_, release, zips)
    return Assigned(round_, changed, found.left_out, place)


def _begun(before: Round | None, each: int | None, seed: int | None) -> Round:
    if before is None:
        seed = secrets.randbits(32) if seed is None else seed
        return Round(each=each or USUAL_EACH, seed=seed)
    if each not in (None, before.each):
        raise PeersProblem(say("peers.each-stands", each=before.each))
    return before


def _without(
    round_: Round,
    projects: Collection[str],
    withdraw: Collection[str],
    leaves: Collection[str],
) -> Round:
    known = {*projects, *round_.covers, *round_.dealt}
    for name in (*withdraw, *leaves):
        if name not in known:
            raise PeersProblem(say("peers.nobody-called", name=quoted(name)))
    return replace(
        round_,
        withdrawn=tuple(sorted({*round_.withdrawn, *withdraw})),
        left=tuple(sorted({*round_.left, *leaves})),
    )


def _with_covers(round_: Round, projects: Collection[str]) -> Round:
    """Give each project that has none a cover name that nobody can foretell."""
    new = sorted(set(projects) - set(round_.covers))
    rng = np.random.default_rng([round_.seed, round_.deals, 1])
    words = say("peers.covers").split()
    taken = set(round_.covers.values())
    series = 1 + (len(taken) + len(new)) // len(words)
    every = [
        f"{word} {n}" if n > 1 else word for n in range(1, series + 1) for word in words
    ]
    free = [name for name in every if name not in taken]
    drawn = [free[at] for at in rng.permutation(len(free)).tolist()]
    covers = dict(zip(new, drawn, strict=False))
    return replace(round_, covers={**round_.covers, **covers})


def _deal(round_: Round, reviewers: Collection[str]) -> tuple[Round, tuple[str, ...]]:
    rng = np.random.default_rng([round_.seed, round_.deals, 2])
    held = {one: mine for one, mine in round_.dealt.items() if one in reviewers}
    dealt = {
        one: tuple(mine)
        for one, mine in allot(round_.live, reviewers, round_.each, rng, held).items()
        if mine
    }
    changed = tuple(
        one for one, mine in dealt.items() if set(mine) != set(held.get(one, ()))
    )
    earlier = {
        one: tuple(p for p in mine if p not in dealt.get(one, ()))
        for one, mine in round_.dealt.items()
    }
    before = {
        one: (*round_.before.get(one, ()), *earlier.get(one, ()))
        for one in {**round_.before, **earlier}
    }
    numbers = {one: round_.numbers.get(one, 0) + (one in changed) for one in dealt}
    after = replace(
        round_,
        deals=round_.deals + bool(changed),
        dealt=dealt,
        before={one: them for one, them in before.items() if them},
        numbers={**round_.numbers, **numbers},
    )
    return after, changed


def _project_file(root: Path, cover: str) -> Path:
    return root / FOLDER / "projects" / f"{cover}.json"


def _keep_projects(root: Path, round_: Round, projects: Mapping[str, Any]) -> None:
    """Keep each project as it was when it was first dealt: all read the same."""
    for author, project in projects.items():
        path = _project_file(root, round_.covers[author])
        if not path.exists():
            content = json.dumps(project, ensure_ascii=False, indent=1) + "\n"
            write_file(path, content.encode())


def read_kept_project(root: Path, cover: str) -> Any:
    """Return a project as it was dealt, as JSON.

    Parameters
    ----------
    root : Path
        The course directory.
    cover : str

    Returns
    -------
    JSON value

    Raises
    ------
    OSError, ValueError
        If it is gone.
    """
    return json.loads(_project_file(root, cover).read_text("utf-8"))


def _hand_out(root: Path, round_: Round, release: Path, zips: Path | None) -> Path:
    """Put the packets that hold where learners get them, and take away the others."""
    packets = {
        packet.file: (packet.reviewer, write_packet(packet))
        for reviewer, authors in round_.dealt.items()
        for packet in [_packet(root, round_, reviewer, authors)]
    }
    if zips is not None:
        for file, (reviewer, content) in packets.items():
            write_file(zips / f"{reviewer}.zip", _zipped(file, content))
        return zips
    place = release / PACKETS
    for file, (_, content) in packets.items():
        target = place / file
        if not target.exists() or target.read_bytes() != content:
            write_file(target, content)
    for path in place.glob("*.json"):
        if path.name not in packets:
            path.unlink()
    return place


def _packet(
    root: Path, round_: Round, reviewer: str, authors: Collection[str]
) -> Packet:
    covers = sorted(round_.covers[author] for author in authors)
    projects = {cover: read_kept_project(root, cover) for cover in covers}
    return Packet(reviewer, round_.numbers[reviewer], projects)


def _zipped(file: str, content: bytes) -> bytes:
    """A zip that unpacks into the lesson's folder of a workspace."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{PEERS}/{PACKETS}/{file}", content)
    return whole.getvalue()
