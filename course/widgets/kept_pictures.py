"""Pictures kept as what they show, and drawn when somebody looks.

Drawn at once, the pictures of a class would take half as long as its marking, and make
its notebooks half as large again; few are ever looked at.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import fields
from typing import Any

from course.charts import Chart
from course.charts.elements import WORDS, Element, Written
from course.charts.pictures import numbered
from course.messages import say
from course.widgets.review_page import with_chart_style, write_picture

# Beside the HTML of a review: the charts to be drawn into it, in order.
CHARTS = "application/vnd.fourlenses.charts+json"

_PLACE = Element("p", WORDS, class_="fl-undrawn")
_A_PLACE = re.compile(r'<p class="fl-undrawn">[^<]*</p>')
_DEFAULTS = {field.name: field.default for field in fields(Chart)}


class Keeper:
    """Keeps charts in the place of `write_picture`, which draws them.

    Attributes
    ----------
    kept : list of dict
        What `with_pictures` draws: JSON.
    """

    def __init__(self):
        self.kept: list[dict[str, Any]] = []

    def __call__(
        self, chart: Chart, id: str, marked: Collection[int], signals: Collection[int]
    ) -> Written:
        """Keep a chart, and write where it is to stand.

        Parameters
        ----------
        chart, id, marked, signals
            As for `write_picture`.

        Returns
        -------
        Written
            A sentence, for whoever opens the notebook without the course.
        """
        shown = {
            name: value
            for name, default in _DEFAULTS.items()
            if (value := getattr(chart, name)) is not default
        }
        if chart.labels is numbered(len(chart.values)):
            del shown["labels"]
        self.kept.append(
            {"chart": shown, "id": id, "marked": [*marked], "signals": [*signals]}
        )
        return _PLACE(say("review.undrawn"))


def with_pictures(shown: Mapping[str, Any]) -> str:
    """Return the HTML of a kept review with its charts drawn.

    Parameters
    ----------
    shown : mapping
        Media type to content, as `review_bundle` gives it when it is not to draw.

    Returns
    -------
    str
        What `review_bundle` gives when it draws. A picture that another edition kept
        in another way is left out, and the sentence in its place says where to look.
        What was drawn already is returned as it is.

    Examples
    --------
    >>> with_pictures({"text/html": "<p>Drawn long ago.</p>"})
    '<p>Drawn long ago.</p>'
    """
    html = shown["text/html"]
    if not shown.get(CHARTS):
        return html
    pictures = iter([_drawn(kept) for kept in shown[CHARTS]])
    html = _A_PLACE.sub(lambda place: next(pictures, "") or place[0], html)
    return str(with_chart_style(Written(html)))


def _drawn(kept: Mapping[str, Any]) -> str:
    try:
        chart = Chart(**kept["chart"])
        return str(write_picture(chart, kept["id"], kept["marked"], kept["signals"]))
    except (KeyError, TypeError, ValueError):
        return ""
