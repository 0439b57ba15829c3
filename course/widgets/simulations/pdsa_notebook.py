"""A notebook of small tests: the prediction is locked before anything is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from course.exercises.scenes import draw_people, draw_place
from course.messages import say
from course.widgets.simulations.blocks import (
    Block,
    button,
    buttons,
    choices,
    heading,
    number,
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

SCALES = (1, 3, 10, 30)
ACTS = ("again", "adapt", "adopt", "abandon")
MOST_PAGES = 8
LONGEST_WHY = 300
_NOTES = 6
_ENDS = ("adopt", "abandon")


@dataclass(frozen=True, slots=True)
class Calls:
    """What is true of the call before a visit: per cent that begin on time.

    Attributes
    ----------
    usual, called, adapted : int
        Without it, with it, and with what the first tests teach.
    """

    usual: int
    called: int
    adapted: int


class PdsaNotebook(Simulation):
    """One change, page by page: how many, predicted, seen, and what comes of it.

    The state is ``{"round", "pages", "draft"}``. A page has ``visits``,
    ``prediction``, ``why`` and ``act``, which is "" until it is said what comes of it.
    What was seen is drawn from the learner's own chance.
    """

    script = simulation_script("pdsa_notebook.js")
    task_name: ClassVar[str] = "pdsa-notebook"

    def begin(self) -> State:
        """Return an empty first page."""
        return {"round": 0, "pages": [], "draft": _empty()}

    def restarted(self, state: State) -> State:
        """Return an empty notebook, with other visits."""
        return self.begin() | {"round": state["round"] + 1}

    def restore(self, answer: Any) -> State:
        """Return the state kept, if it is one."""
        draft = answer["draft"]
        state = {
            "round": int(answer["round"]),
            "pages": [
                {
                    "visits": int(page["visits"]),
                    "prediction": int(page["prediction"]),
                    "why": str(page["why"]),
                    "act": str(page["act"]),
                }
                for page in answer["pages"]
            ],
            "draft": {
                "visits": int(draft["visits"]),
                "prediction": None
                if draft["prediction"] is None
                else int(draft["prediction"]),
                "why": str(draft["why"]),
            },
        }
        *earlier, last = state["pages"] or [{"visits": 1, "prediction": 0, "act": ""}]
        fits = (
            state["round"] >= 0
            and len(state["pages"]) <= MOST_PAGES
            and state["draft"]["visits"] in SCALES
            and all(
                page["visits"] in SCALES
                and 0 <= page["prediction"] <= page["visits"]
                and page["act"] in ("", *ACTS)
                for page in (*earlier, last)
            )
            and all(page["act"] in ("again", "adapt") for page in earlier)
        )
        if not fits:
            raise ValueError("Not a notebook.")
        return state

    def act(self, state: State, deed: str, details: Details) -> State | None:
        """Plan a page, lock it, and say what comes of it."""
        if _is_closed(state):
            return None
        if _is_studying(state):
            if deed == "act" and details.get("act") in ACTS:
                *earlier, page = state["pages"]
                return state | {"pages": [*earlier, page | {"act": details["act"]}]}
            return None
        draft, what = state["draft"], details.get("what")
        if deed == "choose" and what == "visits" and int(details["choice"]) in SCALES:
            return state | {"draft": draft | {"visits": int(details["choice"])}}
        if deed == "choose" and what == "prediction":
            prediction = min(max(int(details["choice"]), 0), SCALES[-1])
            return state | {"draft": draft | {"prediction": prediction}}
        if deed == "write" and what == "why":
            why = str(details.get("text", ""))[:LONGEST_WHY]
            return state | {"draft": draft | {"why": why}}
        if deed == "lock" and not _why_not_lock(draft):
            return state | {
                "pages": [*state["pages"], draft | {"act": ""}],
                "draft": _empty() | {"visits": draft["visits"]},
            }
        return None

    def draw(self, state: State) -> Scene:
        """Return the page that is planned or studied, and those before it."""
        calls = self.calls(state)
        seen = self.seen(state)
        blocks: list[Block] = []
        if not _is_closed(state):
            number_ = len(state["pages"]) + (not _is_studying(state))
            blocks.append(
                heading(say("pdsa-notebook.page", number=number_), landing=True)
            )
            if _is_studying(state):
                blocks += _studied(state, seen, calls)
            else:
                blocks += _planned(state["draft"], calls)
        else:
            blocks += _ended(state, seen, calls)
        if state["pages"]:
            blocks += [_picture(state, seen), _pages(state, seen)]
        told = next((b for b in blocks if b.get("tone") == "telling"), None)
        return {
            "blocks": blocks,
            "spoken": " ".join(told["sentences"]) if told else "",
            "can_restart": bool(state["pages"]),
        }

    def calls(self, state: State) -> Calls:
        """Return what is true in this round."""
        figures = self._rng_for(f"pdsa-notebook/{state['round']}")
        usual = int(figures.integers(42, 56))
        called = usual + int(figures.integers(14, 22))
        return Calls(usual, called, called + int(figures.integers(8, 13)))

    def seen(self, state: State) -> list[int]:
        """Return how many visits of each page began on time."""
        calls, adapted, seen = self.calls(state), False, []
        for place, page in enumerate(state["pages"]):
            rng = self._rng_for(f"pdsa-notebook/{state['round']}/{place}")
            share = (calls.adapted if adapted else calls.called) / 100
            # The first visits of a row are the same, however long the row is.
            seen.append(int((rng.random(SCALES[-1]) < share)[: page["visits"]].sum()))
            adapted = adapted or page["act"] == "adapt"
        return seen

    @property
    def story_facts(self) -> dict[str, object]:
        """Whose notebook it is."""
        words_ = self._rng_for("pdsa-notebook/scene")
        return {
            "person": draw_people(words_, 1)[0],
            "place": draw_place(words_, "home"),
        }


def _empty() -> dict[str, Any]:
    return {"visits": 1, "prediction": None, "why": ""}


def _is_studying(state: State) -> bool:
    return bool(state["pages"]) and not state["pages"][-1]["act"]


def _is_closed(state: State) -> bool:
    pages = state["pages"]
    if not pages or not pages[-1]["act"]:
        return False
    return pages[-1]["act"] in _ENDS or len(pages) == MOST_PAGES


def _why_not_lock(draft: dict[str, Any]) -> str:
    if draft["prediction"] is None:
        return say("pdsa-notebook.predict-first")
    if draft["prediction"] > draft["visits"]:
        return say("pdsa-notebook.too-many", visits=draft["visits"])
    return ""


def _visits(count: int) -> str:
    if count == 1:
        return say("pdsa-notebook.visits.one")
    return say("pdsa-notebook.visits", visits=count)


def _planned(draft: dict[str, Any], calls: Calls) -> list[Block]:
    return [
        words(say("pdsa-notebook.usual", usual=calls.usual)),
        choices(
            "visits",
            say("pdsa-notebook.scale"),
            [(str(scale), _visits(scale)) for scale in SCALES],
            str(draft["visits"]),
        ),
        number(
            "prediction",
            say("pdsa-notebook.prediction"),
            draft["prediction"],
            least=0,
            most=SCALES[-1],
        ),
        text_field(
            "why", say("pdsa-notebook.why"), draft["why"], rows=2, longest=LONGEST_WHY
        ),
        buttons(
            button(
                "lock",
                say("pdsa-notebook.lock"),
                "lock",
                primary=True,
                moves_on=True,
                refused=_why_not_lock(draft),
            )
        ),
    ]


def _studied(state: State, seen: list[int], calls: Calls) -> list[Block]:
    page, place = state["pages"][-1], len(state["pages"])
    note = say(f"pdsa-notebook.note.{(place - 1) % _NOTES + 1}")
    told = [
        say(
            "pdsa-notebook.seen",
            predicted=page["prediction"],
            visits=page["visits"],
            seen=seen[-1],
            all_seen=sum(seen),
            all_visits=sum(each["visits"] for each in state["pages"]),
            usual=calls.usual,
        ),
        say("pdsa-notebook.noticed", note=note),
    ]
    if page["visits"] == 1:
        told.append(say("pdsa-notebook.end.one"))
    return [
        words(*told, tone="telling"),
        words(say("pdsa-notebook.act")),
        buttons(
            *(
                button(
                    f"act-{act}",
                    say(f"pdsa-notebook.act.{act}"),
                    "act",
                    moves_on=True,
                    act=act,
                )
                for act in ACTS
            )
        ),
    ]


def _compared(state: State, seen: list[int]) -> list[Compared]:
    return [
        Compared(
            name=_visits(page["visits"]),
            patients=page["visits"],
            predicted=100 * page["prediction"] / page["visits"],
            seen=100 * on_time / page["visits"],
        )
        for page, on_time in zip(state["pages"], seen, strict=True)
    ]


def _picture(state: State, seen: list[int]) -> Block:
    return predictions_picture(
        "predictions", say("pdsa-notebook.picture"), _compared(state, seen)
    )


def _pages(state: State, seen: list[int]) -> Block:
    columns = ("page", "visits", "predicted", "seen", "why", "act")
    rows = [
        [
            place,
            page["visits"],
            page["prediction"],
            on_time,
            page["why"],
            say(f"pdsa-notebook.act.{page['act']}") if page["act"] else "",
        ]
        for place, (page, on_time) in enumerate(
            zip(state["pages"], seen, strict=True), start=1
        )
    ]
    return table(
        say("pdsa-notebook.pages"),
        [say(f"pdsa-notebook.column.{column}") for column in columns],
        rows,
    )


def _ended(state: State, seen: list[int], calls: Calls) -> list[Block]:
    pages = state["pages"]
    act = pages[-1]["act"]
    compared = _compared(state, seen)
    told = [
        say(
            f"pdsa-notebook.end.{act if act in _ENDS else 'full'}",
            visits=sum(page["visits"] for page in pages),
            pages=len(pages),
        ),
        say("pdsa-notebook.end.truth", true=calls.called, usual=calls.usual),
        say("pdsa-notebook.end.adapted", adapted=calls.adapted),
    ]
    if len(pages) > 1:
        told.append(
            say(
                "pdsa-notebook.end.missed",
                first=round(compared[0].missed_by),
                last=round(compared[-1].missed_by),
            )
        )
    return [
        heading(say("pdsa-notebook.end"), landing=True),
        words(*told, tone="telling", key="told"),
    ]
