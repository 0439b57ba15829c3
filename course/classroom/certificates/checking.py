"""Whether a certificate that somebody shows is real; else what is wrong with it."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from course.classroom.certificates.issuing import facts_of
from course.classroom.certificates.register import Issued, fingerprint, read_register
from course.classroom.certificates.signing import CODE, read_key, tidied
from course.messages import say
from course.tasks.quoting import quoted

# A certificate has one page and thirty kilobytes.
LARGEST = 5_000_000
_PAGES = 3


class Verdict(Enum):
    """What a certificate turns out to be."""

    REAL = "real"
    EDITED = "edited"
    COPIED = "copied"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has found.

    Attributes
    ----------
    verdict : Verdict
    sentence : str
    says : tuple of (str, str)
        What was issued under the code, each with its name; empty where nothing was.
    """

    verdict: Verdict
    sentence: str
    says: tuple[tuple[str, str], ...] = ()


def check_code(folder: Path, typed: str, name: str = "") -> Finding:
    """Judge a code.

    Parameters
    ----------
    folder : Path
        Where certificates are kept.
    typed : str
    name : str
        Who shows it, if that is to be compared.

    Returns
    -------
    Finding

    Raises
    ------
    CertificatesUnusable
        If the key or the register cannot be read.
    """
    code = tidied(typed)
    if not code:
        return _forged("certificate.no-code", code=quoted(typed))
    key = read_key(folder)
    if key is None:
        return _forged("certificate.forged.none-issued")
    entries = [one for one in read_register(folder) if one.code == code]
    if not entries:
        return _forged("certificate.forged.unknown", code=code)
    for one in entries:
        if one.is_ours(key):
            return _about(one, name)
    return _forged("certificate.forged.unsigned", code=code)


def check_file(folder: Path, pdf: bytes, name: str = "") -> Finding:
    """Judge a file.

    Parameters
    ----------
    folder : Path
        Where certificates are kept.
    pdf : bytes
        Whatever somebody sent.
    name : str
        Who shows it, if that is to be compared.

    Returns
    -------
    Finding

    Raises
    ------
    CertificatesUnusable
        If the key or the register cannot be read.
    """
    key = read_key(folder)
    if key is None:
        return _forged("certificate.forged.none-issued")
    signed = [one for one in read_register(folder) if one.is_ours(key)]
    its_own = fingerprint(pdf)
    for one in signed:
        if one.file == its_own:
            return _about(one, name)
    text = _text_of(pdf)
    codes = set(CODE.findall(text))
    for one in signed:
        if one.code in codes:
            if _plain(one.content["name"]) not in _plain(text):
                return _found(Verdict.COPIED, one)
            return _found(Verdict.EDITED, one)
    return _forged("certificate.forged.no-code")


def _about(one: Issued, name: str) -> Finding:
    its_own = _plain(one.content["name"])
    if name.strip() and _plain(name) != its_own:
        return _found(Verdict.COPIED, one)
    return _found(Verdict.REAL, one)


def _found(verdict: Verdict, one: Issued) -> Finding:
    content = one.content
    return Finding(
        verdict,
        say(f"certificate.{verdict.value}", code=one.code, name=content["name"]),
        tuple(_lines(content)),
    )


def _forged(key: str, **values: str) -> Finding:
    return Finding(Verdict.FORGED, say(key, **values))


def _lines(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    hours = ", ".join(f"{one['title']} {one['hours']:g}" for one in content["modules"])
    return [
        (say("certificate.says.name"), content["name"]),
        *facts_of(content),
        (
            say("certificate.says.objectives"),
            " ".join(one["text"] for one in content["objectives"]),
        ),
        (say("certificate.says.hours"), f"{content['hours']:g} ({hours})"),
    ]


def _plain(text: str) -> str:
    """The same for a name however it is composed, spaced or written large."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def _text_of(pdf: bytes) -> str:
    """Return what can be read in a file, with what it says of itself."""
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(pdf))
        pages = [page.extract_text() for page in reader.pages[:_PAGES]]
        return "\n".join([*pages, str((reader.metadata or {}).get("/Keywords", ""))])
    # Anybody may have made it, and made it to be unreadable: then it says nothing.
    except Exception:
        return ""
