"""Every sentence a person reads, by key, one folder of files per language.

A key is written ``"task.event"``; a sentence may hold places such as ``{wrong}``.
English is the only language today. A translation is a folder beside ``en``.

Examples
--------
>>> say("answers.saved", time="14:32")
'Saved 14:32'
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

HERE = Path(__file__).parent
LANGUAGE = "en"


@cache
def catalogue(language: str = LANGUAGE) -> Mapping[str, str]:
    """All sentences of one language, in the order of the files.

    Parameters
    ----------
    language : str
        The name of a folder beside this file.

    Returns
    -------
    mapping of str to str
        Key to sentence, read-only.

    Raises
    ------
    ValueError
        If a key stands in two files, or a value is not a sentence.

    Examples
    --------
    >>> "answers.saved" in catalogue("en")
    True
    """
    sentences: dict[str, str] = {}
    for path in sorted((HERE / language).glob("*.toml")):
        for key, sentence in read_sentences(path.read_text("utf-8")).items():
            if not isinstance(sentence, str):
                raise ValueError(f"{path.name}: {key!r} must be one quoted sentence.")
            if key in sentences:
                raise ValueError(f"{path.name}: {key!r} stands in another file too.")
            sentences[key] = sentence.strip()
    return MappingProxyType(sentences)


def read_sentences(text: str) -> dict[str, object]:
    r"""Read TOML, ten times as fast where it is a sentence a line.

    Every lesson reads all files when it is opened, and there are thousands of
    sentences. Written as ``"key" = "sentence"`` they are JSON but for one sign; what is
    written in any other way is left to `tomllib`.

    Parameters
    ----------
    text : str

    Returns
    -------
    dict of str to object
        Just what `tomllib.loads` returns.

    Raises
    ------
    tomllib.TOMLDecodeError
        If it is not TOML.

    Examples
    --------
    >>> read_sentences('# Saving\n"saved" = "Saved {time}"')
    {'saved': 'Saved {time}'}
    """
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    cut = [line.partition('" = "') for line in lines]
    if all(key[:1] == '"' and '"' not in key[1:] and sign for key, sign, _ in cut):
        written = ",".join(f'{key}": "{sentence}' for key, _, sentence in cut)
        try:
            sentences = json.loads(f"{{{written}}}")
        except ValueError:
            pass
        else:
            # A key that stands there twice is for tomllib to complain of.
            if len(sentences) == len(lines):
                return sentences
    return tomllib.loads(text)


def say(key: str, **values: object) -> str:
    """Return the sentence `key` with its places filled.

    Parameters
    ----------
    key : str
    **values
        One for each ``{place}`` in the sentence; more do no harm.

    Returns
    -------
    str

    Raises
    ------
    KeyError
        If there is no such sentence or a place has no value.

    Examples
    --------
    >>> say("answers.saved", time="09:05")
    'Saved 09:05'
    """
    return catalogue()[key].format(**values) if values else _said_alone(key)


@cache
def _said_alone(key: str) -> str:
    return catalogue()[key].format()


@cache
def keys(prefix: str) -> tuple[str, ...]:
    """Keys that begin with `prefix`, in the order they are written.

    Parameters
    ----------
    prefix : str

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> keys("answers.sav")
    ('answers.saved',)
    """
    head, dot, _ = prefix.partition(".")
    near = _by_head().get(head, ()) if dot else catalogue()
    return tuple(key for key in near if key.startswith(prefix))


@cache
def _by_head() -> Mapping[str, list[str]]:
    """Keys by what stands before their first dot: there are thousands of them."""
    heads: dict[str, list[str]] = {}
    for key in catalogue():
        heads.setdefault(key.partition(".")[0], []).append(key)
    return heads
