"""The head of a lesson, and the course's start page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

import traitlets

from course.messages import say
from course.widgets.frame import labels, script, style
from course.widgets.page_widget import PageWidget


class NotFetched(Exception):
    """What a button of a lesson asks for did not come; the message is a sentence."""


class StartView(PageWidget):
    """Who is learning, how far they have come, and where to go on.

    Parameters
    ----------
    shown : mapping
        Of a lesson: ``{"mode": "lesson", "title", "learner", "answered", "total",
        "saved_in", "may_choose"}``. Of the course: ``{"mode": "course", "title",
        "learner", "saved_in", "may_choose", "modules"}``, each module ``{"title",
        "summary", "answered", "total", "points", "max_points", "handed_in", "path"}``
        with `points` None until there is a mark, `path` "" until the module is
        released, and `handed_in` a sentence or ""; or ``{"title", "summary", "path",
        "tool": True}`` for a page that nothing is answered on. A module may have `due`,
        a sentence; `deeds`, the names of its buttons, which are told `lesson`; and
        `feedback`, the path of a page. `notice` is a sentence on all of them.
        `may_choose` asks for a name; `sectors`, a list of ``{"id", "text"}``, and
        `sector` ask where one works.
        `standing`, ``{"met", "objectives", "modules", "hours"}``, tells what the
        learner can now: each objective ``{"text", "met", "points", "max_points",
        "tasks", "waiting"}``, its tasks ``{"title", "points", "max_points"}`` and the
        titles of those still to be read; each module ``{"title", "hours"}``.
        Of such a page itself: as of a lesson, with ``"mode": "tool"`` and no counts.
    choose : callable or None
        ``(name) -> sentence``; raises ValueError with a sentence for a bad name.
    refresh : callable or None
        ``() -> shown`` as it is now; asked after each save on the page.
    settle : callable or None
        ``(sector) -> None``; raises ValueError for one there is not.
    deeds : mapping of str to callable
        What the buttons of a module do, ``(lesson) -> sentence``: "fetch" and
        "get-feedback". Raises `NotFetched`.

    Attributes
    ----------
    shown : dict
    naming : dict
        ``{ok, text, count}``: what came of choosing a name.
    done : dict
        ``{lesson, ok, text, count}``: what came of a module's button.

    Examples
    --------
    >>> lesson = {
    ...     "mode": "lesson",
    ...     "title": "Variation",
    ...     "learner": "amira",
    ...     "answered": 3,
    ...     "total": 14,
    ...     "saved_in": "answers",
    ...     "may_choose": False,
    ... }
    >>> StartView(lesson).shown["sentence"]
    'You work as amira. 3 of 14 answered.'
    """

    shown = traitlets.Dict().tag(sync=True)
    naming = traitlets.Dict().tag(sync=True)
    done = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        shown: Mapping[str, Any],
        choose: Callable[[str], str] | None = None,
        refresh: Callable[[], Mapping[str, Any]] | None = None,
        settle: Callable[[str], None] | None = None,
        deeds: Mapping[str, Callable[[str], str]] | None = None,
    ):
        self._choose, self._refresh, self._settle = choose, refresh, settle
        self._deeds = deeds or {}
        untold = {"ok": None, "text": "", "count": 0}
        super().__init__(
            script=script("start.js"),
            style=style("start.css"),
            shown=_in_words(shown),
            naming=untold,
            done=untold | {"lesson": ""},
        )
        self.on_msg(self._obey)

    def _obey(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        if content.get("do") == "choose" and self._choose is not None:
            try:
                sentence, ok = self._choose(str(content.get("name", ""))), True
            except ValueError as problem:
                sentence, ok = str(problem), False
            count = self.naming["count"] + 1
            self.naming = {"ok": ok, "text": sentence, "count": count}
        if content.get("do") == "settle" and self._settle is not None:
            # One that is not on offer cannot have been sent by the page.
            with suppress(ValueError):
                self._settle(str(content.get("sector", "")))
        if content.get("do") in self._deeds:
            self._do(self._deeds[content["do"]], str(content.get("lesson", "")))
        if self._refresh is not None:
            self.shown = _in_words(self._refresh())

    def _do(self, deed: Callable[[str], str], lesson: str) -> None:
        def tell(ok: bool, text: str) -> None:
            count = self.done["count"] + 1
            self.done = {"lesson": lesson, "ok": ok, "text": text, "count": count}

        try:
            tell(True, deed(lesson))
        except NotFetched as problem:
            tell(False, str(problem))
        # Whatever broke, the learner must hear of it.
        except Exception as error:
            tell(False, say("widget.start.broken", error=type(error).__name__))
            raise


def _in_words(shown: Mapping[str, Any]) -> dict[str, Any]:
    """Add the words to what is shown."""
    said = {**shown, "labels": labels("widget.start.")}
    if shown["mode"] == "lesson":
        said["sentence"] = say("widget.start.lesson", **shown)
    elif shown["mode"] == "tool":
        said["sentence"] = say("widget.start.course", **shown)
    else:
        said["sentence"] = say("widget.start.course", **shown)
        said["modules"] = [
            {**module, **_standing(module)} for module in shown["modules"]
        ]
    if "standing" in shown:
        said["standing"] = _standing_in_words(shown["standing"])
    if shown.get("saved_in"):
        said["saved_in_words"] = say("widget.start.saved-in", **shown)
    return said


def _standing(module: Mapping[str, Any]) -> dict[str, str]:
    if module.get("tool"):
        return {"state": "tool", "words": ""}
    if not module.get("path"):
        if module.get("deeds"):
            words = say("widget.start.released", **module)
            return {"state": "released", "words": words}
        return {"state": "to-come", "words": say("widget.start.to-come")}
    answered, total = module["answered"], module["total"]
    if module.get("points") is not None:
        # A tick says that all is right; a mark says how much of it is.
        full = module["points"] == module["max_points"]
        words = say("widget.start.marked", **module)
        return {"state": "right" if full else "attempted", "words": words}
    if not (answered or module["handed_in"]):
        return {
            "state": "not-attempted",
            "words": say("widget.start.not-begun", **module),
        }
    ready = answered >= total and not module["handed_in"]
    key = "widget.start.all-answered" if ready else "widget.start.begun"
    return {"state": "attempted", "words": say(key, **module)}


def _standing_in_words(standing: Mapping[str, Any]) -> dict[str, Any]:
    of = {"met": standing["met"], "total": len(standing["objectives"])}
    return {
        "summary": say("widget.start.can-now", **of),
        "objectives": [
            {
                "text": one["text"],
                "state": _state_of(one),
                "words": _evidence_in_words(one),
                "tasks": [
                    say("widget.start.task-points", **task) for task in one["tasks"]
                ]
                + [
                    say("widget.start.task-waits", title=title)
                    for title in one["waiting"]
                ],
            }
            for one in standing["objectives"]
        ],
        "hours": {
            "caption": say("widget.start.hours"),
            "columns": [say("widget.start.module"), say("widget.start.hours-each")],
            "rows": [
                *([one["title"], one["hours"]] for one in standing["modules"]),
                [say("widget.start.hours-sum"), standing["hours"]],
            ],
        },
        "handed_in": bool(standing["modules"]),
    }


def _state_of(one: Mapping[str, Any]) -> str:
    if one["met"]:
        return "right"
    return "attempted" if one["tasks"] or one["waiting"] else "not-attempted"


def _evidence_in_words(one: Mapping[str, Any]) -> str:
    if not one["tasks"]:
        waits = "waiting" if one["waiting"] else "none"
        return say(f"widget.start.evidence-{waits}", **one)
    return say("widget.start.met" if one["met"] else "widget.start.not-met", **one)
