"""The plan as a document, and its matrix as a table for a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence

from course.charts import Chart
from course.documents import (
    Block,
    Document,
    Facts,
    Grid,
    Section,
    Words,
    as_page,
    as_pdf,
    figure_of,
)
from course.messages import say
from course.simulations.capability.dosing.capacity import (
    YEARS_AHEAD,
    Capacity,
    Gap,
    capacities,
    gaps,
)
from course.simulations.capability.dosing.plan import (
    FACTORS,
    HIGHEST_DOSE,
    Course,
    DosingPlan,
    Group,
)
from course.simulations.capability.dosing.steps import Step, steps
from course.simulations.capability.dosing.survey import area_means, rate_of
from course.simulations.capability.training_tables import COMPETENCES

FORMS = ("pdf", "html", "csv")
_TYPES = {
    "pdf": "application/pdf",
    "html": "text/html;charset=utf-8",
    "csv": "text/csv;charset=utf-8",
}


def make_paper(plan: DosingPlan, form: str) -> tuple[str, str, bytes]:
    """Make the document of a plan, or its matrix.

    Parameters
    ----------
    plan : DosingPlan
    form : {"pdf", "html", "csv"}

    Returns
    -------
    name, type : str
        Of the file.
    content : bytes

    Raises
    ------
    KeyError
        If there is no such form.
    """
    type_ = _TYPES[form]
    if form == "csv":
        return "dosing-matrix.csv", type_, matrix_csv(plan).encode()
    document = plan_document(plan)
    content = as_pdf(document) if form == "pdf" else as_page(document).encode()
    return f"dosing-plan.{form}", type_, content


def matrix_csv(plan: DosingPlan) -> str:
    """Write the matrix, a row for each group.

    Parameters
    ----------
    plan : DosingPlan

    Returns
    -------
    str
        Semicolons between columns, with the mark by which Excel knows UTF-8.
    """
    written = io.StringIO()
    rows = csv.writer(written, delimiter=";", lineterminator="\r\n")
    head = ("name", "positions", "people")
    rows.writerow([*(column(name) for name in head), *map(competence, COMPETENCES)])
    for place, group in enumerate(plan.groups, start=1):
        name = group_name(group, place)
        people = "" if group.people is None else round(group.people)
        rows.writerow([name, group.positions.strip(), people, *group.doses])
    return "\ufeff" + written.getvalue()


def plan_document(plan: DosingPlan) -> Document:
    """Write the plan, for those who decide and those who carry it out.

    Parameters
    ----------
    plan : DosingPlan

    Returns
    -------
    Document
        What is not filled in is left out, and so is a section with nothing in it.
    """
    facts = (
        (say(f"dosing-planner.anchor.{name}"), plan.text(f"anchor.{name}"))
        for name in ("who", "decided", "team", "by")
    )
    sections = (
        _section("purpose", _words(plan, "anchor.purpose")),
        _section("stand", _stand(plan)),
        _section("groups", _groups(plan)),
        _section("existing", _existing(plan)),
        _section("gaps", _gaps(plan)),
        _section("managers", _texts(plan, "managers", "with", "programmes", "built")),
        _section("capacity", _capacity(plan)),
        _section("work", _learning(plan)),
        _section("decisions", _decisions(plan)),
        _section(
            "uncertain",
            (*_words(plan, "plan.uncertain"), Words((say("dosing-planner.assumed"),))),
        ),
        _section("steps", (steps_grid(steps(plan)),)),
    )
    return Document(
        title=plan.text("anchor.organisation") or say("dosing-planner.no-name"),
        subtitle=say("dosing-planner.paper"),
        facts=Facts(tuple(fact for fact in facts if fact[1])),
        sections=tuple(section for section in sections if section.blocks),
        foot=say("dosing-planner.paper.foot"),
    )


# Tables that the planner shows too


def survey_grid(plan: DosingPlan) -> Grid:
    """Each area with its mean, and where that may well lie."""
    rows = tuple(
        (
            one.name,
            f"{one.mean:.2f}",
            "–" if one.low is None else f"{one.low:.2f} – {one.high:.2f}",
            number(one.people),
        )
        for one in area_means(plan.survey)
    )
    return _grid("areas", ("area", "mean", "interval", "answers"), rows)


def units_grid(plan: DosingPlan) -> Grid:
    """Each unit with those who answered, and no mean: three answers are persons."""
    rows = tuple(
        (
            unit.name or say("dosing-planner.small-units"),
            number(unit.asked),
            number(unit.answered),
            number(100 * unit.answered / unit.asked) if unit.asked else "–",
        )
        for unit in plan.survey.units
    )
    return _grid("units", ("unit", "asked", "answered", "rate"), rows)


def matrix_grid(plan: DosingPlan) -> Grid:
    """The dosing matrix: competences and groups."""
    names = [group_name(group, at) for at, group in enumerate(plan.groups, start=1)]
    rows = tuple(
        (competence(name), *(str(group.doses[place]) for group in plan.groups))
        for place, name in enumerate(COMPETENCES)
    )
    return Grid(
        say("dosing-planner.table.matrix"), (column("competence"), *names), rows
    )


def groups_grid(plan: DosingPlan) -> Grid:
    """Who belongs to each group, and how many they are."""
    rows = tuple(
        (
            group_name(group, place),
            group.positions.strip() or "–",
            number(group.people),
            number(group.leaving),
        )
        for place, group in enumerate(plan.groups, start=1)
    )
    return _grid("groups", ("name", "positions", "people", "leaving"), rows)


def courses_grid(plan: DosingPlan, courses: Sequence[Course], caption: str) -> Grid:
    """Courses, with the places and hours of a year and what they cost."""
    names = {group.id: group_name(group, n) for n, group in enumerate(plan.groups, 1)}
    # Of those that exist it need not be said.
    differs = any(not course.exists for course in courses)
    rows = tuple(
        (
            course.name.strip() or say("dosing-planner.no-name-yet"),
            *([say(f"dosing-planner.how.{course.how}")] if differs else []),
            ", ".join(names[id_] for id_ in course.groups) or "–",
            ", ".join(
                f"{competence(name)} {dose}"
                for name, dose in zip(COMPETENCES, course.doses, strict=True)
                if dose
            )
            or "–",
            *map(number, (course.places, course.hours, course.cost)),
        )
        for course in courses
    )
    how = ("how",) if differs else ()
    columns = ("course", *how, "for", "doses", "places", "hours", "cost")
    return _grid(caption, columns, rows)


def gaps_grid(found: Iterable[Gap], caption: str) -> Grid:
    """Doses that are wanted, and how far a course takes today."""
    rows = tuple(
        (
            gap.group.name.strip() or say("dosing-planner.no-name-yet"),
            competence(gap.competence),
            str(gap.wanted),
            str(gap.reached),
        )
        for gap in found
    )
    return _grid(caption, ("name", "competence", "wanted", "reached"), rows)


def capacity_grid(found: Iterable[Capacity]) -> Grid:
    """Places that are needed and places that there are, group by group."""
    rows = tuple(
        (
            one.group.name.strip() or say("dosing-planner.no-name-yet"),
            number(one.group.trained),
            number(math.ceil(one.wanted)),
            str(one.to_reach),
            str(one.to_hold),
            number(math.floor(one.places)),
            number(round(one.stock[-1])),
        )
        for one in found
    )
    columns = ("name", "trained", "target", "reach", "hold", "places", "later")
    return _grid("capacity", columns, rows)


def stock_chart(one: Capacity) -> Chart:
    """Trained people of a group in the years to come, with the places of the plan."""
    years = range(1, YEARS_AHEAD + 1)
    name = one.group.name.strip() or say("dosing-planner.no-name-yet")
    return Chart(
        id=f"stock-{one.group.id}",
        title=say("dosing-planner.chart", name=name),
        y_label=say("dosing-planner.chart.y"),
        x_label=say("dosing-planner.chart.x"),
        values=tuple(round(people, 1) for people in one.stock),
        labels=(say("dosing-planner.chart.now"), *map(str, years)),
        target=round(one.wanted, 1),
    )


def capacity_words(one: Capacity) -> str:
    """Say whether the places of a group are enough, and what comes of them."""
    key = "enough" if one.to_reach > one.to_hold else "held"
    if not one.is_carried:
        key = "never" if one.years is None else "late"
        if one.years is not None and one.years <= one.group.years:
            key = "not-held"
    return say(
        f"dosing-planner.capacity.{key}",
        name=one.group.name.strip() or say("dosing-planner.no-name-yet"),
        places=number(math.floor(one.places)),
        needed=one.needed,
        hold=one.to_hold,
        wanted=number(math.ceil(one.wanted)),
        within=number(one.group.years),
        years=one.years,
        competence=competence(one.narrowest),
    )


def steps_grid(found: Sequence[Step]) -> Grid:
    """The twelve steps, and where each stands."""
    rows = tuple(
        (f"{one.number}. {say(f'dosing-planner.step.{one.name}')}", step_state(one))
        for one in found
    )
    return _grid("steps", ("step", "state"), rows)


def step_state(step: Step) -> str:
    """Say whether a step is done, open, or waits for others."""
    if step.waits_for:
        numbers = ", ".join(map(str, step.waits_for))
        return say("dosing-planner.state.waits", numbers=numbers)
    return say(f"dosing-planner.state.{'done' if step.done else 'open'}")


def survey_words(plan: DosingPlan) -> str:
    """Say how many have answered; "" where it is not known."""
    rate = rate_of(plan.survey)
    if rate is None:
        return ""
    asked, answered = rate
    return say(
        "dosing-planner.rate",
        asked=number(asked),
        answered=number(answered),
        rate=number(100 * answered / asked),
    )


def total_words(courses: Sequence[Course]) -> str:
    """Say what some courses come to in a year."""
    return say(
        "dosing-planner.total",
        count=len(courses),
        cost=number(sum(one.cost or 0 for one in courses)),
        places=number(sum(one.places or 0 for one in courses)),
        hours=number(sum((one.places or 0) * (one.hours or 0) for one in courses)),
    )


def group_name(group: Group, place: int) -> str:
    """Return what a group is called, or its number."""
    return group.name.strip() or say("dosing-planner.group", number=place)


def competence(name: str) -> str:
    """Return what a competence is called."""
    words = say(f"capability.competence.{name}")
    return words[0].upper() + words[1:]


def column(name: str) -> str:
    """Return the heading of a column."""
    return say(f"dosing-planner.column.{name}")


def number(value: float | None) -> str:
    """Write a number of people, places or hours."""
    return "–" if value is None else f"{value:,.1f}".removesuffix(".0")


# What the document is made of


def _grid(caption: str, columns: Iterable[str], rows: tuple) -> Grid:
    return Grid(
        say(f"dosing-planner.table.{caption}"), tuple(map(column, columns)), rows
    )


def _section(name: str, blocks: Iterable[Block]) -> Section:
    return Section(say(f"dosing-planner.section.{name}"), tuple(blocks))


def _words(plan: DosingPlan, *names: str) -> tuple[Block, ...]:
    told = tuple(text for name in names if (text := plan.text(name)))
    return (Words(told),) if told else ()


def _texts(plan: DosingPlan, page: str, *names: str) -> tuple[Block, ...]:
    rows = tuple(
        (say(f"dosing-planner.{page}.{name}"), text)
        for name in names
        if (text := plan.text(f"{page}.{name}"))
    )
    return (Facts(rows),) if rows else ()


def _stand(plan: DosingPlan) -> Iterable[Block]:
    yield from _words(plan, "stand.practice")
    if told := survey_words(plan):
        yield Words((told,))
    if area_means(plan.survey):
        yield survey_grid(plan)
    if plan.survey.units:
        yield units_grid(plan)
    yield from _words(plan, "stand.seen")


def _groups(plan: DosingPlan) -> Iterable[Block]:
    if not plan.groups:
        return
    yield groups_grid(plan)
    yield matrix_grid(plan)
    doses = (say(f"dosing-planner.dose.{dose}") for dose in range(HIGHEST_DOSE + 1))
    yield Words(("; ".join(doses) + ".",))
    rows = tuple(
        (
            say(f"dosing-planner.factor.{name}"),
            say(f"dosing-planner.call.{plan.factors[name]}"),
            plan.text(f"doses.{name}-why") or "–",
        )
        for name in FACTORS
        if plan.factors[name]
    )
    if rows:
        yield _grid("factors", ("factor", "call", "why"), rows)


def _existing(plan: DosingPlan) -> Iterable[Block]:
    yield from _words(plan, "existing.looked")
    if plan.existing:
        yield courses_grid(plan, plan.existing, "existing")


def _gaps(plan: DosingPlan) -> Iterable[Block]:
    found = gaps(plan.groups, plan.existing)
    if not found:
        yield Words((say("dosing-planner.no-gaps"),))
    else:
        yield gaps_grid(found, "gaps")
    taken = tuple(one for one in plan.possible if one.taken)
    if taken:
        yield courses_grid(plan, taken, "taken")
        yield Words((total_words(taken),))
    left = gaps(plan.groups, plan.carried)
    if found and left:
        yield Words((say("dosing-planner.gaps-left", count=len(left)),))
        if taken:
            yield gaps_grid(left, "left")
    elif found:
        yield Words((say("dosing-planner.gaps-closed"),))
    yield from _texts(plan, "fill", "material", "teachers")


def _capacity(plan: DosingPlan) -> Iterable[Block]:
    found = capacities(plan)
    if found:
        yield capacity_grid(found)
        yield Words((say("dosing-planner.capacity.how"),))
    for one in found:
        yield figure_of(stock_chart(one), capacity_words(one))
    yield from _words(plan, "capacity.size")


def _learning(plan: DosingPlan) -> Iterable[Block]:
    fields = ("work", "together", "level")
    rows = tuple(
        (
            group_name(group, place),
            *(getattr(group, name).strip() or "–" for name in fields),
        )
        for place, group in enumerate(plan.groups, start=1)
        if any(getattr(group, name).strip() for name in fields)
    )
    if rows:
        yield _grid("work", ("name", *fields), rows)


def _decisions(plan: DosingPlan) -> Iterable[Block]:
    rows = tuple(
        (one.what.strip(), one.who.strip() or "–", one.by.strip() or "–")
        for one in plan.decisions
        if one.what.strip()
    )
    if rows:
        yield _grid("decisions", ("what", "decides", "by"), rows)
