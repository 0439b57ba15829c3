"""One cell as people fill it in: a number, a yes or a no, a total, or nothing."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from datetime import date

Cell = str | float | date | None

PLAIN_NUMBER = re.compile(r"[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d{1,3})?")
_THOUSANDS = {
    ",": re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+"),
    ".": re.compile(r"[-+]?[1-9]\d{0,2}(?:\.\d{3})+"),
}
_SPACES = str.maketrans("", "", " \u00a0\u202f'’")
# From here on people group the digits of a number.
_GROUPED_NEARBY = 100

_MINUTES = r"(?:m|min|mins|minut|minuter|minutter|minutes|minuuttia)\.?"
_HOURS = r"(?:t|h|tim|timme|timmar|time|timer|tunti|tuntia|hour|hours)\.?"
_DURATION = re.compile(
    rf"(?:(?P<hours>\d{{1,4}}(?:[.,]\d+)?)\s*{_HOURS})?\s*"
    rf"(?:(?P<minutes>\d{{1,4}}(?:[.,]\d+)?)\s*{_MINUTES})?",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"(\d{1,4}):([0-5]\d)(?::([0-5]\d))?")

_MISSING = {"", "-", "–", "—", ".", "..", "?", "na", "n/a", "nan", "null", "none"}
_MISSING |= {"missing", "saknas", "mangler", "puuttuu", "vantar", "#n/a", "#na"}
# What a spreadsheet shows where a share has nothing to be a share of, as it is stored
# and as it is written out in Swedish, Danish, Norwegian and Finnish.
_MISSING |= {"#div/0!", "#division/0!", "#dividér/0!", "#jako/0!"}
_MISSING |= {"#saknas!", "#i/t", "#puuttuu!"}

_YES = {
    "ja",
    "j",
    "yes",
    "y",
    "kyllä",
    "k",
    "já",
    "juo",
    "true",
    "sant",
    "sann",
    "sand",
}
_YES |= {"tosi", "x", "1", "1.0"}
_NO = {"nej", "nei", "no", "n", "ei", "e", "ii", "false", "falskt", "usann"}
_NO |= {"epätosi", "0", "0.0"}

# Danish, English, Finnish, Icelandic, Norwegian and Swedish.
_TOTAL = _TOTAL = re.compile(
    r"(?:kaikki\s+|grand\s+|del|sub|total)?"
    r"(?:summa|summe|sum|totalt|total|i\s?alt|sammanlagt|samlet|samtals|yhteensä|"
    r"genomsnitt|snitt|medel(?:värde|tal)?|gennemsnit|snit|midd(?:el|elværdi|elverdi)|"
    r"gjennomsnitt|keskiarvo|meðaltal|average|mean|median|mediaani|miðgildi)"
    r"(?:[\s/:]+(?:\d{4}|antal|antall|number|år|året|hela\såret|hele\såret|"
    r"(?:per|pr\.?)\s.{1,12}|månad|måned|month))?\s*[:.]?",
    re.IGNORECASE,
)


def is_missing(cell: Cell) -> bool:
    """Whether a cell says that there is nothing to tell.

    Parameters
    ----------
    cell : str, float, date or None

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_missing(cell) for cell in (None, "saknas", "#DIV/0!", "0", "sjuk")]
    [True, True, True, False, False]
    """
    return cell is None or (isinstance(cell, str) and cell.strip().lower() in _MISSING)


def is_total(cell: Cell) -> bool:
    """Whether a cell names a sum or a mean of the other rows.

    Parameters
    ----------
    cell : str, float, date or None

    Returns
    -------
    bool

    Examples
    --------
    >>> [is_total(cell) for cell in ("Summa", "I alt", "Totalt 2026", "Genomsnitt:")]
    [True, True, True, True]
    >>> [is_total(cell) for cell in ("Total hip", "Medelpad", "mars", 2026.0)]
    [False, False, False, False]
    """
    return isinstance(cell, str) and bool(_TOTAL.fullmatch(cell.strip()))


def looks_numeric(cell: Cell) -> bool:
    """Whether a cell is a number, however it is written.

    Parameters
    ----------
    cell : str, float, date or None

    Returns
    -------
    bool

    Examples
    --------
    >>> [looks_numeric(cell) for cell in (4.0, "1 250,5", "87 %", "ca 12")]
    [True, True, True, False]
    """
    if isinstance(cell, str):
        return bool(PLAIN_NUMBER.fullmatch(cell.translate(_SPACES).rstrip("%")))
    return isinstance(cell, float)


def decimal_mark(cells: Sequence[Cell]) -> tuple[str, str]:
    """Tell which mark a column uses for decimals; the other one groups thousands.

    Parameters
    ----------
    cells : sequence of str, float, date or None

    Returns
    -------
    mark : {".", ","}
    doubtful : str
        A number as written that could be read in two ways, where nothing in the
        column decides; "" for none.

    Examples
    --------
    >>> decimal_mark(["1.250,5", "7,25"]), decimal_mark(["1,250"])
    ((',', ''), (',', '1,250'))
    """
    last_marks: Counter[str] = Counter()
    doubtful = ""
    for text in cells:
        if not isinstance(text, str):
            continue
        compact = text.translate(_SPACES).rstrip("%")
        if "," in compact and "." in compact:
            last_marks[max(",.", key=compact.rfind)] += 1
        for mark, other in ((",", "."), (".", ",")):
            if mark not in compact or other in compact:
                continue
            if not _THOUSANDS[mark].fullmatch(compact):
                last_marks[mark] += 1
            elif compact.count(mark) > 1:
                last_marks[other] += 1
            else:
                doubtful = doubtful or compact
    if not last_marks and doubtful:
        # Nothing in the column decides: a mark that stands alone is taken as decimal.
        return ("," if "," in doubtful else "."), doubtful
    return max(last_marks, key=last_marks.__getitem__, default="."), ""


def has_plain_hundreds(cells: Sequence[Cell]) -> bool:
    """Whether whole numbers from 100 on stand in a column without any mark.

    Parameters
    ----------
    cells : sequence of str, float, date or None

    Returns
    -------
    bool
        Beside them "1.488" is a thousand and more, not one and a half.

    Examples
    --------
    >>> has_plain_hundreds(["1.488", "988"]), has_plain_hundreds(["1.488", "12"])
    (True, False)
    """
    plain = (cell_text(cell) for cell in cells if isinstance(cell, (str, float)))
    return any(
        text.isdecimal() and int(text) >= _GROUPED_NEARBY for text in plain if text
    )


def both_ways(text: str) -> tuple[str, str]:
    """Write a number that can be read in two ways in either way.

    Parameters
    ----------
    text : str
        With one mark, and three digits after it.

    Returns
    -------
    decimals, thousands : str

    Examples
    --------
    >>> both_ways("1,488")
    ('1.488', '1,488')
    """
    decimals = float(text.replace(",", "."))
    return f"{decimals:g}", f"{1000 * decimals:,.0f}"


def minutes_of(text: str, *, clock: bool = True) -> float | None:
    """Read a time that something took, in minutes.

    Parameters
    ----------
    text : str
    clock : bool
        Read "1:05", too, where it is not told whether hours or minutes come first.

    Returns
    -------
    float or None
        None for what is no such time.

    Examples
    --------
    >>> [minutes_of(text) for text in ("30 min", "1 t 5 min", "1:05", "01:10:00")]
    [30.0, 65.0, 65.0, 70.0]
    >>> minutes_of("1:05", clock=False), minutes_of("ca 34")
    (None, None)
    """
    text = text.strip()
    if found := _CLOCK.fullmatch(text):
        hours, minutes, seconds = found.groups()
        if seconds is None and not clock:
            return None
        return 60.0 * int(hours) + int(minutes) + int(seconds or 0) / 60
    found = _DURATION.fullmatch(text)
    if not text or found is None:
        return None
    hours, minutes = (
        float((found[part] or "0").replace(",", ".")) for part in ("hours", "minutes")
    )
    return 60 * hours + minutes


def is_clock(text: str) -> bool:
    """Whether a cell is written with a colon, as "1:05" or "01:10:00"."""
    return bool(_CLOCK.fullmatch(text.strip()))


def kind_of_text(text: str) -> str:
    """Let cells that differ only in their digits be of one kind.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> kind_of_text("ca 34"), kind_of_text("avlyst")
    ('ca ..', 'avlyst')
    """
    return re.sub(r"\d+(?:[.,]\d+)?", "..", " ".join(text.split()))


def read_number(cell: Cell, decimal: str = ".") -> float | None:
    """Read a cell as a number.

    Parameters
    ----------
    cell : str, float, date or None
    decimal : {".", ","}
        From `decimal_mark`.

    Returns
    -------
    float or None
        None where nothing was measured.

    Raises
    ------
    ValueError
        If there is something, but no number.

    Examples
    --------
    >>> read_number("1 250,5", ","), read_number("87 %"), read_number("saknas")
    (1250.5, 87.0, None)
    """
    if is_missing(cell):
        return None
    if isinstance(cell, float):
        return cell
    if not isinstance(cell, str):
        raise ValueError("A date is not a number.")
    compact = cell.translate(_SPACES).replace("\u2212", "-").removesuffix("%")
    grouping = "." if decimal == "," else ","
    if grouping in compact:
        whole, mark, decimals = compact.partition(decimal)
        if _THOUSANDS[grouping].fullmatch(whole):
            compact = whole.replace(grouping, "") + mark + decimals
        elif mark:
            raise ValueError("This is not a number.")
        # Else it can only be for decimals, here and there in a mixed column.
    if not PLAIN_NUMBER.fullmatch(compact):
        raise ValueError("This is not a number.")
    number = float(compact.replace(",", "."))
    if not math.isfinite(number):
        raise ValueError("This is not a number.")
    return number


def read_yes_no(cell: Cell, decimal: str = ".") -> float | None:
    """Read a cell as yes (1) or no (0), in a Nordic language or English.

    Parameters
    ----------
    cell : str, float, date or None
    decimal : str
        Not used: so that it can stand where `read_number` does.

    Returns
    -------
    float or None
        None where nothing is said.

    Raises
    ------
    ValueError
        If there is something, but neither yes nor no.

    Examples
    --------
    >>> [read_yes_no(cell) for cell in ("Ja", "ei", 1.0, "x", None)]
    [1.0, 0.0, 1.0, 1.0, None]
    """
    word = cell_text(cell).strip().lower()
    if word in _YES:
        return 1.0
    if word in _NO:
        return 0.0
    if is_missing(cell):
        return None
    raise ValueError("This is neither yes nor no.")


def cell_text(cell: Cell) -> str:
    """Give the text of a cell, short enough to stand in a sentence.

    Parameters
    ----------
    cell : str, float, date or None

    Returns
    -------
    str
        At most 40 letters.

    Examples
    --------
    >>> cell_text(4.0), cell_text(date(2027, 3, 1)), cell_text(None)
    ('4', '2027-03-01', '')
    """
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    text = "" if cell is None else str(cell)
    return text if len(text) <= 40 else text[:39] + "…"
