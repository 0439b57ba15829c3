"""Eight weeks with a team that does not believe it can: what helps it to."""

from __future__ import annotations

from typing import Any, ClassVar

from course.charts import Chart
from course.messages import say
from course.simulations.coaching.self_efficacy import (
    ACTIONS,
    WEEKS,
    BeliefWeek,
    TeamBelief,
    draw_luck,
    grow,
    live_weeks,
    mean_belief_after,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    picture,
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

# Others with the same start and another luck, to tell luck from the way.
_OTHERS = 400


class SelfEfficacy(Simulation):
    """A team's belief in itself, week by week, and what the coach does about it.

    The state is ``{"round", "guess", "weeks"}``: which draw of luck, the action that
    was expected to help most, and the action of each week.
    """

    script = simulation_script("self_efficacy.js")
    task_name: ClassVar[str] = "self-efficacy"

    def begin(self) -> State:
        """Return the state before anything was predicted."""
        return {"round": 0, "guess": None, "weeks": []}

    def restarted(self, state: State) -> State:
        """Return the beginning with another team, to be predicted anew."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "round": int(answer["round"]),
            "guess": answer["guess"],
            "weeks": [str(action) for action in answer["weeks"]],
        }
        if (
            state["guess"] not in (None, *ACTIONS)
            or not set(state["weeks"]) <= set(ACTIONS)
            or len(state["weeks"]) > WEEKS
            or (state["weeks"] and state["guess"] is None)
        ):
            raise ValueError("Not a state of the self-efficacy simulation.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Predict, or do something in a week."""
        if deed == "choose" and details.get("what") == "guess":
            guess = details.get("choice")
            if guess in ACTIONS and not state["weeks"]:
                return state | {"guess": guess}
        action = details.get("action")
        if deed == "week" and action in ACTIONS and state["guess"] is not None:
            if len(state["weeks"]) < WEEKS:
                return state | {"weeks": [*state["weeks"], action]}
        return None

    def draw(self, state: State) -> Scene:
        """Return the prediction, a week, or the eight weeks when they are over."""
        weeks = self.weeks(state)
        blocks = [] if weeks else [self._question(state)]
        if len(weeks) == WEEKS:
            blocks += self._end(state, weeks)
        elif state["guess"] is not None:
            blocks += self._week(weeks)
        spoken = [
            *(block["text"] for block in blocks if block["kind"] == "heading"),
            *(s for block in blocks for s in block.get("sentences", [])),
        ]
        return {
            "blocks": blocks,
            "spoken": " ".join(spoken),
            "can_restart": bool(weeks),
        }

    def weeks(self, state: State) -> tuple[BeliefWeek, ...]:
        """The weeks that have been."""
        return live_weeks(state["weeks"], self._luck(state))

    def _luck(self, state: State) -> tuple[float, ...]:
        name, round_ = self.task_name, state["round"]
        return draw_luck(self._rng_for(f"{name}/{round_}" if round_ else name))

    def _question(self, state: State) -> Block:
        return choices(
            "guess",
            say("self-efficacy.guess", weeks=WEEKS),
            [(action, say(f"self-efficacy.{action}")) for action in ACTIONS],
            state["guess"],
        )

    def _week(self, weeks: tuple[BeliefWeek, ...]) -> list[Block]:
        team = weeks[-1].team if weeks else TeamBelief()
        said = [_happened(weeks)] if weeks else [say("self-efficacy.before")]
        return [
            heading(say("self-efficacy.week", week=len(weeks) + 1, weeks=WEEKS)),
            words(*said, say(_strain_key(team))),
            _chart(weeks),
            words(say("self-efficacy.do"), tone="quiet"),
            buttons(
                *(
                    button(
                        action, say(f"self-efficacy.{action}"), "week", action=action
                    )
                    for action in ACTIONS
                )
            ),
        ]

    def _end(self, state: State, weeks: tuple[BeliefWeek, ...]) -> list[Block]:
        luck = self._luck(state)
        rng = self._rng_for("self-efficacy/others")
        own = round(weeks[-1].team.belief)
        rows = [[say("self-efficacy.yours"), own, say("self-efficacy.no-mean")]]
        means = {}
        for action in ACTIONS:
            same = live_weeks([action] * WEEKS, luck)
            means[action] = mean_belief_after(lambda _, a=action: a, _OTHERS, rng)
            label = say("self-efficacy.only", action=say(f"self-efficacy.{action}"))
            rows.append([label, round(same[-1].team.belief), round(means[action])])
        growing = mean_belief_after(grow, _OTHERS, rng)
        rows.append(
            [say("self-efficacy.grow"), _grown(luck), round(growing)],
        )
        best = max(means, key=means.get)
        told = "right" if state["guess"] == best else "other"
        return [
            heading(say("self-efficacy.ended", weeks=WEEKS), landing=True),
            words(_happened(weeks), say("self-efficacy.own", belief=own)),
            _chart(weeks),
            table(
                say("self-efficacy.table"),
                [
                    say(f"self-efficacy.column.{each}")
                    for each in ("way", "this", "mean")
                ],
                rows,
            ),
            words(
                say(
                    f"self-efficacy.told.{told}",
                    guess=say(f"self-efficacy.{state['guess']}"),
                    best=say(f"self-efficacy.{best}"),
                    guessed=round(means[state["guess"]]),
                    reached=round(means[best]),
                ),
                say("self-efficacy.told.why", growing=round(growing)),
                tone="telling",
                key="told",
            ),
        ]


def _columns(*each: str) -> list[str]:
    return [say(f"self-efficacy.column.{one}") for one in each]


def _grown(luck: tuple[float, ...]) -> int:
    """What the careful way comes to with this luck."""
    actions: list[str] = []
    for _ in luck:
        weeks = live_weeks(actions, luck)
        actions.append(grow(weeks[-1].team if weeks else TeamBelief()))
    return round(live_weeks(actions, luck)[-1].team.belief)


def _happened(weeks: tuple[BeliefWeek, ...]) -> str:
    last = weeks[-1]
    before = weeks[-2].team if len(weeks) > 1 else TeamBelief()
    key = last.action
    if last.success is not None:
        key += ".success" if last.success else ".failure"
    elif last.action == "see-others" and before.visits:
        key += ".again"
    sentence = say(f"self-efficacy.then.{key}")
    if before.borrowed and not last.success:
        sentence += " " + say("self-efficacy.then.faded")
    return sentence


def _strain_key(team: TeamBelief) -> str:
    level = "high" if team.strain > 70 else "some" if team.strain > 45 else "low"
    return f"self-efficacy.strain.{level}"


def _chart(weeks: tuple[BeliefWeek, ...]) -> Block:
    beliefs = [TeamBelief().belief, *(week.team.belief for week in weeks)]
    missing = (None,) * (WEEKS + 1 - len(beliefs))
    chart = Chart(
        id="self-efficacy",
        title=say("self-efficacy.chart"),
        y_label=say("self-efficacy.y"),
        x_label=say("self-efficacy.x"),
        values=(*(round(belief) for belief in beliefs), *missing),
        labels=tuple(str(week) for week in range(WEEKS + 1)),
    )
    shown = picture(chart, "chart")
    shown["table"] = table(
        say("self-efficacy.chart"),
        _columns("week", "done", "belief"),
        [
            ["0", "–", round(beliefs[0])],
            *(
                [number, say(f"self-efficacy.{week.action}"), round(week.team.belief)]
                for number, week in enumerate(weeks, start=1)
            ),
        ],
    )
    return shown
