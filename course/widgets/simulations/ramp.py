"""The ramp: small tests of three changes, each predicted before its data are shown."""

from __future__ import annotations

from typing import Any, ClassVar

from course.exercises.testing.ramp import (
    ACTS,
    LONGEST_NOTE,
    PLACES,
    RAMP,
    RampAnswer,
    Ward,
    place_name,
    read_ramp,
    ward_of,
)
from course.messages import say
from course.simulations.testing.pdsa_ramp import (
    CHANGES,
    MOST_PATIENTS,
    SETTINGS,
    Ramp,
    Test,
    TestResult,
)
from course.simulations.testing.ramp_scores import efficiency, score_ramp
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    folded,
    heading,
    number,
    select,
    side_by_side,
    table,
    text_field,
    words,
)
from course.widgets.simulations.predictions import Compared, predictions_picture
from course.widgets.simulations.simulation import (
    Details,
    Scene,
    Simulation,
    State,
    simulation_script,
)

# Which changes are tried together, and where: what can be chosen for a test.
TRIED = ("a", "b", "c", "ab", "ac", "bc", "abc")
WHERE = {
    **{setting: (setting,) for setting in SETTINGS},
    "by-day": PLACES["day"],
    "by-night": PLACES["night"],
    "robust": PLACES["robust"],
    "all-frail": PLACES["frail"],
    "elsewhere": SETTINGS[1:],
    "everywhere": SETTINGS,
}
_FIRST_DRAFT = {
    "changes": "a",
    "where": "day",
    "patients": 4,
    "prediction": None,
    "deciding": False,
    "decisions": {},
}


class RampOfTests(Simulation):
    """Plan, predict, test, decide what next; in the end, decide about each change.

    The state is the answer of the task of the same name, with a ``draft`` beside it:
    the test that is being planned, and the decisions while they are being made.
    """

    script = simulation_script("ramp.js")
    task_name: ClassVar[str] = "ramp"

    def begin(self) -> State:
        """Return a ward where nothing has been tried."""
        return {"round": 0, "tests": [], "decisions": {}, "draft": dict(_FIRST_DRAFT)}

    def restarted(self, state: State) -> State:
        """Return another ward: what was true of the last one is no help."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        read = self._read(answer)
        return {
            "round": read.round,
            "tests": [
                {
                    "changes": list(test["changes"]),
                    "settings": list(test["settings"]),
                    "patients": test["patients"],
                    "prediction": test["prediction"],
                    "act": test.get("act", ""),
                    "note": test.get("note", ""),
                }
                for test in answer["tests"]
            ],
            "decisions": dict(answer["decisions"]),
            "draft": _read_draft(answer.get("draft", _FIRST_DRAFT)),
        }

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Plan, test, study, decide."""
        if state["decisions"]:
            return None
        draft = state["draft"]
        if draft["deciding"]:
            return self._decide(state, deed, details)
        if _is_studying(state):
            return _study(state, deed, details)
        if deed == "choose":
            return state | {"draft": _planned(draft, details)}
        if deed == "run" and not self._why_not_run(state):
            ward, _ = self._look(state)
            test = {
                "changes": [ward.ideas[change] for change in draft["changes"]],
                "settings": list(WHERE[draft["where"]]),
                "patients": draft["patients"],
                "prediction": draft["prediction"],
                "act": "",
                "note": "",
            }
            return state | {
                "tests": [*state["tests"], test],
                "draft": draft | {"prediction": None},
            }
        if deed == "decide" and state["tests"]:
            return state | {"draft": draft | {"deciding": True}}
        return None

    def draw(self, state: State) -> Scene:
        """Return the plan, the study, the decisions, or what was true."""
        ward, ramp = self._look(state)
        if state["decisions"]:
            blocks = _end(ward, ramp, self._read(state))
        elif state["draft"]["deciding"]:
            blocks = _deciding(ward, ramp, state)
        elif _is_studying(state):
            blocks = _studying(ward, ramp, state)
        else:
            blocks = self._planning(ward, ramp, state)
        spoken = " ".join(
            sentence
            for block in blocks[:2]
            for sentence in (block.get("text"), *block.get("sentences", ()))
            if sentence
        )
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": bool(state["tests"]) or state["round"] > 0,
            "restart_ask": say("ramp.restart-ask"),
        }

    @property
    def story_facts(self) -> dict[str, object]:
        """The hours there are."""
        return {"budget": round(Ramp(usual=()).budget_hours)}

    @property
    def _seed(self) -> int:
        return RAMP.draw(self._rng_for(self.task_name)).facts["seed"]

    def _read(self, answer: Any) -> RampAnswer:
        return read_ramp(answer, self._seed)

    def _look(self, state: State) -> tuple[Ward, Ramp]:
        ward = ward_of(self._seed, state["round"])
        return ward, ward.ramp(self._read(state).tests)

    def _decide(self, state: State, deed: str, details: Details) -> State | None:
        draft = state["draft"]
        what, choice = details.get("what"), details.get("choice")
        if deed == "choose" and what in _DECIDED and choice in PLACES:
            decisions = draft["decisions"] | {_DECIDED[what]: choice}
            return state | {"draft": draft | {"decisions": decisions}}
        if deed == "back":
            return state | {"draft": draft | {"deciding": False}}
        if deed == "implement" and set(draft["decisions"]) == set(CHANGES):
            ward, _ = self._look(state)
            decisions = {ward.ideas[c]: draft["decisions"][c] for c in CHANGES}
            return state | {"decisions": decisions}
        return None

    def _why_not_run(self, state: State) -> str:
        """Why the planned test cannot be made; "" if it can."""
        draft = state["draft"]
        if draft["prediction"] is None:
            return say("ramp.predict-first")
        _, ramp = self._look(state)
        if not ramp.affords(_test_of(draft)):
            return say("ramp.too-dear", left=f"{ramp.hours_left:.1f}")
        return ""

    def _planning(self, ward: Ward, ramp: Ramp, state: State) -> list[Block]:
        draft, tests = state["draft"], state["tests"]
        blocks = [
            heading(say("ramp.plan", number=len(tests) + 1), landing=True),
            words(_standing(ramp)),
        ]
        if not tests:
            blocks.append(_about(ward))
        blocks += [
            _seen_table(ward, ramp),
            side_by_side(
                select(
                    "changes",
                    say("ramp.changes"),
                    [(tried, _together(ward, tried)) for tried in TRIED],
                    draft["changes"],
                ),
                select(
                    "where",
                    say("ramp.where"),
                    [(where, say(f"ramp.where.{where}")) for where in WHERE],
                    draft["where"],
                ),
            ),
            side_by_side(
                number(
                    "patients",
                    say("ramp.patients"),
                    draft["patients"],
                    least=1,
                    most=MOST_PATIENTS,
                ),
                number(
                    "prediction",
                    say("ramp.prediction"),
                    draft["prediction"],
                    least=0,
                    most=100,
                    help=say("ramp.prediction.help"),
                ),
            ),
            words(_cost(draft), tone="quiet"),
            buttons(
                button(
                    "run",
                    say("ramp.run"),
                    "run",
                    primary=True,
                    moves_on=True,
                    refused=self._why_not_run(state),
                ),
                button(
                    "decide",
                    say("ramp.decide"),
                    "decide",
                    moves_on=True,
                    refused="" if tests else say("ramp.test-first"),
                ),
            ),
        ]
        if tests:
            blocks += [_log(ward, ramp, state), _about(ward)]
        return blocks


