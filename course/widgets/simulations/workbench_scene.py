"""How the workbench is shown: what was answered and drawn, as blocks of a scene."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import numpy as np

from course.charts import ControlChart, draw_svg
from course.charts.constants import FEWEST_POINTS_FOR_LINES
from course.charts.funnel import FunnelPlot
from course.charts.own_data.calls import (
    MULTIPLIERS,
    OF_SHARES,
    OF_SIZES,
    OF_UNITS,
    Decisions,
    default_y_label,
)
from course.charts.own_data.chart import own_control_chart, own_reading
from course.charts.own_data.choice import (
    Answers,
    all_answered,
    needs_sizes,
    options_of,
    questions_for,
)
from course.charts.own_data.code import chart_code
from course.charts.own_data.csv_table import chart_csv
from course.charts.own_data.figures import Figures, Reading, uses_measure, usual_span
from course.charts.own_data.kept import MOST_KEPT, KeptChart, free_name
from course.charts.own_data.look import MARKS, Look, Mark, read_target
from course.charts.own_data.rebasing import SplitEvidence, weigh_split
from course.charts.own_data.series import OwnSeries
from course.charts.own_data.spans import HOWS
from course.charts.own_data.tables import OwnTable, groups_in
from course.charts.own_data.unreadable import UnreadableData
from course.charts.pictures import Chart
from course.messages import say
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    picture,
    select,
    side_by_side,
    text_field,
    words,
)
from course.widgets.simulations.bringing import Bringing, take, ways_back, ways_out
from course.widgets.simulations.simulation import Scene

# What a select calls "none of the columns".
ROWS = "rows"
_HEIGHT = 340


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """What somebody answered, chose and marked.

    Attributes
    ----------
    answers : Answers
    reading : Reading or None
        How the open table is read; None while a question is open.
    look : Look
    kept : KeptChart or None
        The chart that was opened again, in the place of a table.
    headings : tuple of str or None
        Of the columns used last: time, measure, sizes.
    point, words : str
        The point chosen for a mark ("" for the usual one), and what was typed.
    weighing : str
        The point before which new lines are being thought of.
    earlier : Figures or None
        Of the chart before, until they are compared with those of a new table.
    other : tuple of (int, int), or None
        How many known points have other figures, and how many are known, where that
        makes it doubtful whether it is the same chart.
    goes_on : bool
        Whether it is, as answered.
    set_aside : Look or None
        What belongs to the other answer.
    kept_as : str
        The name under which this chart is kept; "" for a new one.
    removing : str
        The kept chart of which is asked whether to remove it.
    """

    answers: Answers = field(default_factory=Answers)
    reading: Reading | None = None
    look: Look = field(default_factory=Look)
    kept: KeptChart | None = None
    headings: tuple[str | None, ...] = ()
    point: str = ""
    words: str = ""
    weighing: str = ""
    earlier: Figures | None = None
    other: tuple[int, int] | None = None
    goes_on: bool = False
    set_aside: Look | None = None
    kept_as: str = ""
    removing: str = ""

    @property
    def replaces(self) -> str:
        """The kept chart in whose place this one could be kept, or ""."""
        is_new = self.set_aside is not None and not self.goes_on
        return "" if is_new else self.kept_as


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The figures as they are now, and their chart where it can be drawn.

    Attributes
    ----------
    figures : Figures
    series : OwnSeries
    decisions : Decisions
    names : tuple of str
        Of the points.
    chart : ControlChart or FunnelPlot or None
    picture : Chart or None
    """

    figures: Figures
    series: OwnSeries
    decisions: Decisions
    names: tuple[str, ...]
    chart: ControlChart | FunnelPlot | None
    picture: Chart | None

    def point(self, bench: Bench) -> str:
        """Return the point that a mark would be for: as chosen, or the last one."""
        return bench.point if bench.point in self.names else self.names[-1]

    def refusals(self, bench: Bench) -> dict[str, str]:
        """Say for each mark why it cannot be set at the chosen point, "" if it can."""
        before, after = self._beside(self.point(bench))
        few = FEWEST_POINTS_FOR_LINES
        has_words = bool(bench.words.strip())
        counts = {"before": before, "after": after, "fewest": few}
        return {
            "note": "" if has_words else say("workbench.note.needs-words"),
            "ghost": "" if has_words else say("workbench.ghost.needs-words"),
            "freeze": ""
            if before >= few
            else say("workbench.freeze.needs-points", **counts),
            "split": ""
            if min(before, after) >= few
            else say("workbench.split.needs-points", **counts),
        }

    def _beside(self, point: str) -> tuple[int, int]:
        """How many points lines could be calculated from, before a point and after."""
        place = self.names.index(point)
        if self.chart is None:
            return 0, 0
        useful = ~np.isnan(self.chart.values) & ~self.chart.ghosted
        return int(useful[:place].sum()), int(useful[place:].sum())


