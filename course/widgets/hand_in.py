"""The button *Hand in*, what is missing before, and the feedback after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import traitlets

from course.charts.pictures import format_value
from course.messages import say
from course.widgets.frame import labels, script, style
from course.widgets.page_widget import PageWidget


class NotHandedIn(Exception):
    """Work could not be handed in; the message is a sentence for the learner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """What came of handing in.

    Attributes
    ----------
    sentence : str
        What happened, for the learner: "Handed in on 14 March at 14:32."
    points, max_points : float or None
        None where the mark comes later.
    feedback_html : str
        Our own template's output, shown as it is; "" for none.
    page_path : str
        The saved feedback page, from the root of the Jupyter server; "" for none.
    """

    sentence: str
    points: float | None = None
    max_points: float | None = None
    feedback_html: str = ""
    page_path: str = ""


class HandInView(PageWidget):
    """Hand in a lesson.

    Parameters
    ----------
    hand_in : callable
        ``() -> HandedIn``; raises `NotHandedIn` with a sentence.
    missing : callable
        ``() -> list of str``: titles of the exercises without an answer.
    earlier : HandedIn or None
        What came of it last time, shown from the start.

    Attributes
    ----------
    shown : dict
        The words on it.
    standing : dict
        ``{stage, sentence, mark, missing, page_path}``; `stage` is "ready", "asking",
        "running", "done" or "failed".
    progress : str
        A word on how far it is; `hand_in` may set it while it works.
    feedback_html : str

    Examples
    --------
    >>> view = HandInView(lambda: HandedIn(sentence="Handed in."), lambda: [])
    >>> view.hand_in()
    >>> view.standing["stage"], view.standing["sentence"]
    ('done', 'Handed in.')
    """

    shown = traitlets.Dict().tag(sync=True)
    standing = traitlets.Dict().tag(sync=True)
    progress = traitlets.Unicode("").tag(sync=True)
    feedback_html = traitlets.Unicode("").tag(sync=True)

    def __init__(
        self,
        hand_in: Callable[[], HandedIn],
        missing: Callable[[], list[str]],
        earlier: HandedIn | None = None,
    ):
        self._hand_in, self._missing = hand_in, missing
        if earlier is None:
            self._tell("ready")
        else:
            self._tell_done(earlier)
        super().__init__(
            script=script("hand_in.js"),
            style=style("hand_in.css"),
            shown={
                "title": say("widget.hand-in.title"),
                "labels": labels("widget.hand-in."),
            },
        )
        self.on_msg(self._obey)

    def _obey(self, _widget: object, content: dict[str, Any], _buffers: object) -> None:
        deed = content.get("do")
        if deed == "hand-in":
            missing = self._missing()
            if missing:
                self._tell("asking", missing=missing)
            else:
                self.hand_in()
        elif deed == "hand-in-anyway":
            self.hand_in()
        elif deed == "not-yet":
            self._tell("ready")

    def hand_in(self) -> None:
        """Hand in, and say what came of it."""
        self._tell("running")
        try:
            handed_in = self._hand_in()
        except NotHandedIn as problem:
            self._tell("failed", sentence=str(problem))
        # Whatever broke, the learner must hear that nothing was handed in.
        except Exception as error:
            sentence = say("widget.hand-in.broken", error=f"{type(error).__name__}")
            self._tell("failed", sentence=sentence)
            raise
        else:
            self._tell_done(handed_in)

    def _tell_done(self, handed_in: HandedIn) -> None:
        mark = ""
        if handed_in.points is not None and handed_in.max_points is not None:
            mark = say(
                "widget.hand-in.mark",
                points=format_value(handed_in.points),
                total=format_value(handed_in.max_points),
            )
        self.feedback_html = handed_in.feedback_html
        self._tell(
            "done",
            sentence=handed_in.sentence,
            mark=mark,
            page_path=handed_in.page_path,
        )

    def _tell(
        self,
        stage: str,
        *,
        sentence: str = "",
        mark: str = "",
        missing: list[str] | None = None,
        page_path: str = "",
    ) -> None:
        self.progress = say("widget.hand-in.running") if stage == "running" else ""
        self.standing = {
            "stage": stage,
            "sentence": sentence,
            "mark": mark,
            "missing": list(missing or ()),
            "page_path": page_path,
            "count": self.standing.get("count", 0) + 1,
        }