_DECIDED = {f"decision-{change}": change for change in CHANGES}


def _read_draft(draft: Any) -> dict[str, Any]:
    """Return a draft, if it is one.

    Raises
    ------
    ValueError, TypeError, KeyError
        If not.
    """
    read = {
        "changes": draft["changes"],
        "where": draft["where"],
        "patients": int(draft["patients"]),
        "prediction": draft["prediction"] and int(draft["prediction"]),
        "deciding": draft["deciding"] is True,
        "decisions": {str(c): str(p) for c, p in draft["decisions"].items()},
    }
    fits = (
        read["changes"] in TRIED
        and read["where"] in WHERE
        and 1 <= read["patients"] <= MOST_PATIENTS
        and 0 <= (read["prediction"] or 0) <= 100
        and set(read["decisions"]) <= set(CHANGES)
        and set(read["decisions"].values()) <= set(PLACES)
    )
    if not fits:
        raise ValueError("Not a draft of a ramp.")
    return read


def _planned(draft: dict[str, Any], details: Details) -> dict[str, Any]:
    """Return the draft with one thing chosen."""
    what, choice = details.get("what"), details.get("choice")
    if what == "changes" and choice in TRIED:
        return draft | {"changes": choice}
    if what == "where" and choice in WHERE:
        return draft | {"where": choice}
    if what == "patients":
        return draft | {"patients": min(max(int(choice), 1), MOST_PATIENTS)}
    if what == "prediction":
        return draft | {"prediction": min(max(int(choice), 0), 100)}
    return draft


def _test_of(draft: dict[str, Any]) -> Test:
    return Test(
        changes=tuple(draft["changes"]),
        settings=WHERE[draft["where"]],
        patients=draft["patients"],
        prediction=(draft["prediction"] or 0) / 100,
    )


def _is_studying(state: State) -> bool:
    return bool(state["tests"]) and not state["tests"][-1]["act"]