def file_name(drawn: Drawn) -> str:
    """Name the files that are taken along after what the chart shows.

    Parameters
    ----------
    drawn : Drawn

    Returns
    -------
    str
        Without an ending.
    """
    said = drawn.picture.title or drawn.picture.y_label
    return re.sub(r"\W+", "-", said.casefold()).strip("-")[:60] or "chart"


def workbench_scene(
    bringing: Bringing,
    bench: Bench,
    drawn: Drawn | None,
    complaint: UnreadableData | None,
    *,
    kept: Sequence[dict[str, Any]],
    to_keep: dict[str, Any] | None,
    cannot_keep: str,
) -> Scene:
    """Return all that is to be seen.

    Parameters
    ----------
    bringing : Bringing
    bench : Bench
    drawn : Drawn or None
    complaint : UnreadableData or None
        Why there is no chart.
    kept : sequence of dict
        The charts kept so far.
    to_keep : dict or None
        The chart as it would be kept.
    cannot_keep : str
        Why it cannot be; "" for no reason.

    Returns
    -------
    dict
    """
    blocks = bringing.blocks()
    if bringing.table is not None:
        blocks += bringing.opened()
        blocks += _same_chart(bench)
        blocks += _questions(bench.answers)
        if bench.reading is not None:
            blocks += _columns(bringing, bench.reading, drawn)
    elif bench.kept is not None:
        name = say("workbench.kept.opened", name=bench.kept.name)
        blocks.append(heading(name, landing=True))
        blocks.append(words(say("workbench.kept.carry-on"), tone="quiet"))
    elif kept:
        blocks += _kept_list(kept, bench.removing)

    spoken = bringing.refusal
    if complaint is not None:
        blocks.append(words(str(complaint), tone="wrong"))
        blocks += ways_out(complaint)
        spoken = spoken or str(complaint)
    elif drawn is None and bringing.table is not None:
        ready = all_answered(bench.answers)
        key = "workbench.needs-column" if ready else "workbench.answer-first"
        blocks.append(words(say(key), tone="quiet"))
    if drawn is not None:
        if drawn.chart is not None:
            shown, reading = _chart(bench, drawn)
            blocks += shown
            kind = say(f"chart-kind.{drawn.decisions.kind}")
            spoken = spoken or say("workbench.spoken", kind=kind, reading=reading)
        if drawn.decisions.kind not in OF_UNITS:
            blocks += _marks(bench, drawn)
        if drawn.chart is not None:
            blocks += _to_take(drawn)
            blocks += _keeping(kept, to_keep, cannot_keep, bench.replaces)
    if kept and (bringing.table is not None or bench.kept is not None):
        blocks += _kept_list(kept, bench.removing)
    return {
        "blocks": blocks,
        "spoken": spoken,
        "can_restart": bool(kept),
        "restart_ask": say("workbench.restart-ask"),
    }


# Questions and columns


def _same_chart(bench: Bench) -> list[Block]:
    """Ask whether a table with the same headings is more of the same chart."""
    if bench.other is None:
        return []
    other, known = bench.other
    said = say("workbench.goes-on.none-known")
    if known:
        said = say("workbench.goes-on.other", other=other, known=known)
    return [
        words(said, tone="telling"),
        choices(
            "goes-on",
            say("workbench.goes-on"),
            [(each, say(f"workbench.goes-on.{each}")) for each in ("new", "same")],
            "same" if bench.goes_on else "new",
        ),
    ]


def _questions(answers: Answers) -> list[Block]:
    blocks = [heading(say("workbench.questions"))]
    for question in questions_for(answers):
        legend = f"workbench.{question}"
        # The same question, in the words that fit the answers before it.
        within = f".{answers.row}" if question in ("what", "chances") else ""
        stem = f"{legend}{within}" if question == "what" else legend
        blocks.append(
            choices(
                question,
                say(f"{legend}{within}"),
                [
                    (option, say(f"{stem}.{option}"))
                    for option in options_of(question, answers)
                ],
                getattr(answers, question) or None,
            )
        )
    return blocks


