"""Outputs of code that a learner wrote, made fit for a teacher's page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

import nh3
from markupsafe import Markup

_MOST_OUTPUTS, _LONGEST_TEXT, _LARGEST_PICTURE = 50, 20_000, 2_000_000
_PNG = b"\x89PNG\r\n\x1a\n"


def harmless_outputs(outputs: Any) -> list[dict[str, Any]]:
    """Keep text, pictures and plain HTML of a cell's outputs.

    Parameters
    ----------
    outputs : any
        As a notebook has them, from a kernel that ran a learner's code.

    Returns
    -------
    list of dict
        Outputs of nbformat 4 without script, style, links to script or resources from
        elsewhere; what is of another kind is left out.

    Examples
    --------
    >>> harmless_outputs(
    ...     [{"output_type": "display_data", "data": {"text/javascript": "alert(1)"}}]
    ... )
    []
    >>> harmless_outputs([{"output_type": "stream", "name": "stdout", "text": "4"}])
    [{'output_type': 'stream', 'name': 'stdout', 'text': '4'}]
    """
    if not isinstance(outputs, Sequence) or isinstance(outputs, str):
        return []
    kept = [
        _harmless(output)
        for output in outputs[:_MOST_OUTPUTS]
        if isinstance(output, Mapping)
    ]
    return [output for output in kept if output is not None]


def _harmless(output: Mapping[str, Any]) -> dict[str, Any] | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": kind, "name": name, "text": _text(output.get("text"))}
    if kind == "error":
        traceback = output.get("traceback")
        lines = traceback if isinstance(traceback, list) else []
        return {
            "output_type": kind,
            "ename": _text(output.get("ename")),
            "evalue": _text(output.get("evalue")),
            "traceback": [_text(line) for line in lines[:100]],
        }
    if kind in ("display_data", "execute_result"):
        data = output.get("data")
        shown = _harmless_data(data if isinstance(data, Mapping) else {})
        if shown:
            result = {"output_type": kind, "data": shown, "metadata": {}}
            return result | ({"execution_count": 1} if kind == "execute_result" else {})
    return None


def _harmless_data(data: Mapping[str, Any]) -> dict[str, str]:
    shown = {}
    if "text/plain" in data:
        shown["text/plain"] = _text(data["text/plain"])
    if "text/html" in data:
        html = nh3.clean(_text(data["text/html"]), url_schemes=set())
        # Pages typeset mathematics in text, and a formula may be a link to script.
        template = '<div class="tex2jax_ignore mathjax_ignore">{}</div>'
        shown["text/html"] = str(Markup(template).format(Markup(html)))
    picture = _text(data.get("image/png"), _LARGEST_PICTURE)
    if picture and _is_png(picture):
        shown["image/png"] = picture
    return shown


def _is_png(encoded: str) -> bool:
    try:
        return base64.b64decode("".join(encoded.split()), validate=True).startswith(
            _PNG
        )
    except (binascii.Error, ValueError):
        return False


def _text(value: Any, longest: int = _LONGEST_TEXT) -> str:
    """One text of what may be a text or a list of lines, without half letters."""
    if isinstance(value, list):
        value = "".join(line for line in value if isinstance(line, str))
    if not isinstance(value, str) or (longest > _LONGEST_TEXT and len(value) > longest):
        return ""
    return value[:longest].encode(errors="replace").decode()
