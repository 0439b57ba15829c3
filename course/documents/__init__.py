"""Pages to read and to print: one document as data, written as HTML and as PDF."""

from course.documents.document import (
    Block,
    Document,
    Facts,
    Figure,
    Grid,
    Section,
    Words,
    figure_of,
)
from course.documents.typesetting import as_pdf, typeset
from course.documents.web_page import as_page

__all__ = [
    "Block",
    "Document",
    "Facts",
    "Figure",
    "Grid",
    "Section",
    "Words",
    "as_page",
    "as_pdf",
    "figure_of",
    "typeset",
]