def _columns(bringing: Bringing, reading: Reading, drawn: Drawn | None) -> list[Block]:
    table, answers = bringing.table, reading.answers
    asked = [_column(table, "time", f"workbench.time.{answers.row}", reading.time)]
    if uses_measure(answers):
        label = f"workbench.measure.{answers.what}"
        if answers.row == "case" and answers.what == "share":
            label = "workbench.measure.yes-no"
        asked.append(_column(table, "measure", label, reading.measure))
    if needs_sizes(answers):
        label = f"workbench.sizes.{answers.what}"
        asked.append(_column(table, "sizes", label, reading.sizes))
    asked += _grouping(table, reading, drawn)
    if reading.time is not None and (text := bringing.ambiguous(reading.time)):
        asked.append(
            select(
                "order",
                say("own-data.order", text=text),
                [(o, say(f"own-data.order.{o}")) for o in ("day", "month")],
                "month" if reading.month_first else "day",
                kept=False,
            )
        )
    return [heading(say("workbench.columns")), side_by_side(*asked)]


def _column(table: OwnTable, key: str, label: str, chosen: int | None) -> Block:
    options = [(str(place), name) for place, name in enumerate(table.columns)]
    if key == "time":
        options.append((ROWS, say("workbench.time.rows")))
    else:
        options.insert(0, (ROWS, say("workbench.choose-column")))
    chosen_id = ROWS if chosen is None else str(chosen)
    return select(key, say(label), options, chosen_id, kept=False)


def _grouping(table: OwnTable, reading: Reading, drawn: Drawn | None) -> list[Block]:
    asked = []
    groups = groups_in(table, reading.time) if reading.answers.row == "period" else {}
    if groups:
        options = [("all", say("workbench.group.all"))]
        chosen = "all"
        for place, texts in groups.items():
            for at, text in enumerate(texts):
                key = f"{place}:{at}"
                said = say(
                    "workbench.group.one", column=table.columns[place], text=text
                )
                options.append((key, said))
                if reading.only == (place, text):
                    chosen = key
        asked.append(
            select("only", say("workbench.group"), options, chosen, kept=False)
        )
    if drawn is None or reading.answers.row == "unit":
        return asked
    if reading.answers.what == "between":
        return asked
    series, answers = drawn.figures.series, reading.answers
    each_row = answers.row == "period" or answers.what == "measurement"
    spans = (*("row",) * each_row, *series.spans_offered)
    if len(spans) > 1:
        usual = "row" if answers.row == "period" else usual_span(series)
        chosen = reading.span if reading.span in spans else usual
        asked.append(
            select(
                "span",
                say("workbench.span"),
                [(span, say(f"own-data.span.{span}")) for span in spans],
                chosen,
                kept=False,
            )
        )
    several = answers.what in ("measurement", "percentage") and (
        bool(series.doubles) or reading.span not in ("", "row")
    )
    if several and drawn.figures.gathered is None:
        asked.append(
            select(
                "how",
                say("workbench.how"),
                [(how, say(f"own-data.how.{how}")) for how in HOWS],
                reading.how,
                kept=False,
            )
        )
    return asked


# The chart


def _chart(bench: Bench, drawn: Drawn) -> tuple[list[Block], str]:
    choice, decisions = drawn.figures.choice, drawn.decisions
    said = own_reading(drawn.chart, drawn.picture)
    blocks = [heading(say(f"chart-kind.{decisions.kind}"))]
    exact = (say("workbench.exact"),) * decisions.exact
    blocks.append(words(choice.reason, *exact))
    if choice.warnings:
        blocks.append(words(*choice.warnings, tone="telling"))
    blocks.append(_kind_and_unit(drawn))
    period = drawn.names.index(drawn.point(bench)) + 1
    blocks.append(
        picture(
            drawn.picture,
            "chart",
            marked=(period,) * bool(bench.point),
            picks="" if drawn.decisions.kind in OF_UNITS else "point",
            height=_HEIGHT,
        )
    )
    blocks.append(words(said, tone="telling"))
    blocks += ways_back(drawn.figures.series)
    if drawn.figures.series.remarks:
        blocks.append(words(*drawn.figures.series.remarks, tone="quiet"))
    if so_far := _days_so_far(drawn, date.today()):
        blocks.append(words(so_far))
    blocks.append(_own_words(bench, drawn))
    try:
        read_target(bench.look.target)
    except ValueError:
        text = bench.look.target.strip()
        blocks.append(
            words(say("workbench.target.not-a-number", text=text), tone="wrong")
        )
    return blocks, said


