"""What three of the four lenses show, drawn: the work, the rota, the predictions.

The fourth shows a run chart, which `course.charts` draws. Each picture has a table
beside it that says the same.
"""

from __future__ import annotations

from collections.abc import Sequence

from course.charts.elements import ELEMENTS, NUMBER, WORDS, Element, Written

_INK, _SOFT, _LINE = "#1d2b36", "#46545f", "#8a97a1"
_ACCENT, _STRONG, _PALE = "#1b5a85", "#8a3d00", "#eef3f7"
_WIDTH = 640

_SVG = Element(
    "svg",
    Element("title", WORDS),
    ELEMENTS,
    xmlns="http://www.w3.org/2000/svg",
    viewBox=WORDS,
    width=NUMBER,
    height=NUMBER,
    role="img",
    aria_label=WORDS,
    font_family="system-ui, sans-serif",
    font_size=13,
)
_GROUND = Element("rect", width=NUMBER, height=NUMBER, fill="#ffffff")
_TEXT = Element("text", WORDS, x=NUMBER, y=NUMBER, fill=_INK, text_anchor="middle")
_BOLD = Element(
    "text",
    WORDS,
    x=NUMBER,
    y=NUMBER,
    fill=_STRONG,
    text_anchor="middle",
    font_weight=650,
)
_NAME = Element("text", WORDS, x=NUMBER, y=NUMBER, fill=_INK)
_BOX = Element(
    "rect",
    x=NUMBER,
    y=NUMBER,
    width=NUMBER,
    height=NUMBER,
    rx=6,
    fill=_PALE,
    stroke=_LINE,
)
_RULE = Element("line", x1=NUMBER, y1=NUMBER, x2=NUMBER, y2=NUMBER, stroke=_LINE)
_WAIT = Element("rect", x=NUMBER, y=NUMBER, width=NUMBER, height=NUMBER, fill=_ACCENT)
_LONGEST = Element(
    "rect",
    x=NUMBER,
    y=NUMBER,
    width=NUMBER,
    height=NUMBER,
    fill=_STRONG,
    stroke=_INK,
    stroke_width=2,
)
_DISC = Element("circle", cx=NUMBER, cy=NUMBER, r=NUMBER, fill=_ACCENT)
_RING = Element(
    "circle",
    cx=NUMBER,
    cy=NUMBER,
    r=NUMBER,
    fill="#ffffff",
    stroke=_STRONG,
    stroke_width=2.5,
)
_TICK = Element("path", d=WORDS, fill="none", stroke="#ffffff", stroke_width=2)
_FRAME = Element(
    "rect",
    x=NUMBER,
    y=NUMBER,
    width=NUMBER,
    height=NUMBER,
    rx=6,
    fill="none",
    stroke=_STRONG,
    stroke_width=2,
    stroke_dasharray="5 3",
)


def draw_process(
    title: str,
    steps: Sequence[str],
    waits: Sequence[int],
    minutes: Sequence[str],
    longest: str,
) -> str:
    """Draw the steps of the work, with the wait before each as a column.

    Parameters
    ----------
    title : str
    steps : sequence of str
        Few words each.
    waits : sequence of int
        Minutes before each step; 0 for none.
    minutes : sequence of str
        The same in words.
    longest : str
        What stands above the tallest column.

    Returns
    -------
    str
        One ``<svg>``.
    """
    apart, box, height, floor = 128.0, 96.0, 262.0, 172.0
    tallest = max(waits)
    # The same on all days, so that they can be compared; two hours fit above the steps.
    scale = 1.05
    drawn: list[Written] = [_GROUND(_WIDTH, height)]
    for place, (step, wait) in enumerate(zip(steps, waits, strict=True)):
        left = 16 + place * apart
        drawn.append(_BOX(left, floor + 10, box, 56))
        for line, text in enumerate(_two_lines(step)):
            drawn.append(_TEXT(left + box / 2, floor + 34 + 18 * line, text))
        if not wait:
            continue
        middle = left - (apart - box) / 2
        tall = wait * scale
        drawn.append(_RULE(middle - 16, floor + 38, middle + 16, floor + 38))
        column = _LONGEST if wait == tallest else _WAIT
        drawn.append(column(middle - 10, floor - tall, 20, tall))
        label = _BOLD if wait == tallest else _TEXT
        drawn.append(label(middle, floor - tall - 7, minutes[place]))
        if wait == tallest:
            drawn.append(_BOLD(middle, floor - tall - 25, longest))
    return _whole(title, height, drawn)


