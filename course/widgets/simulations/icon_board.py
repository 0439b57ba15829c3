"""A board's dashboard of twelve indicators: colours, a ranking, or icons."""

from __future__ import annotations

from typing import Any, ClassVar

from course.charts import Chart
from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Written
from course.charts.making_data_count import Assurance, Variation
from course.charts.pictures import format_value
from course.charts.placing import wrap
from course.exercises.scenes import MEASURES, Measure, draw_level, draw_measures
from course.messages import say
from course.simulations.variation.indicator_board import (
    FIRST_MONTH,
    MONTHS,
    BoardIndicator,
    draw_board,
    rank,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    picture,
    select,
    table,
    words,
)
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
    simulation_script,
)

VIEWS = ("colours", "ranking", "icons")
_INDICATORS = 12
_STEPS = (1, 3)
# Of no indicator, or of the one at that place.
_PLACES = ("", *(str(place) for place in range(1, _INDICATORS + 1)))
_ACROSS, _TILE_WIDTH, _TILE_HEIGHT, _GAP = 3, 232, 112, 8


class IconBoard(Simulation):
    """Twelve indicators, months that run on, and three ways to look at them.

    The state is ``{"round", "month", "view", "open"}``: which draw of chance, the last
    month shown, the way it is shown, and the indicator whose chart is open ("" for
    none, else its place from 1, as text).
    """

    script = simulation_script("icon_board.js")
    task_name: ClassVar[str] = "icon-board"

    def begin(self) -> State:
        """Return the first meeting, with a year behind it."""
        return {"round": 0, "month": FIRST_MONTH, "view": "colours", "open": ""}

    def restarted(self, state: State) -> State:
        """Return the first meeting with twelve other indicators."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "round": int(answer["round"]),
            "month": int(answer["month"]),
            "view": answer["view"],
            "open": answer["open"],
        }
        known = (
            state["round"] >= 0
            and FIRST_MONTH <= state["month"] <= MONTHS
            and state["view"] in VIEWS
            and state["open"] in _PLACES
        )
        if not known:
            raise ValueError("Not a state of the board.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Let months go by, look another way, open a chart."""
        what, choice = details.get("what"), details.get("choice")
        if deed == "choose" and what == "view" and choice in VIEWS:
            return state | {"view": choice}
        if deed == "choose" and what == "open" and choice in _PLACES:
            return state | {"open": choice}
        waits = details.get("months") in _STEPS and state["month"] < MONTHS
        if deed == "wait" and waits:
            month = min(state["month"] + details["months"], MONTHS)
            return state | {"month": month}
        return None

    def draw(self, state: State) -> Scene:
        """Return the dashboard of the month, and what it has asked for so far."""
        board, month = self.board(state["round"]), state["month"]
        told = _Told(board, month)
        title = heading(say("icon-board.month", month=month, months=MONTHS))
        summary = told.summary(state["view"])
        over = month == MONTHS
        blocks = [
            choices(
                "view",
                say("icon-board.view"),
                [(view, say(f"icon-board.view.{view}")) for view in VIEWS],
                state["view"],
            ),
            title,
            words(summary),
            told.dashboard(state["view"]),
            buttons(
                *(
                    button(
                        f"wait-{months}",
                        say(f"icon-board.wait.{months}"),
                        "wait",
                        primary=months == 1,
                        refused=say("icon-board.over") if over else "",
                        months=months,
                    )
                    for months in _STEPS
                )
            ),
            select(
                "open",
                say("icon-board.open"),
                [
                    ("", say("icon-board.open.none")),
                    *(
                        (str(place), one.label)
                        for place, (one, _) in enumerate(board, start=1)
                    ),
                ],
                state["open"],
            ),
        ]
        if state["open"]:
            blocks += told.opened(int(state["open"]))
        if month > FIRST_MONTH:
            blocks.append(told.asked_for())
        if over:
            blocks += told.truth()
        return {
            "blocks": blocks,
            "spoken": f"{title['text']} {summary}",
            "can_restart": month > FIRST_MONTH,
        }

    def board(self, number: int) -> list[tuple[Measure, BoardIndicator]]:
        """Return the learner's own twelve indicators of one round.

        Parameters
        ----------
        number : int
            0 for the first.

        Returns
        -------
        list of (Measure, BoardIndicator)
        """
        rng = self._rng_for(f"icon-board/{number}")
        measures = draw_measures(rng, _INDICATORS, among=MEASURES)
        levels = [
            (*draw_level(measure, rng), measure.decimals, measure.higher_is_better)
            for measure in measures
        ]
        return list(zip(measures, draw_board(levels, rng), strict=True))


