"""Two treatments of kidney stones, and a slider for who gets which of them."""

from __future__ import annotations

from typing import Any, ClassVar

from course.charts import Chart
from course.messages import say
from course.simulations.measurement.stratification import (
    KIDNEY_STONES,
    crude_rates_at,
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

UNITS = KIDNEY_STONES.names
GROUPS = KIDNEY_STONES.strata
GUESSES = (*UNITS, "alike")
# Large stones in 100 patients of each treatment, as it was.
REAL = tuple(round(100 * share) for share in KIDNEY_STONES.mix[:, 1].tolist())
# Overall rates closer than this, in percentage points, look alike on the page.
_ALIKE = 0.05


class MixSlider(Simulation):
    """Success by size of stone stays as it was; the mix of patients may be moved.

    The state is ``{"guess", "open", "mix"}``: who was expected to do better with equal
    patients, whether that was answered, and the large stones in 100 patients of each
    treatment.
    """

    script = simulation_script("mix_slider.js")
    task_name: ClassVar[str] = "mix-slider"

    def begin(self) -> State:
        """Return the treatments with the patients they had."""
        return {"guess": None, "open": False, "mix": list(REAL)}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        state = {
            "guess": answer["guess"],
            "open": answer["open"],
            "mix": [int(share) for share in answer["mix"]],
        }
        if (
            state["guess"] not in (None, *GUESSES)
            or not isinstance(state["open"], bool)
            or (state["open"] and state["guess"] is None)
            or len(state["mix"]) != len(UNITS)
            or not all(0 <= share <= 100 for share in state["mix"])
        ):
            raise ValueError("Not a state of the mix.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Guess, see the sliders, move one of them or both."""
        what, choice = details.get("what"), details.get("choice")
        if deed == "choose" and what == "guess" and not state["open"]:
            return state | {"guess": choice} if choice in GUESSES else None
        if deed == "open" and state["guess"] is not None:
            return state | {"open": True}
        if deed == "choose" and state["open"] and what in UNITS:
            mix = list(state["mix"])
            mix[UNITS.index(what)] = min(max(int(choice), 0), 100)
            return state | {"mix": mix}
        if deed == "set" and state["open"]:
            mix = {"real": list(REAL), "alike": [50, 50], "swapped": list(REAL[::-1])}
            return state | {"mix": mix[details["mix"]]}
        return None

    def draw(self, state: State) -> Scene:
        """Return the published figures, and those of the mix chosen."""
        blocks = [heading(say("mix-slider.published")), _published()]
        if not state["open"]:
            refused = "" if state["guess"] else say("mix-slider.guess-first")
            blocks += [
                choices(
                    "guess",
                    say("mix-slider.guess"),
                    [(guess, say(f"mix-slider.guess.{guess}")) for guess in GUESSES],
                    state["guess"],
                ),
                buttons(
                    button(
                        "open",
                        say("mix-slider.open"),
                        "open",
                        primary=True,
                        refused=refused,
                        moves_on=True,
                    )
                ),
            ]
            spoken = ""
        else:
            told = _told(state)
            blocks += [heading(say("mix-slider.mix"), landing=True)]
            blocks += [
                number(
                    unit,
                    say("mix-slider.share", unit=say(f"mix-slider.unit.{unit}")),
                    share,
                    least=0,
                    most=100,
                    slider=True,
                )
                for unit, share in zip(UNITS, state["mix"], strict=True)
            ]
            blocks += [
                buttons(
                    *(
                        button(mix, say(f"mix-slider.set.{mix}"), "set", mix=mix)
                        for mix in ("real", "alike", "swapped")
                    )
                ),
                _bars(state),
                words(*told, tone="telling"),
            ]
            spoken = told[0]
        return {
            "blocks": blocks,
            "spoken": spoken,
            "can_restart": state["guess"] is not None,
        }


def _published() -> Block:
    columns = [
        say("mix-slider.column.treatment"),
        *(say(f"mix-slider.group.{group}") for group in GROUPS),
        say("mix-slider.group.all"),
    ]
    counts = zip(
        UNITS,
        KIDNEY_STONES.events.tolist(),
        KIDNEY_STONES.patients.tolist(),
        strict=True,
    )
    rows = []
    for unit, events, patients in counts:
        pairs = zip((*events, sum(events)), (*patients, sum(patients)), strict=True)
        rows.append(
            [
                say(f"mix-slider.unit.{unit}"),
                *(say("mix-slider.of", events=e, patients=p) for e, p in pairs),
            ]
        )
    return table(say("mix-slider.table"), columns, rows)


def _overall(state: State) -> list[float]:
    """Success in 100 patients of each treatment, with the mix chosen."""
    shares = [share / 100 for share in state["mix"]]
    return (100 * crude_rates_at(KIDNEY_STONES, shares)).tolist()


def _bars(state: State) -> Block:
    overall = _overall(state)
    rates = (100 * KIDNEY_STONES.rates).tolist()
    values, labels = [], []
    for place, group in enumerate((*GROUPS, "all")):
        for unit, by_group, together in zip(UNITS, rates, overall, strict=True):
            values.append(round([*by_group, together][place], 1))
            labels.append(say(f"mix-slider.bar.{unit}.{group}"))
    chart = Chart(
        id="mix",
        title=say("mix-slider.chart"),
        y_label=say("mix-slider.y"),
        x_label=say("mix-slider.x"),
        values=tuple(values),
        labels=tuple(labels),
        bars=True,
    )
    return picture(chart, "mix")


def _told(state: State) -> list[str]:
    first, second = _overall(state)
    facts = {
        "first": f"{first:.1f}",
        "second": f"{second:.1f}",
        "large_first": state["mix"][0],
        "large_second": state["mix"][1],
        "guess": say(f"mix-slider.guess.{state['guess']}"),
    }
    if abs(first - second) < _ALIKE:
        way = "alike"
    else:
        way = "as-the-groups" if first > second else "turned"
    return [
        say("mix-slider.told", **facts),
        say(f"mix-slider.told.{way}", **facts),
        say("mix-slider.told.guess", **facts),
    ]
