"""Two people count the same reports: first by everyday words, then by a definition."""

from __future__ import annotations

from typing import Any, ClassVar

from course.charts.pictures import MINUS
from course.exercises.scenes import draw_people
from course.messages import say
from course.simulations.measurement.rater_agreement import (
    TOPICS,
    Agreement,
    RatedReports,
    agreement,
    draw_rating_plan,
    draw_ratings,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    number,
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

# Two of each of the eight kinds of event.
REPORTS = 16
WORDINGS = ("vague", "sharp")
VERDICTS = ("yes", "no")
# Judge, see; judge again, see both.
LAST_STAGE = 3


class TwoRaters(Simulation):
    """Sixteen reports, a colleague who has read them too, and two wordings.

    The state is ``{"round", "topic", "guess", "stage", "vague", "sharp"}``; the last
    two have a verdict for each report judged, ``{"7": "yes"}``.
    """

    script = simulation_script("two_raters.js")
    task_name: ClassVar[str] = "two-raters"

    def begin(self) -> State:
        """Return the reports, not one of them judged."""
        return {
            "round": 0,
            "topic": next(iter(TOPICS)),
            "guess": None,
            "stage": 0,
            "vague": {},
            "sharp": {},
        }

    def restarted(self, state: State) -> State:
        """Return other reports."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        guess = answer["guess"]
        state = {
            "round": int(answer["round"]),
            "topic": answer["topic"],
            "guess": None if guess is None else int(guess),
            "stage": int(answer["stage"]),
            **{
                wording: {str(r): v for r, v in answer[wording].items()}
                for wording in WORDINGS
            },
        }
        numbers = {str(report) for report in range(1, REPORTS + 1)}
        judged = [state[wording] for wording in WORDINGS]
        if (
            state["topic"] not in TOPICS
            or not 0 <= state["stage"] <= LAST_STAGE
            or not 0 <= (state["guess"] or 0) <= REPORTS
            or any(not each.keys() <= numbers for each in judged)
            or any(not set(each.values()) <= set(VERDICTS) for each in judged)
            or (state["stage"] >= 1 and not _done(state, "vague"))
            or (state["stage"] == LAST_STAGE and not _done(state, "sharp"))
        ):
            raise ValueError("Not a state of the two raters.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Choose what to count, judge a report, go on when all are judged."""
        what, choice = details.get("what"), details.get("choice")
        wording = WORDINGS[state["stage"] // 2]
        judging = state["stage"] % 2 == 0
        if deed == "choose" and what == "topic" and choice in TOPICS:
            # Verdicts on other reports would be about nothing.
            return None if state["vague"] else state | {"topic": choice}
        if deed == "choose" and what == "guess" and state["stage"] == 0:
            return state | {"guess": min(max(int(choice), 0), REPORTS)}
        if deed == "choose" and judging and choice in VERDICTS:
            report = str(what).removeprefix(f"{wording}-")
            if what == f"{wording}-{report}" and report.isdecimal():
                if str(int(report)) == report and 1 <= int(report) <= REPORTS:
                    return state | {wording: state[wording] | {report: choice}}
        if deed == "next" and state["stage"] < LAST_STAGE:
            if _missing(state):
                return None
            return state | {"stage": state["stage"] + 1}
        return None

    def draw(self, state: State) -> Scene:
        """Return the reports to judge, or what the two made of them."""
        rated, colleague = self._rated(state)
        stage = state["stage"]
        if stage % 2 == 0:
            blocks = self._judging(state, rated, colleague)
        else:
            blocks = self._result(state, rated, colleague)
        return {
            "blocks": blocks,
            "spoken": blocks[0]["text"] if stage % 2 == 0 else _spoken(blocks),
            "can_restart": bool(state["vague"]) or state["guess"] is not None,
        }

    def _rated(self, state: State) -> tuple[RatedReports, str]:
        rng = self._rng_for(f"two-raters/{state['topic']}/{state['round']}")
        plan = draw_rating_plan(rng, state["topic"], reports=REPORTS)
        rated = draw_ratings(plan, rng)
        return rated, draw_people(rng, 1)[0]

    def _judging(
        self, state: State, rated: RatedReports, colleague: str
    ) -> list[Block]:
        wording = WORDINGS[state["stage"] // 2]
        blocks = [
            heading(say(f"two-raters.{wording}"), landing=True),
            words(say(f"two-raters.{wording}.words", colleague=colleague)),
        ]
        if wording == "vague":
            blocks.append(
                select(
                    "topic",
                    say("two-raters.topic"),
                    [(topic, say(f"two-raters.topic.{topic}")) for topic in TOPICS],
                    state["topic"],
                )
            )
        rule = say(f"definitions.{state['topic']}.wording.{wording}")
        blocks.append(words(rule, tone="telling"))
        if wording == "vague":
            label = say("two-raters.guess", colleague=colleague, reports=REPORTS)
            blocks.append(number("guess", label, state["guess"], least=0, most=REPORTS))
        blocks += [
            choices(
                f"{wording}-{report.number}",
                say(
                    "two-raters.report",
                    number=report.number,
                    reports=REPORTS,
                    sentence=report.sentence,
                ),
                [(verdict, say(f"two-raters.{verdict}")) for verdict in VERDICTS],
                state[wording].get(str(report.number)),
            )
            for report in rated.reports
        ]
        blocks.append(
            buttons(
                button(
                    "compare",
                    say("two-raters.compare", colleague=colleague),
                    "next",
                    primary=True,
                    refused=_missing(state),
                    moves_on=True,
                )
            )
        )
        return blocks

    def _result(self, state: State, rated: RatedReports, colleague: str) -> list[Block]:
        last = state["stage"] == LAST_STAGE
        wording = WORDINGS[state["stage"] // 2]
        own, theirs = _verdicts(state, rated, wording)
        found = agreement(own, theirs)
        agreed = round(found.both + found.neither)
        blocks = [
            heading(say("two-raters.result"), landing=True),
            _four_counts(found, wording, colleague),
            words(
                say(
                    "two-raters.told",
                    own=round(found.both + found.first_only),
                    theirs=round(found.both + found.second_only),
                    agreed=agreed,
                    reports=REPORTS,
                    colleague=colleague,
                    guess=state["guess"],
                ),
                _kappa_told(found),
                tone="telling",
            ),
        ]
        apart = [
            [
                str(report.number),
                report.sentence,
                say(f"two-raters.{'yes' if mine else 'no'}"),
                say(f"two-raters.{'yes' if other else 'no'}"),
            ]
            for report, mine, other in zip(rated.reports, own, theirs, strict=True)
            if mine != other
        ]
        if apart:
            columns = [
                say("two-raters.column.number"),
                say("two-raters.column.report"),
                say("two-raters.column.you"),
                colleague,
            ]
            blocks.append(table(say("two-raters.apart"), columns, apart))
        if not last:
            blocks += [
                words(say("two-raters.why")),
                buttons(
                    button(
                        "sharp",
                        say("two-raters.again"),
                        "next",
                        primary=True,
                        moves_on=True,
                    )
                ),
            ]
        else:
            blocks += [
                _both_wordings(state, rated, colleague),
                words(say("two-raters.end"), tone="telling"),
            ]
        return blocks


def _done(state: State, wording: str) -> bool:
    return len(state[wording]) == REPORTS and state["guess"] is not None


def _missing(state: State) -> str:
    """Why it cannot go on yet; "" if it can."""
    if state["stage"] % 2 == 1:
        return ""
    left = REPORTS - len(state[WORDINGS[state["stage"] // 2]])
    if left:
        return say("two-raters.judge-first", left=left)
    return "" if state["guess"] is not None else say("two-raters.guess-first")


def _verdicts(
    state: State, rated: RatedReports, wording: str
) -> tuple[list[bool], list[bool]]:
    own = [state[wording][str(report.number)] == "yes" for report in rated.reports]
    theirs = getattr(rated, wording)[1].tolist()
    return own, theirs


def _four_counts(found: Agreement, wording: str, colleague: str) -> Block:
    return table(
        say("two-raters.table", wording=say(f"two-raters.{wording}")),
        [
            say("measurement.verdict"),
            say("two-raters.counted", who=colleague),
            say("two-raters.not-counted", who=colleague),
        ],
        [
            [say("two-raters.you-counted"), found.both, found.first_only],
            [say("two-raters.you-did-not"), found.second_only, found.neither],
        ],
    )


def _kappa(found: Agreement) -> str:
    if found.by_chance == 1:
        return say("two-raters.no-kappa")
    # A hair below zero would be written as -0.00.
    return f"{round(found.kappa, 2) + 0:.2f}".replace("-", MINUS)


def _kappa_told(found: Agreement) -> str:
    if found.by_chance == 1:
        return say("two-raters.told.no-kappa")
    return say(
        "two-raters.told.kappa",
        chance=f"{REPORTS * found.by_chance:.1f}",
        reports=REPORTS,
        kappa=_kappa(found),
    )


def _both_wordings(state: State, rated: RatedReports, colleague: str) -> Block:
    rows = []
    for wording in WORDINGS:
        own, theirs = _verdicts(state, rated, wording)
        found = agreement(own, theirs)
        rows.append(
            [
                say(f"two-raters.{wording}"),
                sum(own),
                sum(theirs),
                round(found.both + found.neither),
                _kappa(found),
            ]
        )
    columns = [
        say("two-raters.column.wording"),
        say("two-raters.column.you-count"),
        say("two-raters.column.they-count", who=colleague),
        say("two-raters.column.agreed"),
        say("two-raters.column.kappa"),
    ]
    return table(say("two-raters.both"), columns, rows)


def _spoken(blocks: list[Block]) -> str:
    return next(b["sentences"][0] for b in blocks if b["kind"] == "words")
