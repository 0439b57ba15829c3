"""How the planner of doses looks: one page at a time, and which steps are done."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from course.documents import Grid
from course.messages import catalogue, say
from course.simulations.capability.dosing.capacity import capacities, cover, gaps
from course.simulations.capability.dosing.paper import (
    FORMS,
    capacity_grid,
    capacity_words,
    column,
    competence,
    courses_grid,
    gaps_grid,
    group_name,
    groups_grid,
    matrix_grid,
    stock_chart,
    survey_grid,
    survey_words,
    total_words,
    units_grid,
)
from course.simulations.capability.dosing.plan import (
    CALLS,
    ENTRIES,
    FACTORS,
    HIGHEST_DOSE,
    HOWS,
    MOST,
    MOST_POSSIBLE,
    PEOPLE,
    PREFERENCES,
    TEXT,
    TEXTS,
    Course,
    DosingPlan,
    Group,
    Span,
)
from course.simulations.capability.dosing.steps import PAGES, Step, steps
from course.simulations.capability.dosing.survey import HIGHEST, LOWEST, area_means
from course.simulations.capability.region_survey import area_names, area_words
from course.simulations.capability.training_tables import COMPETENCES
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    number,
    picture,
    select,
    side_by_side,
    table,
    text_field,
    words,
)
from course.widgets.simulations.paged import contents, still_to_do
from course.widgets.simulations.simulation import Scene

# What is listed on a page, to the log of the plan it is kept in.
LOGS: Mapping[str, str] = {
    "groups": "groups",
    "existing": "courses",
    "possible": "courses",
    "decisions": "decisions",
}
_ROWS, _TABLE_ROWS = 3, 6
_LONGEST_TABLE = 20_000
_DOSES = tuple(str(dose) for dose in range(HIGHEST_DOSE + 1))


@dataclass(frozen=True, slots=True)
class Open:
    """What is open of the planner.

    Attributes
    ----------
    page : str
        One of `PAGES`.
    entries : mapping of str to str
        Each of `LOGS` to the id of its entry that is open.
    removing : str
        The list whose open entry is asked about; "" for none.
    pasted, complaint : str
        A table that is not read yet, and why it could not be.
    """

    page: str = "anchor"
    entries: Mapping[str, str] = field(default_factory=dict)
    removing: str = ""
    pasted: str = ""
    complaint: str = ""

    def at(self, log: str, id_: str) -> Open:
        """Return the same with another entry open."""
        return replace(self, entries={**self.entries, log: id_}, removing="")

    def within(self, plan: DosingPlan) -> Open:
        """Return the same, with an entry open in each list that has any."""
        entries = {}
        for log in LOGS:
            if ids := [one.id for one in _listed(plan, log)]:
                wanted = self.entries.get(log)
                entries[log] = wanted if wanted in ids else ids[0]
        return replace(self, entries=entries)


def why_not_add(plan: DosingPlan, log: str) -> str:
    """Say why a list can have no other entry.

    Parameters
    ----------
    plan : DosingPlan
    log : str
        One of `LOGS`.

    Returns
    -------
    str
        "" where it can.
    """
    kept = LOGS[log]
    if log == "possible" and len(plan.possible) >= MOST_POSSIBLE:
        return say("project.full", most=MOST_POSSIBLE)
    if len(plan.log(kept)) >= MOST[kept]:
        return say("project.full", most=MOST[kept])
    return ""


def draw_planner(plan: DosingPlan, opened: Open) -> Scene:
    """Return the scene of the planner.

    Parameters
    ----------
    plan : DosingPlan
    opened : Open

    Returns
    -------
    dict
    """
    page, found = opened.page, steps(plan)
    blocks = [
        *_standing(found),
        _contents(page, found),
        heading(say(f"dosing-planner.page.{page}"), landing=True),
        words(say(f"dosing-planner.page.{page}.words")),
        *_DRAWN[page](plan, opened),
        *_missing(page, found),
    ]
    return {
        "blocks": blocks,
        "spoken": "",
        "can_restart": any(step.done for step in found) or bool(plan.courses),
        "restart_ask": say("dosing-planner.restart-ask"),
    }


def _listed(plan: DosingPlan, log: str) -> Sequence[Any]:
    return getattr(plan, log)


# Where one stands


def _standing(found: Sequence[Step]) -> Iterator[Block]:
    done = sum(step.done for step in found)
    ready = [step for step in found if not (step.done or step.waits_for)]
    told = [say("dosing-planner.standing", done=done, all=len(found))]
    if ready:
        name = say(f"dosing-planner.step.{ready[0].name}")
        told.append(say("dosing-planner.next", number=ready[0].number, step=name))
    yield words(*told, tone="telling")


def _contents(page: str, found: Sequence[Step]) -> Block:
    return contents(
        (
            (
                name,
                say(f"dosing-planner.page.{name}"),
                [step.done for step in found if step.name in names],
            )
            for name, names in PAGES.items()
        ),
        page,
    )


def _missing(page: str, found: Sequence[Step]) -> Iterator[Block]:
    """What a machine can see is missing on a page; on the last, of all steps."""
    if page == "plan":
        rows = [
            [
                say(f"dosing-planner.step.{one.name}"),
                say(f"dosing-planner.missing.{one.name}"),
            ]
            for one in found
            if not one.done
        ]
        if rows:
            columns = [column("step"), column("missing")]
            yield table(say("dosing-planner.table.missing"), columns, rows)
        return
    here = [step for step in found if step.name in PAGES[page]]
    told = [
        say(
            "dosing-planner.still",
            number=step.number,
            step=say(f"dosing-planner.step.{step.name}"),
            missing=say(f"dosing-planner.missing.{step.name}"),
        )
        for step in here
        if not step.done
    ]
    yield from still_to_do(told, page)


# The pages


def _texts(plan: DosingPlan, page: str, *names: str) -> Iterator[Block]:
    for name in names or TEXTS[page]:
        longest = TEXTS[page][name]
        yield _text(
            f"{page}.{name}", f"dosing-planner.{page}.{name}", plan.texts, longest
        )


def _text(key: str, label: str, texts: Mapping[str, str], longest: int) -> Block:
    return text_field(
        key,
        say(label),
        texts[key],
        rows=_ROWS if longest == TEXT else 0,
        longest=longest,
        help=say(f"{label}.help") if f"{label}.help" in catalogue() else "",
    )


def _anchor(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    yield from _texts(plan, "anchor")


def _stand(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    survey = plan.survey
    yield from _texts(plan, "stand", "practice")
    yield heading(say("dosing-planner.survey"))
    if survey.units:
        yield _shown(units_grid(plan))
        forget = say("dosing-planner.forget-units")
        yield buttons(button("forget-units", forget, "forget-units"))
    else:
        yield side_by_side(
            *(
                number(
                    f"survey.{name}",
                    say(f"dosing-planner.survey.{name}"),
                    getattr(survey, name),
                    least=PEOPLE.least,
                    most=PEOPLE.most,
                )
                for name in ("asked", "answered")
            )
        )
    if told := survey_words(plan):
        yield words(told)
    elif None not in (survey.asked, survey.answered):
        yield words(say("dosing-planner.survey.too-many"), tone="wrong")
    yield words(say("dosing-planner.counts.words"))
    answers = range(LOWEST, HIGHEST + 1)
    rows = []
    for area in area_names():
        counts = survey.counts.get(area, (None,) * HIGHEST)
        cells = [
            _cell(
                f"survey.{area}.{answer}",
                say("dosing-planner.count", area=area_words(area), answer=answer),
                count,
                most=int(PEOPLE.most),
            )
            for answer, count in zip(answers, counts, strict=True)
        ]
        rows.append((area_words(area), cells))
    columns = [column("area"), *map(str, answers)]
    yield _fill_in(say("dosing-planner.counts"), columns, rows)
    yield text_field(
        "paste",
        say("dosing-planner.paste"),
        opened.pasted,
        rows=_TABLE_ROWS,
        longest=_LONGEST_TABLE,
        help=say("dosing-planner.paste.help"),
    )
    if opened.complaint:
        yield words(opened.complaint, tone="wrong")
    yield buttons(
        button(
            "read-units",
            say("dosing-planner.read-units"),
            "read-units",
            refused="" if opened.pasted.strip() else say("dosing-planner.no-table"),
        )
    )
    if area_means(survey):
        yield _shown(survey_grid(plan))
        yield words(say("dosing-planner.areas.words"), tone="quiet")
    yield from _texts(plan, "stand", "seen")


def _groups(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    yield _shown(groups_grid(plan))
    yield from _log(plan, opened, "groups", _group)


def _group(plan: DosingPlan, group: Group) -> Iterator[Block]:
    yield from _fields("groups", group, "name", "positions")
    yield side_by_side(*_fields("groups", group, "people", "leaving"))


def _doses(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    yield heading(say("dosing-planner.factors"))
    yield words(say("dosing-planner.factors.words"))
    options = [(call, say(f"dosing-planner.call.{call}")) for call in CALLS]
    for name in FACTORS:
        chosen = plan.factors[name] or None
        legend = say(f"dosing-planner.factor.{name}.ask")
        yield choices(f"factor.{name}", legend, options, chosen)
        yield _text(
            f"doses.{name}-why",
            "dosing-planner.factor.why",
            plan.texts,
            TEXTS["doses"][f"{name}-why"],
        )
    yield heading(say("dosing-planner.table.matrix"))
    yield words(*(f"{say(f'dosing-planner.dose.{dose}')}." for dose in _DOSES))
    named = [(one, group_name(one, n)) for n, one in enumerate(plan.groups, 1)]
    rows = [
        (
            competence(name),
            [
                _cell(
                    f"groups.{group.id}.doses.{name}",
                    say("dosing-planner.cell", row=competence(name), column=called),
                    str(group.doses[place]),
                    options=_DOSES,
                )
                for group, called in named
            ],
        )
        for place, name in enumerate(COMPETENCES)
    ]
    columns = [column("competence"), *(called for _, called in named)]
    yield _fill_in(say("dosing-planner.matrix"), columns, rows)
    yield words(say("dosing-planner.changed", count=_changed(plan)), tone="quiet")


def _changed(plan: DosingPlan) -> int:
    """Cells that are not as they were suggested."""
    return sum(
        dose != before
        for group in plan.groups
        for dose, before in zip(group.doses, group.suggested or (0,) * 8, strict=True)
    )


def _existing(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    yield from _texts(plan, "existing")
    if plan.existing:
        yield _shown(courses_grid(plan, plan.existing, "existing"))
    yield from _log(plan, opened, "existing", _course)


def _course(plan: DosingPlan, course: Course) -> Iterator[Block]:
    yield from _fields("courses", course, "name")
    if not course.exists:
        options = [(how, say(f"dosing-planner.how.{how}")) for how in HOWS]
        legend = say("dosing-planner.courses.how")
        yield choices(f"courses.{course.id}.how", legend, options, course.how)
    yield side_by_side(*_fields("courses", course, "places", "hours", "cost"))
    name = course.name.strip() or say("dosing-planner.no-name-yet")
    for_whom = [
        (
            called,
            [
                _cell(
                    f"courses.{course.id}.groups.{group.id}",
                    say("dosing-planner.for", group=called),
                    group.id in course.groups,
                )
            ],
        )
        for place, group in enumerate(plan.groups, start=1)
        for called in [group_name(group, place)]
    ]
    doses = [
        (
            competence(each),
            [
                _cell(
                    f"courses.{course.id}.doses.{each}",
                    say("dosing-planner.takes-to", competence=competence(each)),
                    str(course.doses[place]),
                    options=_DOSES,
                )
            ],
        )
        for place, each in enumerate(COMPETENCES)
    ]
    yield side_by_side(
        _fill_in(
            say("dosing-planner.who-can", course=name),
            [column("name"), column("can-take")],
            for_whom,
        ),
        _fill_in(
            say("dosing-planner.how-far", course=name),
            [column("competence"), column("to-dose")],
            doses,
        ),
    )


def _gaps(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    found = gaps(plan.groups, plan.existing)
    if not found:
        yield words(say("dosing-planner.no-gaps"), tone="telling")
        return
    yield words(say("dosing-planner.gaps-found", count=len(found)), tone="telling")
    yield _shown(gaps_grid(found, "gaps"))


def _fill(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    yield from _texts(plan, "fill")
    yield heading(say("dosing-planner.possible"))
    yield words(say("dosing-planner.possible.words"))
    yield from _log(plan, opened, "possible", _course)
    if not plan.possible:
        return
    yield heading(say("dosing-planner.proposal"))
    options = [(one, say(f"dosing-planner.prefer.{one}")) for one in PREFERENCES]
    legend = say("dosing-planner.prefer")
    yield choices("prefer", legend, options, plan.prefer)
    proposed = cover(plan)
    if proposed.courses:
        yield _shown(courses_grid(plan, proposed.courses, "proposed"))
        yield words(total_words(proposed.courses))
        take = say("dosing-planner.take-proposal")
        yield buttons(button("take-proposal", take, "take-proposal"))
    else:
        yield words(say("dosing-planner.nothing-proposed"))
    if proposed.left:
        yield _shown(gaps_grid(proposed.left, "unclosed"))
    rows = [
        (
            course.name.strip() or say("dosing-planner.no-name-yet"),
            [
                _cell(
                    f"courses.{course.id}.taken",
                    say("dosing-planner.in-plan", course=course.name.strip()),
                    course.taken,
                )
            ],
        )
        for course in plan.possible
    ]
    yield _fill_in(
        say("dosing-planner.table.chosen"), [column("course"), column("taken")], rows
    )
    taken = [course for course in plan.possible if course.taken]
    left = len(gaps(plan.groups, plan.carried))
    told = say("dosing-planner.gaps-closed")
    if left:
        told = say("dosing-planner.gaps-left", count=left)
    yield words(total_words(taken), told, tone="telling")


def _managers(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    yield from _texts(plan, "managers")


def _capacity(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    names = ("people", "leaving", "trained", "share", "years")
    rows = [
        (
            called,
            [
                _cell(
                    f"groups.{group.id}.{name}",
                    say("dosing-planner.cell", row=called, column=column(name)),
                    getattr(group, name),
                    most=ENTRIES["groups"][name].most,
                )
                for name in names
            ],
        )
        for place, group in enumerate(plan.groups, start=1)
        for called in [group_name(group, place)]
    ]
    columns = [column("name"), *map(column, names)]
    yield _fill_in(say("dosing-planner.table.numbers"), columns, rows)
    found = capacities(plan)
    if not found:
        yield words(say("dosing-planner.capacity.none"))
    else:
        yield _shown(capacity_grid(found))
        yield words(say("dosing-planner.capacity.how"), tone="quiet")
        for one in found:
            tone = "plain" if one.is_carried else "wrong"
            yield words(capacity_words(one), tone=tone)
        by_id = {one.group.id: one for one in found}
        shown = opened.entries["groups"]
        if shown not in by_id:
            shown = next(iter(by_id))
        options = [
            (id_, group_name(one.group, 1 + plan.groups.index(one.group)))
            for id_, one in by_id.items()
        ]
        label = say("dosing-planner.capacity.show")
        yield select("open.groups", label, options, shown, kept=False)
        yield picture(stock_chart(by_id[shown]), "stock")
    yield from _texts(plan, "capacity")


def _work(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    yield from _in_each_group(plan, "work")


def _together(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    yield from _in_each_group(plan, "together", "level")


def _in_each_group(plan: DosingPlan, *names: str) -> Iterator[Block]:
    for place, group in enumerate(plan.groups, start=1):
        for name in names:
            key = f"groups.{group.id}.{name}"
            called = group_name(group, place)
            label = say(f"dosing-planner.groups.{name}", group=called)
            yield text_field(key, label, getattr(group, name), rows=_ROWS, longest=TEXT)


def _plan(plan: DosingPlan, opened: Open) -> Iterator[Block]:
    if plan.groups:
        yield _shown(matrix_grid(plan))
    yield heading(say("dosing-planner.section.decisions"))
    yield from _log(plan, opened, "decisions", _decision)
    yield from _texts(plan, "plan")
    yield heading(say("dosing-planner.take"))
    yield buttons(
        *(
            button(
                f"take-{form}",
                say(f"dosing-planner.take.{form}"),
                "take",
                kept=False,
                form=form,
            )
            for form in FORMS
        )
    )


def _decision(plan: DosingPlan, decision: Any) -> Iterator[Block]:
    yield from _fields("decisions", decision, "what", "who", "by")


_DRAWN: Mapping[str, Callable[[DosingPlan, Open], Iterator[Block]]] = {
    "anchor": _anchor,
    "stand": _stand,
    "groups": _groups,
    "doses": _doses,
    "existing": _existing,
    "gaps": _gaps,
    "fill": _fill,
    "managers": _managers,
    "capacity": _capacity,
    "work": _work,
    "together": _together,
    "plan": _plan,
}


# What pages are made of


def _log(
    plan: DosingPlan,
    opened: Open,
    log: str,
    draw: Callable[[DosingPlan, Any], Iterable[Block]],
) -> Iterator[Block]:
    """The entry that is open, with a list to open another, and to add or remove."""
    listed = _listed(plan, log)
    add = button(
        f"add-{log}",
        say(f"dosing-planner.{log}.add"),
        "add",
        refused=why_not_add(plan, log),
        moves_on=True,
        log=log,
    )
    if not listed:
        yield buttons(add)
        return
    id_ = opened.entries[log]
    entry = next(one for one in listed if one.id == id_)
    options = [
        (one.id, say("dosing-planner.entry", number=place, name=_called(one)))
        for place, one in enumerate(listed, start=1)
    ]
    yield heading(dict(options)[id_])
    if len(listed) > 1:
        label = say(f"dosing-planner.{log}.open")
        yield select(f"open.{log}", label, options, id_, kept=False)
    yield from draw(plan, entry)
    if opened.removing == log:
        yield words(say("project.remove.ask"), tone="wrong")
        yield buttons(
            button("not-remove", say("project.remove.no"), "not-remove", kept=False),
            button(
                "remove",
                say("project.remove.yes"),
                "remove",
                moves_on=True,
                log=log,
                entry=id_,
            ),
        )
        return
    remove = say(f"dosing-planner.{log}.remove")
    yield buttons(
        add, button(f"ask-remove-{log}", remove, "ask-remove", kept=False, log=log)
    )


def _called(entry: Any) -> str:
    name = entry.what if hasattr(entry, "what") else entry.name
    return name.strip() or say("dosing-planner.no-name-yet")


def _fields(log: str, entry: Any, *names: str) -> Iterator[Block]:
    """Fields of an entry, as `ENTRIES` says what they hold."""
    for name in names:
        allowed, value = ENTRIES[log][name], getattr(entry, name)
        key, label = f"{log}.{entry.id}.{name}", f"dosing-planner.{log}.{name}"
        if isinstance(allowed, Span):
            yield number(
                key,
                say(label),
                value,
                least=allowed.least,
                most=allowed.most,
                step=allowed.step,
            )
        else:
            yield _text(key, label, {key: value}, allowed)


def _shown(grid: Grid) -> Block:
    return table(grid.caption, grid.columns, grid.rows)


def _cell(key: str, label: str, value: object, **kind: object) -> dict[str, object]:
    return {"key": key, "label": label, "value": value, **kind}


def _fill_in(
    caption: str, columns: Sequence[str], rows: Iterable[tuple[str, list]]
) -> Block:
    """A table whose cells are filled in; ``dosing_planner.js`` draws it."""
    return {
        "kind": "fill_in",
        "caption": caption,
        "columns": list(columns),
        "rows": [{"name": name, "cells": cells} for name, cells in rows],
    }