def _study(state: State, deed: str, details: Details) -> State | None:
    """Write down what was learned, and say what comes of it."""
    *earlier, test = state["tests"]
    if deed == "write" and details.get("what") == "note":
        note = str(details.get("text", ""))[:LONGEST_NOTE]
        return state | {"tests": [*earlier, test | {"note": note}]}
    if deed == "act" and details.get("act") in ACTS:
        return state | {"tests": [*earlier, test | {"act": details["act"]}]}
    return None


# What is to be seen


def _together(ward: Ward, tried: str) -> str:
    """Name one change in full, several by their letters."""
    if len(tried) == 1:
        return ward.names[tried]
    return say("ramp.together", letters=" + ".join(tried.upper()))


def _letters(test: Test) -> str:
    return "+".join(change.upper() for change in test.changes)


def _about(ward: Ward) -> Block:
    return words(
        say("ramp.about", place=ward.place),
        *(ward.names[change] for change in CHANGES),
        tone="quiet",
    )


def _standing(ramp: Ramp) -> str:
    return say(
        "ramp.standing",
        left=f"{ramp.hours_left:.1f}",
        budget=round(ramp.budget_hours),
        harmed=ramp.harmed,
    )


def _cost(draft: dict[str, Any]) -> str:
    settings = len(WHERE[draft["where"]])
    return say(
        "ramp.cost",
        patients=settings * draft["patients"],
        hours=f"{_test_of(draft).hours:.1f}",
    )


def _share(well: int, patients: int) -> str:
    return say(
        "ramp.share",
        well=well,
        patients=patients,
        share=round(100 * well / patients),
    )


def _seen_table(ward: Ward, ramp: Ramp) -> Block:
    """The usual way and all that was tried, setting by setting."""
    rows = [
        [
            say("ramp.usual"),
            *(_share(well, patients) for well, patients in ramp.usual),
        ]
    ]
    tried = {"".join(result.test.changes) for result in ramp.results}
    for changes in TRIED:
        if changes in tried:
            cells = (ramp.seen(changes, setting) for setting in SETTINGS)
            rows.append(
                [
                    " + ".join(changes.upper()),
                    *(_seen(*cell) if cell[2] else "–" for cell in cells),
                ]
            )
    columns = [say("ramp.column.what"), *(say(f"ramp.setting.{s}") for s in SETTINGS)]
    return table(say("ramp.seen"), columns, rows)


def _seen(well: int, harmed: int, patients: int) -> str:
    text = _share(well, patients)
    return say("ramp.with-harm", share=text, harmed=harmed) if harmed else text


def _compared(result: TestResult) -> Compared:
    return Compared(
        name=_letters(result.test),
        patients=result.test.patients * len(result.test.settings),
        predicted=100 * result.test.prediction,
        seen=100 * result.share,
    )


def _pictured(ramp: Ramp) -> Block:
    compared = [_compared(result) for result in ramp.results]
    return predictions_picture("predictions", say("ramp.picture"), compared)


def _studying(ward: Ward, ramp: Ramp, state: State) -> list[Block]:
    result, kept = ramp.results[-1], state["tests"][-1]
    compared = _compared(result)
    usual = dict(zip(SETTINGS, ramp.usual, strict=True))
    rows = [
        [
            say(f"ramp.setting.{setting}"),
            _share(*usual[setting]),
            _share(well, result.test.patients),
            harmed,
        ]
        for setting, well, harmed in zip(
            result.test.settings, result.well, result.harmed, strict=True
        )
    ]
    return [
        heading(say("ramp.study", number=len(ramp.results)), landing=True),
        words(
            say(
                "ramp.told",
                tried=_letters(result.test),
                predicted=round(compared.predicted),
                well=sum(result.well),
                patients=compared.patients,
                seen=round(compared.seen),
                missed=round(compared.missed_by),
            ),
            say("ramp.told.harmed", harmed=sum(result.harmed))
            if sum(result.harmed)
            else say("ramp.told.unharmed"),
            tone="telling",
        ),
        table(
            say("ramp.result"),
            [say(f"ramp.column.{c}") for c in ("setting", "usual", "test", "harmed")],
            rows,
        ),
        _pictured(ramp),
        text_field(
            "note", say("ramp.learned"), kept["note"], rows=2, longest=LONGEST_NOTE
        ),
        words(say("ramp.act")),
        buttons(
            *(
                button(
                    f"act-{act}", say(f"ramp.act.{act}"), "act", moves_on=True, act=act
                )
                for act in ACTS
            )
        ),
    ]