def draw_rota(
    title: str,
    people: Sequence[str],
    days: Sequence[str],
    there: Sequence[Sequence[bool]],
    helped: Sequence[bool],
    alone: Sequence[int],
) -> str:
    """Draw who is there on which day, and who helped to plan the test.

    Parameters
    ----------
    title : str
    people, days : sequence of str
    there : sequence of sequence of bool
        For each person, for each day.
    helped : sequence of bool
        Who helped: a filled circle with a tick; the others have a ring.
    alone : sequence of int
        Days, from 1, that get a frame: nobody is there who helped.

    Returns
    -------
    str
        One ``<svg>``.
    """
    first, apart, row = 150.0, 68.0, 46.0
    height = 44 + row * len(people)
    drawn: list[Written] = [_GROUND(_WIDTH, height)]
    for place, day in enumerate(days):
        drawn.append(_TEXT(first + 34 + place * apart, 24, day))
    for line, person in enumerate(people):
        middle = 36 + row * (line + 0.5)
        drawn.append(_NAME(12, middle + 4, person))
        drawn.append(_RULE(12, middle + row / 2, _WIDTH - 12, middle + row / 2))
        for place, on in enumerate(there[line]):
            across = first + 34 + place * apart
            if on and helped[line]:
                drawn.append(_DISC(across, middle, 13))
                drawn.append(_tick(across, middle))
            elif on:
                drawn.append(_RING(across, middle, 12))
            else:
                drawn.append(_TEXT(across, middle + 4, "–"))
    for day in alone:
        left = first + 4 + (day - 1) * apart
        drawn.append(_FRAME(left, 6, apart - 8, height - 12))
    return _whole(title, height, drawn)


def draw_log(
    title: str,
    days: Sequence[str],
    predicted: Sequence[int | None],
    counted: Sequence[int | None],
    keys: tuple[str, str],
) -> str:
    """Draw each prediction as a ring and each count as a disc, and how far apart.

    Parameters
    ----------
    title : str
    days : sequence of str
    predicted, counted : sequence of int or None
        None where there is nothing yet.
    keys : tuple of two str
        What a ring is, and what a disc is.

    Returns
    -------
    str
        One ``<svg>``.
    """
    height, top, floor, first, apart = 250.0, 50.0, 210.0, 80.0, 80.0
    known = [number for number in (*predicted, *counted) if number is not None]
    low, high = min(known), max(known)
    step = (floor - top) / max(high - low, 4)

    def place(number: int) -> float:
        return floor - (number - low) * step

    drawn: list[Written] = [_GROUND(_WIDTH, height)]
    drawn += [_RING(24, 20, 6), _NAME(38, 24, keys[0])]
    drawn += [_DISC(224, 20, 6), _NAME(238, 24, keys[1])]
    for at, day in enumerate(days):
        across = first + at * apart
        drawn.append(_TEXT(across, height - 12, day))
        guess, seen = predicted[at], counted[at]
        if guess is not None and seen is not None:
            drawn.append(_RULE(across, place(guess), across, place(seen)))
        if seen is not None:
            drawn.append(_DISC(across, place(seen), 7))
            drawn.append(_TEXT(across + 24, place(seen) + 4, str(seen)))
        if guess is not None:
            drawn.append(_RING(across, place(guess), 7))
            drawn.append(_BOLD(across - 24, place(guess) + 4, str(guess)))
    return _whole(title, height, drawn)


def _whole(title: str, height: float, drawn: list[Written]) -> str:
    box = f"0 0 {_WIDTH} {height:.0f}"
    return str(_SVG(box, _WIDTH, height, title, title, drawn))


def _tick(across: float, middle: float) -> Written:
    return _TICK(
        f"M{across - 5:.1f} {middle:.1f}l4 4 7 -8",
    )


def _two_lines(text: str) -> list[str]:
    """Break a few words so that the longer line is as short as can be."""
    parts = text.split()
    if len(parts) < 2:
        return [text]
    breaks = [
        (" ".join(parts[:cut]), " ".join(parts[cut:])) for cut in range(1, len(parts))
    ]
    return list(min(breaks, key=lambda lines: max(map(len, lines))))
