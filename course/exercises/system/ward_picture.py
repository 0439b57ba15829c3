"""A ward in four rooms above each other, with sixteen places to look at.

Each place has two sights, and each sight a drawing of its own, 152 wide and 92 high.
What a sight means is not known here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from course.charts.elements import Written
from course.charts.sketch import (
    BLUE,
    BROWN,
    GREEN,
    INK,
    LEAF,
    PALE,
    RED,
    ROSE,
    SAND,
    SKY,
    SOFT,
    VIOLET,
    WHITE,
    WOOD,
    box,
    path,
    round_,
    sketch,
    spot,
    text,
)
from course.messages import say

PLACES = 16
WIDTH = 640
_COLUMNS = 4
_CELL_WIDTH, _CELL_HEIGHT = 156, 104
_LABEL = 22
_ROW = _CELL_HEIGHT + _LABEL + 6
HEIGHT = 4 * _ROW + 6
_FLOOR = 78

Strokes = list[Written]


def draw_ward(caption: str, sights: Sequence[str]) -> Written:
    """Draw the ward as somebody finds it.

    Parameters
    ----------
    caption : str
    sights : sequence of str
        One of `SIGHTS` for each place, in the order of the places.

    Returns
    -------
    Written
    """
    strokes = [box(0, 0, WIDTH, HEIGHT, WHITE, WHITE)]
    for row, room in enumerate(("room", "corridor", "medicines", "desk")):
        top = row * _ROW + 4
        strokes += [
            text(8, top + 15, say(f"fresh-eyes.room.{room}"), 13, SOFT, "start", True),
            box(4, top + _LABEL, WIDTH - 8, _FLOOR, PALE, PALE),
            box(4, top + _LABEL + _FLOOR, WIDTH - 8, _CELL_HEIGHT - _FLOOR, WOOD, WOOD),
        ]
    for place, sight in enumerate(sights):
        row, column = divmod(place, _COLUMNS)
        x, y = 8 + column * _CELL_WIDTH, row * _ROW + 4 + _LABEL
        strokes.append(spot(sight, _framed(place + 1, x, y, SIGHTS[sight])))
    return sketch(WIDTH, HEIGHT, caption, strokes)


def _framed(
    number: int, x: float, y: float, draw: Callable[[float, float], Strokes]
) -> Strokes:
    """A frame that shows whether it is chosen, the sight, and its number."""
    return [
        # Seen through, and yet it can be pressed anywhere.
        box(x, y + 1, _CELL_WIDTH - 4, _CELL_HEIGHT - 3, "#ffffff00", SOFT, 1, 4),
        *draw(x, y),
        round_(x + 13, y + 14, 20, WHITE, INK, 1),
        text(x + 13, y + 18.5, str(number), 12, INK, bold=True),
    ]


# What stands in many of them


def _person(x: float, floor: float, coat: str = SKY, edge: str = BLUE) -> Strokes:
    """Somebody who stands, 56 high."""
    return [
        path(f"M{x - 4} {floor} v-20 M{x + 4} {floor} v-20", INK, 3),
        path(
            f"M{x - 9} {floor - 18} l2 -20 q7 -5 14 0 l2 20 z",
            edge,
            1.4,
            coat,
        ),
        round_(x, floor - 48, 14, SAND, INK, 1.3),
    ]


def _sitting(x: float, floor: float) -> Strokes:
    """Somebody on a chair."""
    return [
        path(f"M{x - 14} {floor} v-44 M{x - 14} {floor - 20} h22 v20", BROWN, 3),
        path(f"M{x - 9} {floor - 22} l1 -24 q7 -4 13 1 l1 23 z", VIOLET, 1.4, WHITE),
        path(f"M{x + 5} {floor - 20} h11 v20", INK, 3),
        round_(x - 1, floor - 56, 14, SAND, INK, 1.3),
    ]


def _bed(x: float, floor: float, high: float, person: bool = True) -> Strokes:
    """A bed with its mattress so high above the floor."""
    top = floor - high
    strokes = [
        path(f"M{x} {floor} V{top - 22} M{x + 92} {floor} V{top - 8}", SOFT, 3),
        box(x, top, 92, 9, WHITE, SOFT, 1.3),
    ]
    if person:
        strokes += [
            box(x + 3, top - 9, 22, 9, WHITE, SOFT, 1, 4),
            path(f"M{x + 26} {top} q8 -15 28 -12 h30 q6 3 6 12 z", BLUE, 1.3, SKY),
            round_(x + 17, top - 12, 14, SAND, INK, 1.3),
        ]
    return strokes


def _sheet(x: float, y: float, width: float, height: float, lines: int) -> Strokes:
    """A written paper."""
    gap = height / (lines + 1)
    written = "".join(
        f"M{x + 4} {y + gap * (n + 1):.1f} h{width - 8} " for n in range(lines)
    )
    return [box(x, y, width, height, WHITE, INK, 1.2), path(written, BLUE, 1.4)]


def _clock(x: float, y: float, hands: str) -> Strokes:
    return [round_(x, y, 26, WHITE, INK, 1.5), path(f"M{x} {y} {hands}", INK, 2)]


# Room 4


def _bell_on_the_floor(x: float, y: float) -> Strokes:
    return [
        *_bed(x + 40, y + 92, 32),
        path(f"M{x + 134} {y + 30} q14 30 2 58 h-6", INK, 1.8),
        box(x + 114, y + 83, 16, 8, ROSE, RED, 1.5, 3),
        round_(x + 119, y + 87, 4, RED, RED, 1),
    ]


def _bell_at_the_hand(x: float, y: float) -> Strokes:
    return [
        *_bed(x + 40, y + 92, 32),
        path(f"M{x + 134} {y + 22} q-28 2 -42 24", INK, 1.8),
        box(x + 82, y + 44, 16, 8, ROSE, RED, 1.5, 3),
        round_(x + 87, y + 48, 4, RED, RED, 1),
    ]


def _bed_high(x: float, y: float) -> Strokes:
    return [
        *_bed(x + 34, y + 86, 48),
        round_(x + 34, y + 89, 9, WHITE, INK, 2),
        round_(x + 126, y + 89, 9, WHITE, INK, 2),
        # The brake bar stands up: off.
        path(f"M{x + 76} {y + 92} l10 -12", INK, 3),
        path(f"M{x + 140} {y + 86} v-46 m-5 7 l5 -7 l5 7", SOFT, 1.8),
    ]


def _bed_low(x: float, y: float) -> Strokes:
    return [
        *_bed(x + 34, y + 86, 18),
        round_(x + 34, y + 89, 9, WHITE, INK, 2),
        round_(x + 126, y + 89, 9, WHITE, INK, 2),
        path(f"M{x + 70} {y + 92} h16", INK, 3),
        path(f"M{x + 140} {y + 50} v30 m-5 -7 l5 7 l5 -7", SOFT, 1.8),
    ]


def _table_with_glass(x: float, y: float) -> Strokes:
    return [
        path(f"M{x} {y + 60} h30 M{x + 15} {y + 60} v32", BROWN, 3),
        path(f"M{x + 5} {y + 58} l-1 -14 h9 l-1 14 z", BLUE, 1.4, SKY),
        path(f"M{x + 16} {y + 58} v-22 h11 v22 z m11 -18 q6 4 0 11", BLUE, 1.4, SKY),
    ]


def _water_far(x: float, y: float) -> Strokes:
    return [
        *_bed(x + 8, y + 92, 30),
        *_table_with_glass(x + 118, y),
    ]


def _water_near(x: float, y: float) -> Strokes:
    return [
        *_table_with_glass(x + 20, y),
        *_bed(x + 54, y + 92, 30),
        # Newspapers and postcards all over the table.
        path(f"M{x + 8} {y + 58} l16 -5 l5 4 l-14 4 z", SOFT, 1.2, WHITE),
        path(f"M{x + 32} {y + 59} l14 -6 l4 4 l-14 6 z", VIOLET, 1.2, WHITE),
    ]


def _name_sign(x: float, y: float, name: str, born: str) -> Strokes:
    strokes = [
        box(x, y, 62, 34, WHITE, INK, 1.3),
        text(x + 31, y + 15, name, 11, INK, bold=True),
    ]
    return [*strokes, text(x + 31, y + 29, born, 11, INK)]


def _same_names(x: float, y: float) -> Strokes:
    return [
        *_name_sign(x + 28, y + 4, "A. Larsen", "–"),
        *_name_sign(x + 86, y + 36, "A. Larsen", "–"),
        path(
            f"M{x + 34} {y + 96} v-34 h44 v34 M{x + 96} {y + 96} v-20 h44 v20", SOFT, 3
        ),
    ]


def _other_names(x: float, y: float) -> Strokes:
    return [
        *_name_sign(x + 28, y + 4, "A. Larsen", "3.5.1941"),
        *_name_sign(x + 86, y + 36, "K. Holm", "19.1.1956"),
        path(
            f"M{x + 34} {y + 96} v-34 h44 v34 M{x + 96} {y + 96} v-20 h44 v20", SOFT, 3
        ),
    ]


# The corridor


def _puddle(x: float, y: float) -> Strokes:
    return [
        round_(x + 84, y + 90, 84, "#cfe3f3", BLUE, 1.3, 16),
        round_(x + 66, y + 88, 12, WHITE, BLUE, 1, 4),
        *_person(x + 126, y + 78, WHITE, VIOLET),
        path(f"M{x + 116} {y + 50} h-14 m5 -4 l-5 4 l5 4", SOFT, 1.5),
    ]


def _dry_floor(x: float, y: float) -> Strokes:
    return [
        # A cleaner's trolley with cloths over its edge, and a bucket.
        box(x + 46, y + 40, 56, 44, SAND, BROWN, 1.4, 3),
        path(
            f"M{x + 50} {y + 40} v16 h10 v-16 M{x + 68} {y + 40} v22 h12 v-22",
            SOFT,
            1.3,
            WHITE,
        ),
        round_(x + 54, y + 88, 9, WHITE, INK, 2),
        round_(x + 94, y + 88, 9, WHITE, INK, 2),
        path(f"M{x + 112} {y + 72} l3 20 h18 l3 -20 z", BLUE, 1.4, SKY),
        path(f"M{x + 108} {y + 22} l16 62", BROWN, 2.5),
    ]


def _exit(x: float, y: float) -> Strokes:
    return [
        box(x, y + 22, 46, 70, WHITE, GREEN, 2),
        box(x + 7, y + 4, 32, 15, GREEN, GREEN, 1),
        path(f"M{x + 12} {y + 11.5} h20 m-6 -5 l6 5 l-6 5", WHITE, 2),
        round_(x + 38, y + 60, 5, GREEN, GREEN, 1),
    ]


def _linen(x: float, y: float) -> Strokes:
    return [
        box(x, y + 44, 54, 42, WHITE, SOFT, 1.5, 3),
        path(
            f"M{x} {y + 56} h54 M{x} {y + 70} h54 M{x + 4} {y + 50} h30 "
            f"M{x + 8} {y + 63} h38 M{x + 4} {y + 78} h24",
            SOFT,
            1.5,
        ),
        round_(x + 8, y + 90, 9, WHITE, INK, 2),
        round_(x + 46, y + 90, 9, WHITE, INK, 2),
    ]


def _exit_blocked(x: float, y: float) -> Strokes:
    return [*_exit(x + 60, y), *_linen(x + 54, y + 2)]


def _exit_free(x: float, y: float) -> Strokes:
    return [
        *_exit(x + 30, y),
        *_linen(x + 90, y + 2),
        # One sheet hangs out of it.
        path(f"M{x + 136} {y + 58} q10 10 4 26", SOFT, 1.5),
    ]


def _dispenser(x: float, y: float, filled: float) -> Strokes:
    strokes = [box(x, y, 34, 46, WHITE, INK, 1.5, 4)]
    if filled:
        strokes.append(box(x + 5, y + 40 - filled, 24, filled, SKY, BLUE, 1))
    return [*strokes, path(f"M{x + 17} {y + 46} v8 h-6", INK, 2)]


def _rub_empty(x: float, y: float) -> Strokes:
    return [
        *_dispenser(x + 58, y + 14, 0),
        text(x + 75, y + 42, "0", 16, SOFT, bold=True),
    ]


def _rub_full(x: float, y: float) -> Strokes:
    return [
        *_dispenser(x + 58, y + 14, 30),
        # Old drops have left a mark on the wall and the floor.
        path(f"M{x + 68} {y + 70} v6 M{x + 74} {y + 72} v10", BROWN, 1.5),
        round_(x + 72, y + 92, 22, SAND, BROWN, 1, 6),
    ]


def _footprints(x: float, y: float, count: int) -> Strokes:
    return [
        round_(x + 13 * n, y + (4 if n % 2 else 0), 7, SOFT, SOFT, 1, 4)
        for n in range(count)
    ]


def _walks_for_gloves(x: float, y: float) -> Strokes:
    return [
        *_footprints(x + 30, y + 90, 6),
        *_person(x + 74, y + 84),
        # The store at the end, and strokes on a slip for each walk.
        box(x + 118, y + 28, 28, 58, WHITE, BROWN, 1.6),
        path(
            f"M{x + 122} {y + 42} h20 M{x + 122} {y + 58} h20 M{x + 122} {y + 72} h20",
            BROWN,
            1.5,
        ),
        path(
            f"M{x + 32} {y + 26} v14 m5 -14 v14 m5 -14 v14 m5 -14 v14 "
            "m-19 -2 l24 -10 m4 -2 v14",
            INK,
            1.6,
        ),
    ]


def _walks_together(x: float, y: float) -> Strokes:
    return [
        *_person(x + 66, y + 86),
        *_person(x + 94, y + 86, WHITE, VIOLET),
        path(
            f"M{x + 106} {y + 90} l4 -36 h-8 M{x + 110} {y + 54} l12 36 "
            f"M{x + 106} {y + 74} h11",
            SOFT,
            2.2,
        ),
    ]


# The medicine room


def _cup(x: float, y: float) -> Strokes:
    return [
        path(f"M{x} {y} h20 l-3 19 h-14 z", INK, 1.3, WHITE),
        round_(x + 7, y - 2, 6, ROSE, RED, 1),
        round_(x + 13, y - 2, 6, SKY, BLUE, 1),
    ]


def _cups(x: float, y: float, names: Sequence[str]) -> Strokes:
    strokes = [box(x + 22, y + 70, 116, 8, WOOD, BROWN, 1.4)]
    for number, name in enumerate(names):
        left = x + 28 + number * 28
        strokes += _cup(left, y + 50)
        if name:
            strokes += [
                box(left - 3, y + 24, 26, 15, WHITE, INK, 1),
                text(left + 10, y + 35.5, name, 9.5, INK),
            ]
    return strokes


def _cups_unnamed(x: float, y: float) -> Strokes:
    return _cups(x, y, ("", "", "", ""))


def _cups_named(x: float, y: float) -> Strokes:
    return _cups(x, y, ("Holm", "Berg", "Dahl", "Lind"))


def _fridge(x: float, y: float, shown: str) -> Strokes:
    return [
        box(x + 56, y + 8, 54, 84, WHITE, INK, 1.6, 4),
        path(f"M{x + 56} {y + 40} h54 M{x + 64} {y + 50} v20", INK, 1.6),
        box(x + 62, y + 14, 42, 20, WHITE, INK, 1.8),
        text(x + 83, y + 29, shown, 13, INK, bold=True),
    ]


def _fridge_warm(x: float, y: float) -> Strokes:
    return _fridge(x, y, "14 °C")


def _fridge_cold(x: float, y: float) -> Strokes:
    return [
        *_fridge(x, y, "5 °C"),
        # Postcards and magnets, none of them straight.
        path(f"M{x + 74} {y + 48} l16 -3 l3 14 l-16 3 z", BLUE, 1.2, LEAF),
        path(f"M{x + 84} {y + 68} l17 4 l-3 14 l-17 -4 z", BROWN, 1.2, SAND),
        round_(x + 82, y + 48, 5, VIOLET, VIOLET, 1),
    ]


def _sharps_box(x: float, y: float, filled: float) -> Strokes:
    return [
        path(f"M{x + 54} {y + 34} h56 l-5 56 h-46 z", BROWN, 1.8, SAND),
        path(f"M{x + 58} {y + 88 - filled} h{48 if filled < 40 else 50}", BROWN, 1.6),
        path(f"M{x + 72} {y + 58} l20 20 m0 -20 l-20 20", INK, 1.6),
    ]


def _sharps_full(x: float, y: float) -> Strokes:
    return [
        *_sharps_box(x, y, 52),
        path(
            f"M{x + 64} {y + 34} l-6 -20 M{x + 74} {y + 34} l2 -24 "
            f"M{x + 88} {y + 34} l8 -20 M{x + 100} {y + 34} l4 -14",
            INK,
            2,
        ),
    ]


def _sharps_half(x: float, y: float) -> Strokes:
    return [
        *_sharps_box(x, y, 22),
        box(x + 56, y + 26, 52, 8, SAND, BROWN, 1.6),
        # A torn wrapper beside it.
        path(f"M{x + 118} {y + 92} l10 -6 l8 3 l-6 5 z", SOFT, 1.2, WHITE),
    ]


def _phone(x: float, y: float) -> Written:
    return path(
        f"M{x} {y} q-5 -9 3 -12 l4 4 l-2 4 q2 5 7 6 l3 -3 l5 3 q-4 9 -20 -2 z",
        INK,
        1.3,
        WHITE,
    )


def _waves(x: float, y: float) -> Written:
    return path(f"M{x} {y} q5 -4 10 0 m-14 -6 q9 -7 18 0", SOFT, 1.6)


def _disturbed(x: float, y: float) -> Strokes:
    return [
        *_cup(x + 14, y + 64),
        *_cup(x + 42, y + 64),
        box(x + 8, y + 83, 60, 8, WOOD, BROWN, 1.4),
        *_person(x + 84, y + 92),
        _phone(x + 94, y + 50),
        _waves(x + 102, y + 32),
        *_person(x + 130, y + 92, WHITE, VIOLET),
        path(f"M{x + 106} {y + 14} h36 v18 h-20 l-6 7 v-7 h-10 z", INK, 1.3, WHITE),
        text(x + 124, y + 28, "?", 14, INK, bold=True),
    ]


def _undisturbed(x: float, y: float) -> Strokes:
    return [
        *_cup(x + 14, y + 64),
        *_cup(x + 42, y + 64),
        box(x + 8, y + 83, 60, 8, WOOD, BROWN, 1.4),
        *_person(x + 84, y + 92, SAND, BROWN),
        # A broad band across the vest, and a closed door between.
        path(f"M{x + 77} {y + 62} h14", VIOLET, 4),
        box(x + 108, y + 22, 36, 70, WHITE, SOFT, 2),
        round_(x + 114, y + 60, 5, SOFT, SOFT, 1),
    ]


# Desk and store


def _written_three_times(x: float, y: float) -> Strokes:
    return [
        *_sheet(x + 26, y + 40, 30, 40, 4),
        box(x + 64, y + 8, 42, 34, WHITE, INK, 1.5),
        path(
            f"M{x + 69} {y + 18} h32 M{x + 69} {y + 26} h32 M{x + 69} {y + 34} h32",
            BLUE,
            1.4,
        ),
        box(x + 106, y + 46, 40, 28, SKY, INK, 1.5, 3),
        path(
            f"M{x + 111} {y + 54} h30 M{x + 111} {y + 61} h30 "
            f"M{x + 111} {y + 68} h30 M{x + 126} {y + 74} v8 m-9 0 h18",
            BLUE,
            1.4,
        ),
        path(
            f"M{x + 50} {y + 34} l8 -8 m-1 5 l1 -5 l-5 1 "
            f"M{x + 110} {y + 26} l10 12 m-5 -2 l5 2 l0 -5",
            SOFT,
            1.6,
        ),
    ]


def _written_once(x: float, y: float) -> Strokes:
    return [
        box(x + 34, y + 36, 40, 28, SKY, INK, 1.5, 3),
        path(
            f"M{x + 39} {y + 44} h30 M{x + 39} {y + 51} h30 M{x + 39} {y + 58} h30 "
            f"M{x + 54} {y + 64} v8 m-9 0 h18",
            BLUE,
            1.4,
        ),
        # Crumpled forms in and beside the basket.
        path(f"M{x + 94} {y + 58} h40 l-5 34 h-30 z", SOFT, 1.6, WHITE),
        round_(x + 106, y + 54, 14, WHITE, SOFT, 1.2),
        round_(x + 120, y + 52, 16, WHITE, SOFT, 1.2),
        round_(x + 86, y + 92, 12, WHITE, SOFT, 1.2),
    ]


def _bag(x: float, y: float) -> Strokes:
    return [
        box(x, y, 26, 18, SAND, BROWN, 1.5, 3),
        path(f"M{x + 7} {y} q6 -10 12 0", BROWN, 1.8),
    ]


def _waits_for_the_letter(x: float, y: float) -> Strokes:
    return [
        *_sitting(x + 50, y + 94),
        *_bag(x + 74, y + 76),
        *_clock(x + 122, y + 24, "v-9 m0 9 l6 3"),
        text(x + 148, y + 54, "9:10 → 13:05", 11, INK, "end"),
    ]


def _taken_home(x: float, y: float) -> Strokes:
    return [
        *_person(x + 46, y + 92, WHITE, VIOLET),
        *_sheet(x + 55, y + 50, 15, 19, 3),
        *_bag(x + 68, y + 74),
        *_clock(x + 122, y + 24, "v-9 m0 9 l-5 -4"),
        text(x + 148, y + 54, "10:55 → 11:00", 11, INK, "end"),
    ]


def _store_of_one(x: float, y: float) -> Strokes:
    strokes = [
        box(x + 30, y + 10, 112, 82, WHITE, BROWN, 1.8),
        path(f"M{x + 30} {y + 38} h112 M{x + 30} {y + 66} h112", BROWN, 1.8),
    ]
    for row in range(2):
        strokes += [
            box(x + 33 + 18 * n, y + 16 + 28 * row, 16, 20, SAND, BROWN, 1)
            for n in range(6)
        ]
    # The shelf below, of what is used each day, holds nothing.
    return strokes


def _store_in_order(x: float, y: float) -> Strokes:
    strokes = [
        box(x + 30, y + 10, 112, 82, WHITE, BROWN, 1.8),
        path(f"M{x + 30} {y + 38} h112 M{x + 30} {y + 66} h112", BROWN, 1.8),
    ]
    fills = (SAND, SKY, LEAF)
    for row in range(3):
        for n in range(3):
            lean = 3 if (row + n) % 3 == 0 else 0
            left, top = x + 36 + 35 * n, y + 16 + 28 * row
            strokes.append(
                path(
                    f"M{left} {top + lean} h26 v{20 - lean} h-26 z",
                    BROWN,
                    1.2,
                    fills[n],
                )
            )
    return strokes


def _screen(x: float, y: float) -> Strokes:
    return [
        path(
            f"M{x + 26} {y + 78} h76 M{x + 32} {y + 78} v14 M{x + 96} {y + 78} v14",
            BROWN,
            3,
        ),
        path(f"M{x + 60} {y + 66} v10 m-10 0 h20", INK, 2.5),
    ]


def _screen_open(x: float, y: float) -> Strokes:
    return [
        *_screen(x, y),
        box(x + 34, y + 24, 54, 42, WHITE, INK, 2),
        text(x + 61, y + 38, "A. Larsen", 11, INK),
        text(x + 61, y + 50, "K. Holm", 11, INK),
        text(x + 61, y + 62, "M. Berg", 11, INK),
        *_sitting(x + 126, y + 94),
    ]


def _screen_dark(x: float, y: float) -> Strokes:
    return [
        *_screen(x, y),
        box(x + 34, y + 24, 54, 42, INK, INK, 2),
        box(x + 52, y + 44, 18, 14, INK, WHITE, 1.5),
        path(f"M{x + 56} {y + 44} v-4 q5 -6 10 0 v4", WHITE, 1.5),
        # A cup and pens between them.
        path(f"M{x + 88} {y + 68} h10 v8 h-10 z m10 1 q5 3 0 5", BROWN, 1.4, WHITE),
        path(f"M{x + 30} {y + 75} l14 -3 M{x + 36} {y + 76} l12 -6", VIOLET, 1.6),
        *_sitting(x + 126, y + 94),
    ]


# Two sights for each place, in the order of the places; which of the two stands first
# says nothing.
SIGHTS: dict[str, Callable[[float, float], Strokes]] = {
    f"f{number:02d}": sight
    for number, sight in enumerate(
        (
            *(_bell_at_the_hand, _bell_on_the_floor),
            *(_bed_high, _bed_low),
            *(_water_far, _water_near),
            *(_other_names, _same_names),
            *(_puddle, _dry_floor),
            *(_exit_free, _exit_blocked),
            *(_rub_full, _rub_empty),
            *(_walks_for_gloves, _walks_together),
            *(_cups_named, _cups_unnamed),
            *(_fridge_warm, _fridge_cold),
            *(_sharps_half, _sharps_full),
            *(_undisturbed, _disturbed),
            *(_written_three_times, _written_once),
            *(_waits_for_the_letter, _taken_home),
            *(_store_in_order, _store_of_one),
            *(_screen_open, _screen_dark),
        ),
        start=1,
    )
}
