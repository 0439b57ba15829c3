"""The key that only the issuer has, and what it signs.

A code is the beginning of an HMAC-SHA256 of what a certificate says: 80 bits, as many
as RFC 2104 recommends at least. Whoever has not the key cannot find a code for words of
their own, and can try one only by asking the issuer.
"""

from __future__ import annotations

import hmac
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from secrets import token_hex
from typing import Any

from course.messages import say

KEY_FILE = "signing.key"
# 32 signs, five bits each, without those that are mistaken for each other.
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_BITS = 5
_GROUPS, _IN_GROUP = 4, 4
CODE = re.compile(rf"(?:[{SIGNS}]{{4}}-){{3}}[{SIGNS}]{{4}}")
_KEY = re.compile(r"[0-9a-f]{64}\n")


class CertificatesUnusable(Exception):
    """Nothing can be issued or checked here; the message is a sentence."""


def read_key(folder: Path) -> bytes | None:
    """Return the key certificates are signed with.

    Parameters
    ----------
    folder : Path
        Where certificates are kept.

    Returns
    -------
    bytes or None
        None where there is none yet.

    Raises
    ------
    CertificatesUnusable
        If what is there is no key.
    """
    try:
        written = (folder / KEY_FILE).read_text("utf-8")
    except FileNotFoundError:
        return None
    except ValueError:
        written = ""
    if not _KEY.fullmatch(written):
        raise CertificatesUnusable(say("certificate.no-key", path=folder / KEY_FILE))
    return bytes.fromhex(written)


def make_key(folder: Path) -> bytes:
    """Make the key, which nobody but its owner can read.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    bytes

    Raises
    ------
    FileExistsError
        If there is one.
    """
    key = token_hex(32)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with open(os.open(folder / KEY_FILE, flags, 0o600), "w", newline="") as file:
        file.write(f"{key}\n")
        file.flush()
        os.fsync(file.fileno())
    return bytes.fromhex(key)


def code_of(key: bytes, content: Mapping[str, Any]) -> str:
    """Return the code to be printed on a certificate.

    Parameters
    ----------
    key : bytes
    content : mapping
        What the certificate says, as plain JSON.

    Returns
    -------
    str
        Four groups of four.

    Examples
    --------
    >>> code_of(bytes(32), {"name": "Amira Berg"})
    'SLBN-V5PR-7RGR-XMJB'
    """
    digest = _signed(key, "code", content)
    number = int.from_bytes(digest) >> (8 * len(digest) - _BITS * _GROUPS * _IN_GROUP)
    signs = "".join(
        SIGNS[number >> (_BITS * at) & (len(SIGNS) - 1)]
        for at in reversed(range(_GROUPS * _IN_GROUP))
    )
    return "-".join(re.findall("." * _IN_GROUP, signs))


def seal_of(key: bytes, line: Mapping[str, Any]) -> str:
    """Return what shows that a line of the register is as it was written.

    Parameters
    ----------
    key : bytes
    line : mapping
        Plain JSON.

    Returns
    -------
    str
        Hexadecimal digits.
    """
    return _signed(key, "register", line).hex()


def tidied(code: str) -> str:
    """Return a code as it is printed, however it was typed.

    Parameters
    ----------
    code : str

    Returns
    -------
    str
        "" for what cannot be one.

    Examples
    --------
    >>> tidied(" slbn v5pr-7rgrxmjb "), tidied("SLBN-V5PR")
    ('SLBN-V5PR-7RGR-XMJB', '')
    """
    signs = re.sub(r"[\s-]", "", code).upper()
    grouped = "-".join(
        signs[at : at + _IN_GROUP] for at in range(0, len(signs), _IN_GROUP)
    )
    return grouped if CODE.fullmatch(grouped) else ""


def _signed(key: bytes, purpose: str, content: Mapping[str, Any]) -> bytes:
    # The purpose, so that a seal can never be taken for a code.
    written = json.dumps([purpose, content], sort_keys=True, separators=(",", ":"))
    return hmac.digest(key, written.encode(), "sha256")