def _days_so_far(drawn: Drawn, today: date) -> str:
    """Tell of the days since the last rare event; "" where its day is not known."""
    periods = drawn.figures.series.periods
    if drawn.decisions.kind not in ("g", "t", "run") or not periods:
        return ""
    if drawn.figures.single.y_label != say("own-data.days-between"):
        return ""
    days = (today - periods[-1].start).days
    if days < 1:
        return ""
    return say("workbench.so-far", day=periods[-1].label, days=f"{days:,}")


def _kind_and_unit(drawn: Drawn) -> Block:
    choice, decisions = drawn.figures.choice, drawn.decisions
    kinds = [(choice.kind, say("workbench.proposed", kind=_kind(choice.kind)))]
    kinds += [(kind, _kind(kind)) for kind in choice.alternatives]
    asked = [
        select("kind", say("workbench.other-kind"), kinds, decisions.kind, kept=False)
    ]
    if drawn.series.sizes and decisions.kind in (*OF_SIZES, "run"):
        shares = decisions.kind in OF_SHARES
        times = (1, 100) if shares else MULTIPLIERS
        options = [
            (
                str(each),
                say(
                    "workbench.multiply.per-cent"
                    if shares and each == 100
                    else f"workbench.multiply.{each}"
                ),
            )
            for each in times
        ]
        asked.append(
            select(
                "multiply",
                say("workbench.multiply"),
                options,
                str(decisions.multiply),
                kept=False,
            )
        )
    return side_by_side(*asked)


def _kind(kind: str) -> str:
    return say(f"chart-kind.{kind}")


def _own_words(bench: Bench, drawn: Drawn) -> Block:
    look = bench.look
    usual = default_y_label(drawn.series, drawn.decisions)
    return side_by_side(
        text_field("title", say("workbench.chart-title"), look.title, longest=120),
        text_field(
            "y_label",
            say("workbench.y-label"),
            look.y_label,
            longest=120,
            help=say("workbench.y-label.help", usual=usual),
        ),
        text_field(
            "target",
            say("workbench.target"),
            look.target,
            longest=20,
            help=say("workbench.target.help"),
        ),
    )


# Marks


def _marks(bench: Bench, drawn: Drawn) -> list[Block]:
    blocks = []
    if drawn.chart is not None:
        blocks.append(heading(say("workbench.marks")))
        names = [(str(at), name) for at, name in enumerate(drawn.names, start=1)]
        point = str(drawn.names.index(drawn.point(bench)) + 1)
        blocks.append(
            side_by_side(
                select("point", say("workbench.point"), names, point, kept=False),
                text_field(
                    "words",
                    say("workbench.words"),
                    bench.words,
                    longest=120,
                    help=say("workbench.words.help"),
                ),
            )
        )
        blocks.append(words(say("workbench.point.help"), tone="quiet"))
        refusals = drawn.refusals(bench)
        blocks.append(
            buttons(
                *(
                    button(
                        kind,
                        say(f"workbench.mark.{kind}"),
                        kind,
                        refused=refusals[kind],
                        kept=False,
                    )
                    for kind in MARKS
                )
            )
        )
        few = refusals["split"] or refusals["freeze"]
        if few:
            blocks.append(words(few, tone="quiet"))
    evidence = _weigh(bench, drawn)
    if evidence is not None:
        blocks += _policy(bench.weighing, evidence, drawn.refusals(bench)["freeze"])
    if bench.look.marks:
        blocks.append(words(say("workbench.marked")))
        blocks.append(
            buttons(
                *(
                    button(
                        f"unmark-{place}",
                        say("workbench.unmark.named", what=_marked(mark, drawn)),
                        "unmark",
                        kept=False,
                        place=place,
                    )
                    for place, mark in enumerate(bench.look.marks)
                )
            )
        )
    return blocks


def _weigh(bench: Bench, drawn: Drawn) -> SplitEvidence | None:
    """Weigh new lines from the point that is being thought of, if one is."""
    if drawn.chart is None or bench.weighing not in drawn.names:
        return None
    period = drawn.names.index(bench.weighing) + 1
    frozen = None
    if period > FEWEST_POINTS_FOR_LINES:
        decisions = replace(drawn.decisions, freeze=period - 1, parts=())
        try:
            frozen = own_control_chart(drawn.series, decisions)
        except UnreadableData:
            pass  # Too few points before it: nothing can be told.
    return weigh_split(drawn.chart, period, frozen)


