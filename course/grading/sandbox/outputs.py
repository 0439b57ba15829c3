"""What may come out of a sandbox: outputs of the known kinds, and nothing else."""

from __future__ import annotations

# Pictures, texts and tables; what else there may be is of no use in feedback.
_SHOWN = (
    "text/plain",
    "text/html",
    "text/markdown",
    "text/latex",
    "image/png",
    "image/jpeg",
    "image/svg+xml",
)


def known_output(output: object, most: int) -> dict | None:
    """Return an output with only the fields that nbformat 4 gives it.

    Parameters
    ----------
    output : object
        As a program in a sandbox reported it: anything at all.
    most : int
        How many characters it may hold.

    Returns
    -------
    dict or None
        None for what is no output, is not known, or is too long.

    Examples
    --------
    >>> known_output({"output_type": "stream", "name": "stdout", "text": "Hej"}, 99)
    {'output_type': 'stream', 'name': 'stdout', 'text': 'Hej'}
    >>> known_output({"output_type": "stream", "name": "/etc/passwd"}, 99) is None
    True
    """
    read = {
        "stream": _stream,
        "error": _error,
        "display_data": _display,
        "execute_result": _display,
    }
    if not isinstance(output, dict):
        return None
    kind = output.get("output_type")
    known = read[kind](output) if isinstance(kind, str) and kind in read else None
    return known if known is not None and length(known) <= most else None


def length(output: dict) -> int:
    """How many characters there are in an output that is known.

    Parameters
    ----------
    output : dict

    Returns
    -------
    int

    Examples
    --------
    >>> length({"output_type": "stream", "name": "stdout", "text": "Hej"})
    3
    """
    texts = [
        *(output.get(name, "") for name in ("text", "ename", "evalue")),
        *output.get("traceback", []),
        *output.get("data", {}).values(),
    ]
    return sum(map(len, texts))


def _stream(output: dict) -> dict | None:
    name, text = output.get("name"), output.get("text")
    if name not in ("stdout", "stderr") or not isinstance(text, str):
        return None
    return {"output_type": "stream", "name": name, "text": text}


def _error(output: dict) -> dict:
    lines = output.get("traceback")
    lines = lines if isinstance(lines, list) else []
    return {
        "output_type": "error",
        "ename": str(output.get("ename")),
        "evalue": str(output.get("evalue")),
        "traceback": [line for line in lines if isinstance(line, str)],
    }


def _display(output: dict) -> dict | None:
    data = output.get("data")
    if not isinstance(data, dict):
        return None
    known = {
        "output_type": output["output_type"],
        "data": {
            kind: text
            for kind, text in data.items()
            if kind in _SHOWN and isinstance(text, str)
        },
        "metadata": {},
    }
    if output["output_type"] == "execute_result":
        count = output.get("execution_count")
        known["execution_count"] = count if type(count) is int else None
    return known
