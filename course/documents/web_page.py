"""The same document as a page for the browser: nothing outside it, and no script."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from course.documents.document import Document, kind_of

if TYPE_CHECKING:
    from jinja2 import Template


def as_page(document: Document) -> str:
    """Write a document as HTML.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        A whole page that prints well.

    Examples
    --------
    >>> "<h1>Falls &amp; bruises</h1>" in as_page(Document(title="Falls & bruises"))
    True
    """
    return _template().render(
        document=document,
        kind_of=kind_of,
        # Ours, whole, and escaped where it was drawn.
        drawn=Markup,
    )


@cache
def _template() -> Template:
    # Here: a lesson that can make pages is opened more often than a page is made.
    from jinja2 import Environment, FileSystemLoader

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    ).get_template("web_page.html")