def _marked(mark: Mark, drawn: Drawn) -> str:
    if mark.point not in drawn.names:
        return say("workbench.marked.elsewhere", period=mark.point, text=mark.text)
    return say(
        f"workbench.marked.{mark.kind}",
        period=mark.point,
        text=mark.text,
        count=drawn.names.index(mark.point),
    )


def _policy(point: str, evidence: SplitEvidence, no_freeze: str) -> list[Block]:
    if evidence.shifted is None:
        shifted = "untold"
    else:
        shifted = "shifted" if evidence.shifted else "not-shifted"
    few = "enough" if evidence.enough_points else "few"
    points = "plenty" if evidence.plenty_of_points else few
    said = [
        say(f"workbench.policy.{shifted}", period=point),
        say("workbench.policy.cause"),
        say("workbench.policy.lasting"),
        say(
            f"workbench.policy.points.{points}",
            before=evidence.before,
            after=evidence.after,
        ),
    ]
    label = say("workbench.policy")
    draw, would_not = "workbench.split-now", []
    if evidence.shifted is not True or not evidence.enough_points:
        draw = "workbench.split-now.anyway"
        would_not = [words(say("workbench.policy.would-not", period=point))]
    return [
        heading(label),
        words(say("workbench.policy.words")),
        {"kind": "list", "items": said, "label": label},
        *would_not,
        buttons(
            button(
                "split-now",
                say(draw, period=point),
                "split-now",
                kept=False,
            ),
            button(
                "freeze-instead",
                say("workbench.mark.freeze"),
                "freeze",
                refused=no_freeze,
                kept=False,
            ),
            button("not-now", say("workbench.not-now"), "not-now", kept=False),
        ),
    ]


# Taking along, and keeping


def _to_take(drawn: Drawn) -> list[Block]:
    code = chart_code(drawn.series, drawn.decisions)
    return [
        heading(say("workbench.take")),
        take(
            file_name(drawn),
            svg=draw_svg(drawn.picture, height=_HEIGHT),
            csv=chart_csv(drawn.series, drawn.decisions, drawn.chart),
            code=code,
            png=True,
        ),
        {
            "kind": "code",
            "key": "code",
            "summary": say("workbench.code"),
            "text": code,
        },
    ]


def _keeping(
    kept: Sequence[dict[str, Any]],
    to_keep: dict[str, Any] | None,
    cannot_keep: str,
    replaces: str,
) -> list[Block]:
    if to_keep is None:
        return [words(cannot_keep, tone="quiet")] if cannot_keep else []
    done = say("workbench.keep.done")
    # Its name may have got a number when it was kept.
    already = any(to_keep == {**each, "name": to_keep["name"]} for each in kept)
    refused = done if already else ""
    if not already and len(kept) >= MOST_KEPT:
        refused = say("workbench.keep.full", most=MOST_KEPT)
    names = [each["name"] for each in kept]
    label = say("workbench.keep")
    if to_keep["name"] in names and not already:
        name = free_name(to_keep["name"], names)
        label = say("workbench.keep.named", name=name)
    offered = [button("keep", label, "keep", refused=refused)]
    if replaces in names and not already:
        said = say("workbench.keep.instead", name=replaces)
        offered.append(button("keep-instead", said, "keep-instead"))
    return [
        words(done if already else say("workbench.keep.words"), tone="quiet"),
        buttons(*offered),
    ]


def _kept_list(kept: Sequence[dict[str, Any]], removing: str) -> list[Block]:
    blocks = [heading(say("workbench.kept"))]
    for place, each in enumerate(kept):
        name = each["name"]
        if name == removing:
            blocks += _ask_removal(name, place)
            continue
        blocks.append(
            buttons(
                button(
                    f"open-kept-{place}",
                    say("workbench.kept.open", name=name),
                    "open-kept",
                    kept=False,
                    moves_on=True,
                    place=place,
                ),
                button(
                    f"remove-kept-{place}",
                    say("workbench.kept.remove", name=name),
                    "ask-remove",
                    kept=False,
                    place=place,
                ),
            )
        )
    return blocks


def _ask_removal(name: str, place: int) -> list[Block]:
    return [
        words(say("workbench.kept.remove-ask", name=name)),
        buttons(
            # The focus stays on what does no harm.
            button(
                f"remove-kept-{place}",
                say("workbench.kept.remove-no"),
                "not-remove",
                kept=False,
            ),
            button(
                f"remove-kept-{place}-yes",
                say("workbench.kept.remove", name=name),
                "remove-kept",
            ),
        ),
    ]