class _Told:
    """What a dashboard says in a month."""

    def __init__(self, board: list[tuple[Measure, BoardIndicator]], month: int):
        self.board = board
        self.month = month
        self.indicators = [one for _, one in board]
        self.charts = [one.chart(month) for one in self.indicators]

    def summary(self, view: str) -> str:
        """Return one sentence about the month, as the view has it."""
        colours = [one.colour(self.month) for one in self.indicators]
        variations = [chart.variation_icon for chart in self.charts]
        assurances = [chart.assurance_icon for chart in self.charts]
        places = rank(self.indicators, self.month)
        return say(
            f"icon-board.summary.{view}",
            green=colours.count("green"),
            amber=colours.count("amber"),
            red=colours.count("red"),
            common=variations.count(Variation.COMMON_CAUSE),
            improvement=variations.count(Variation.IMPROVEMENT),
            concern=variations.count(Variation.CONCERN),
            hit=assurances.count(Assurance.HIT_OR_MISS),
            passing=assurances.count(Assurance.PASS),
            failing=assurances.count(Assurance.FAIL),
            first=self.board[places.index(1)][0].label,
            last=self.board[places.index(_INDICATORS)][0].label,
        )

    def dashboard(self, view: str) -> Block:
        """Return the twelve tiles, and the table that says the same."""
        tiles, rows = [], []
        places = rank(self.indicators, self.month)
        for number, (measure, one) in enumerate(self.board):
            value = format_value(float(one.values[self.month - 1]))
            chart, place = self.charts[number], places[number]
            if view == "colours":
                signs = _colour_sign(one.colour(self.month))
                said = [say(f"icon-board.colour.{one.colour(self.month)}")]
            elif view == "ranking":
                signs = _rank_sign(place)
                said = [str(place)]
            else:
                signs = _icon_signs(chart)
                said = _icons_said(chart)
            tiles.append(_tile(number, measure, value, one.target, signs))
            rows.append([measure.label, value, format_value(one.target), *said])
        if view == "ranking":
            rows.sort(key=lambda row: int(row[-1]))
        columns = ["indicator", "value", "target"]
        columns += ["variation", "assurance"] if view == "icons" else [view]
        caption = say("icon-board.table", month=self.month)
        down = -(-_INDICATORS // _ACROSS)
        svg = _BOARD(
            f"0 0 {_ACROSS * (_TILE_WIDTH + _GAP)} {down * (_TILE_HEIGHT + _GAP)}",
            caption,
            tiles,
        )
        return {
            "kind": "picture",
            "key": "board",
            "picks": "",
            "svg": str(svg),
            "table": table(
                caption, [say(f"icon-board.column.{name}") for name in columns], rows
            ),
        }

    def opened(self, place: int) -> list[Block]:
        """Return the chart of one indicator, with all months so far."""
        measure, one = self.board[place - 1]
        chart = self.charts[place - 1]
        shown = Chart(
            id="icon-board-chart",
            title=measure.label,
            y_label=measure.better,
            x_label=say("period.month"),
            values=tuple(one.values[: self.month].tolist()),
            centre=float(chart.mean[-1]),
            centre_label=say("chart.mean"),
            limits=(float(chart.lower[-1]), float(chart.upper[-1])),
            target=one.target,
        )
        return [picture(shown, "opened", signals=chart.special_periods)]

    def asked_for(self) -> Block:
        """Return how often each view has asked for a talk since the first meeting."""
        months = range(FIRST_MONTH + 1, self.month + 1)
        before = {"colours": [], "ranking": [], "icons": []}
        moved = dict.fromkeys(before, 0)
        alarms = dict.fromkeys(before, 0)
        for month in (FIRST_MONTH, *months):
            charts = [one.chart(month) for one in self.indicators]
            now = {
                "colours": [one.colour(month) for one in self.indicators],
                "ranking": rank(self.indicators, month),
                "icons": [chart.variation_icon for chart in charts],
            }
            if month > FIRST_MONTH:
                for view, told in now.items():
                    moved[view] += sum(
                        a != b for a, b in zip(told, before[view], strict=True)
                    )
                alarms["colours"] += now["colours"].count("red")
                alarms["ranking"] += 3
                alarms["icons"] += now["icons"].count(Variation.CONCERN)
            before = now
        return table(
            say("icon-board.asked", months=len(months)),
            [say(f"icon-board.asked.{name}") for name in ("view", "moved", "alarms")],
            [
                [say(f"icon-board.view.{view}"), moved[view], alarms[view]]
                for view in VIEWS
            ],
        )

    def truth(self) -> list[Block]:
        """Return what had really happened, now that the months are over."""
        rows = []
        for measure, one in self.board:
            reds = sum(
                one.colour(month) == "red"
                for month in range(FIRST_MONTH + 1, MONTHS + 1)
            )
            concerns = sum(
                one.chart(month).variation_icon is Variation.CONCERN
                for month in range(FIRST_MONTH + 1, MONTHS + 1)
            )
            happened = say(f"icon-board.truth.{one.what_happens}", month=one.changed_in)
            rows.append([measure.label, happened, reds, concerns])
        steady = [one for one in self.indicators if one.what_happens == "steady"]
        colour_changes = sum(
            one.colour(month) != one.colour(month - 1)
            for one in steady
            for month in range(FIRST_MONTH + 1, MONTHS + 1)
        )
        return [
            heading(say("icon-board.truth"), landing=True),
            words(
                say(
                    "icon-board.truth.words",
                    steady=len(steady),
                    changes=colour_changes,
                ),
                tone="telling",
                key="truth",
            ),
            table(
                say("icon-board.truth.table"),
                [
                    say(f"icon-board.truth.column.{name}")
                    for name in ("indicator", "happened", "reds", "concerns")
                ],
                rows,
            ),
        ]


# The tiles. Every colour has a shape and a letter of its own.

_BOARD = Element(
    "svg",
    ELEMENTS,
    xmlns="http://www.w3.org/2000/svg",
    viewBox=WORDS,
    role="img",
    aria_label=WORDS,
    font_family="system-ui, sans-serif",
    style="max-width: 720px; width: 100%; height: auto; background: #fff",
)
_TILE = Element(
    "g",
    Element(
        "rect",
        x=NUMBER,
        y=NUMBER,
        width=_TILE_WIDTH,
        height=_TILE_HEIGHT,
        rx=6,
        fill="#f6f7f9",
        stroke="#8a97a5",
    ),
    ELEMENTS,
)
_TEXT = Element("text", WORDS, x=NUMBER, y=NUMBER, font_size=NUMBER, fill="#1a1a1a")
_PLACED = Element("g", ELEMENTS, transform=WORDS)
_LETTER = Element(
    "text",
    WORDS,
    x=0,
    y=NUMBER,
    font_size=NUMBER,
    font_weight=700,
    text_anchor="middle",
    fill=WORDS,
)
_CIRCLE = Element("circle", cx=0, cy=0, r=19, fill=WORDS, stroke=WORDS, stroke_width=2)
_PATH = Element("path", d=WORDS, fill=WORDS, stroke=WORDS, stroke_width=2)

_COLOUR_SIGNS = {
    "green": ("M-18 0a18 18 0 1 0 36 0a18 18 0 1 0 -36 0z", "#1e6b3a", "#fff", 6.0),
    "amber": ("M0 -20L21 17L-21 17z", "#f0c14b", "#1a1a1a", 13.0),
    "red": ("M-17 -17h34v34h-34z", "#a3201d", "#fff", 6.0),
}


def _colour_sign(colour: str) -> list[Written]:
    path, fill, ink, down = _COLOUR_SIGNS[colour]
    letter = say(f"icon-board.letter.{colour}")
    return [
        _PLACED(
            "translate(204 82)",
            [_PATH(path, fill, "#1a1a1a"), _LETTER(down, 16, ink, letter)],
        )
    ]


def _rank_sign(place: int) -> list[Written]:
    return [_PLACED("translate(200 90)", [_LETTER(0, 32, "#1a1a1a", str(place))])]


def _icon_signs(chart) -> list[Written]:
    """The two icons, drawn in our own way."""
    variation, assurance = chart.variation_icon, chart.assurance_icon
    if variation is Variation.COMMON_CAUSE:
        first = [
            _CIRCLE("#fff", "#5b6670"),
            _PATH("M-12 3l6 -8l6 8l6 -8l6 8", "none", "#5b6670"),
        ]
    else:
        ink = "#1c5aa6" if variation is Variation.IMPROVEMENT else "#a8480a"
        letter = say(f"icon-board.letter.{'high' if chart.icon_says_high else 'low'}")
        arrow = "M0 -15l6 8h-12z" if chart.icon_says_high else "M0 15l6 -8h-12z"
        down = 12.0 if chart.icon_says_high else 2.0
        first = [
            _CIRCLE("#fff", ink),
            _PATH(arrow, ink, ink),
            _LETTER(down, 15, ink, letter),
        ]
    ink = {
        Assurance.PASS: "#1c5aa6",
        Assurance.FAIL: "#a8480a",
        Assurance.HIT_OR_MISS: "#5b6670",
    }[assurance]
    letter = say(f"icon-board.letter.{assurance.value}")
    line = {Assurance.PASS: 12, Assurance.FAIL: -13, Assurance.HIT_OR_MISS: 0}[
        assurance
    ]
    second = [
        _CIRCLE("#fff", ink),
        _PATH(f"M-13 {line}h26", "none", ink),
        _LETTER(12.0 if line < 0 else 7.0 if line else -4.0, 14, ink, letter),
    ]
    return [
        _PLACED("translate(160 82)", first),
        _PLACED("translate(206 82)", second),
    ]


def _icons_said(chart) -> list[str]:
    variation = say(f"icon-board.variation.{chart.variation_icon.value}")
    if chart.icon_says_high is not None:
        side = "high" if chart.icon_says_high else "low"
        variation = f"{variation}, {say(f'icon-board.side.{side}')}"
    return [variation, say(f"icon-board.assurance.{chart.assurance_icon.value}")]


def _tile(
    number: int, measure: Measure, value: str, target: float, signs: list[Written]
) -> Written:
    down, across = divmod(number, _ACROSS)
    left = across * (_TILE_WIDTH + _GAP) + _GAP / 2
    top = down * (_TILE_HEIGHT + _GAP) + _GAP / 2
    name = wrap(measure.label, _TILE_WIDTH - 16)[:3]
    inside = [_TEXT(8, 17 + 15 * line, 12.5, text) for line, text in enumerate(name)]
    wanted = "≥" if measure.higher_is_better else "≤"
    inside += [
        _TEXT(8, 82, 24, value),
        _TEXT(8, 102, 12.5, f"{say('chart.target')} {wanted} {format_value(target)}"),
        *signs,
    ]
    placed = _PLACED(f"translate({left:g} {top:g})", inside)
    return _TILE(left, top, placed)
