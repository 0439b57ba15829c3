"""Who wrote a project is taken out of it, as far as that can be done.

The author's names are replaced wherever they stand, and so is every e-mail address, and
the leader who agreed. What somebody wrote about their place and their colleagues stays,
and may tell a reader who it was.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Any

from course.exercises.project.parts import PARTS, Field
from course.messages import say

_ADDRESS = re.compile(r"[^\s@<>(),;:]+@[^\s@<>(),;:]+\.\w+")
# Shorter ones are initials, or a word of some language.
_SHORTEST = 3
_WRITTEN = ("line", "text")
# What in a chart a person has typed; labels of points are days.
_WORDS_OF_CHART = (
    "name",
    "title",
    "y_label",
    "x_label",
    "size_label",
    "text",
    "target",
)


def hide_names(answer: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    """Return a project without the names of its author.

    Parameters
    ----------
    answer : dict
        As `course.exercises.project.as_answer` writes it.
    names : collection of str
        What the author is called: ids, first and last names.

    Returns
    -------
    dict
        The same, with a sign in the place of each name and each e-mail address.

    Examples
    --------
    >>> answer = {"parts": {"charter": {"team": "Amira leads."}}, "charts": {}}
    >>> hide_names(answer, ["amira"])["parts"]["charter"]["team"]
    '[name] leads.'
    """
    replace = _Replacer(names)
    parts = {}
    for name, written in answer["parts"].items():
        fields = PARTS[name].fields
        if isinstance(written, list):
            parts[name] = [_hidden(entry, fields, replace) for entry in written]
        else:
            parts[name] = _hidden(written, fields, replace)
    agreement = parts.get("agreement", {})
    if agreement.get("sponsor", "").strip():
        parts["agreement"] = agreement | {"sponsor": say("peers.leader")}
    return answer | {"parts": parts, "charts": _in_chart(answer["charts"], replace)}


def _hidden(
    written: dict[str, str], fields: tuple[Field, ...], replace: _Replacer
) -> dict[str, str]:
    texts = {
        field.name: replace(written[field.name])[: field.longest]
        for field in fields
        if field.kind in _WRITTEN and field.name in written
    }
    return written | texts


def _in_chart(value: Any, replace: _Replacer) -> Any:
    if isinstance(value, list):
        return [_in_chart(each, replace) for each in value]
    if isinstance(value, dict):
        return {
            name: replace(each)
            if name in _WORDS_OF_CHART and isinstance(each, str)
            else [replace(str(one)) if one else one for one in each]
            if name in ("headings", "left_out") and isinstance(each, list)
            else _in_chart(each, replace)
            for name, each in value.items()
        }
    return value


class _Replacer:
    """Puts a sign where a name stands: whole words only, small or capital."""

    def __init__(self, names: Collection[str]):
        written = {name.strip() for name in names}
        whole = sorted(
            (name for name in written if len(name) >= _SHORTEST), key=len, reverse=True
        )
        parts = sorted({part for name in whole for part in _parts_of(name)})
        self._whole = _any_of(whole, re.IGNORECASE)
        # Of a name in pieces, only where it is written as a name: may is a verb.
        self._parts = _any_of(parts)

    def __call__(self, text: str) -> str:
        for pattern, sign in (
            (self._whole, say("peers.name")),
            (_ADDRESS, say("peers.address")),
            (self._parts, say("peers.name")),
        ):
            if pattern is not None:
                text = pattern.sub(lambda _, sign=sign: sign, text)
        return text


def _parts_of(name: str) -> Iterator[str]:
    for part in re.split(r"[\W\d_]+", name.partition("@")[0]):
        if len(part) >= _SHORTEST:
            yield part.capitalize()
            yield part.upper()


def _any_of(names: list[str], flags: int = 0) -> re.Pattern[str] | None:
    if not names:
        return None
    either = "|".join(map(re.escape, names))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", flags)