def _log(ward: Ward, ramp: Ramp, state: State) -> Block:
    """All tests so far, with what was made of them, behind a fold."""
    columns = ("number", "tried", "where", "predicted", "test", "harmed", "act", "note")
    rows = [
        [
            place,
            _letters(result.test),
            ", ".join(say(f"ramp.setting.{s}") for s in result.test.settings),
            f"{100 * result.test.prediction:.0f}",
            _share(sum(result.well), result.test.patients * len(result.well)),
            sum(result.harmed),
            say(f"ramp.act.{kept['act']}.short") if kept["act"] else "",
            kept["note"],
        ]
        for place, (result, kept) in enumerate(
            zip(ramp.results, state["tests"], strict=True), start=1
        )
    ]
    content = table(
        say("ramp.log"), [say(f"ramp.column.{column}") for column in columns], rows
    )
    return folded(say("ramp.log.open", tests=len(rows)), content, "log")


def _deciding(ward: Ward, ramp: Ramp, state: State) -> list[Block]:
    made = state["draft"]["decisions"]
    missing = len(CHANGES) - len(made)
    return [
        heading(say("ramp.deciding"), landing=True),
        words(say("ramp.deciding.words")),
        _seen_table(ward, ramp),
        *(
            choices(
                f"decision-{change}",
                ward.names[change],
                [(place, say(f"ramp.place.{place}")) for place in PLACES],
                made.get(change),
            )
            for change in CHANGES
        ),
        buttons(
            button(
                "implement",
                say("ramp.implement"),
                "implement",
                primary=True,
                moves_on=True,
                refused=say("ramp.missing", missing=missing) if missing else "",
            ),
            button("back", say("ramp.back"), "back", moves_on=True),
        ),
        _log(ward, ramp, state),
    ]


def _end(ward: Ward, ramp: Ramp, read: RampAnswer) -> list[Block]:
    best = ward.plan.best()
    found = score_ramp(ward.plan, ramp, read.settings)
    rows = [
        [
            ward.names[change],
            say(f"ramp.place.{read.decisions[change]}"),
            say(f"ramp.place.{place_name(best[change])}"),
        ]
        for change in CHANGES
    ]
    return [
        heading(say("ramp.end"), landing=True),
        words(*_what_came_of_it(ward, ramp, read, found.regret), tone="telling"),
        table(
            say("ramp.end.table"),
            [say(f"ramp.column.{c}") for c in ("change", "yours", "best")],
            rows,
        ),
        _truth_table(ward),
        _pictured(ramp),
        words(*_how_it_was_tested(ward, ramp, read)),
    ]


def _truth_table(ward: Ward) -> Block:
    """The chance that care goes well, whatever is in use: what nobody was told."""
    rows = [
        [
            say("ramp.usual") if not changes else " + ".join(changes.upper()),
            *(f"{100 * ward.plan.chance(changes, s):.0f}" for s in SETTINGS),
        ]
        for changes in ("", *TRIED)
    ]
    columns = [say("ramp.column.what"), *(say(f"ramp.setting.{s}") for s in SETTINGS)]
    return table(say("ramp.truth"), columns, rows)


def _what_came_of_it(
    ward: Ward, ramp: Ramp, read: RampAnswer, regret: float
) -> list[str]:
    spent = round(ramp.budget_hours - ramp.hours_left)
    told = say(
        "ramp.end.told" if regret >= 0.5 else "ramp.end.told.best",
        regret=f"{regret:.0f}",
        place=ward.place,
    )
    cost = say(
        "ramp.end.cost", tests=len(ramp.results), hours=spent, harmed=ramp.harmed
    )
    share = efficiency(ramp)
    sparing = say(
        "ramp.end.sparing" if share == 1 else "ramp.end.dear", share=round(100 * share)
    )
    return [told, f"{cost} {sparing}"]


def _how_it_was_tested(ward: Ward, ramp: Ramp, read: RampAnswer) -> list[str]:
    """What the learner's own tests could not have shown, and how the guesses fared."""
    said = []
    for change, where in read.settings.items():
        untried = [s for s in where if s not in ramp.tried(change)]
        if untried:
            said.append(
                say(
                    "ramp.untried",
                    change=ward.names[change],
                    settings=", ".join(say(f"ramp.within.{s}") for s in untried),
                )
            )
    one, other = ward.plan.pair
    tried_together = any({one, other} <= set(r.test.changes) for r in ramp.results)
    said.append(
        say(
            f"ramp.pair.{'tried' if tried_together else 'untried'}",
            one=one.upper(),
            other=other.upper(),
        )
    )
    harmful = ward.plan.harmful
    said.append(
        say(
            "ramp.harmful",
            change=ward.names[harmful],
            settings=", ".join(say(f"ramp.within.{s}") for s in ward.plan.harmed_in),
        )
    )
    missed = [_compared(result).missed_by for result in ramp.results]
    half = len(missed) // 2
    if half >= 3:
        said.append(
            say(
                "ramp.predictions",
                early=round(sum(missed[:half]) / half),
                late=round(sum(missed[-half:]) / half),
                half=half,
            )
        )
    return said
