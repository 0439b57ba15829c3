"""The pieces a scene is made of, as JSON: ``scene.js`` has a drawing for each.

A block with a key keeps the focus, and stays unfolded, from one scene to the next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from course.charts import Chart, draw_svg, table_rows

Block = dict[str, Any]


def heading(text: str, *, landing: bool = False) -> Block:
    """Return a heading.

    Parameters
    ----------
    text : str
    landing : bool
        The focus comes here when the button that was pressed is gone.

    Returns
    -------
    dict
    """
    return {"kind": "heading", "text": text, "landing": landing}


def words(*sentences: str, tone: str = "plain", key: str = "") -> Block:
    """Return paragraphs.

    Parameters
    ----------
    *sentences : str
    tone : {"plain", "quiet", "telling", "wrong"}
        "telling" is what a simulation comes to, "wrong" what could not be done.
    key : str
        With one, it appears softly the first time.

    Returns
    -------
    dict
    """
    return {"kind": "words", "sentences": list(sentences), "tone": tone, "key": key}


def picture(
    chart: Chart,
    key: str,
    signals: Collection[int] = (),
    marked: Collection[int] = (),
    picks: str = "",
    **size: int,
) -> Block:
    """Return a chart with its twin as a table.

    Parameters
    ----------
    chart : Chart
    key : str
    signals, marked : collection of int
        Periods that signal, periods to be seen.
    picks : str
        Pressing a point is the deed ``choose`` with this as `what` and the point's
        period, as text, as `choice`.
    **size : int
        `width` and `height` of the drawing, in pixels.

    Returns
    -------
    dict

    Examples
    --------
    >>> falls = Chart(id="falls", title="Falls", y_label="Falls", values=(3, 5))
    >>> picture(falls, "falls")["table"]["rows"]
    [['1', '3'], ['2', '5']]
    """
    columns, rows = table_rows(chart, signals=signals, marked=marked)
    caption = chart.title or chart.y_label
    return {
        "kind": "picture",
        "key": key,
        "picks": picks,
        "svg": draw_svg(chart, signals=signals, marked=marked, **size),
        "table": table(caption, columns, rows),
    }


def table(caption: str, columns: Iterable[str], rows: Iterable[Iterable]) -> Block:
    """Return a table of texts.

    Parameters
    ----------
    caption : str
    columns : iterable of str
    rows : iterable of iterable
        Made into text; the first cell names the row.

    Returns
    -------
    dict

    Examples
    --------
    >>> table("Beads", ["Worker", "Red"], [["Aino", 9]])["rows"]
    [['Aino', '9']]
    """
    return {
        "kind": "table",
        "caption": caption,
        "columns": list(columns),
        "rows": [[str(cell) for cell in row] for row in rows],
    }


def folded(summary: str, content: Block, key: str) -> Block:
    """Return a table behind a fold.

    Parameters
    ----------
    summary : str
        What stands on the fold.
    content : dict
        From `table`.
    key : str

    Returns
    -------
    dict
    """
    return {"kind": "folded", "summary": summary, "table": content, "key": key}


def choices(
    key: str,
    legend: str,
    options: Sequence[tuple[str, str]],
    chosen: str | None,
    *,
    closed: bool = False,
) -> Block:
    """Return radio buttons; choosing one is the deed ``choose``.

    Parameters
    ----------
    key : str
        Sent as `what`, with the option as `choice`.
    legend : str
    options : sequence of (id, text)
    chosen : str or None
    closed : bool
        Shown, but no longer to be changed.

    Returns
    -------
    dict
    """
    return {
        "kind": "choices",
        "key": key,
        "legend": legend,
        "options": [{"id": option, "text": text} for option, text in options],
        "chosen": chosen,
        "closed": closed,
    }


def select(
    key: str,
    label: str,
    options: Sequence[tuple[str, str]],
    chosen: str,
    *,
    kept: bool = True,
) -> Block:
    """Return a list to choose from; choosing is the deed ``choose``.

    Parameters
    ----------
    key, label : str
    options : sequence of (id, text)
    chosen : str
    kept : bool
        Whether the choice changes what is saved.

    Returns
    -------
    dict
    """
    return {
        "kind": "select",
        "key": key,
        "label": label,
        "options": [{"id": option, "text": text} for option, text in options],
        "chosen": chosen,
        "kept": kept,
    }


def side_by_side(*blocks: Block) -> Block:
    """Return blocks beside each other where there is room.

    Parameters
    ----------
    *blocks : dict

    Returns
    -------
    dict
    """
    return {"kind": "side_by_side", "blocks": list(blocks)}


def text_field(
    key: str,
    label: str,
    value: str,
    *,
    rows: int = 0,
    longest: int = 1000,
    closed: bool = False,
    help: str = "",
) -> Block:
    """Return a field for words; what is typed is the deed ``write``.

    Parameters
    ----------
    key, label : str
        The key is sent as `what`, with the words as `text`.
    value : str
    rows : int
        Lines of a larger field; 0 for a single one.
    longest : int
        Characters.
    closed : bool
        To be read, no longer to be changed.
    help : str

    Returns
    -------
    dict
    """
    return {
        "kind": "text",
        "key": key,
        "label": label,
        "help": help,
        "value": value,
        "rows": rows,
        "longest": longest,
        "closed": closed,
    }


def number(
    key: str,
    label: str,
    value: float | None,
    *,
    least: float,
    most: float,
    step: float = 1,
    slider: bool = False,
    help: str = "",
) -> Block:
    """Return a field for a number; changing it is the deed ``choose``.

    Parameters
    ----------
    key : str
        Sent as `what`, with the number as `choice`.
    label, help : str
    value : float or None
        None for an empty field.
    least, most, step : float
    slider : bool
        Whether to have a slider beside the field.

    Returns
    -------
    dict
    """
    return {
        "kind": "number",
        "key": key,
        "label": label,
        "help": help,
        "value": value,
        "least": least,
        "most": most,
        "step": step,
        "slider": slider,
    }


def button(
    key: str,
    label: str,
    deed: str,
    *,
    primary: bool = False,
    refused: str = "",
    kept: bool = True,
    moves_on: bool = False,
    **details: object,
) -> Block:
    """Return one button, for `buttons`.

    Parameters
    ----------
    key, label : str
    deed : str
        What the browser sends.
    primary : bool
    refused : str
        Why it cannot be pressed now; said when somebody tries.
    kept : bool
        Whether the deed changes what is saved.
    moves_on : bool
        Whether reading goes on elsewhere once it is pressed: the focus leaves it for
        the heading that is the landing.
    **details
        Sent with the deed.

    Returns
    -------
    dict
    """
    return {
        "key": key,
        "label": label,
        "deed": deed,
        "primary": primary,
        "refused": refused,
        "kept": kept,
        "moves_on": moves_on,
        "details": details,
    }


def buttons(*each: Block) -> Block:
    """Return buttons side by side.

    Parameters
    ----------
    *each : dict
        From `button`.

    Returns
    -------
    dict
    """
    return {"kind": "buttons", "buttons": list(each)}
