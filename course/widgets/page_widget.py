"""A widget on the page of a lesson, made with little ado.

A lesson has dozens of them and is not open before the last one is made. So what is
alike in all of them is declared once, with the class, and sent once.
"""

from __future__ import annotations

from functools import cache

import anywidget
import traitlets
from ipywidgets import Layout


class PageWidget(anywidget.AnyWidget):
    """A widget with a script and a style.

    A trait that is set before this is called reaches the browser with the widget; one
    that is set afterwards costs a message of its own.

    Parameters
    ----------
    script : str
        An ECMAScript module.
    style : str
        Its CSS.
    **traits

    Examples
    --------
    >>> one, other = (PageWidget(script="", style="") for _ in range(2))
    >>> type(one) is type(other), one.layout is other.layout
    (True, True)
    """

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    _anywidget_id = traitlets.Unicode().tag(sync=True)

    def __init__(self, *, script: str, style: str, **traits: object):
        super().__init__(_esm=script, _css=style, layout=_layout(), **traits)

    @traitlets.default("_anywidget_id")
    def _name_of_class(self) -> str:
        return f"{type(self).__module__}.{type(self).__qualname__}"

    def add_traits(self, **traits: traitlets.TraitType) -> None:
        """Add traits, but for those that are there: adding makes a class anew."""
        new = {name: one for name, one in traits.items() if not self.has_trait(name)}
        if new:
            super().add_traits(**new)


@cache
def _layout() -> Layout:
    """Return the one layout of all: the style says how a widget is laid out."""
    return Layout()
