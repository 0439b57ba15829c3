"""A ward for a week: one scene, four lenses, a prediction for each next day."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from course.charts import Chart, run_centre
from course.exercises.scenes import draw_people, draw_place
from course.messages import say
from course.simulations.improvement.ward_week import (
    DAYS,
    HISTORY_DAYS,
    STEPS,
    TEST_FROM,
    WardWeek,
    draw_ward_week,
)
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    number,
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
from course.widgets.simulations.ward_week_pictures import (
    draw_log,
    draw_process,
    draw_rota,
)

LENSES = ("system", "variation", "psychology", "knowledge")
MOST = 60
# Two who helped to plan the test, and one who was not told of it.
PLANNERS, STAFF = 2, 3
_SETTINGS = {"ward": "ward", "home": "home", "duty": "emergency"}


class WardForAWeek(Simulation):
    """Seven evenings at one workplace.

    The state is ``{"round", "looks", "predictions", "guess", "lens"}``: which draw of
    chance, the lens chosen on each evening so far, the count predicted for each next
    day, the number in the field, and the lens open when the week is over.
    """

    script = simulation_script("ward_week.js")
    task_name: ClassVar[str] = "ward-week"

    def begin(self) -> State:
        """Return the evening of the first day."""
        return {
            "round": 0,
            "looks": [],
            "predictions": [],
            "guess": None,
            "lens": LENSES[0],
        }

    def restarted(self, state: State) -> State:
        """Return the first evening at another workplace."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        guess = answer["guess"]
        state = {
            "round": int(answer["round"]),
            "looks": [str(look) for look in answer["looks"]],
            "predictions": [int(count) for count in answer["predictions"]],
            "guess": None if guess is None else int(guess),
            "lens": str(answer["lens"]),
        }
        behind = len(state["looks"]) - len(state["predictions"])
        if (
            state["round"] < 0
            or not {state["lens"], *state["looks"]} <= set(LENSES)
            or behind not in (0, 1)
            or len(state["looks"]) >= DAYS
            or not all(0 <= count <= MOST for count in state["predictions"])
            or not (guess is None or 0 <= state["guess"] <= MOST)
        ):
            raise ValueError("Not a state of the week.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Look through a lens, write a number, let the night pass."""
        what, choice = details.get("what"), details.get("choice")
        over = len(state["predictions"]) == DAYS - 1
        looked = len(state["looks"]) > len(state["predictions"])
        if deed == "choose" and what == "look" and choice in LENSES:
            if not over and not looked:
                return state | {"looks": [*state["looks"], choice]}
        if deed == "choose" and what == "lens" and choice in LENSES and over:
            return state | {"lens": choice}
        if deed == "choose" and what == "guess" and not over:
            return state | {"guess": min(max(round(float(choice)), 0), MOST)}
        if deed == "next-day" and looked and state["guess"] is not None:
            return state | {
                "predictions": [*state["predictions"], state["guess"]],
                "guess": None,
            }
        return None

    def draw(self, state: State) -> Scene:
        """Return the evening, or the whole week when it is over."""
        day = len(state["predictions"]) + 1
        blocks = self._end(state) if day == DAYS else self._evening(state, day)
        first = blocks[1]["sentences"] if blocks[1]["kind"] == "words" else []
        return {
            "blocks": blocks,
            "spoken": " ".join((blocks[0]["text"], *first)),
            "can_restart": bool(state["looks"]) or state["guess"] is not None,
        }

    def week(self, state: State) -> WardWeek:
        """The week of a state: drawn for this learner, anew with each restart."""
        return draw_ward_week(self._figures_and_words(state)[0])

    @property
    def story_facts(self) -> dict[str, object]:
        """Nothing: which workplace it is stands in the scene, as it may change."""
        return {}

    def _figures_and_words(
        self, state: State
    ) -> tuple[np.random.Generator, np.random.Generator]:
        name = "ward-week" if state["round"] == 0 else f"ward-week/{state['round']}"
        figures, words_ = self._rng_for(name).spawn(2)
        return figures, words_

    def _facts(self, state: State, week: WardWeek) -> dict[str, object]:
        """Names and places, the same on all days."""
        drawn = self._figures_and_words(state)[1]
        people = draw_people(drawn, STAFF + 1)
        return {
            "place": draw_place(drawn, _SETTINGS[week.unit]),
            "first": people[0],
            "second": people[1],
            "third": people[2],
            "cared": people[3],
            "what": say(f"ward-week.{week.unit}.what"),
            "step": say(f"ward-week.{week.unit}.step.{week.slow_step}"),
            "test_day": _day(TEST_FROM),
            "blocked_day": _day(week.blocked_day),
            "takes": week.test_takes,
            "history": HISTORY_DAYS,
        }

    # The evenings

    def _evening(self, state: State, day: int) -> list[Block]:
        week = self.week(state)
        facts = self._facts(state, week)
        count = week.counts[day - 1]
        looked = len(state["looks"]) == day
        told = [say("ward-week.counted", day=_day(day), count=count, **facts)]
        if day == 1:
            told = [say(f"ward-week.{week.unit}.story", **facts), *told]
        else:
            told.append(_against(state["predictions"][-1], count))
        blocks = [
            heading(say("ward-week.evening", day=_day(day)), landing=True),
            words(*told),
            choices(
                "look",
                say("ward-week.look", day=_day(day)),
                [(lens, say(f"ward-week.lens.{lens}")) for lens in LENSES],
                state["looks"][-1] if looked else None,
                closed=looked,
            ),
        ]
        if looked:
            blocks += self._through(state["looks"][-1], state, day)
        refused = ""
        if not looked:
            refused = say("ward-week.look-first")
        elif state["guess"] is None:
            refused = say("ward-week.guess-first")
        return [
            *blocks,
            number(
                "guess",
                say("ward-week.guess", day=_day(day + 1), **facts),
                state["guess"],
                least=0,
                most=MOST,
            ),
            buttons(
                button(
                    "next-day",
                    say("ward-week.next-day", day=_day(day + 1)),
                    "next-day",
                    primary=True,
                    moves_on=True,
                    refused=refused,
                )
            ),
        ]

    # The end

    def _end(self, state: State) -> list[Block]:
        week = self.week(state)
        facts = self._facts(state, week)
        missed = _mean_miss(state["predictions"], week.counts[1:])
        steady = _mean_miss([week.level] * (DAYS - 1), week.counts[1:])
        knowing = [week.expected(day) for day in range(2, DAYS + 1)]
        best = _mean_miss(knowing, week.counts[1:])
        told = "nearer" if missed < steady else "not-nearer"
        return [
            heading(say("ward-week.over"), landing=True),
            words(
                say(
                    "ward-week.last",
                    day=_day(DAYS),
                    count=week.counts[-1],
                    **facts,
                ),
                _against(state["predictions"][-1], week.counts[-1]),
                say("ward-week.over.words"),
            ),
            choices(
                "lens",
                say("ward-week.lens"),
                [(lens, say(f"ward-week.lens.{lens}")) for lens in LENSES],
                state["lens"],
            ),
            *self._through(state["lens"], state, DAYS),
            heading(say("ward-week.together")),
            words(say("ward-week.together.words", level=week.level, **facts)),
            _sums(week),
            words(
                say("ward-week.alone.variation", level=week.level, **facts),
                say("ward-week.alone.system", adds=week.blocked_adds, **facts),
                say(
                    "ward-week.alone.psychology",
                    days=_listed(week.untold_days),
                    **facts,
                ),
                say(
                    "ward-week.alone.knowledge",
                    worked=_listed([d for d in _days() if week.test_works(d)]),
                    **facts,
                ),
                tone="telling",
                key="alone",
            ),
            heading(say("ward-week.yours")),
            words(
                say(
                    f"ward-week.yours.{told}",
                    missed=f"{missed:.1f}",
                    steady=f"{steady:.1f}",
                    level=week.level,
                ),
                say("ward-week.yours.best", best=f"{best:.1f}"),
            ),
        ]

    # The four lenses

    def _through(self, lens: str, state: State, day: int) -> list[Block]:
        week = self.week(state)
        facts = self._facts(state, week)
        return {
            "system": _system,
            "variation": _variation,
            "psychology": _psychology,
            "knowledge": _knowledge,
        }[lens](week, facts, state, day)


def _system(
    week: WardWeek, facts: dict[str, object], state: State, day: int
) -> list[Block]:
    over = len(state["predictions"]) == DAYS - 1
    shown = {"": day}
    if over:
        works = next(filter(week.test_works, _days()))
        shown = {"usual": 1, "test": works, "blocked": week.blocked_day}
    blocks = [heading(say("ward-week.lens.system"))]
    for name, each in shown.items():
        if name:
            blocks.append(heading(say(f"ward-week.system.{name}", day=_day(each))))
        work, wait = sum(week.work_minutes), sum(week.waits_on(each))
        told = {"day": _day(each), "wait": wait, "work": work, "all": wait + work}
        blocks += [words(say("ward-week.system.sum", **told)), _process(week, each)]
    plan = "past" if over or day > week.blocked_day else "today"
    plan = "planned" if day < week.blocked_day else plan
    return [*blocks, words(say(f"ward-week.{week.unit}.blocked.{plan}", **facts))]


def _process(week: WardWeek, day: int) -> Block:
    """Return the way of the work on a day, with its table."""
    steps = [say(f"ward-week.{week.unit}.step.{n}") for n in range(1, STEPS + 1)]
    waits = week.waits_on(day)
    caption = say("ward-week.system.title", day=_day(day))
    svg = draw_process(
        caption,
        steps,
        waits,
        [say("ward-week.minutes", minutes=wait) for wait in waits],
        say("ward-week.longest"),
    )
    columns = [say(f"ward-week.column.{c}") for c in ("step", "wait", "work")]
    rows = zip(steps, waits, week.work_minutes, strict=True)
    return _drawn(svg, table(caption, columns, rows), f"system-{day}")


def _variation(
    week: WardWeek, facts: dict[str, object], state: State, day: int
) -> list[Block]:
    seen = week.counts[:day]
    values = (*week.history, *seen)
    centre = run_centre(values, HISTORY_DAYS)
    labels = (
        *(str(place) for place in range(1, HISTORY_DAYS + 1)),
        *(_day(n)[:3] for n in range(1, day + 1)),
    )
    chart = Chart(
        id="ward-week",
        title=say("ward-week.variation.title", **facts),
        y_label=say(f"ward-week.{week.unit}.label"),
        x_label=say("ward-week.days"),
        values=values,
        labels=labels,
        centre=centre,
        baseline=HISTORY_DAYS,
    )
    return [
        heading(say("ward-week.lens.variation")),
        picture(chart, "variation"),
        words(
            say(
                "ward-week.variation.history",
                level=week.level,
                low=min(week.history),
                high=max(week.history),
                **facts,
            ),
            say(
                "ward-week.variation.week",
                seen=", ".join(map(str, seen)),
                beyond=sum(
                    not min(week.history) <= count <= max(week.history)
                    for count in seen
                ),
                of=len(seen),
            ),
        ),
    ]


def _psychology(
    week: WardWeek, facts: dict[str, object], state: State, day: int
) -> list[Block]:
    names = [str(facts[who]) for who in ("first", "second", "third")]
    there = _rota(week)
    days = [_day(n)[:3] for n in _days()]
    caption = say("ward-week.psychology.title")
    svg = draw_rota(
        caption,
        names,
        days,
        there,
        [who < PLANNERS for who in range(STAFF)],
        week.untold_days,
    )
    signs = [
        [_presence(on, who < PLANNERS) for on in there[who]] for who in range(STAFF)
    ]
    mood = "test" if week.tested(day) else "before"
    if day in week.untold_days:
        mood = "untold"
    said = [
        (facts[who], say(f"ward-week.said.{mood}.{who}"), say(f"ward-week.needs.{who}"))
        for who in ("first", "second", "third")
    ]
    said.append(
        (
            facts["cared"],
            say(f"ward-week.{week.unit}.cared"),
            say("ward-week.needs.cared"),
        )
    )
    return [
        heading(say("ward-week.lens.psychology")),
        _drawn(
            svg,
            table(
                caption,
                [say("ward-week.column.who"), *days],
                [[name, *row] for name, row in zip(names, signs, strict=True)],
            ),
            "psychology",
        ),
        words(say("ward-week.psychology.key")),
        table(
            say("ward-week.said", day=_day(day)),
            [say(f"ward-week.column.{c}") for c in ("who", "says", "needs")],
            said,
        ),
    ]


def _knowledge(
    week: WardWeek, facts: dict[str, object], state: State, day: int
) -> list[Block]:
    made = state["predictions"]
    predicted = [*made, *[None] * (DAYS - 1 - len(made))]
    counted = [
        count if n <= day else None for n, count in enumerate(week.counts[1:], start=2)
    ]
    blocks = [heading(say("ward-week.lens.knowledge"))]
    if made:
        caption = say("ward-week.knowledge.title")
        svg = draw_log(
            caption,
            [_day(n)[:3] for n in range(2, DAYS + 1)],
            predicted,
            counted,
            (say("ward-week.column.predicted"), say("ward-week.column.counted")),
        )
        rows = [
            (
                _day(n),
                say(f"ward-week.lens.{look}"),
                guess,
                week.counts[n - 1],
                _signed(week.counts[n - 1] - guess),
            )
            for n, (look, guess) in enumerate(
                zip(state["looks"], made, strict=False), start=2
            )
        ]
        columns = ("day", "looked", "predicted", "counted", "difference")
        blocks.append(
            _drawn(
                svg,
                table(caption, [say(f"ward-week.column.{c}") for c in columns], rows),
                "knowledge",
            )
        )
    else:
        blocks.append(words(say("ward-week.knowledge.empty")))
    plan = say(f"ward-week.{week.unit}.test", **facts)
    tests = [n for n in _days() if n <= day and week.tested(n)]
    if not tests:
        return [*blocks, words(plan, say("ward-week.knowledge.planned", **facts))]
    results = "; ".join(
        say("ward-week.knowledge.result", day=_day(n), count=week.counts[n - 1])
        for n in tests
    )
    return [
        *blocks,
        words(
            plan,
            say("ward-week.knowledge.planned", **facts),
            say("ward-week.knowledge.results", results=results),
        ),
    ]


def _sums(week: WardWeek) -> Block:
    """Each day's count, taken apart."""
    columns = ("day", "usual", "blocked", "test", "why", "chance", "counted")
    rows = []
    for day in _days():
        blocked, test, chance = week.parts(day)
        why = "none"
        if week.tested(day):
            why = "worked" if week.test_works(day) else "untold"
            why = "blocked" if day == week.blocked_day else why
        rows.append(
            (
                _day(day),
                week.level,
                _signed(blocked),
                _signed(test),
                say(f"ward-week.why.{why}"),
                _signed(chance),
                week.counts[day - 1],
            )
        )
    return table(
        say("ward-week.sums"),
        [say(f"ward-week.column.{column}") for column in columns],
        rows,
    )


def _drawn(svg: str, twin: Block, key: str) -> Block:
    """Return a drawing of our own as a picture with its twin."""
    return {"kind": "picture", "key": key, "picks": "", "svg": svg, "table": twin}


def _rota(week: WardWeek) -> list[list[bool]]:
    """Who of the three is there on each day."""
    # Beside the days on which neither planner is there.
    first_off, second_off, third_on = {2, 5}, {1, 4, 6}, {1, 4}
    gone = set(week.untold_days)
    return [
        [day not in gone | first_off for day in _days()],
        [day not in gone | second_off for day in _days()],
        [day in gone | third_on for day in _days()],
    ]


def _presence(on: bool, helped: bool) -> str:
    if not on:
        return "–"
    return say("ward-week.there.planner" if helped else "ward-week.there.untold")


def _days() -> range:
    return range(1, DAYS + 1)


def _day(number: int) -> str:
    return say(f"ward-week.day.{number}")


def _signed(number: int) -> str:
    return f"{number:+d}".replace("-", "−") if number else "0"


def _listed(days: Any) -> str:
    names = [_day(day) for day in days]
    if len(names) < 2:
        return "".join(names)
    return say("simulation.list", first=", ".join(names[:-1]), last=names[-1])


def _against(predicted: int, counted: int) -> str:
    away = abs(predicted - counted)
    key = "ward-week.against" if away else "ward-week.against.same"
    return say(key, predicted=predicted, away=away)


def _mean_miss(predicted: Any, counted: Any) -> float:
    misses = [abs(p - c) for p, c in zip(predicted, counted, strict=True)]
    return sum(misses) / len(misses)
