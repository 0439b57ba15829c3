"""From data to PDF: a template of ours, and everything that varies as JSON beside it.

What a person wrote is never made part of a template, so it is text and nothing else,
whatever it looks like.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from course.documents.document import Document, Figure, kind_of

if TYPE_CHECKING:
    import typst

_HERE = Path(__file__).parent
# What may not stand in XML, as the version 1.0 of it says, below a space.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def as_pdf(document: Document) -> bytes:
    """Set a document on pages of A4.

    Parameters
    ----------
    document : Document

    Returns
    -------
    bytes
        A PDF that can be read aloud (PDF/UA-1).

    Examples
    --------
    >>> as_pdf(Document(title="Falls on ward 3"))[:5]
    b'%PDF-'
    """
    pictures: dict[str, str] = {}
    sections = []
    for section in document.sections:
        blocks = []
        for block in section.blocks:
            shown = {"kind": kind_of(block), **asdict(block)}
            if isinstance(block, Figure):
                shown["svg"] = f"{len(pictures)}.svg"
                pictures[shown["svg"]] = block.svg
                shown["said"] = _aloud(block.said)
            blocks.append(shown)
        sections.append({"title": _aloud(section.title), "blocks": blocks})
    return typeset(
        "document.typ",
        {
            "title": _aloud(document.title),
            "subtitle": document.subtitle,
            "facts": asdict(document.facts),
            "sections": sections,
            "foot": document.foot,
            "language": document.language,
        },
        pictures,
    )


def typeset(
    template: str,
    shown: Mapping[str, Any],
    pictures: Mapping[str, str] | None = None,
    *,
    folder: Path = _HERE,
) -> bytes:
    """Set what is shown by a template.

    Parameters
    ----------
    template : str
        A file in `folder`; it reads ``shown.json``, and shows texts as they are.
    shown : mapping
        Plain JSON.
    pictures : mapping of str to str
        File name to the SVG the template may ask for.
    folder : Path
        Where the template lies.

    Returns
    -------
    bytes
        A PDF, the same for the same template and data. It can be read aloud
        (PDF/UA-1), unless somebody wrote signs in a picture that cannot be.
    """
    import typst

    with TemporaryDirectory() as place:
        root = Path(place)
        written = json.dumps(shown, ensure_ascii=False)
        (root / "shown.json").write_bytes(written.encode("utf-8", "replace"))
        for name, svg in (pictures or {}).items():
            drawn = _NOT_XML.sub("", svg)
            (root / name).write_bytes(drawn.encode("utf-8", "replace"))
        source = root / template
        source.write_bytes((folder / template).read_bytes())

        def compiled(standards: list[str]) -> bytes:
            return typst.compile(
                source,
                root=root,
                font_paths=_fonts(),
                format="pdf",
                pdf_standards=standards,
                # The day it was made is told in the document, where it matters.
                timestamp=0,
            )

        try:
            return compiled(["ua-1"])
        except typst.TypstError:
            # A sign in a picture for which no font has a shape that can be read aloud.
            return compiled([])


def _aloud(text: str) -> str:
    """Neither a heading nor what is said of a picture may be silence."""
    return text if text.strip() else "–"


@cache
def _fonts() -> typst.Fonts:
    """The fonts of matplotlib and of typst: the same page on every machine."""
    import typst

    # Found, not imported: that would take half a second and is not needed.
    (matplotlib,) = find_spec("matplotlib").submodule_search_locations
    fonts = Path(matplotlib) / "mpl-data" / "fonts" / "ttf"
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True, font_paths=[fonts]
    )
