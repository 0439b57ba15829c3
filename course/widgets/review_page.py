"""A review as a piece of a page: the elements it is made of."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from pathlib import Path

from course.charts import CHART_STYLE, Chart, draw_still
from course.charts.elements import ELEMENTS, WORDS, Element, Written
from course.charts.twins import table_columns
from course.messages import say
from course.tasks import Drawing

HERE = Path(__file__).parent

_REVIEW = Element(
    "div",
    ELEMENTS,
    Element("p", WORDS, class_="fl-review-question"),
    ELEMENTS,
    Element("ul", ELEMENTS, class_="fl-review-items"),
    Element("div", ELEMENTS, class_="fl-review-words"),
    # Pages typeset mathematics in text, and a formula may be a link to script.
    class_="fl-review tex2jax_ignore mathjax_ignore",
)
_LEGEND = Element("p", WORDS, class_="fl-review-label")
_LABEL = Element("span", WORDS, class_="fl-review-label")
_OWN = Element("span", WORDS, class_="fl-review-own")
_GIVEN = Element("p", _LABEL, " ", _OWN, class_="fl-review-given")
_NOT_GIVEN = Element("p", WORDS, class_="fl-review-given")
_VERDICTS = {
    right: Element(
        "p",
        Element("span", sign, aria_hidden="true"),
        " ",
        WORDS,
        class_=f"fl-review-{name}",
    )
    for right, sign, name in ((True, "✓", "right"), (False, "○", "not-yet"))
}
_WANTED = Element("p", _LABEL, " ", WORDS, class_="fl-review-wanted")
_WHY = Element("p", WORDS, class_="fl-review-why")
_SENTENCE = Element("p", WORDS)
_STYLE = Element("style", ELEMENTS)
_READING = Element("p", _LABEL, " ", WORDS)

# What is too wide scrolls by itself, and by keyboard.
_SCROLLS = {"tabindex": "0", "role": "group", "aria_label": WORDS}
_TABLE = Element(
    "div",
    Element(
        "table",
        Element("caption", WORDS),
        Element("thead", Element("tr", ELEMENTS)),
        Element("tbody", ELEMENTS),
    ),
    class_="fl-review-table",
    **_SCROLLS,
)
_PICTURE = Element(
    "div",
    Element("div", ELEMENTS, class_="fl-review-drawing", **_SCROLLS),
    Element("details", Element("summary", WORDS), _TABLE),
    class_="fl-review-picture",
)
_COLUMN = Element("th", WORDS, scope="col")


@cache
def _style(drawn: bool) -> Written:
    """Our own style, and that of charts if there are any."""
    style = Written(_in_one_line((HERE / "review.css").read_text("utf-8")))
    return with_chart_style(_STYLE(style)) if drawn else _STYLE(style)


def with_chart_style(review: Written) -> Written:
    """Add the style of charts to that of a review.

    Parameters
    ----------
    review : Written
        With the style for a review without charts.

    Returns
    -------
    Written
    """
    end = "</style>"
    return Written(str(review).replace(end, f"{_in_one_line(CHART_STYLE)}{end}", 1))


@cache
def _in_one_line(style: str) -> str:
    # After these signs, and at ends of lines, spaces say nothing.
    return re.sub(r"(?<=[{};:,]) ", "", " ".join(style.split()))


def write_review(
    *,
    drawn: bool,
    question: str,
    figures: Sequence[Written],
    legend: str,
    items: Sequence[Written],
    words: Sequence[str],
    reading: str,
) -> Written:
    """Write a whole review.

    Parameters
    ----------
    drawn : bool
        Whether there is a drawn chart in it, whose style is needed.
    question : str
    figures : sequence of Written
        What `write_picture` and `write_table` wrote, to be shown with the question.
    legend : str
        What the marks in the pictures mean, or "".
    items : sequence of Written
        What `write_item` wrote.
    words : sequence of str
        Sentences on the whole answer.
    reading : str
        Where to read on, or "".

    Returns
    -------
    Written
        One ``<div class="fl-review">`` with its own style.
    """
    written = _SENTENCE.each(words)
    after = [_READING(say("review.reading"), reading)] if reading else []
    return _REVIEW(
        _style(drawn),
        question,
        [*figures, *([_LEGEND(legend)] if legend else [])],
        items,
        [written, *after],
    )


def write_item(
    *,
    asked: str,
    picture: Written | None,
    given: str,
    answered: bool,
    right: bool | None,
    wanted: str,
    why: str,
) -> Written:
    """Write what there is to say of one item.

    Parameters
    ----------
    asked, given, answered, right, wanted, why
        As in `course.widgets.review.Line`.
    picture : Written or None
        What `write_picture` wrote.

    Returns
    -------
    Written
        One ``<li>``.
    """
    values = [asked]
    if picture is not None:
        values.append(picture)
    values += [say("review.given"), given] if answered else [given]
    if right is not None:
        values.append(say("review.right" if right else "review.not-yet"))
    if wanted:
        values += [say("review.wanted"), wanted]
    if why:
        values.append(why)
    return _item(picture is not None, answered, right, bool(wanted), bool(why))(*values)


def write_picture(
    chart: Chart, id: str, marked: Collection[int], signals: Collection[int]
) -> Written:
    """Write a chart and its twin, a table that can be opened.

    Parameters
    ----------
    chart : Chart
    id : str
        Begins every id inside.
    marked, signals : collection of int
        As in `draw_still`.

    Returns
    -------
    Written
    """
    caption = chart.title or chart.y_label
    header, columns = table_columns(chart, marked=marked, signals=signals)
    return _PICTURE(
        caption,
        draw_still(chart, id=id, marked=marked, signals=signals),
        say("widget.frame.as-table"),
        *_filled(caption, header, columns),
    )


def write_drawing(drawing: Drawing) -> Written:
    """Write a picture that is no chart, and its twin, a table that can be opened.

    Parameters
    ----------
    drawing : Drawing

    Returns
    -------
    Written
    """
    table = drawing.table
    return _PICTURE(
        table.caption,
        drawing.svg,
        say("widget.frame.as-table"),
        *_filled(table.caption, table.columns, list(zip(*table.rows, strict=True))),
    )


def write_table(
    caption: str, columns: Sequence[str], rows: Sequence[Sequence[str]]
) -> Written:
    """Write a table whose first column names the rows.

    Parameters
    ----------
    caption : str
    columns : sequence of str
    rows : sequence of sequence of str
        Each as long as `columns`.

    Returns
    -------
    Written

    Examples
    --------
    >>> "1<td>&lt;3" in str(write_table("Falls", ["Week", "Falls"], [["1", "<3"]]))
    True
    """
    return _TABLE(*_filled(caption, tuple(columns), list(zip(*rows, strict=True))))


def _filled(
    caption: str, header: tuple[str, ...], columns: Sequence[Sequence[str]]
) -> tuple[str, str, Written, Written | tuple[()]]:
    """What stands in the places of a table."""
    body = _row(len(header)).each(*columns) if columns else ()
    return caption, caption, _head(header), body


@lru_cache(maxsize=256)
def _head(header: tuple[str, ...]) -> Written:
    return _COLUMN.each(header)


@cache
def _item(
    pictured: bool, answered: bool, right: bool | None, wanted: bool, why: bool
) -> Element:
    """An item with the parts it has."""
    return Element(
        "li",
        Element("p", WORDS, class_="fl-review-asked"),
        *([ELEMENTS] if pictured else []),
        _GIVEN if answered else _NOT_GIVEN,
        *([] if right is None else [_VERDICTS[right]]),
        *([_WANTED] if wanted else []),
        *([_WHY] if why else []),
    )


@cache
def _row(columns: int) -> Element:
    cells = (columns - 1) * (Element("td", WORDS),)
    return Element("tr", Element("th", WORDS, scope="row"), *cells)
