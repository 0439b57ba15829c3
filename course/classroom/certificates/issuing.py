"""From a learner's work to a certificate: what it says, the PDF, the register."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from filelock import FileLock

from course.classroom.certificates.register import (
    Issued,
    fingerprint,
    read_register,
    write_register,
)
from course.classroom.certificates.signing import (
    KEY_FILE,
    CertificatesUnusable,
    code_of,
    make_key,
    read_key,
)
from course.classroom.certificates.transcripts import Transcript
from course.documents import typeset
from course.exercises.objectives import attainments
from course.grading.intake import is_student
from course.messages import LANGUAGE, say
from course.tasks.answers import unfinished_file
from course.tasks.calendar_days import say_day
from course.tasks.quoting import quoted

FOLDER = "certificates"
# As git and nbgrader pass it over.
_LOCK = ".lock"


@dataclass(slots=True)
class CertificatesMade:
    """What a run has done.

    Attributes
    ----------
    issued : dict of str to Path
        Learner to the PDF.
    unchanged : list of str
        Learners whose certificate is there and would say the same.
    not_issued : dict of str to str
        Learner, as the name can be shown, to why there is none.
    """

    issued: dict[str, Path] = field(default_factory=dict)
    unchanged: list[str] = field(default_factory=list)
    not_issued: dict[str, str] = field(default_factory=dict)


def issue(
    folder: Path,
    transcripts: Iterable[Transcript],
    today: date,
    tick: Callable[[], None] = lambda: None,
) -> CertificatesMade:
    """Write a certificate for each learner, and enter it in the register.

    Parameters
    ----------
    folder : Path
        Where certificates are kept; made if it is not there, and the key with it.
    transcripts : iterable of Transcript
    today : date
    tick : callable
        Called after each learner.

    Returns
    -------
    CertificatesMade

    Raises
    ------
    CertificatesUnusable
        If the key or the register cannot be used.
    OSError
        If something cannot be written. What was issued until then is whole.
    """
    # Names and results: for nobody but the issuer until they pass it on.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = CertificatesMade()
    with FileLock(folder / _LOCK):
        register = read_register(folder)
        key = read_key(folder)
        if key is None:
            # With another key, all that was issued would look forged.
            if register:
                raise CertificatesUnusable(
                    say("certificate.key-lost", path=folder / KEY_FILE)
                )
            key = make_key(folder)
        for transcript in transcripts:
            _issue_one(folder, transcript, today, key, register, made)
            tick()
    return made


def content_of(transcript: Transcript, today: date) -> dict[str, Any]:
    """Return what a certificate says, as plain JSON.

    Parameters
    ----------
    transcript : Transcript
    today : date
        The day of issue.

    Returns
    -------
    dict
        Whole in itself: later words of the course change nothing about it.
    """
    found = attainments(transcript.marks, transcript.counted)
    days = [module.handed_in for module in transcript.modules if module.handed_in]
    return {
        "learner": transcript.learner,
        "name": _printable(transcript.name) or transcript.learner,
        "run": transcript.run,
        "by_teacher": transcript.by_teacher,
        "issued": today.isoformat(),
        "first": min(days).isoformat() if days else "",
        "last": max(days).isoformat() if days else "",
        "objectives": [
            {
                "text": one.text,
                "exercises": len(one.evidence),
                "points": round(one.earned, 2),
                "max_points": one.possible,
            }
            for one in found
            if one.met
        ],
        "of": len(found),
        "modules": [
            {"title": module.title, "hours": module.hours}
            for module in transcript.modules
        ],
        "hours": sum(module.hours for module in transcript.modules),
    }


def as_certificate(content: Mapping[str, Any], code: str) -> bytes:
    """Set a certificate on a page of A4.

    Parameters
    ----------
    content : mapping
        See `content_of`.
    code : str

    Returns
    -------
    bytes
        A PDF that can be read aloud; the same for the same content and code.
    """
    by = "teacher" if content["by_teacher"] else "self"
    objectives = content["objectives"]
    return typeset(
        "certificate.typ",
        {
            "language": LANGUAGE,
            "title": say(f"certificate.title.{by}"),
            "course": say("certificate.course"),
            "name": content["name"],
            "code": code,
            "facts": facts_of(content),
            "objectives_title": say(
                "certificate.objectives", met=len(objectives), total=content["of"]
            ),
            "objectives": [
                [one["text"], say("certificate.evidence", **_shown(one))]
                for one in objectives
            ],
            "modules_title": say("certificate.modules"),
            "modules": [
                [one["title"], say("certificate.hours", hours=f"{one['hours']:g}")]
                for one in content["modules"]
            ],
            "sum": [
                say("certificate.sum"),
                say("certificate.hours", hours=f"{content['hours']:g}"),
            ],
            "plainly": [
                say(f"certificate.{key}")
                for key in (f"marked-by.{by}", "hours-stated", "no-accreditation")
            ],
            "code_title": say("certificate.code"),
            "code_says": say(f"certificate.code-says.{by}"),
        },
        folder=Path(__file__).parent,
    )


def facts_of(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return for whom, where and when, each with its name.

    Parameters
    ----------
    content : mapping
        See `content_of`.

    Returns
    -------
    list of (str, str)
    """
    first, last = _day(content["first"]), _day(content["last"])
    handed_in = first
    if first != last:
        handed_in = say("certificate.between", first=first, last=last)
    rows = {
        "learner": content["learner"],
        "run": content["run"],
        "handed-in": handed_in,
        "issued": _day(content["issued"]),
    }
    return [(say(f"certificate.fact.{key}"), text) for key, text in rows.items()]


def _issue_one(
    folder: Path,
    transcript: Transcript,
    today: date,
    key: bytes,
    register: list[Issued],
    made: CertificatesMade,
) -> None:
    learner = transcript.learner
    content = content_of(transcript, today)
    # The name becomes that of a file.
    if not is_student(learner):
        made.not_issued[quoted(learner)] = say("certificate.no-file-name")
        return
    if not content["objectives"]:
        made.not_issued[learner] = say("certificate.none-met")
        return
    pdf = folder / f"{learner}.pdf"
    if _is_there(pdf, content, key, register):
        made.unchanged.append(learner)
        return
    code = code_of(key, content)
    page = as_certificate(content, code)
    entry = Issued(code, content, fingerprint(page)).sealed(key)
    if entry not in register:
        register.append(entry)
    # In the register first: a certificate that is not there would look forged.
    write_register(folder, register)
    with unfinished_file(pdf) as unfinished:
        unfinished.write_bytes(page)
    made.issued[learner] = pdf


def _is_there(
    pdf: Path, content: Mapping[str, Any], key: bytes, register: Iterable[Issued]
) -> bool:
    """Whether the file is a certificate that says the same but for its day."""
    try:
        there = fingerprint(pdf.read_bytes())
    except FileNotFoundError:
        return False
    return any(
        one.file == there
        and {**one.content, "issued": ""} == {**content, "issued": ""}
        and one.is_ours(key)
        for one in register
    )


def _printable(name: str) -> str:
    """Return a name on one line, without what no page can show."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split())


def _shown(objective: Mapping[str, Any]) -> dict[str, str]:
    return {
        "exercises": str(objective["exercises"]),
        "points": f"{objective['points']:g}",
        "max_points": f"{objective['max_points']:g}",
    }


def _day(iso: str) -> str:
    if not iso:
        return say("certificate.unknown-day")
    return say_day(date.fromisoformat(iso))
