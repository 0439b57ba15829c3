"""Outputs of code that a learner wrote, made fit for a teacher's page."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from typing import Any

import nh3
from markupsafe import Markup

_PNG = b"\x89PNG\r\n\x1a\n"
# Pages typeset mathematics in text, and a formula may be a link to script.
_AS_IT_IS = Markup('<div class="tex2jax_ignore mathjax_ignore">{}</div>')


def harmless_outputs(outputs: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Keep text, pictures and plain HTML of what came out of a sandbox.

    Parameters
    ----------
    outputs : iterable of dict
        Of known kinds, as `course.grading.sandbox.outputs.known_output` gives them.

    Returns
    -------
    list of dict
        Without script, style, links, or resources from elsewhere. One with nothing left
        to show is left out.

    Examples
    --------
    >>> harmless_outputs([{"output_type": "stream", "name": "stdout", "text": "4"}])
    [{'output_type': 'stream', 'name': 'stdout', 'text': '4'}]
    >>> shown = {"output_type": "display_data", "metadata": {}}
    >>> harmless_outputs([shown | {"data": {"image/svg+xml": "<svg/>"}}])
    []
    """
    kept = []
    for output in outputs:
        if "data" not in output:
            kept.append(dict(output))
        elif data := _harmless(output["data"]):
            kept.append({**output, "data": data})
    return kept


def _harmless(data: Mapping[str, str]) -> dict[str, str]:
    shown = {}
    if "text/plain" in data:
        shown["text/plain"] = data["text/plain"]
    if "text/html" in data:
        html = nh3.clean(data["text/html"], url_schemes=set())
        shown["text/html"] = str(_AS_IT_IS.format(Markup(html)))
    if _is_png(data.get("image/png", "")):
        shown["image/png"] = data["image/png"]
    return shown


def _is_png(encoded: str) -> bool:
    try:
        return base64.b64decode("".join(encoded.split()), validate=True).startswith(
            _PNG
        )
    except (binascii.Error, ValueError):
        return False
