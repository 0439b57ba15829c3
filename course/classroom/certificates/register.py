"""The register of what was issued: a line for each certificate, sealed with the key."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from course.classroom.certificates.signing import (
    CertificatesUnusable,
    code_of,
    seal_of,
)
from course.messages import say
from course.tasks.answers import unfinished_file

REGISTER = "issued.jsonl"


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate as it was issued.

    Attributes
    ----------
    code : str
    content : mapping
        What it says.
    file : str
        SHA-256 of the PDF, in hexadecimal digits.
    seal : str
        Over the three; "" before there is one.
    """

    code: str
    content: Mapping[str, Any]
    file: str
    seal: str = ""

    def sealed(self, key: bytes) -> Issued:
        """Return the same with its seal."""
        return Issued(self.code, self.content, self.file, self._seal(key))

    def is_ours(self, key: bytes) -> bool:
        """Whether it is as it was when it was signed with this key."""
        return hmac.compare_digest(
            self.code, code_of(key, self.content)
        ) and hmac.compare_digest(self.seal, self._seal(key))

    def _seal(self, key: bytes) -> str:
        return seal_of(key, {**asdict(self), "seal": ""})


def fingerprint(pdf: bytes) -> str:
    """Return what tells a file from every other."""
    return sha256(pdf).hexdigest()


def read_register(folder: Path) -> list[Issued]:
    """Return everything that was issued, in order.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    list of Issued

    Raises
    ------
    CertificatesUnusable
        If a line cannot be read.
    """
    path = folder / REGISTER
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return []
    issued = []
    for number, line in enumerate(written.splitlines(), 1):
        try:
            one = Issued(**json.loads(line))
            if not isinstance(one.content, dict) or not all(
                isinstance(text, str) and text.isascii()
                for text in (one.code, one.file, one.seal)
            ):
                raise ValueError
        except (ValueError, TypeError) as error:
            raise CertificatesUnusable(
                say("certificate.bad-register", path=path, number=number)
            ) from error
        issued.append(one)
    return issued


def write_register(folder: Path, issued: list[Issued]) -> None:
    """Write the register anew, whole or not at all.

    Parameters
    ----------
    folder : Path
    issued : list of Issued
    """
    with unfinished_file(folder / REGISTER) as unfinished:
        lines = (json.dumps(asdict(one), ensure_ascii=False) for one in issued)
        unfinished.write_text("".join(f"{line}\n" for line in lines), "utf-8")
