"""What comes out of a project: charter, report, coach report, card and poster.

All of them are written from one `Project`. Whoever changes the aim there changes it
here, everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from course.documents import (
    Block,
    Document,
    Facts,
    Figure,
    Grid,
    Section,
    Words,
    as_page,
    as_pdf,
    figure_of,
)
from course.exercises.project.evidence import Evidence, evidence_for
from course.exercises.project.fidelity import FEATURES, fidelity_of
from course.exercises.project.parts import CRITERIA, PARTS, option_words
from course.exercises.project.poster import poster_pdf, tried
from course.exercises.project.project import Project
from course.exercises.project.theory import draw_theory, theory_rows
from course.messages import say
from course.tasks.calendar_days import say_day

_TYPES = {"pdf": "application/pdf", "html": "text/html;charset=utf-8"}


def make_paper(project: Project, paper: str, form: str) -> tuple[str, str, bytes]:
    """Make one of the papers of a project.

    Parameters
    ----------
    project : Project
    paper : {"charter", "report", "coach-report", "card", "poster-a4", "poster-a1"}
    form : {"pdf", "html"}
        A poster is always a PDF.

    Returns
    -------
    name, type : str
        Of the file.
    content : bytes

    Raises
    ------
    KeyError
        If there is no such paper, or not in this form.
    """
    if paper in ("poster-a4", "poster-a1"):
        content = poster_pdf(project, paper.removeprefix("poster-"))
        return f"{paper}.pdf", _TYPES[{"pdf": "pdf"}[form]], content
    document = DOCUMENTS[paper](project)
    content = (
        as_pdf(document)
        if form == "pdf"
        else as_page(document).encode("utf-8", "replace")
    )
    return f"{paper}.{form}", _TYPES[form], content


def charter(project: Project) -> Document:
    """The charter: one page to be signed.

    Parameters
    ----------
    project : Project

    Returns
    -------
    Document
    """
    return _document(
        project,
        "charter",
        _section("problem", _words(project, "charter", "problem")),
        _section("aim", _aim(project)),
        _section("measures", _entries(project, "measures", ("name", "role", "often"))),
        _section("bounds", _facts(project, "charter", "inside", "outside", "team")),
        _section("suitable", _suitable(project)),
        _section("agreement", _facts(project, "agreement", *_names("agreement"))),
        _section(
            "signatures",
            (
                Facts(
                    tuple(
                        (say(f"paper.signature.{who}"), say("paper.signature.line"))
                        for who in ("leader", "lead")
                    )
                ),
            ),
        ),
    )


def report(project: Project) -> Document:
    """The report, in the order of SQUIRE 2.0.

    Parameters
    ----------
    project : Project

    Returns
    -------
    Document

    References
    ----------
    .. [1] Ogrinc, G. and others (2016). SQUIRE 2.0: revised publication guidelines
       from a detailed consensus process. BMJ Quality & Safety.
    """
    return _document(
        project,
        "report",
        _section("summary", _words(project, "conclusion", "summary")),
        _section("problem", _words(project, "charter", "problem")),
        _section("knowledge", _words(project, "charter", "knowledge")),
        _section("rationale", _theory(project)),
        _section("specific-aim", _aim(project)),
        _section(
            "context",
            (
                *_facts(project, "charter", "place", "team", "inside", "outside"),
                *_entries(project, "people", ("who", "stake", "part")),
            ),
        ),
        _section("interventions", _tests(project)),
        _section("study", (*_features(project), *_lenses(project))),
        _section("measures", _measures(project)),
        _section("analysis", _analysis(project)),
        _section("ethics", _words(project, "conclusion", "ethics")),
        _section("results", _results(project)),
        _section("patients", _facts(project, "patients", *_names("patients"))),
        _section("interpretation", _words(project, "conclusion", "interpretation")),
        _section("limits", _words(project, "conclusion", "limits")),
        _section(
            "conclusions",
            (
                *_verdict(project),
                *_words(project, "conclusion", "next"),
                *_facts(project, "holding", *_names("holding")),
            ),
        ),
    )


def coach_report(project: Project) -> Document:
    """The coach report: what was done, the role, the strategies, what was learned.

    Parameters
    ----------
    project : Project

    Returns
    -------
    Document
    """
    return _document(
        project,
        "coach-report",
        _section(
            "done",
            (
                *_facts(project, "coach", "registry"),
                *_aim(project),
                *_words(project, "conclusion", "summary"),
                *_results(project, only_outcome=True),
                *_entries(project, "tests", ("idea", "scale", "day", "act")),
            ),
        ),
        _section("done-patients", _words(project, "patients", "who", "changed")),
        _section(
            "role",
            (
                *_words(project, "coach", "role"),
                *_entries(project, "coaching", ("day", "asked", "heard", "next")),
            ),
        ),
        _section("strategies", _words(project, "coach", "strategies")),
        _section("learned", _words(project, "coach", "worked")),
        _section("limits", _words(project, "conclusion", "limits")),
    )


def card(project: Project) -> Document:
    """The project on one page.

    Parameters
    ----------
    project : Project

    Returns
    -------
    Document
    """
    return _document(
        project,
        "card",
        _section("problem", _words(project, "charter", "problem")),
        _section("aim", _aim(project)),
        _section("results", _results(project, only_outcome=True)),
        _section("tried", (Words(tried(project)),) if tried(project) else ()),
        _section("summary", _words(project, "conclusion", "summary")),
        _section("next", _words(project, "conclusion", "next")),
    )


DOCUMENTS: Mapping[str, Callable[[Project], Document]] = {
    "charter": charter,
    "report": report,
    "coach-report": coach_report,
    "card": card,
}


# What all of them are made of


def _document(project: Project, paper: str, *sections: Section) -> Document:
    """A paper with its sections; one in which nothing stands is left out."""
    begins, ends = project.day("charter", "begins"), project.day("charter", "ends")
    days = "" if None in (begins, ends) else f"{say_day(begins)} – {say_day(ends)}"
    facts = (
        (say("paper.where"), project.text("charter", "place")),
        (say("paper.when"), days),
        (say("paper.leader"), project.text("agreement", "sponsor")),
    )
    return Document(
        title=project.title,
        subtitle=say(f"paper.{paper}"),
        facts=Facts(tuple(fact for fact in facts if fact[1])),
        sections=tuple(section for section in sections if section.blocks),
        foot=say("paper.foot"),
    )


def _section(name: str, blocks: Sequence[Block]) -> Section:
    return Section(say(f"paper.section.{name}"), tuple(blocks))


def _names(part: str) -> tuple[str, ...]:
    return tuple(field.name for field in PARTS[part].fields)


def _words(project: Project, part: str, *fields: str) -> tuple[Block, ...]:
    told = tuple(text for name in fields if (text := project.text(part, name)))
    return (Words(told),) if told else ()


def _facts(project: Project, part: str, *fields: str) -> tuple[Block, ...]:
    rows = tuple(
        (say(f"project.{part}.{name}"), text)
        for name in fields
        if (text := project.text(part, name))
    )
    return (Facts(rows),) if rows else ()


def _entries(project: Project, part: str, fields: Sequence[str]) -> tuple[Block, ...]:
    """A log as a table."""
    log = project.logs[part]
    if not log:
        return ()
    rows = tuple(
        (str(place), *(project.told(part, entry, name) for name in fields))
        for place, entry in enumerate(log, start=1)
    )
    columns = tuple(say(f"project.{part}.{name}") for name in fields)
    return (Grid(say(f"paper.table.{part}"), (say("project.number"), *columns), rows),)


def _aim(project: Project) -> tuple[Block, ...]:
    return (Words((project.aim or say("paper.no-aim"),)),)


def _measures(project: Project) -> tuple[Block, ...]:
    return _entries(
        project, "measures", ("name", "role", "definition", "source", "often")
    )


def _suitable(project: Project) -> tuple[Block, ...]:
    """That all is well in a line, and beside it only what is not."""
    answers = project.pages["suitability"]
    if not any(answers.values()):
        return ()
    rows = tuple(
        (say(f"project.suitability.{name}"), said or say("paper.not-answered"))
        for name, said in (
            (name, option_words("suitability", name, answers[name]))
            for name in (*CRITERIA, "kind")
        )
        if answers[name] not in ("yes", "none")
    )
    return (Facts(rows),) if rows else (Words((say("paper.suitable"),)),)


def _theory(project: Project) -> tuple[Block, ...]:
    svg = draw_theory(project)
    if not svg:
        return ()
    columns = (say("project.theory.level"), say("project.theory.card"))
    twin = Grid(say("project.theory"), columns, theory_rows(project))
    return (Figure(svg, say("paper.theory"), twin),)


def _tests(project: Project) -> tuple[Block, ...]:
    """Each test in words, in the order of plan, do, study and act."""
    blocks: list[Block] = []
    for place, test in enumerate(project.logs["tests"], start=1):
        idea = project.named(PARTS["tests"].field("idea"), test["idea"])
        rows = [
            (say(f"project.tests.{name}"), told)
            for name in (
                *("question", "scale", "day", "plan", "prediction", "predicted"),
                *("done", "seen", "learned", "act"),
            )
            if (told := project.told("tests", test, name))
        ]
        title = say("paper.test", number=place, idea=idea)
        blocks.append(Facts(tuple(rows), title))
    return tuple(blocks)


def _features(project: Project) -> tuple[Block, ...]:
    if not project.logs["tests"]:
        return ()
    seen = fidelity_of(project).seen
    rows = tuple(
        (
            say(f"project.check.{name}"),
            say(f"project.features.{'yes' if seen[name] else 'no'}"),
        )
        for name in FEATURES
    )
    columns = (say("project.features.feature"), say("project.features.seen"))
    return (Grid(say("project.features"), columns, rows),)


def _lenses(project: Project) -> tuple[Block, ...]:
    return _facts(project, "lenses", *_names("lenses"))


def _analysis(project: Project) -> tuple[Block, ...]:
    """How the points were read: the same words for every project, with its counts."""
    counted = [
        (measure["name"].strip(), evidence)
        for measure in project.logs["measures"]
        if (evidence := evidence_for(project, measure["id"])) is not None
    ]
    if not counted:
        return ()
    told = [
        say("paper.analysis.points", name=name, points=evidence.points)
        for name, evidence in counted
    ]
    return (Words((say("paper.analysis"), *told)),)


def _results(project: Project, *, only_outcome: bool = False) -> tuple[Block, ...]:
    """The charts, that of the aim first, each with what it says."""
    ids = [measure["id"] for measure in project.logs["measures"]]
    ids.sort(key=lambda id_: id_ != project.aimed)
    blocks: list[Block] = []
    for id_ in ids:
        if only_outcome and id_ != project.aimed:
            continue
        evidence = evidence_for(project, id_)
        if evidence is not None:
            blocks.append(figure_of(evidence.chart, _said(evidence)))
    return tuple(blocks)


def _said(evidence: Evidence) -> str:
    """What a chart says, and what it was before and after."""
    return f"{evidence.reading} {evidence.said('paper.evidence')}".rstrip()


def _verdict(project: Project) -> tuple[Block, ...]:
    said = option_words("conclusion", "verdict", project.text("conclusion", "verdict"))
    return (Words((f"{said}.",)),) if said else ()
