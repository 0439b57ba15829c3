"""How the workspace of a project looks: one page at a time, and where one stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from course.charts.own_data.kept import KeptChart
from course.charts.own_data.personal import personal_in_text
from course.exercises.project.checks import Check, check
from course.exercises.project.evidence import evidence_for
from course.exercises.project.fidelity import FEATURES, fidelity_of
from course.exercises.project.own_project import is_begun
from course.exercises.project.parts import (
    PARTS,
    POINTERS,
    Field,
    Part,
    option_words,
)
from course.exercises.project.project import (
    Fields,
    Project,
    day_of,
    figure_of_text,
    says_something,
)
from course.exercises.project.theory import draw_theory, theory_rows
from course.messages import catalogue, say
from course.tasks.calendar_days import say_day
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    picture,
    select,
    table,
    text_field,
    words,
)
from course.widgets.simulations.paged import contents, still_to_do
from course.widgets.simulations.simulation import Scene

# Page to the parts it shows, in the order of the work.
PAGES: Mapping[str, tuple[str, ...]] = {
    "start": ("suitability", "agreement"),
    "charter": ("charter",),
    "people": ("people", "patients"),
    "aim": ("aim",),
    "measures": ("measures",),
    "data": ("data",),
    "theory": ("drivers",),
    "tests": ("tests",),
    "lenses": ("lenses",),
    "coaching": ("coaching", "coach"),
    "holding": ("holding",),
    "conclusion": ("conclusion",),
    "papers": (),
}
PAPERS = (
    ("charter", ("pdf",)),
    ("report", ("pdf", "html")),
    ("coach-report", ("pdf", "html")),
    ("card", ("pdf", "html")),
    ("poster-a4", ("pdf",)),
    ("poster-a1", ("pdf",)),
)
_POINTED = {"measure": "measures", "idea": "drivers", "driver": "drivers"}
_ROWS = 3
# Columns of the table of a log: what tells its entries apart.
_TOLD = {
    "measures": ("name", "role"),
    "drivers": ("text", "level", "under"),
    "tests": ("idea", "scale", "day", "predicted", "seen", "act"),
    "people": ("who", "part"),
    "coaching": ("day", "asked"),
}


@dataclass(frozen=True, slots=True)
class Open:
    """What is open of the workspace.

    Attributes
    ----------
    page : str
        One of `PAGES`.
    entries : mapping of str to str
        Part to the id of the entry that is open.
    removing : bool
        Whether it is asked if the open entry is to be removed.
    """

    page: str = "start"
    entries: Mapping[str, str] = field(default_factory=dict)
    removing: bool = False

    def at(self, part: str, id_: str) -> Open:
        """Return the same with another entry open."""
        return replace(self, entries={**self.entries, part: id_}, removing=False)

    def on(self, page: str) -> Open:
        """Return the same with another page open."""
        return replace(self, page=page, removing=False)

    def asking(self, removing: bool) -> Open:
        """Return the same with the question open or closed."""
        return replace(self, removing=removing)

    def within(self, project: Project) -> Open:
        """Return the same, with an entry open in each log that has any."""
        entries = {}
        for part, log in project.logs.items():
            ids = [one["id"] for one in log]
            if ids:
                wanted = self.entries.get(part)
                entries[part] = wanted if wanted in ids else ids[-1]
        return replace(self, entries=entries)


def draw_workspace(
    project: Project, opened: Open, at_hand: Mapping[str, KeptChart], *, brought: bool
) -> Scene:
    """Return the scene of a workspace.

    Parameters
    ----------
    project : Project
    opened : Open
    at_hand : mapping of str to KeptChart
        What the workbench keeps.
    brought : bool
        Whether the charter of lesson 3 was taken up.

    Returns
    -------
    dict
    """
    checks = check(project)
    blocks = [
        *_standing(project, checks, brought),
        _contents(opened.page, checks),
        heading(say(f"project.page.{opened.page}"), landing=True),
        words(say(f"project.page.{opened.page}.words")),
    ]
    if opened.page == "data":
        blocks += _data(project, at_hand)
    elif opened.page == "papers":
        blocks += _papers()
    else:
        for name in PAGES[opened.page]:
            part = PARTS[name]
            if len(PAGES[opened.page]) > 1:
                blocks.append(heading(say(f"project.{name}")))
            blocks += (_log if part.most else _page)(project, part, opened)
    if opened.page == "theory" and (svg := draw_theory(project)):
        columns = [say("project.theory.level"), say("project.theory.card")]
        rows = theory_rows(project)
        twin = table(say("project.theory"), columns, rows)
        blocks.append(
            {"kind": "picture", "key": "tree", "picks": "", "svg": svg, "table": twin}
        )
    if opened.page == "tests":
        blocks.append(_features(project))
    blocks += _missing(opened.page, checks)
    return {
        "blocks": blocks,
        "spoken": "",
        "can_restart": is_begun(project),
        "restart_ask": say("project.restart-ask"),
    }


def why_not_lock(test: Fields) -> str:
    """Say why a test cannot be locked yet.

    Parameters
    ----------
    test : mapping of str to str

    Returns
    -------
    str
        "" where it can.
    """
    missing = [
        say(f"project.tests.{each.name}")
        for each in PARTS["tests"].fields
        if each.needed and not each.after and not test[each.name].strip()
    ]
    if missing:
        return say("project.lock.missing", fields=", ".join(missing))
    if day_of(test["day"]) is None:
        return say("project.no-day", text=test["day"].strip())
    if figure_of_text(test["predicted"]) is None:
        return say("project.no-figure", text=test["predicted"].strip())
    return ""


def _standing(
    project: Project, checks: tuple[Check, ...], brought: bool
) -> Iterator[Block]:
    """The aim, and how much of the work can be seen."""
    held = sum(one.held for one in checks)
    yield words(
        project.aim or say("project.aim.open"),
        say("project.standing", held=held, all=len(checks)),
        tone="telling",
    )
    if brought:
        yield words(say("project.brought"), tone="quiet")


def _contents(page: str, checks: tuple[Check, ...]) -> Block:
    return contents(
        (
            (
                name,
                say(f"project.page.{name}"),
                [one.held for one in checks if one.part in parts],
            )
            for name, parts in PAGES.items()
        ),
        page,
    )


def _missing(page: str, checks: tuple[Check, ...]) -> Iterator[Block]:
    """What is still missing on this page; on the last one, anywhere."""
    parts = PAGES[page] or tuple(one.part for one in checks)
    told = [one.sentence for one in checks if one.part in parts and not one.held]
    return still_to_do(told, page)


# Pages and logs


def _page(project: Project, part: Part, opened: Open) -> Iterator[Block]:
    for each in part.fields:
        yield from _field(project, part, each, project.pages[part.name], part.name)


def _log(project: Project, part: Part, opened: Open) -> Iterator[Block]:
    """All entries as a table, and the one that is open."""
    log = project.logs[part.name]
    if log:
        yield _log_table(project, part)
    add = button(
        f"add-{part.name}",
        say(f"project.{part.name}.add"),
        "add",
        refused="" if len(log) < part.most else say("project.full", most=part.most),
        moves_on=True,
        part=part.name,
    )
    if not log:
        yield buttons(add)
        return
    id_ = opened.entries[part.name]
    entry = project.entry(part.name, id_)
    if len(log) > 1:
        names = [
            (one["id"], _entry_name(project, part, at, one))
            for at, one in enumerate(log, start=1)
        ]
        key = f"open.{part.name}"
        yield select(key, say(f"project.{part.name}.open"), names, id_, kept=False)
    place = [one["id"] for one in log].index(id_) + 1
    yield heading(_entry_name(project, part, place, entry))
    yield from _entry(project, part, entry)
    if opened.removing:
        yield words(say("project.remove.ask"), tone="wrong")
        details = {"part": part.name, "entry": id_}
        yield buttons(
            button("not-remove", say("project.remove.no"), "not-remove", kept=False),
            button(
                "remove", say("project.remove.yes"), "remove", moves_on=True, **details
            ),
        )
    else:
        remove = say(f"project.{part.name}.remove")
        yield buttons(
            add,
            button(f"ask-remove-{part.name}", remove, "ask-remove", kept=False),
        )


def _entry(project: Project, part: Part, entry: Fields) -> Iterator[Block]:
    where = f"{part.name}.{entry['id']}"
    if not part.locks:
        for each in part.fields:
            yield from _field(project, part, each, entry, where)
        return
    locked = entry["locked"]
    for each in part.fields:
        if not each.after:
            yield from _field(project, part, each, entry, where, closed=bool(locked))
    if not locked:
        day = day_of(entry["day"])
        if day is not None and day < date.today():
            yield words(say("project.lock.late"), tone="telling")
        yield words(say("project.lock.words"), tone="quiet")
        yield buttons(
            button(
                "lock",
                say("project.lock"),
                "lock",
                primary=True,
                moves_on=True,
                refused=why_not_lock(entry),
                entry=entry["id"],
            )
        )
        return
    yield words(_locked_words(entry), tone="quiet")
    for each in part.fields:
        if each.after:
            yield from _field(project, part, each, entry, where)
    if figure_of_text(entry["seen"]) is not None:
        yield words(
            say(
                "project.compared",
                predicted=entry["predicted"].strip(),
                seen=entry["seen"].strip(),
            ),
            tone="telling",
        )


def _locked_words(entry: Fields) -> str:
    return say("project.locked", day=say_day(date.fromisoformat(entry["locked"])))


def _field(
    project: Project,
    part: Part,
    each: Field,
    fields: Fields,
    where: str,
    *,
    closed: bool = False,
) -> Iterator[Block]:
    """A field, and below it why what stands there cannot be read, or should not."""
    name, value = f"project.{part.name}.{each.name}", fields[each.name]
    key = f"{where}.{each.name}"
    label = say(name)
    if each.kind == "choice":
        options = [
            (option, option_words(part.name, each.name, option))
            for option in each.options
        ]
        yield choices(key, label, options, value or None, closed=closed)
    elif each.kind in POINTERS:
        if each.kind == "driver" and fields.get("level") != "idea":
            return
        if closed:
            none = "" if each.needed else say(f"project.choose.{each.kind}")
            shown = project.named(each, value) or none
            yield text_field(key, label, shown, closed=True)
        else:
            offered = list(_pointed(project, each, fields))
            yield select(key, label, offered, value)
    else:
        help_ = say(f"{name}.help") if f"{name}.help" in catalogue() else ""
        yield text_field(
            key,
            label,
            value,
            rows=_ROWS if each.kind == "text" else 0,
            longest=each.longest,
            closed=closed,
            help="" if closed else help_,
        )
        if value.strip() and each.needed and not says_something(each, value):
            yield words(say("project.too-short"), tone="quiet")
        personal = "" if closed else personal_in_text(value)
        if personal:
            yield words(say(f"project.personal.{personal}"), tone="quiet")
        if value.strip() and each.kind == "day" and day_of(value) is None:
            yield words(say("project.no-day", text=value.strip()), tone="wrong")
        unit = fields.get("unit", "") if part.name == "aim" else ""
        unreadable = each.kind == "figure" and figure_of_text(value, unit) is None
        if value.strip() and unreadable:
            yield words(say("project.no-figure", text=value.strip()), tone="wrong")


def _pointed(
    project: Project, each: Field, fields: Fields
) -> Iterator[tuple[str, str]]:
    """What a field may point to: the entries of another log, or earlier ones of its."""
    yield "", say(f"project.choose.{each.kind}")
    if each.kind == "test":
        for one in project.logs["tests"]:
            if one["id"] == fields["id"]:
                return
            yield one["id"], project.named(each, one["id"])
        return
    for one in project.logs[_POINTED[each.kind]]:
        if each.kind in ("idea", "driver") and one["level"] != each.kind:
            continue
        if text := project.named(each, one["id"]):
            yield one["id"], text


def _entry_name(project: Project, part: Part, place: int, entry: Fields) -> str:
    first = part.field(_TOLD[part.name][0])
    name = project.named(first, entry[first.name])
    return say(f"project.{part.name}.entry", number=place, name=name).rstrip(": ")


def _log_table(project: Project, part: Part) -> Block:
    fields = [part.field(name) for name in _TOLD[part.name]]
    rows = [
        [
            place,
            *(project.told(part.name, entry, each.name) for each in fields),
        ]
        for place, entry in enumerate(project.logs[part.name], start=1)
    ]
    columns = [say(f"project.{part.name}.{each.name}") for each in fields]
    return table(
        say(f"project.{part.name}.table"), [say("project.number"), *columns], rows
    )


# Data, tests and papers


def _data(project: Project, at_hand: Mapping[str, KeptChart]) -> Iterator[Block]:
    """For each measure the chart that belongs to it, and what it says."""
    if not project.logs["measures"]:
        yield words(say("project.data.no-measures"))
    elif not at_hand and not project.charts:
        yield words(say("project.data.no-charts"))
    yield buttons(
        button("look-again", say("project.data.look-again"), "look-again", kept=False)
    )
    for entry in project.logs["measures"]:
        id_, name = entry["id"], entry["name"].strip() or say("project.no-name")
        kept = project.charts.get(id_)
        offered = [("none", say("project.data.none"))]
        offered += [(chart, chart) for chart in at_hand]
        chosen = "none"
        if kept is not None:
            chosen = kept.name
            if kept.name not in at_hand:
                offered.append((kept.name, kept.name))
        yield select(
            f"chart.{id_}", say("project.data.chart", name=name), offered, chosen
        )
        if kept is not None and at_hand.get(kept.name, kept).figures != kept.figures:
            newer = say("project.data.newer", name=kept.name)
            yield buttons(
                button(
                    f"newer-{id_}",
                    newer,
                    "choose",
                    what=f"chart.{id_}",
                    choice=kept.name,
                )
            )
        evidence = evidence_for(project, id_)
        if evidence is not None:
            yield picture(evidence.chart, f"chart-{id_}")
            yield words(evidence.reading, tone="quiet")
            if said := evidence.said("project.data"):
                yield words(said, tone="telling")


def _features(project: Project) -> Block:
    """What of the method can be seen in the tests, as it grows."""
    seen = fidelity_of(project).seen
    return table(
        say("project.features"),
        [say("project.features.feature"), say("project.features.seen")],
        [
            [
                say(f"project.check.{name}"),
                say(f"project.features.{'yes' if seen[name] else 'no'}"),
            ]
            for name in FEATURES
        ],
    )


def _papers() -> Iterator[Block]:
    for paper, forms in PAPERS:
        name = say(f"project.paper.{paper}.name")
        yield words(say(f"project.paper.{paper}"))
        yield buttons(
            *(
                button(
                    f"take-{paper}-{form}",
                    say(f"project.take.{form}", paper=name),
                    "take",
                    kept=False,
                    paper=paper,
                    form=form,
                )
                for form in forms
            )
        )
